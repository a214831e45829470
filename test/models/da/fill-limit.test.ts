import { describe, expect, it } from 'vitest';
import { FillLimit } from '../../../models/da/slots/fill-limit.ts';

describe('how much leaders take', () => {
  it('is the bound as long as nothing misses, whole units or not', () => {
    const fill = new FillLimit(1000, 64);
    expect([fill.inTime(), fill.inTime()]).toEqual([1000, 1000]);
  });

  it('is half of a block that missed, however far below the bound it was', () => {
    const fill = new FillLimit(1_000_000, 1);
    expect(fill.missed(800)).toBe(400);
    // (400 + 800) / 2, (600 + 800) / 2, (700 + 800) / 2.
    expect([fill.inTime(), fill.inTime(), fill.inTime()]).toEqual([600, 700, 750]);
  });

  it('does not rise because a larger block misses late', () => {
    const fill = new FillLimit(1000, 1);
    fill.missed(400);
    expect(fill.missed(800)).toBe(200);
    expect(fill.inTime()).toBe(300);
  });

  it('has whole units, one at least', () => {
    const fill = new FillLimit(1024, 64);
    // 300 / 2 = 150 are two units; 64 / 2 is less than one.
    expect(fill.missed(300)).toBe(128);
    expect(fill.missed(64)).toBe(64);
    expect(fill.inTime()).toBe(64);
  });

  it('goes back towards the bound once a node is back', () => {
    const fill = new FillLimit(1000, 1);
    fill.missed(2);
    fill.forget();
    // (1 + 1000) / 2, rounded down; (500 + 1000) / 2.
    expect([fill.inTime(), fill.inTime()]).toEqual([500, 750]);
  });
});
