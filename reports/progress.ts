/** Progress on stderr: a bar with the time left on a terminal, a plain line now and then in a pipe. */
import { performance } from 'node:perf_hooks';
import { Presets, SingleBar } from 'cli-progress';
import { visible } from './text.ts';
import { formatDuration } from './units.ts';

export interface Progress {
  /** @param done units of work finished so far, 0 to total. @param note what is going on now. */
  update(done: number, note?: string): void;
  /** Ends the display; the terminal is left as it was found. */
  stop(): void;
}

export interface ProgressOptions {
  /** What is being done, e.g. the scenario's name. */
  label: string;
  /** Units of work in all. */
  total: number;
  /** Print nothing at all. */
  quiet?: boolean;
  /** Default: stderr. */
  stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** A clock in milliseconds; default: the monotonic clock of the process. */
  now?: () => number;
}

const PIPE_INTERVAL_MS = 5000;

export function createProgress(options: ProgressOptions): Progress {
  const stream = options.stream ?? process.stderr;
  if (options.quiet) return { update() {}, stop() {} };
  const now = options.now ?? (() => performance.now());
  const eta = new TimeLeft(options.total, now);
  return stream.isTTY ? bar(options, stream, eta) : plainLines(options, stream, eta, now);
}

/** Extrapolates from the pace since the start. */
class TimeLeft {
  readonly #start: number;
  readonly #total: number;
  readonly #now: () => number;

  constructor(total: number, now: () => number) {
    this.#total = total;
    this.#now = now;
    this.#start = now();
  }

  text(done: number): string {
    if (done >= this.#total) return 'done';
    if (done <= 0) return 'time left unknown';
    const elapsed = (this.#now() - this.#start) / 1000;
    return `${formatDuration((elapsed * (this.#total - done)) / done)} left`;
  }
}

function bar(options: ProgressOptions, stream: NodeJS.WritableStream, eta: TimeLeft): Progress {
  const display = new SingleBar(
    {
      stream,
      format: '{label} {bar} {percentage} % | {value}/{total} | {left} | {note}',
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  const label = visible(options.label);
  display.start(options.total, 0, { label, left: eta.text(0), note: '' });
  let stopped = false;
  return {
    update(done, note = '') {
      if (!stopped) display.update(done, { label, left: eta.text(done), note: visible(note) });
    },
    stop() {
      if (stopped) return;
      stopped = true;
      display.stop();
    },
  };
}

function plainLines(
  options: ProgressOptions,
  stream: NodeJS.WritableStream,
  eta: TimeLeft,
  now: () => number,
): Progress {
  let last = now();
  let stopped = false;
  return {
    update(done, note = '') {
      if (stopped || now() - last < PIPE_INTERVAL_MS) return;
      last = now();
      const share = options.total > 0 ? Math.floor((100 * done) / options.total) : 100;
      const parts = [`${done}/${options.total} (${share} %)`, eta.text(done), visible(note)];
      stream.write(
        `${visible(options.label)}: ${parts.filter((part) => part !== '').join(', ')}\n`,
      );
    },
    stop() {
      stopped = true;
    },
  };
}
