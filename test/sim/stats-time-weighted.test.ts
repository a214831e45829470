import alea from 'seedrandom/lib/alea.js';
import { describe, expect, it } from 'vitest';
import { TimeWeighted } from '../../sim/stats/time-weighted.ts';

describe('time-weighted average', () => {
  it('weighs each value by how long it was held', () => {
    const queue = new TimeWeighted(0);
    queue.set(10, 2);
    queue.add(30, 3);
    queue.add(40, -5);
    // 0 for 10 ticks, 2 for 20, 5 for 10, 0 for 60.
    expect(queue.integral(100)).toBe(90);
    expect(queue.average(100)).toBe(0.9);
    expect([queue.min, queue.max, queue.value]).toEqual([0, 5, 0]);
  });

  it('counts the time strictly above the threshold, the open piece included', () => {
    const queue = new TimeWeighted(0, 0, 2);
    queue.set(10, 2);
    queue.set(20, 3);
    queue.set(25, 1);
    queue.set(40, 7);
    expect(queue.ticksAbove(40)).toBe(5);
    expect(queue.ticksAbove(50)).toBe(15);
  });

  it('starts anew at a reset but keeps the current value', () => {
    const queue = new TimeWeighted(0, 0, 4);
    queue.set(5, 100);
    queue.set(8, 6);
    queue.reset(10);
    queue.set(20, 0);
    expect(queue.average(30)).toBe(3);
    expect(queue.ticksAbove(30)).toBe(10);
    expect([queue.min, queue.max]).toEqual([0, 6]);
  });

  it('is the current value before any time has passed', () => {
    const queue = new TimeWeighted(7, 3);
    expect(queue.average(7)).toBe(3);
    queue.set(7, 4);
    expect(queue.average(7)).toBe(4);
  });

  it('refuses time that runs backwards and values that are not numbers', () => {
    const queue = new TimeWeighted(0);
    queue.set(10, 1);
    expect(() => queue.set(9, 1)).toThrow(/expected 10 or later, found 9/);
    expect(() => queue.average(9)).toThrow(RangeError);
    expect(() => queue.set(NaN, 1)).toThrow(RangeError);
    expect(() => queue.set(11, NaN)).toThrow(/finite number, found NaN/);
  });

  const seed = 'time-weighted 1';
  it(`agrees with exact integers over decades of ticks, seed "${seed}"`, () => {
    const draw = alea(seed);
    const signal = new TimeWeighted(0);
    let now = 0;
    let value = 0;
    let area = 0n;
    for (let i = 0; i < 20_000; i++) {
      const step = Math.floor(draw.double() * 3e11);
      area += BigInt(step) * BigInt(value);
      now += step;
      value = Math.floor(draw.double() * 1e6);
      signal.set(now, value);
    }
    expect(Math.abs(signal.average(now) / (Number(area) / now) - 1)).toBeLessThan(4e-16);
  });
});
