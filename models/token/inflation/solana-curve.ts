import { exp, expm1, log, pow } from '../../../sim/math.ts';

/*
 * Disinflation: a rate that falls by the same share each year to a floor (token-economics 8.2). Times are
 * years.
 */

/** From `at` on, the rate is max(floor, start (1 - taper)^(years since `at`)). */
export interface Taper {
  readonly at: number;
  readonly start: number;
  readonly taper: number;
}

export interface Disinflation {
  readonly floor: number;
  /** Rising in `at`; the first begins at 0. */
  readonly tapers: readonly Taper[];
}

/** One law from genesis on. */
export function disinflation(start: number, taper: number, floor: number): Disinflation {
  return { floor, tapers: [{ at: 0, start, taper }] };
}

/** From `at` on another taper, which begins with the rate of that moment. */
export function reanchored(curve: Disinflation, at: number, taper: number): Disinflation {
  return { ...curve, tapers: [...curve.tapers, { at, start: disinflatedRate(curve, at), taper }] };
}

export function disinflatedRate({ floor, tapers }: Disinflation, at: number): number {
  const { start, taper, at: since } = tapers.findLast((piece) => piece.at <= at)!;
  return Math.max(floor, start * pow(1 - taper, at - since));
}

/** Whether a taper is 0, or so small that a double does not see it beside 1. */
function isSteady(taper: number): boolean {
  return 1 - taper === 1;
}

/** Years after which a law is at its floor. */
export function floorYear({ start, taper }: Omit<Taper, 'at'>, floor: number): number {
  if (start <= floor) return 0;
  return isSteady(taper) ? Number.POSITIVE_INFINITY : log(start / floor) / -log(1 - taper);
}

/** Integral of the rate over [from, to]; a supply that compounds all the time grows by e to this power. */
export function accumulatedRate(curve: Disinflation, from: number, to: number): number {
  let sum = 0;
  for (const [i, piece] of curve.tapers.entries()) {
    const end = curve.tapers[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    const [a, b] = [Math.max(from, piece.at), Math.min(to, end)];
    if (a < b) sum += pieceIntegral(piece, curve.floor, a - piece.at, b - piece.at);
  }
  return sum;
}

/** Sum of the falling part and of the floor. */
function pieceIntegral(piece: Taper, floor: number, a: number, b: number): number {
  const { start, taper } = piece;
  const flat = Math.min(Math.max(floorYear(piece, floor), a), b);
  const falling = isSteady(taper)
    ? start * (flat - a)
    : start * fallingIntegral(-log(1 - taper), a, flat);
  return falling + floor * (b - flat);
}

/** Integral of e^(-k t) over [a, b]. */
function fallingIntegral(k: number, a: number, b: number): number {
  return (exp(-k * a) * -expm1(-k * (b - a))) / k;
}
