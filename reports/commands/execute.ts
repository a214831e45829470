import { availableParallelism } from 'node:os';
import { type EngineName, freshEvents } from '../../scenarios/engines.ts';
import { type Outcome, runExperiment } from '../../scenarios/experiment.ts';
import { inlinePool } from '../../scenarios/inline-pool.ts';
import type { Loaded } from '../../scenarios/load.ts';
import { ThreadPool } from '../../scenarios/thread-pool.ts';
import { createProgress } from '../progress.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

export interface ExecuteOptions {
  /** Worker threads; 0 runs in this thread. */
  readonly workers?: number;
  readonly engine?: EngineName;
  readonly quiet?: boolean;
}

export class Interrupted extends Error {}

/** Runs a loaded scenario with progress on stderr. @throws Interrupted when the user interrupts */
export async function execute(loaded: Loaded, io: Io, options: ExecuteOptions): Promise<Outcome> {
  const { resolved, attachments } = loaded;
  const engine = options.engine ?? 'native';
  const runs = resolved.points.length * resolved.replications;
  const workers = options.workers ?? Math.min(availableParallelism(), runs);
  const threads = workers > 0 ? new ThreadPool(resolved, attachments, engine, workers) : undefined;
  const pool = threads ?? inlinePool(resolved, attachments, await freshEvents(engine));
  let progress: ReturnType<typeof createProgress> | undefined;
  let stop: () => void = () => {};
  const interrupted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new Interrupted('interrupted'));
    io.interrupted.addEventListener('abort', stop);
  });
  interrupted.catch(() => {});
  try {
    const running = runExperiment(resolved, version(), pool, (done, total, cell) => {
      progress ??= createProgress({
        label: resolved.name,
        total,
        quiet: options.quiet ?? false,
        stream: io.stderr,
      });
      progress.update(done, `point ${cell + 1} of ${resolved.points.length}`);
    });
    return await Promise.race([running, interrupted]);
  } finally {
    io.interrupted.removeEventListener('abort', stop);
    progress?.stop();
    await threads?.close();
  }
}
