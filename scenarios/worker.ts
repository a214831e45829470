import { workerData } from 'node:worker_threads';
import type { EngineName } from './engines.ts';
import type { Replication } from './replicate.ts';

/** A scenario that a worker is told of at its start. */
export interface WorkerSetup {
  /** Canonical text of the scenario. */
  readonly text: string;
  readonly attachments: Readonly<Record<string, string>>;
  readonly engine: EngineName;
}

export interface WorkerTask {
  /** Index among the scenarios that the worker was told of. */
  readonly scenario: number;
  readonly point: number;
  readonly replication: number;
}

// Piscina passes its own entry beside ours.
const setups = (Array.isArray(workerData[1]) ? workerData[1] : workerData) as WorkerSetup[];

export default async function run(task: WorkerTask): Promise<Replication> {
  // Piscina loads this file by `require`. Node aborts the process when a thread ends while it links modules that
  // way, so all others come by `import`.
  const { perform } = await import('./worker-task.ts');
  return perform(setups, task);
}
