import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { jobServer } from '../sim/kernels/jobs/shared-work.ts';
import type { CodeMemory } from '../sim/kernels/reed-solomon/wasm.ts';

/** What a helper is told at its start. */
export interface HelperSetup {
  readonly memory: CodeMemory;
  /** Its number, from 0 on. */
  readonly helper: number;
  /** Held open until the thread ends, by which the other side sees that it lives. */
  readonly port: MessagePort;
}

const { memory, helper } = workerData as HelperSetup;
const serve = jobServer(memory, helper);
parentPort?.postMessage('ready');
serve();
