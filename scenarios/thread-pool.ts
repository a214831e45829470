import { Piscina } from 'piscina';
import type { EngineName } from './engines.ts';
import type { Pool } from './experiment.ts';
import type { Replication } from './replicate.ts';
import type { Resolved } from './resolve.ts';
import type { WorkerSetup } from './worker.ts';

/**
 * Worker threads that run replications of one or several scenarios. One task is one whole replication; only its
 * numbers travel. A worker that dies fails the run; nothing is retried.
 */
export class ThreadCrew {
  private readonly piscina: Piscina;
  private readonly threads: number;

  /** @param setups scenarios that the threads may be asked for; each thread reads one when it first runs it */
  constructor(setups: readonly WorkerSetup[], threads: number) {
    this.threads = threads;
    this.piscina = new Piscina({
      // Worker threads cannot load TypeScript on Node 20: tests run the compiled worker too.
      filename: new URL(
        import.meta.url.endsWith('.ts') ? '../dist/scenarios/worker.js' : './worker.js',
        import.meta.url,
      ).href,
      minThreads: threads,
      maxThreads: threads,
      workerData: setups,
      // Messages and events die young: a larger nursery spares most of the copying.
      resourceLimits: { maxYoungGenerationSizeMb: 96 },
    });
  }

  /** The pool of the scenario with that index; closing the crew closes it. */
  pool(scenario: number): Pool {
    return {
      // One task waits for each busy thread, so that none idles while the parent reduces.
      width: this.threads * 2,
      run: (point, replication): Promise<Replication> =>
        this.piscina.run({ scenario, point, replication }),
    };
  }

  async close(): Promise<void> {
    await this.piscina.destroy();
  }
}

/** A crew for one scenario. */
export class ThreadPool implements Pool {
  readonly width: number;
  private readonly crew: ThreadCrew;
  private readonly pool: Pool;

  constructor(
    { text }: Resolved,
    attachments: Readonly<Record<string, string>>,
    engine: EngineName,
    threads: number,
  ) {
    this.crew = new ThreadCrew([{ text, attachments, engine }], threads);
    this.pool = this.crew.pool(0);
    this.width = this.pool.width;
  }

  run(point: number, replication: number): Promise<Replication> {
    return this.pool.run(point, replication);
  }

  close(): Promise<void> {
    return this.crew.close();
  }
}
