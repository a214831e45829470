/** How far a release has come: its position between two instants, in equal steps. Exact fractions. */
import { DAY_SECONDS } from '../calendar.ts';
import { type Calendar, type Moment, parseSpan, plusMonths, resolve, type Span } from './moment.ts';
import { quoted, ScheduleProblem } from './problem.ts';

/**
 * Equal steps in time, or equal steps between marks, which calendar months make of unequal length.
 * `within` cuts the time between two marks into smaller steps of that many seconds.
 */
export type Steps =
  | { readonly kind: 'uniform'; readonly seconds: number }
  | { readonly kind: 'marks'; readonly at: readonly number[]; readonly within: number | null };

/** Whether the first slice falls at the end of the first step or at its start. */
export type SliceConvention = 'end' | 'start';
export const sliceConventions = ['end', 'start'] as const;

/** What releases equally much: equal times, or months whatever their days. */
export type Evenness = 'time' | 'month';
export const evennesses = ['time', 'month'] as const;

/** A step as written: months or seconds. */
const NAMED: Readonly<Record<string, Span>> = {
  second: { months: 0, seconds: 1 },
  continuous: { months: 0, seconds: 1 },
  linear: { months: 0, seconds: 1 },
  hour: { months: 0, seconds: 3600 },
  hourly: { months: 0, seconds: 3600 },
  day: { months: 0, seconds: DAY_SECONDS },
  daily: { months: 0, seconds: DAY_SECONDS },
  week: { months: 0, seconds: 7 * DAY_SECONDS },
  weekly: { months: 0, seconds: 7 * DAY_SECONDS },
  month: { months: 1, seconds: 0 },
  monthly: { months: 1, seconds: 0 },
  quarter: { months: 3, seconds: 0 },
  quarterly: { months: 3, seconds: 0 },
  'half-year': { months: 6, seconds: 0 },
  'half-yearly': { months: 6, seconds: 0 },
  'semi-annual': { months: 6, seconds: 0 },
  'semi-annually': { months: 6, seconds: 0 },
  year: { months: 12, seconds: 0 },
  yearly: { months: 12, seconds: 0 },
  annual: { months: 12, seconds: 0 },
  annually: { months: 12, seconds: 0 },
};
const STEP_HELP = 'a step such as "second", "day", "month", "quarter", "epoch" or "14 days"';

/**
 * @param epoch length of the step that is called `epoch`; null when the schedule names none
 * @throws ScheduleProblem with the path
 */
export function parseStep(text: string, epoch: string | null, path: string): Span {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/^(?:every|each|per)\s+/, '');
  if (word === 'epoch') {
    if (epoch === null) {
      throw new ScheduleProblem(
        path,
        'a step with a length, or `epoch` of the schedule',
        '"epoch"',
      );
    }
    return parseStep(epoch, null, 'epoch');
  }
  if (Object.hasOwn(NAMED, word)) return NAMED[word];
  let span: Span | null = null;
  try {
    span = parseSpan(word, path);
  } catch {
    // Said below, with the words that are possible too.
  }
  const lengths = span === null ? 0 : Number(span.months > 0) + Number(span.seconds > 0);
  if (span === null || lengths !== 1) throw new ScheduleProblem(path, STEP_HELP, quoted(text));
  return span;
}

interface Stretch {
  readonly from: Moment;
  /** Seconds since the token event. */
  readonly start: number;
  readonly end: number;
}

/**
 * Steps of a release between two instants.
 * @throws ScheduleProblem when months are to be even and the step is longer than a day
 */
export function makeSteps(
  step: Span,
  even: Evenness,
  stretch: Stretch,
  calendar: Calendar,
  path: string,
): Steps {
  if (step.months > 0) {
    return { kind: 'marks', at: marks(stretch, step.months, calendar), within: null };
  }
  if (even === 'time') return { kind: 'uniform', seconds: step.seconds };
  if (step.seconds > DAY_SECONDS) {
    throw new ScheduleProblem(`${path}.even`, '"time" with steps above a day', '"month"');
  }
  return { kind: 'marks', at: marks(stretch, 1, calendar), within: step.seconds };
}

/** From the start to the first mark at or after the end. */
function marks({ from, start, end }: Stretch, months: number, calendar: Calendar): number[] {
  const at = [start];
  for (let k = 1; at[at.length - 1] < end; k++) {
    at.push(resolve(plusMonths(from, k * months), calendar));
  }
  return at;
}

/** Not in lowest terms. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Part of a release that has come by `second`, for `from <= second < to`. */
export function position(
  steps: Steps,
  from: number,
  to: number,
  second: number,
  slice: SliceConvention,
): Ratio {
  if (steps.kind === 'uniform') {
    const done = stepped(second - from, steps.seconds, to - from, slice);
    return { numerator: BigInt(done), denominator: BigInt(to - from) };
  }
  const { at, within } = steps;
  const k = lastMark(at, second);
  const length = at[k + 1] - at[k];
  const inside =
    within === null
      ? slice === 'start'
        ? length
        : 0
      : stepped(second - at[k], within, length, slice);
  const lastLength = at[at.length - 1] - at[at.length - 2];
  // Whole steps and the part of the last one that lies before the end.
  const total = BigInt((at.length - 2) * lastLength + (to - at[at.length - 2]));
  const numerator = BigInt(k * length + inside) * BigInt(lastLength);
  const denominator = BigInt(length) * total;
  return numerator > denominator ? { numerator: 1n, denominator: 1n } : { numerator, denominator };
}

/** Seconds of the steps that count after `elapsed`. */
function stepped(elapsed: number, step: number, total: number, slice: SliceConvention): number {
  const whole = Math.floor(elapsed / step) + (slice === 'start' ? 1 : 0);
  return Math.min(whole * step, total);
}

/** Index of the last mark at or before `second`; the first mark is. */
function lastMark(at: readonly number[], second: number): number {
  let [low, high] = [0, at.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at[middle] <= second) low = middle;
    else high = middle;
  }
  return low;
}

/** Days since the token event, each the first whose start sees what a step has released; rising. */
export function* stepDays(steps: Steps, from: number, to: number): Generator<number> {
  const last = Math.ceil(to / DAY_SECONDS);
  const seconds = steps.kind === 'uniform' ? steps.seconds : steps.within;
  if (seconds !== null && seconds <= DAY_SECONDS) {
    for (let day = Math.ceil(from / DAY_SECONDS); day <= last; day++) yield day;
    return;
  }
  if (steps.kind === 'marks') {
    for (const second of steps.at) if (second < to) yield Math.ceil(second / DAY_SECONDS);
  } else {
    for (let at = from; at < to; at += steps.seconds) yield Math.ceil(at / DAY_SECONDS);
  }
  yield last;
}
