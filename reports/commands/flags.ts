import { nearest } from '../../scenarios/nearest.ts';
import { quote } from '../../scenarios/problem.ts';
import { readQuantity } from '../../scenarios/units.ts';
import { FOREVER, type Tick } from '../../sim/time.ts';
import type { TraceOptions } from './trace.ts';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Options that several commands have, as yargs takes them. */
export const takesText = { type: 'string', requiresArg: true } as const;
export const jsonFlag = {
  type: 'boolean',
  default: false,
  describe: 'print one JSON document',
} as const;
export const quietFlag = {
  type: 'boolean',
  default: false,
  describe: 'no progress on stderr',
} as const;

/** Options that were given: yargs hands over `undefined` for the others. */
export function defined<T extends object>(args: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== undefined),
  ) as never;
}

/** More threads than any machine has; each costs memory before it helps. */
const WORKERS_MAX = 256;

/** A reader of a flag that is given once and takes text that is not empty. */
export function oneText(flag: string): (given: unknown) => string | undefined {
  return (given) => {
    if (given === undefined) return undefined;
    if (Array.isArray(given)) {
      throw new UsageError(`${flag}: expected once, found ${given.length} times`);
    }
    const text = String(given);
    if (text === '') throw new UsageError(`${flag}: expected a value, found nothing`);
    return text;
  };
}

/** A reader of a flag that takes a whole number in digits, from `least` to `most`. */
export function wholeNumber(
  flag: string,
  least: number,
  most: number,
): (given: unknown) => number | undefined {
  return (given) => {
    const text = oneText(flag)(given);
    if (text === undefined) return undefined;
    const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(
      `${flag}: expected a whole number from ${least} to ${most}, found ${quote(text)}`,
    );
  };
}

/** A reader of a flag that takes a share, such as 0.05. */
export function share(flag: string): (given: unknown) => number | undefined {
  return (given) => {
    const text = oneText(flag)(given);
    if (text === undefined) return undefined;
    const value = /^[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isFinite(value)) return value;
    throw new UsageError(`${flag}: expected a share such as 0.05, found ${quote(text)}`);
  };
}

/** A reader of a flag that takes one of a few words. */
export function oneOfWords<T extends string>(
  flag: string,
  words: readonly T[],
): (given: unknown) => T | undefined {
  return (given) => {
    const text = oneText(flag)(given);
    if (text === undefined) return undefined;
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const near = nearest(text, words);
    const hint = near === null ? '' : `; did you mean ${quote(near)}?`;
    throw new UsageError(
      `${flag}: expected ${words.map(quote).join(' or ')}, found ${quote(text)}${hint}`,
    );
  };
}

/** More threads than the parts that most pieces of work on bytes are divided into. */
const HELPERS_MAX = 16;

/** On what runs compute; results are the same. */
export const threadFlags = {
  workers: {
    ...takesText,
    coerce: wholeNumber('--workers', 0, WORKERS_MAX),
    describe: 'worker threads; 0 stays in this thread',
  },
  helpers: {
    ...takesText,
    coerce: wholeNumber('--helpers', 0, HELPERS_MAX),
    describe: 'threads that help inside each run, for work on real bytes (default 0)',
  },
  'relaxed-simd': {
    type: 'boolean',
    default: false,
    describe: 'faster vectors where Node has them behind a flag',
  },
} as const;

interface TraceFlags {
  readonly tracePoint?: number | undefined;
  readonly traceReplication?: number | undefined;
  readonly traceComponent: readonly string[];
  readonly traceFrom?: string | undefined;
  readonly traceTo?: string | undefined;
}

/** The `--trace…` flags as options. @throws UsageError for a time that cannot be read */
export function traceOptions(file: string, flags: TraceFlags): TraceOptions {
  const from = flags.traceFrom ?? '0 s';
  return {
    file,
    point: flags.tracePoint ?? 0,
    replication: flags.traceReplication ?? 0,
    filter: {
      components: flags.traceComponent,
      from: instant('--trace-from', from),
      to: flags.traceTo === undefined ? FOREVER : instant('--trace-to', flags.traceTo),
    },
  };
}

function instant(flag: string, written: string): Tick {
  const reading = readQuantity('duration', written);
  if ('value' in reading && (reading.value as number) >= 0) return reading.value as Tick;
  throw new UsageError(
    `${flag}: expected a time such as "80 us" or "3 s", found ${quote(written)}`,
  );
}
