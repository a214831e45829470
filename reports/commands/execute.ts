import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { Loaded } from '../../scenarios/bundle.ts';
import { type EngineName, freshEvents } from '../../scenarios/engines.ts';
import { type Outcome, runExperiment } from '../../scenarios/experiment.ts';
import type { HelperThreads } from '../../scenarios/helper-threads.ts';
import { inlinePool } from '../../scenarios/inline-pool.ts';
import type { ThreadPool } from '../../scenarios/thread-pool.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from './flags.ts';
import { ExitCode, type Io } from './io.ts';
import { allowRelaxedVectors } from './relaxed-vectors.ts';
import { version } from './version.ts';

/** On what a run computes; results are the same. */
export interface ThreadOptions {
  /** Worker threads; 0 runs in this thread. */
  readonly workers?: number;
  /** Threads that help this one inside each run; with them `workers` is 0. */
  readonly helpers?: number;
  /** Codes by relaxed vectors, where the host has them behind a flag. */
  readonly relaxedSimd?: boolean;
}

export interface ExecuteOptions extends ThreadOptions {
  readonly engine?: EngineName;
  readonly quiet?: boolean;
}

export class Interrupted extends Error {}

/** What a command does with these options before anything else. @throws UsageError for workers and helpers */
export function readyThreads({ workers = 0, helpers = 0, relaxedSimd }: ThreadOptions): void {
  if (helpers > 0 && workers > 0)
    throw new UsageError('--helpers: expected --workers 0, as both would want the same cores');
  if (relaxedSimd) allowRelaxedVectors();
}

/** Runs a loaded scenario with progress on stderr. @throws Interrupted when the user interrupts */
export async function execute(loaded: Loaded, io: Io, options: ExecuteOptions): Promise<Outcome> {
  const { resolved, attachments } = loaded;
  const engine = options.engine ?? 'native';
  const runs = resolved.points.length * resolved.replications;
  const helpers = options.helpers ?? 0;
  const workers = options.workers ?? (helpers > 0 ? 0 : Math.min(availableParallelism(), runs));
  let threads: ThreadPool | undefined;
  let helping: HelperThreads | undefined;
  if (workers > 0) {
    const { ThreadPool } = await import('../../scenarios/thread-pool.ts');
    threads = new ThreadPool(resolved, attachments, engine, workers);
  }
  const makeEvents = await freshEvents(engine);
  if (helpers > 0) {
    const { startHelpers } = await import('../../scenarios/helper-threads.ts');
    helping = await startHelpers(helpers);
  }
  const pool = threads ?? inlinePool(resolved, attachments, makeEvents, turns(io), helping?.jobs);
  let progress: ReturnType<typeof createProgress> | undefined;
  let stop: () => void = () => {};
  const interrupted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new Interrupted('interrupted'));
    io.interrupted.addEventListener('abort', stop);
    // It may have come before anybody listened.
    if (io.interrupted.aborted) stop();
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
    await helping?.close();
  }
}

/** Says that the user ended it. @returns the exit code */
export function reportInterruption(io: Io): number {
  io.err('droptower: interrupted; no result was written\n');
  return ExitCode.interrupted;
}

/**
 * Lets a signal in between two replications of this thread. All replications of a point ask at once, and
 * a turn of the event loop each is what lets the signal through.
 */
function turns({ interrupted }: Io): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return async () => {
    last = last.then(() => setImmediate());
    await last;
    if (interrupted.aborted) throw new Interrupted('interrupted');
  };
}
