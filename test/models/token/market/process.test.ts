import { describe, expect, it } from 'vitest';
import type { ProcessValues, ShockValues } from '../../../../models/token/market/parameters.ts';
import { poisson } from '../../../../models/token/market/process/jump.ts';
import { priceProcesses } from '../../../../models/token/market/process/processes.ts';
import { demandShocks } from '../../../../models/token/market/process/shocks.ts';
import { Streams } from '../../../../sim/random.ts';

const values: ProcessValues = {
  ...{ law: 'gbm', drift: 0.3, volatility: 0.05, indexDrift: 0.1, indexVolatility: 0.03 },
  ...{ correlation: 0.6, jumpsPerYear: 20, jumpMean: -0.1, jumpDeviation: 0.15 },
};

function streams(seed: string) {
  const all = new Streams(seed, 0);
  return {
    index: all.stream('market/index'),
    own: all.stream('market/own'),
    jumps: all.stream('market/jumps'),
  };
}

describe('a price process', () => {
  it.each(Object.values(priceProcesses))('$name has the drift of its mean', ({ name, open }) => {
    // The mean of 40,000 prices after 30 days against exp(0.3 x 30 / 365.25); sd of one is about 0.35.
    const seed = `drift ${name}`;
    const from = streams(seed);
    let sum = 0;
    for (let n = 0; n < 40_000; n++) {
      const path = open(values, from);
      path.step(30);
      sum += path.price;
    }
    expect(Math.abs(sum / 40_000 - Math.exp((0.3 * 30) / 365.25)), seed).toBeLessThan(0.01);
  });

  it.each([-500, 500])('stays above 0 and finite with a drift of %d a year', (drift) => {
    // 20 years of it would be e^10,000 or its inverse.
    const path = priceProcesses.gbm.open({ ...values, drift }, streams('bounds'));
    for (let day = 0; day < 7305; day++) path.step(1);
    expect(path.price).toBeGreaterThan(0.9e-12);
    expect(path.price).toBeLessThan(1.1e12);
  });

  it('moves with the index as its correlation says', () => {
    const seed = 'correlation';
    const path = priceProcesses.gbm.open(values, streams(seed));
    let [xy, xx, yy] = [0, 0, 0];
    for (let day = 0; day < 20_000; day++) {
      const [price, index] = [path.price, path.index];
      path.step(1);
      const x = Math.log(path.index / index);
      const y = Math.log(path.price / price);
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    expect(Math.abs(xy / Math.sqrt(xx * yy) - 0.6), seed).toBeLessThan(0.03);
    expect(Math.abs(Math.sqrt(yy / 20_000) - 0.05), seed).toBeLessThan(0.002);
    expect(Math.abs(Math.sqrt(xx / 20_000) - 0.03), seed).toBeLessThan(0.002);
  });

  it('shares its draws with its variants', () => {
    const [a, b] = [streams('pair'), streams('pair')];
    const jumping = priceProcesses.jump.open({ ...values, jumpsPerYear: 0 }, a);
    const plain = priceProcesses.gbm.open(values, b);
    const wild = priceProcesses.jump.open(values, streams('pair'));
    for (let day = 0; day < 50; day++) for (const path of [jumping, plain, wild]) path.step(1);
    expect(jumping.price).toBe(plain.price);
    expect(wild.index).toBe(plain.index);
    expect(wild.price).not.toBe(plain.price);
    expect(a.jumps.draws).toBe(100);
  });

  it('without volatility grows as its drift', () => {
    const path = priceProcesses.gbm.open({ ...values, volatility: 0 }, streams('still'));
    for (let day = 0; day < 1461; day++) path.step(1);
    expect(path.price).toBeCloseTo(Math.exp(1.2), 9); // four years
    expect(() => priceProcesses.gbm.open({ ...values, correlation: 2 }, streams('x'))).toThrow(
      'correlation, expected -1 to 1, got 2',
    );
  });
});

it('poisson counts have mean and variance alike', () => {
  const seed = 'poisson';
  const stream = new Streams(seed, 0).stream('counts');
  let [sum, squares] = [0, 0];
  for (let n = 0; n < 20_000; n++) {
    const count = poisson(stream, 1.7);
    sum += count;
    squares += count * count;
  }
  const mean = sum / 20_000;
  expect(Math.abs(mean - 1.7), seed).toBeLessThan(0.05);
  expect(Math.abs(squares / 20_000 - mean * mean - 1.7), seed).toBeLessThan(0.1);
  expect(poisson(stream, 0)).toBe(0);
});

describe('a demand shock', () => {
  const shock: ShockValues = {
    ...{ shape: 'none', at: 10, factor: 0.4, length: 20 },
    ...{ enter: 0.1, leave: 0.3 },
  };
  const path = (name: keyof typeof demandShocks, changed: Partial<ShockValues> = {}) =>
    demandShocks[name].open({ ...shock, ...changed }, new Streams('shock', 0).stream('regime'));

  it('is a step, a pulse or a ramp', () => {
    expect([0, 100].map(path('none'))).toEqual([1, 1]);
    expect([9, 10, 500].map((day) => path('step')(day))).toEqual([1, 0.4, 0.4]);
    expect([9, 10, 29, 30].map((day) => path('pulse')(day))).toEqual([1, 0.4, 0.4, 1]);
    expect(path('ramp')(10)).toBe(1);
    expect(path('ramp')(20)).toBeCloseTo(0.7, 15);
    expect([30, 99].map((day) => path('ramp')(day))).toEqual([0.4, 0.4]);
  });

  it('is a regime that comes and goes', () => {
    const regime = path('regime');
    let hit = 0;
    for (let day = 0; day < 10; day++) expect(regime(day)).toBe(1);
    for (let day = 10; day < 20_010; day++) if (regime(day) === 0.4) hit++;
    // In the long run 0.1 / (0.1 + 0.3) of the days.
    expect(Math.abs(hit / 20_000 - 0.25), 'seed "shock"').toBeLessThan(0.02);
  });
});
