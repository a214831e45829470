import { readQuantity } from '../../scenarios/units.ts';
import { FOREVER, type Tick } from '../../sim/time.ts';
import type { TraceOptions } from './trace.ts';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface TraceFlags {
  readonly tracePoint: number;
  readonly traceReplication: number;
  readonly traceComponent: readonly string[];
  readonly traceFrom: string;
  readonly traceTo?: string | undefined;
}

/** The `--trace…` flags as options. @throws UsageError for a time that cannot be read */
export function traceOptions(file: string, flags: TraceFlags): TraceOptions {
  return {
    file,
    point: wholeNumber('--trace-point', flags.tracePoint),
    replication: wholeNumber('--trace-replication', flags.traceReplication),
    filter: {
      components: flags.traceComponent,
      from: instant('--trace-from', flags.traceFrom),
      to: flags.traceTo === undefined ? FOREVER : instant('--trace-to', flags.traceTo),
    },
  };
}

/** @throws UsageError unless `value` is a whole number, not negative */
export function wholeNumber(flag: string, value: number, most = 1e9): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new UsageError(`${flag}: expected a whole number from 0 to ${most}, found ${value}`);
}

function instant(flag: string, written: string): Tick {
  const reading = readQuantity('duration', written);
  if ('value' in reading) return reading.value as Tick;
  throw new UsageError(`${flag}: expected a time such as "80 us" or "3 s", found "${written}"`);
}
