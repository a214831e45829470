import { exp, expm1, log, log1p } from '../../../../sim/math.ts';
import { YEAR_365 } from '../amounts.ts';

/*
 * How much Filecoin has mined by a day: a simple part that decays in time, a baseline part that decays in
 * effective network time, which only runs with the power that the network has. Floats of tokens, days and
 * EiB. Source: token-economics 8.5 and 8.7.
 */

/** Tokens that are ever mined, simple and baseline. */
export const SIMPLE_TOTAL = 330_000_000;
export const BASELINE_TOTAL = 770_000_000;
export const DAYS_PER_YEAR = YEAR_365 / 86_400;
/** Per day: half of what is left is mined in 6 years. */
export const DECAY = Math.LN2 / (6 * DAYS_PER_YEAR);
/** Per day: the baseline doubles in a year. */
export const BASELINE_GROWTH = Math.LN2 / DAYS_PER_YEAR;

const EIB = 1_073_741_824 * 1_073_741_824;
/** EiB at launch: 2.766213637 EB fits chain data, the specification says 2.88888888 EB. */
export const BASELINE_FITTED = 2.766213637e18 / EIB;
export const BASELINE_SPECIFIED = 2.88888888e18 / EIB;

/** Tokens mined by the simple part. @param day days since launch */
export function simpleMined(day: number): number {
  return SIMPLE_TOTAL * -expm1(-DECAY * day);
}

/**
 * Effective network time in days.
 * @param cumulative power up to the baseline, summed since launch, EiB * day
 * @param baseline EiB at launch
 */
export function networkTime(cumulative: number, baseline: number): number {
  return log1p((BASELINE_GROWTH * cumulative) / baseline) / BASELINE_GROWTH;
}

/** Tokens mined by the baseline part. @param effective network time in days */
export function baselineMined(effective: number): number {
  return BASELINE_TOTAL * -expm1(-DECAY * effective);
}

/** EiB. @param day days since launch */
export function baselineAt(baseline: number, day: number): number {
  return baseline * exp(BASELINE_GROWTH * day);
}

/** Raw power that grows by a fixed share each year. */
export interface PowerPath {
  /** EiB at launch. */
  readonly power: number;
  /** Per day, as an exponent. */
  readonly growth: number;
}

/** Power up to the baseline, summed over the days [from, to], EiB * day. */
export function cappedPower(path: PowerPath, baseline: number, from: number, to: number): number {
  const below = Math.min(Math.max(crossing(path, baseline), from), to);
  const isBelowFirst = path.power <= baseline;
  const powerSum = (a: number, b: number) => path.power * grownSum(path.growth, a, b);
  const baselineSum = (a: number, b: number) => baseline * grownSum(BASELINE_GROWTH, a, b);
  if (path.growth >= BASELINE_GROWTH) {
    return isBelowFirst ? powerSum(from, below) + baselineSum(below, to) : baselineSum(from, to);
  }
  return isBelowFirst ? powerSum(from, to) : baselineSum(from, below) + powerSum(below, to);
}

/** Day on which power and baseline meet; never for those that drift apart. */
function crossing({ power, growth }: PowerPath, baseline: number): number {
  if (power === 0 || growth === BASELINE_GROWTH) return Number.POSITIVE_INFINITY;
  const day = log(power / baseline) / (BASELINE_GROWTH - growth);
  return day >= 0 ? day : Number.POSITIVE_INFINITY;
}

/** Integral of e^(growth t) over [a, b]. */
function grownSum(growth: number, a: number, b: number): number {
  return growth === 0 ? b - a : (exp(growth * a) * expm1(growth * (b - a))) / growth;
}
