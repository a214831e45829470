import { describe, expect, it } from 'vitest';
import {
  acknowledgeBy,
  deletedAt,
  takesTask,
  tuningFee,
} from '../../../../models/compute/market/fine-tuning.ts';
import { days, hours, type Tick } from '../../../../sim/time.ts';

const T = hours(100);

describe('fine-tuning', () => {
  it('trains one task, lets five wait and refuses the seventh', () => {
    expect([0, 1, 5, 6, 7].map(takesTask)).toEqual([true, true, true, false, false]);
  });

  it('waits 6 h for the acknowledgement, or half of a lock time below 12 h', () => {
    expect(acknowledgeBy(T, hours(24))).toBe(hours(106));
    expect(acknowledgeBy(T, hours(12))).toBe(hours(106));
    expect(acknowledgeBy(T, hours(10))).toBe(hours(105));
    expect(acknowledgeBy(T, hours(1))).toBe(hours(100.5));
    expect(() => acknowledgeBy(T, (hours(1) - 1) as Tick)).toThrow('lock time, expected');
  });

  it('keeps the result for 3 days', () => {
    expect(deletedAt(T)).toBe(T + days(3));
  });

  it('charges the fee when acknowledged in time, and the penalty when not', () => {
    const by = acknowledgeBy(T, hours(24));
    const fee = (acknowledgedAt: Tick | null, now: Tick) =>
      tuningFee(999n, 30, { by, acknowledgedAt }, now);
    expect(fee(hours(101), hours(102))).toBe(999n);
    expect(fee(by, by)).toBe(999n);
    expect(fee(null, (by - 1) as Tick)).toBe(null);
    // 30 % of 999 is 299.7, rounded down.
    expect(fee(null, by)).toBe(299n);
    expect(fee((by + 1) as Tick, (by + 1) as Tick)).toBe(299n);
    expect(() => tuningFee(1n, 101, { by, acknowledgedAt: null }, by)).toThrow('penalty, expected');
  });
});
