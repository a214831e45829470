/** A parameter that varies over a range: what a place in the range means, and the way back. */
import { exp, log } from '../sim/math.ts';
import type { Quantity } from '../sim/parameters.ts';
import type { QuantityParameter } from './values.ts';

export const SCALES = ['linear', 'log'] as const;
export type Scale = (typeof SCALES)[number];

/** Ends are in base units. */
export interface Factor {
  readonly path: string;
  readonly parameter: QuantityParameter;
  readonly from: number;
  readonly to: number;
  readonly scale: Scale;
}

/** Smallest step of a kind in base units; fractions and numbers have none. */
const GRAINS: Readonly<Partial<Record<Quantity, number>>> = {
  count: 1,
  duration: 1,
  size: 1,
  rate: 1 / 8,
};

/** Significant digits that tell a million places of the range apart; more would only be noise. */
function digitsOf({ from, to }: Factor): number {
  const [, power] = ((to - from) / Math.max(Math.abs(from), Math.abs(to)))
    .toExponential(0)
    .split('e');
  return Math.min(17, 6 - Math.min(0, Number(power)));
}

/**
 * The value at a place of the range, 0 for `from` and 1 for `to`, in base units: rounded to what the
 * parameter can hold, numbers without unit to six digits of the range.
 */
export function valueAt(factor: Factor, place: number): number {
  const { from, to, scale, parameter } = factor;
  if (place === 0) return from;
  if (place === 1) return to;
  const exact = scale === 'log' ? from * exp(place * log(to / from)) : from + place * (to - from);
  const grain = GRAINS[parameter.kind];
  const rounded =
    grain === undefined
      ? Number(exact.toPrecision(digitsOf(factor)))
      : Math.round(exact / grain) * grain;
  return Math.max(from, Math.min(to, rounded));
}

/** The place of a value in the range; that of a rounded value is not the one it was made from. */
export function placeOf({ from, to, scale }: Factor, value: number): number {
  if (value === from) return 0;
  if (value === to) return 1;
  return scale === 'log' ? log(value / from) / log(to / from) : (value - from) / (to - from);
}
