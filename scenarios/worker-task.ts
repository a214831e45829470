import { type Loaded, loadBundle } from './bundle.ts';
import { freshEvents } from './engines.ts';
import { taskOf } from './experiment.ts';
import { type Replication, replicate } from './replicate.ts';
import type { WorkerSetup, WorkerTask } from './worker.ts';

/** A scenario that this thread has read. */
interface Ready extends Loaded {
  readonly makeEvents: Awaited<ReturnType<typeof freshEvents>>;
}

const ready = new Map<number, Promise<Ready>>();

async function prepare({ text, attachments, engine }: WorkerSetup): Promise<Ready> {
  return { ...loadBundle(text, attachments), makeEvents: await freshEvents(engine) };
}

/** Runs one replication of one of the scenarios that the thread was told of. */
export async function perform(
  setups: readonly WorkerSetup[],
  { scenario, point, replication }: WorkerTask,
): Promise<Replication> {
  let prepared = ready.get(scenario);
  if (prepared === undefined) {
    prepared = prepare(setups[scenario]);
    ready.set(scenario, prepared);
  }
  const { resolved, attachments, makeEvents } = await prepared;
  const events = makeEvents();
  return replicate(
    taskOf(resolved, attachments, point, replication),
    events === undefined ? {} : { events },
  );
}
