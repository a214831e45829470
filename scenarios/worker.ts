import { workerData } from 'node:worker_threads';
import { components } from '../models/index.ts';
import { freshEvents } from './engines.ts';
import { taskOf } from './experiment.ts';
import { type Replication, replicate } from './replicate.ts';
import { resolveScenario } from './resolve.ts';

/** What a worker is told once, at its start. */
export interface WorkerSetup {
  /** Canonical text of the scenario. */
  readonly text: string;
  /** Its hash, which covers the attachments too. */
  readonly hash: string;
  readonly attachments: Readonly<Record<string, string>>;
  readonly engine: 'native' | 'simjs';
}

// Piscina passes its own entry beside ours.
const setup = (Array.isArray(workerData) ? workerData[1] : workerData) as WorkerSetup;
const resolved = {
  ...resolveScenario({
    path: 'scenario.yaml',
    files: { read: () => new TextEncoder().encode(setup.text), resolve: (_from, path) => path },
    sections: components,
  }),
  hash: setup.hash,
};
const makeEvents = await freshEvents(setup.engine);

export default function run(task: { point: number; replication: number }): Replication {
  const events = makeEvents();
  return replicate(
    taskOf(resolved, setup.attachments, task.point, task.replication),
    events === undefined ? {} : { events },
  );
}
