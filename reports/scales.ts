/** Axis domains and ticks, chosen by us and not by the plot library, so that they are locale-free. */
import { ticks } from 'd3-array';
import { magnitude, significant } from './numbers.ts';

export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Scale {
  readonly log: boolean;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
}

/** From this ratio of largest to smallest on, a linear axis would hide the small values. */
const LOG_FROM_X = 10;
/** From this ratio on, three swept values or more that grow by factors get a logarithmic axis. */
const LOG_FROM_FACTORS = 4;
const LOG_FROM_Y = 50;
/** How far below the least positive value a logarithmic axis reaches when there are zeros. */
const ROOM_FOR_ZERO = 4;

export interface ValueScaleOptions {
  /** About how many ticks. Default 5. */
  readonly wanted?: number;
  /** Ratio of largest to smallest value from which on the axis is logarithmic. Default 50. */
  readonly logFrom?: number;
  /** Zeros do not forbid a logarithmic axis; they stand at its foot. Default false. */
  readonly zeros?: boolean;
}

/**
 * The axis of measured values: from zero when linear, logarithmic when positive values span more
 * than a factor of `logFrom`.
 * @param values in the unit to show; `ends` are interval ends that should fit too.
 */
export function valueScale(
  values: readonly number[],
  ends: readonly number[],
  { wanted = 5, logFrom = LOG_FROM_Y, zeros = false }: ValueScaleOptions = {},
): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values, ...ends);
  const foot = zeros && least === 0 ? Math.min(...values.filter((value) => value > 0)) : least;
  if (foot > 0 && Number.isFinite(foot) && Math.max(...values) / foot >= logFrom) {
    const lowest = Math.min(foot, ...ends.filter((end) => end > foot / 10));
    return logScale(lowest / (least === 0 ? ROOM_FOR_ZERO : 1.25), most * 1.25, wanted);
  }
  const low = Math.min(0, least, ...ends);
  const span = most - low || Math.abs(most) || 1;
  const high = most <= 0 && low < 0 ? 0 : most + 0.06 * span;
  const bottom = low < 0 ? low - 0.06 * span : 0;
  return { log: false, low: bottom, high, ticks: linearTicks(bottom, high, wanted) };
}

/**
 * The axis of a swept number, with ticks at its values: logarithmic when it spans more than a factor
 * of ten, or when its values grow by about equal factors (20, 60, 180).
 */
export function sweptScale(values: readonly Tick[]): Scale {
  const low = Math.min(...values.map(({ at }) => at));
  const high = Math.max(...values.map(({ at }) => at));
  const ratio = high / low;
  const log =
    low > 0 &&
    (ratio > LOG_FROM_X || (ratio >= LOG_FROM_FACTORS && byFactors(values.map(({ at }) => at))));
  return { log, low, high, ticks: values };
}

/** Whether the steps between positive values are more even as factors than as differences. */
function byFactors(values: readonly number[]): boolean {
  const sorted = values.toSorted((a, b) => a - b);
  const unevenness = (steps: readonly number[]): number => Math.max(...steps) / Math.min(...steps);
  const next = sorted.slice(1);
  const factors = next.map((value, index) => Math.log(value / sorted[index]!));
  const differences = next.map((value, index) => value - sorted[index]!);
  return next.length > 1 && unevenness(factors) < unevenness(differences);
}

/** The axis of a curve's x: just its range. */
export function rangeScale(values: readonly number[], wanted = 6): Scale {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const top = high > low ? high : low + 1;
  return { log: false, low, high: top, ticks: linearTicks(low, top, wanted) };
}

function linearTicks(low: number, high: number, wanted: number): Tick[] {
  return ticks(low, high, wanted).map((at) => ({ at, label: significant(at, 6) }));
}

function logScale(low: number, high: number, wanted: number): Scale {
  const first = magnitude(low) - 1;
  const last = magnitude(high) + 1;
  const within = (mantissas: readonly number[]): number[] => {
    const found: number[] = [];
    for (let power = first; power <= last; power++) {
      for (const mantissa of mantissas) found.push(Number(`${mantissa}e${power}`));
    }
    return found.filter((at) => at >= low && at <= high);
  };
  const powers = within([1]);
  let chosen = powers;
  if (powers.length < 3) chosen = within([1, 3]).length >= 3 ? within([1, 3]) : within([1, 2, 5]);
  const step = Math.ceil(powers.length / (wanted + 3));
  if (step > 1) chosen = powers.filter((_, index) => index % step === 0);
  return { log: true, low, high, ticks: chosen.map((at) => ({ at, label: significant(at, 6) })) };
}

/** Where a value lies on a scale, 0 at its low end and 1 at its high end. */
export function fraction(scale: Scale, value: number): number {
  if (scale.high === scale.low) return 0.5;
  if (!scale.log) return (value - scale.low) / (scale.high - scale.low);
  return Math.log(value / scale.low) / Math.log(scale.high / scale.low);
}

/** Leaves out labels that would touch the one before; the last one is always kept. */
export function withoutOverlap(
  scale: Scale,
  length: number,
  labelWidth: (label: string) => number,
): Tick[] {
  const kept: Tick[] = [];
  let edge = Number.POSITIVE_INFINITY;
  for (const tick of scale.ticks.toReversed()) {
    const centre = fraction(scale, tick.at) * length;
    const half = labelWidth(tick.label) / 2;
    if (centre + half > edge) continue;
    kept.push(tick);
    edge = centre - half;
  }
  return kept.reverse();
}

/**
 * Moves label positions apart until neighbours are `gap` away from each other, staying between
 * `top` and `bottom` when they fit; the order is kept.
 */
export function spread(
  positions: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => positions[a]! - positions[b]!);
  const moved = [...positions];
  let next = top;
  for (const index of order) {
    moved[index] = Math.max(moved[index]!, next);
    next = moved[index]! + gap;
  }
  next = bottom;
  for (const index of order.toReversed()) {
    if (moved[index]! > next) moved[index] = next;
    next = moved[index]! - gap;
  }
  return moved;
}
