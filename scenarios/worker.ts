import { workerData } from 'node:worker_threads';
import { loadBundle } from './bundle.ts';
import { type EngineName, freshEvents } from './engines.ts';
import { taskOf } from './experiment.ts';
import { type Replication, replicate } from './replicate.ts';

/** What a worker is told once, at its start. */
export interface WorkerSetup {
  /** Canonical text of the scenario. */
  readonly text: string;
  readonly attachments: Readonly<Record<string, string>>;
  readonly engine: EngineName;
}

// Piscina passes its own entry beside ours.
const setup = (Array.isArray(workerData) ? workerData[1] : workerData) as WorkerSetup;
const { resolved, attachments } = loadBundle(setup.text, setup.attachments);
const makeEvents = await freshEvents(setup.engine);

export default function run(task: { point: number; replication: number }): Replication {
  const events = makeEvents();
  return replicate(
    taskOf(resolved, attachments, task.point, task.replication),
    events === undefined ? {} : { events },
  );
}
