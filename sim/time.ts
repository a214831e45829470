/**
 * Simulated time: a whole number of 100 ns ticks held in a float64.
 *
 * Exact from an 80 us disk read to 28.5 years (2^53 ticks). Instants and spans share one type;
 * only this file converts between ticks and units.
 */

declare const unit: unique symbol;

/** An instant since the start of the run, or a span, in ticks of 100 ns. */
export type Tick = number & { readonly [unit]: 'tick' };

export const TICK_NANOSECONDS = 100;
export const TICKS_PER_SECOND = 1e7;

export const ZERO = 0 as Tick;
/** Later than every event: 2^53 - 1 ticks, 28.5 years. */
export const FOREVER = Number.MAX_SAFE_INTEGER as Tick;

/** How a value between two ticks is rounded; `exact` throws instead. */
export type Rounding = 'exact' | 'nearest' | 'up' | 'down';

/**
 * Takes a plain number for a tick after checking that it is one.
 * @throws RangeError unless `value` is a whole number from 0 to 2^53 - 1
 */
export function tick(value: number): Tick {
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw new RangeError(`tick, expected a whole number from 0 to 2^53 - 1, got ${value}`);
  }
  return value as Tick;
}

function convert(value: number, ticksPerUnit: number, unitName: string, rounding: Rounding): Tick {
  const exact = value * ticksPerUnit;
  if (!(exact >= 0 && exact <= Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(`time, expected 0 to 28.5 years, got ${value} ${unitName}`);
  }
  if (rounding === 'nearest') return Math.round(exact) as Tick;
  if (rounding === 'up') return Math.ceil(exact) as Tick;
  if (rounding === 'down') return Math.floor(exact) as Tick;
  if (!Number.isInteger(exact)) {
    throw new RangeError(
      `time, expected a whole number of 100 ns ticks, got ${value} ${unitName}; name a rounding`,
    );
  }
  return exact as Tick;
}

export function micros(value: number, rounding: Rounding = 'exact'): Tick {
  return convert(value, 10, 'us', rounding);
}

export function millis(value: number, rounding: Rounding = 'exact'): Tick {
  return convert(value, 1e4, 'ms', rounding);
}

export function seconds(value: number, rounding: Rounding = 'exact'): Tick {
  return convert(value, TICKS_PER_SECOND, 's', rounding);
}

export function minutes(value: number, rounding: Rounding = 'exact'): Tick {
  return convert(value, 60 * TICKS_PER_SECOND, 'min', rounding);
}

export function hours(value: number, rounding: Rounding = 'exact'): Tick {
  return convert(value, 3600 * TICKS_PER_SECOND, 'h', rounding);
}

export function days(value: number, rounding: Rounding = 'exact'): Tick {
  return convert(value, 86_400 * TICKS_PER_SECOND, 'days', rounding);
}

/** Seconds as a float, for reports and formulas; not for ordering. */
export function toSeconds(ticks: Tick): number {
  return ticks / TICKS_PER_SECOND;
}

/** Milliseconds as a float, for reports. */
export function toMillis(ticks: Tick): number {
  return ticks / 1e4;
}

/** The sum of an instant and a span, or of two spans. */
export function plus(a: Tick, b: Tick): Tick {
  return (a + b) as Tick;
}

/** `a - b`; the caller knows that `a >= b`. */
export function minus(a: Tick, b: Tick): Tick {
  return (a - b) as Tick;
}

/**
 * Ticks that `bytes` need at `rate` bytes per second, rounded up.
 * Callers that send many messages pass the bytes since the start of the busy period, so that
 * rounding never accumulates.
 */
export function transferTicks(bytes: number, rate: number): Tick {
  return Math.ceil((bytes * TICKS_PER_SECOND) / rate) as Tick;
}
