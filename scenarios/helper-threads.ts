import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import { helpedJobs } from '../sim/kernels/jobs/helped-jobs.ts';
import type { Jobs } from '../sim/kernels/jobs/jobs.ts';
import { HelperFailure, stopHelpers, wholeMemory } from '../sim/kernels/jobs/shared-work.ts';
import { type CodeMemory, sharedMemory } from '../sim/kernels/reed-solomon/wasm.ts';
import type { HelperSetup } from './helper.ts';

// Worker threads cannot load TypeScript on Node 20: tests run the compiled helper too.
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? '../dist/scenarios/helper.js' : './helper.js',
  import.meta.url,
);

export interface HelperThreads {
  readonly jobs: Jobs;
  /** Where jobs lie. */
  readonly memory: CodeMemory;
  close(): Promise<void>;
}

/**
 * Starts threads that help this one with its jobs, and waits until all are ready.
 * @param entry what they run: `helper.ts`
 * @throws HelperFailure when one does not start; Error where memory cannot be shared
 */
export async function startHelpers(helpers: number, entry: URL = ENTRY): Promise<HelperThreads> {
  const shared = sharedMemory();
  if (shared === undefined) throw new Error('helpers, expected memory that can be shared');
  const memory = wholeMemory(shared);
  const ports: MessagePort[] = [];
  const workers = Array.from({ length: helpers }, (_, helper) => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1);
    const setup: HelperSetup = { memory, helper, port: port2 };
    return new Worker(entry, {
      workerData: setup,
      transferList: [port2],
      // A helper works in the shared memory; whatever grows besides is a defect.
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    });
  });
  const close = async () => {
    stopHelpers(memory);
    for (const port of ports) port.close();
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  try {
    await Promise.all(workers.map(ready));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    jobs: helpedJobs({ memory, helpers, isAlive: (helper) => isOpen(ports[helper]) }),
    memory,
    close,
  };
}

/** Resolves at a helper's first word. */
function ready(worker: Worker, helper: number): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve());
    // Later on the run finds out itself, in the order of its events: see `isAlive`.
    worker.once('error', ({ message }: Error) =>
      reject(new HelperFailure(`helper ${helper + 1} did not start: ${message}`)),
    );
    worker.once('exit', (code) =>
      reject(new HelperFailure(`helper ${helper + 1} ended at its start with code ${code}`)),
    );
  });
}

/**
 * Whether the thread at the other end of a port still runs. Taking a message notices a port that was closed,
 * and then no message is accepted any more; both need no turn of the event loop, which a run does not give.
 */
function isOpen(port: MessagePort): boolean {
  receiveMessageOnPort(port);
  return (port.postMessage(0) as unknown) === true;
}
