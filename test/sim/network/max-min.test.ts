import { describe, expect, it } from 'vitest';
import { type FlowDemand, maxMinRates } from '../../../sim/network/max-min.ts';
import { lehmer } from './support.ts';

const flow = (route: number[], weight = 1, limit = Number.POSITIVE_INFINITY): FlowDemand => ({
  route,
  weight,
  limit,
});

describe('max-min shares, derived by hand', () => {
  it('one flow takes the narrowest link of its route', () => {
    expect(maxMinRates([100, 30, 50], [flow([0, 1, 2])])).toEqual([30]);
  });

  it('k flows on one bottleneck get 1/k each', () => {
    expect(maxMinRates([120], [flow([0]), flow([0]), flow([0]), flow([0])])).toEqual([
      30, 30, 30, 30,
    ]);
  });

  it('dumbbell: a slow access link leaves its rest to the others', () => {
    // Middle link 0 of 100; access links 1 (10), 2 (1000), 3 (1000): 10, then 90 / 2 each.
    expect(maxMinRates([100, 10, 1000, 1000], [flow([0, 1]), flow([0, 2]), flow([0, 3])])).toEqual([
      10, 45, 45,
    ]);
  });

  it('parking lot: the long flow has half of each link', () => {
    expect(maxMinRates([10, 10, 10], [flow([0, 1, 2]), flow([0]), flow([1]), flow([2])])).toEqual([
      5, 5, 5, 5,
    ]);
  });

  it('two levels: 3 flows on a link of 30, one of them alone on a link of 100 with another', () => {
    expect(maxMinRates([30, 100], [flow([0]), flow([0]), flow([0, 1]), flow([1])])).toEqual([
      10, 10, 10, 90,
    ]);
  });

  it('weights share a bottleneck 1 : 2 : 3', () => {
    expect(maxMinRates([60], [flow([0], 1), flow([0], 2), flow([0], 3)])).toEqual([10, 20, 30]);
  });

  it('a limit leaves its rest to the others', () => {
    expect(maxMinRates([90], [flow([0], 1, 10), flow([0]), flow([0])])).toEqual([10, 40, 40]);
  });

  it('a limited flow needs no link, an unlimited one does', () => {
    expect(maxMinRates([], [flow([], 1, 7)])).toEqual([7]);
    expect(() => maxMinRates([5], [flow([0]), flow([])])).toThrow(
      'max-min, expected every flow to cross a link or to have a limit',
    );
  });

  it('large and odd weights leave no rounding dust that stops the filling', () => {
    // Weights as 1/latency would give: 0.1 + 0.2 + 0.3 does not come back to 0 by subtraction.
    const rates = maxMinRates(
      [6, 100],
      [flow([0], 0.1), flow([0], 0.2), flow([0], 0.3), flow([1], 1e9), flow([0, 1], 1e9 / 3)],
    );
    // Link 0 is nearly all for the last one; link 1 has 100 less that for the fourth.
    expect(rates[4]).toBeCloseTo(6, 6);
    expect(rates[3]).toBeCloseTo(94, 6);
    expect(rates[0] / rates[1]).toBeCloseTo(0.5, 9);
  });
});

describe('properties on random platforms', () => {
  const seeds = Array.from({ length: 200 }, (_, i) => i + 1);
  it.each([seeds.slice(0, 100), seeds.slice(100)])(
    'feasible, and every flow has a reason for its rate, seeds %i and on',
    (...some) => {
      for (const seed of some) {
        const random = lehmer(seed * 104_729);
        const below = (bound: number) => Math.floor(random() * bound);
        const links = 1 + below(12);
        const capacity = Array.from({ length: links }, () => 1e3 * 10 ** (3 * random()));
        const flows = Array.from({ length: 1 + below(40) }, () => {
          const route = [...new Set(Array.from({ length: 1 + below(4) }, () => below(links)))];
          const weight = random() < 0.5 ? 1 : 10 ** (6 * random() - 3);
          const limit = random() < 0.3 ? 10 ** (1 + 4 * random()) : Number.POSITIVE_INFINITY;
          return flow(route, weight, limit);
        });
        const rates = maxMinRates(capacity, flows);
        const used = capacity.map((_, link) =>
          flows.reduce((sum, f, i) => sum + (f.route.includes(link) ? rates[i] : 0), 0),
        );
        for (const [link, sum] of used.entries()) {
          expect(sum / capacity[link], `seed ${seed}`).toBeLessThan(1 + 1e-9);
        }
        for (const [i, f] of flows.entries()) {
          expect(rates[i], `seed ${seed}`).toBeGreaterThan(0);
          expect(rates[i]).toBeLessThanOrEqual(f.limit);
          if (rates[i] > f.limit * (1 - 1e-9)) continue;
          const bottleneck = f.route.some(
            (link) =>
              used[link] > capacity[link] * (1 - 1e-9) &&
              flows.every(
                (other, j) =>
                  !other.route.includes(link) ||
                  rates[j] / other.weight <= (rates[i] / f.weight) * (1 + 1e-6),
              ),
          );
          expect(bottleneck, `seed ${seed}, flow ${i}`).toBe(true);
        }
      }
    },
  );
});
