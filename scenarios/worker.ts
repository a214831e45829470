import { workerData } from 'node:worker_threads';
import { type Loaded, loadBundle } from './bundle.ts';
import { type EngineName, freshEvents } from './engines.ts';
import { taskOf } from './experiment.ts';
import { type Replication, replicate } from './replicate.ts';

/** A scenario that a worker is told of at its start. */
export interface WorkerSetup {
  /** Canonical text of the scenario. */
  readonly text: string;
  readonly attachments: Readonly<Record<string, string>>;
  readonly engine: EngineName;
}

/** A scenario that this thread has read. */
interface Ready extends Loaded {
  readonly makeEvents: Awaited<ReturnType<typeof freshEvents>>;
}

// Piscina passes its own entry beside ours.
const setups = (Array.isArray(workerData[1]) ? workerData[1] : workerData) as WorkerSetup[];
const ready = new Map<number, Promise<Ready>>();

async function prepare({ text, attachments, engine }: WorkerSetup): Promise<Ready> {
  return { ...loadBundle(text, attachments), makeEvents: await freshEvents(engine) };
}

export default async function run(task: {
  scenario: number;
  point: number;
  replication: number;
}): Promise<Replication> {
  const { scenario, point, replication } = task;
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
