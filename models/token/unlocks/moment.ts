/** Instants and spans of a schedule: as people write them, and in seconds since the token event. */
import {
  type CalendarDate,
  DAY_SECONDS,
  dayNumber,
  type MonthConvention,
  monthsInSeconds,
  parseDate,
} from '../calendar.ts';
import { decimal, fraction, multiply } from './fraction.ts';
import { quoted, ScheduleProblem } from './problem.ts';

/** Months keep their meaning until a convention resolves them. */
export interface Span {
  readonly months: number;
  readonly seconds: number;
}

/** A span after a date. */
export interface Moment extends Span {
  readonly base: CalendarDate;
}

/** The day of the token event, at whose start second 0 lies, and how long a month is. */
export interface Calendar {
  readonly tge: CalendarDate;
  readonly month: MonthConvention;
}

const SECONDS_BY_UNIT: Readonly<Record<string, number>> = {
  second: 1,
  sec: 1,
  s: 1,
  minute: 60,
  min: 60,
  hour: 3600,
  hr: 3600,
  h: 3600,
  day: DAY_SECONDS,
  d: DAY_SECONDS,
  week: 7 * DAY_SECONDS,
};
const MONTHS_BY_UNIT: Readonly<Record<string, number>> = {
  month: 1,
  mo: 1,
  quarter: 3,
  year: 12,
  yr: 12,
  y: 12,
};

const SPAN_HELP = 'a span such as "12 months", "1 year" or "90 days"';
const MOMENT_HELP =
  'an instant such as "12 months", "2026-09-22", "TGE + 90 days" or "2026-09-22 + 1 year"';
/** Two centuries, so that seconds stay far below 2^33. */
const MOST_MONTHS = 2400;
const MOST_SECONDS = 200 * 366 * DAY_SECONDS;

/** `12 months`, `1 year 6 months`, `90 d`, `0`; null for other text. */
function readSpan(text: string): Span | null {
  const trimmed = text.trim();
  if (trimmed === '0') return { months: 0, seconds: 0 };
  if (!/^(?:[\d.,_]+\s*[A-Za-z]+[\s+]*)+$/.test(trimmed)) return null;
  let [months, seconds] = [0, 0];
  for (const [, digits, word] of trimmed.matchAll(/([\d.,_]+)\s*([A-Za-z]+)/g)) {
    const value = decimal(digits);
    const unit = word.length > 1 ? word.toLowerCase().replace(/s$/, '') : word;
    const isMonths = Object.hasOwn(MONTHS_BY_UNIT, unit);
    if (value === null || !(isMonths || Object.hasOwn(SECONDS_BY_UNIT, unit))) return null;
    const size = isMonths ? MONTHS_BY_UNIT[unit] : SECONDS_BY_UNIT[unit];
    const whole = multiply(value, fraction(BigInt(size), 1n));
    if (whole.denominator !== 1n) return null;
    if (isMonths) months += Number(whole.numerator);
    else seconds += Number(whole.numerator);
  }
  return months > MOST_MONTHS || seconds > MOST_SECONDS ? null : { months, seconds };
}

/**
 * A span of whole months and whole seconds; a unit is required, except for 0.
 * @throws ScheduleProblem with the path
 */
export function parseSpan(text: string, path: string): Span {
  const span = readSpan(text);
  if (span === null) throw new ScheduleProblem(path, SPAN_HELP, quoted(text));
  return span;
}

/** What relative instants are counted from. */
export interface Origin {
  /** The day of the token event. */
  readonly tge: CalendarDate;
  /** Where a span without a base starts. */
  readonly start: Moment;
  /** Whether dates and `TGE` may stand there; not in what follows a milestone. */
  readonly dates: boolean;
}

/**
 * An instant: a span after the start of its bucket, a date, or `TGE`, `start` or a date plus or less a span.
 * @throws ScheduleProblem with the path
 */
export function parseMoment(text: string, origin: Origin, path: string): Moment {
  const match = /^\s*(TGE|start|\d{4}-\d{2}-\d{2})\s*(?:([+-])\s*(.+))?$/i.exec(text);
  const written = match === null ? text : (match[3] ?? '0');
  const sign = match?.[2] === '-' ? -1 : 1;
  const span = readSpan(written);
  const base = match === null ? origin.start : namedBase(match[1], origin);
  if (span === null || base === null) {
    const expected = origin.dates ? MOMENT_HELP : `${SPAN_HELP} after the milestone`;
    throw new ScheduleProblem(path, expected, quoted(text));
  }
  return {
    base: base.base,
    months: base.months + sign * span.months,
    seconds: base.seconds + sign * span.seconds,
  };
}

function namedBase(name: string, { tge, start, dates }: Origin): Moment | null {
  if (name.toLowerCase() === 'start') return start;
  if (!dates) return null;
  const date = name.toUpperCase() === 'TGE' ? tge : parseDate(name);
  return date === null ? null : { base: date, months: 0, seconds: 0 };
}

/** A moment in seconds from the start of the day of the token event; negative before it. */
export function resolve(moment: Moment, { tge, month }: Calendar): number {
  const { base, months, seconds } = moment;
  const days = dayNumber(base) - dayNumber(tge);
  return days * DAY_SECONDS + monthsInSeconds(base, months, month) + seconds;
}

/**
 * {@link resolve} within two centuries of the token event.
 * @throws ScheduleProblem with the path
 */
export function resolveNear(moment: Moment, calendar: Calendar, path: string): number {
  const second = resolve(moment, calendar);
  if (Math.abs(second) <= MOST_SECONDS) return second;
  throw new ScheduleProblem(
    path,
    'an instant within 200 years of the token event',
    `day ${Math.floor(second / DAY_SECONDS)}`,
  );
}

/** The moment `months` later. Counted from the base, so that the ends of short months do not stick. */
export function plusMonths(moment: Moment, months: number): Moment {
  return { ...moment, months: moment.months + months };
}
