import { describe, expect, it } from 'vitest';
import {
  days,
  FOREVER,
  hours,
  micros,
  millis,
  minus,
  minutes,
  plus,
  seconds,
  type Tick,
  tick,
  toMillis,
  toSeconds,
  transferTicks,
} from '../../../sim/time.ts';

describe('simulated time', () => {
  it('counts 100 ns ticks: a unit is a fixed number of them', () => {
    expect(micros(1)).toBe(10);
    expect(millis(1)).toBe(10_000);
    expect(seconds(1)).toBe(10_000_000);
    expect(minutes(1)).toBe(600_000_000);
    expect(hours(1)).toBe(36_000_000_000);
    expect(days(1)).toBe(864_000_000_000);
  });

  it('is exact from one 80 us disk read to a 28-year schedule', () => {
    const reads = 1_000_000;
    let now = days(10_000);
    for (let i = 0; i < reads; i++) now = plus(now, micros(80));
    expect(minus(now, days(10_000))).toBe(80 * 10 * reads);
    expect(days(28 * 365)).toBeLessThan(FOREVER);
  });

  it('refuses a value between two ticks unless a rounding is named', () => {
    expect(() => micros(0.25)).toThrow(
      /whole number of 100 ns ticks, got 0.25 us; name a rounding/,
    );
    expect(micros(0.25, 'down')).toBe(2);
    expect(micros(0.25, 'up')).toBe(3);
    expect(micros(0.25, 'nearest')).toBe(3);
    expect(micros(0.24, 'nearest')).toBe(2);
    expect(seconds(1 / 3, 'nearest')).toBe(3_333_333);
  });

  it('refuses negative values, NaN, infinity and more than 28.5 years', () => {
    for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => seconds(value, 'nearest')).toThrow(RangeError);
    }
    expect(() => days(10_425)).toThrow(/expected 0 to 28.5 years, got 10425 days/);
    expect(() => days(10_424)).not.toThrow();
  });

  it('takes a plain number for a tick only when it is one', () => {
    expect(tick(7)).toBe(7);
    for (const value of [-1, 0.5, Number.NaN, 2 ** 53])
      expect(() => tick(value)).toThrow(RangeError);
  });

  it('goes back to seconds and milliseconds for reports', () => {
    expect(toSeconds(15_000_000 as Tick)).toBe(1.5);
    expect(toMillis(15_000 as Tick)).toBe(1.5);
  });

  it('rounds a transfer up to the tick in which its last byte is through', () => {
    // 1,500 B at 10 Gb/s take 1.2 us.
    expect(transferTicks(1500, 1.25e9)).toBe(12);
    expect(transferTicks(1, 1.25e9)).toBe(1);
    expect(transferTicks(0, 1.25e9)).toBe(0);
  });
});
