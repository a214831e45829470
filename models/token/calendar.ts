/**
 * The proleptic Gregorian calendar in whole numbers: days since 1970-01-01 and back, without a clock
 * and without time zones. A day starts at 00:00 UTC and has 86,400 s; leap seconds do not exist.
 */

export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/**
 * What "n months" means: months of the calendar, 30 days each, or a twelfth of a year of 365.25 days
 * (2,629,800 s, so that 36 months are 1,095.75 days).
 */
export type MonthConvention = 'calendar' | '30d' | 'year/12';
export const monthConventions = ['calendar', '30d', 'year/12'] as const;

export const DAY_SECONDS = 86_400;
const MONTH_30_SECONDS = 30 * DAY_SECONDS;
const YEAR_TWELFTH_SECONDS = (365.25 * DAY_SECONDS) / 12;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** 400 years repeat: 146,097 days. */
const DAYS_BEFORE_1970 = 719_468;

/** Days of a month, 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : MONTH_DAYS[month - 1];
}

/**
 * Days since 1970-01-01; negative before it.
 * @throws RangeError for a date that does not exist, or outside the years 1 to 99,999
 */
export function dayNumber(date: CalendarDate): number {
  const { year, month, day } = date;
  const exists =
    Number.isInteger(year) &&
    year >= 1 &&
    year <= 99_999 &&
    Number.isInteger(month) &&
    month >= 1 &&
    month <= 12 &&
    Number.isInteger(day) &&
    day >= 1 &&
    day <= daysInMonth(year, month);
  if (!exists) {
    throw new RangeError(`date, expected a day of the calendar, got ${year}-${month}-${day}`);
  }
  // Years that begin in March put the leap day last: months have 153 days in fives.
  const years = month > 2 ? year : year - 1;
  const era = Math.floor(years / 400);
  const inEra = years - era * 400;
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const days = inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear;
  return era * 146_097 + days - DAYS_BEFORE_1970;
}

/** The date of a day number; the inverse of {@link dayNumber}. */
export function dateOf(days: number): CalendarDate {
  const shifted = days + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / 146_097);
  const inEra = shifted - era * 146_097;
  const years = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) /
      365,
  );
  const inYear = inEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const day = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return { year: years + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Day of the week by ISO 8601: Monday 1 to Sunday 7. */
export function weekday(days: number): number {
  const since = (days + 3) % 7;
  return (since < 0 ? since + 7 : since) + 1;
}

/** The same day `months` later, or the last day of that month where it is shorter. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const count = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  return { year, month, day: Math.min(date.day, daysInMonth(year, month)) };
}

/** Seconds from the start of `date` to `months` later, by the convention. */
export function monthsInSeconds(
  date: CalendarDate,
  months: number,
  convention: MonthConvention,
): number {
  if (convention === '30d') return months * MONTH_30_SECONDS;
  if (convention === 'year/12') return months * YEAR_TWELFTH_SECONDS;
  return (dayNumber(addMonths(date, months)) - dayNumber(date)) * DAY_SECONDS;
}

/** A date written `2025-09-22`, or null for other text and for dates that do not exist. */
export function parseDate(text: string): CalendarDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const real =
    year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return real ? { year, month, day } : null;
}

/** `2025-09-22`. */
export function formatDate(date: CalendarDate): string {
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  return `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}
