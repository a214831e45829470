import { describe, expect, it } from 'vitest';
import {
  addMonths,
  dateOf,
  dayNumber,
  daysInMonth,
  formatDate,
  monthsInSeconds,
  parseDate,
  weekday,
} from '../../../models/token/calendar.ts';
import { expectSame } from '../../expect-same.ts';

const at = (text: string) => {
  const date = parseDate(text);
  if (date === null) throw new Error(text);
  return date;
};
const days = (text: string) => dayNumber(at(text));

describe('the calendar', () => {
  it('has the token event of 0G on a Monday', () => {
    // 1970-01-01 was a Thursday; 55 years with 14 leap days, then 264 days to 22 September 2025.
    expect(days('2025-09-22')).toBe(55 * 365 + 14 + 264);
    expect(weekday(days('2025-09-22'))).toBe(1);
  });

  it('agrees with known weekdays', () => {
    expect(weekday(0)).toBe(4);
    expect(weekday(days('2000-01-01'))).toBe(6);
    expect(weekday(days('1969-12-28'))).toBe(7);
    expect(weekday(days('2023-10-31'))).toBe(2);
  });

  it('agrees with the calendar of the host on every day from 1900 to 2200, there and back', () => {
    for (let day = days('1900-01-01'); day <= days('2200-12-31'); day++) {
      const date = dateOf(day);
      expectSame(formatDate(date), new Date(day * 86_400_000).toISOString().slice(0, 10));
      expectSame(dayNumber(date), day);
      expectSame(weekday(day) % 7, new Date(day * 86_400_000).getUTCDay(), formatDate(date));
    }
  });

  it('knows the leap years of the centuries', () => {
    expect([1900, 2000, 2023, 2024, 2100].map((year) => daysInMonth(year, 2))).toEqual([
      28, 29, 28, 29, 28,
    ]);
  });

  it('adds months to the end of short ones, without sticking there', () => {
    const from = at('2026-01-31');
    const later = [1, 2, 3, 13, 25].map((months) => formatDate(addMonths(from, months)));
    expect(later).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2027-02-28', '2028-02-29']);
    expect(formatDate(addMonths(at('2025-09-22'), 12))).toBe('2026-09-22');
    expect(formatDate(addMonths(at('2025-03-15'), -15))).toBe('2023-12-15');
  });

  it('has months of three lengths', () => {
    const tge = at('2025-09-22');
    // 22 Sept 2025 to 22 Sept 2028 holds 29 Feb 2028: 1,096 days.
    expect(monthsInSeconds(tge, 36, 'calendar')).toBe(1096 * 86_400);
    expect(monthsInSeconds(tge, 36, '30d')).toBe(1080 * 86_400);
    // 36/12 years of 365.25 days.
    expect(monthsInSeconds(tge, 36, 'year/12')).toBe(1095.75 * 86_400);
  });

  it.each([
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-4-1',
    '25-04-01',
    '2025-06-31',
    'today',
  ])('reads no date in %j', (text) => expect(parseDate(text)).toBeNull());

  it('refuses days that do not exist', () => {
    expect(() => dayNumber({ year: 2025, month: 2, day: 29 })).toThrow(
      'date, expected a day of the calendar, got 2025-2-29',
    );
    expect(() => dayNumber({ year: 2025.5, month: 1, day: 1 })).toThrow(RangeError);
  });
});
