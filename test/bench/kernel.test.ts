import { describe, expect, it } from 'vitest';
import { drawIncrements, droptowerHold, MEAN_TICKS, simjsHold } from '../../bench/hold.ts';
import { benchKernel, contenders, ratiosOf } from '../../bench/kernel.ts';
import { summarise, unresolved } from '../../bench/stopwatch.ts';

describe('hold model', () => {
  it('draws exponential increments of one second on average, whole ticks', () => {
    const increments = drawIncrements();
    expect(increments).toHaveLength(65_536);
    expect(increments.every((ticks) => Number.isInteger(ticks) && ticks >= 1)).toBe(true);
    const mean = increments.reduce((a, b) => a + b) / increments.length;
    // The deviation of the mean is 1/256 of it; five of them.
    expect(Math.abs(mean / MEAN_TICKS - 1)).toBeLessThan(5 / 256);
  });

  it('is the same work in one piece and in two, and its result is a certificate', () => {
    const whole = droptowerHold(50, drawIncrements());
    whole.run(3000);
    const parts = droptowerHold(50, drawIncrements());
    parts.run(1000);
    parts.run(2000);
    expect(whole.result()).toMatch(/^[0-9a-f]{64}$/);
    expect(parts.result()).toBe(whole.result());
    parts.run(1);
    expect(parts.result()).not.toBe(whole.result());
  });

  it('SIM.JS ends at the instant at which droptower does', () => {
    // With one client there is no order to argue about: the clock is the sum of the increments.
    const increments = drawIncrements();
    const simjs = simjsHold(1, increments);
    simjs.run(1000);
    const expected = increments.slice(0, 1000).reduce((a, b) => a + b);
    // Every fourth of the 1000 events adds the number of its client, 1.
    expect(simjs.result()).toBe(`time ${expected} sum 250`);
  });
});

describe('kernel benchmark', () => {
  for (const contender of contenders(true)) {
    const { name, skipped, measure } = contender;
    it.skipIf(skipped !== undefined)(
      `${name} runs at toy size${skipped ? `: ${skipped}` : ''}`,
      () => {
        const { elapsed, result } = measure(20, 500);
        expect(elapsed).toBeGreaterThan(0);
        expect(measure(20, 500).result).toBe(result);
        expect(result).not.toBe('');
      },
    );
  }

  it('does not report what the clock cannot resolve', () => {
    const plan = { sizes: [10], rounds: 1, scale: 1e-4, peers: false };
    const { rows, ratios } = benchKernel(plan, () => {});
    expect(rows).toHaveLength(1);
    expect(rows[0].rate).toBeUndefined();
    expect(rows[0].skipped).toMatch(/too short|steps of the clock/);
    expect(ratios).toEqual([]);
    expect(unresolved(1, 1e-6)).toBeUndefined();
    expect(unresolved(0, 1e-6)).toBe('the clock did not move');
    expect(unresolved(0.05, 1e-3)).toMatch(/below 1000 steps/);
  });

  it('gives best, median and spread of the rounds', () => {
    expect(summarise([3, 1, 2])).toEqual({ best: 3, median: 2, spread: 1, rounds: [3, 1, 2] });
    expect(summarise([4, 2, 1, 3]).median).toBe(2.5);
    expect(() => summarise([])).toThrow(RangeError);
  });

  it('compares with the fastest scheduler of ns-3 at each size', () => {
    const row = (contender: string, best: number, pending = 10) => ({
      pending,
      contender,
      rate: summarise([best]),
    });
    const rows = [row('droptower', 6), row('SIM.JS', 0.5), row('ns-3 Map', 2), row('ns-3 Heap', 3)];
    expect(ratiosOf(rows)).toEqual([
      { pending: 10, peer: 'SIM.JS', paired: 12, best: 12 },
      { pending: 10, peer: 'ns-3', paired: 2, best: 2 },
    ]);
  });
});
