import { Piscina } from 'piscina';
import type { EngineName } from './engines.ts';
import type { Pool } from './experiment.ts';
import type { Replication } from './replicate.ts';
import type { Resolved } from './resolve.ts';
import type { WorkerSetup } from './worker.ts';

/**
 * Runs replications in worker threads. One task is one whole replication; only its numbers travel.
 * A worker that dies fails the run; nothing is retried.
 */
export class ThreadPool implements Pool {
  readonly width: number;
  private readonly piscina: Piscina;

  constructor(
    resolved: Resolved,
    attachments: Readonly<Record<string, string>>,
    engine: EngineName,
    threads: number,
  ) {
    const setup: WorkerSetup = { text: resolved.text, attachments, engine };
    this.piscina = new Piscina({
      // Worker threads cannot load TypeScript on Node 20: tests run the compiled worker too.
      filename: new URL(
        import.meta.url.endsWith('.ts') ? '../dist/scenarios/worker.js' : './worker.js',
        import.meta.url,
      ).href,
      minThreads: threads,
      maxThreads: threads,
      workerData: setup,
      // Messages and events die young: a larger nursery spares most of the copying.
      resourceLimits: { maxYoungGenerationSizeMb: 96 },
    });
    // One task waits for each busy thread, so that none idles while the parent reduces.
    this.width = threads * 2;
  }

  run(point: number, replication: number): Promise<Replication> {
    return this.piscina.run({ point, replication });
  }

  async close(): Promise<void> {
    await this.piscina.destroy();
  }
}
