import { describe, expect, it } from 'vitest';
import { bookDistance } from '../../../../models/token/market/impact/book.ts';
import { elasticPrice } from '../../../../models/token/market/impact/elastic.ts';
import { chained, type MarketView } from '../../../../models/token/market/impact/impact.ts';
import { impactModels } from '../../../../models/token/market/impact/impacts.ts';
import { kyleLambda } from '../../../../models/token/market/impact/kyle.ts';
import { exchangePrice } from '../../../../models/token/market/impact/mvpq.ts';
import { decayKernel, rootImpact } from '../../../../models/token/market/impact/sqrt.ts';
import type { ImpactValues } from '../../../../models/token/market/parameters.ts';

const values: ImpactValues = {
  model: 'sqrt',
  kyle: { deviation: null, noise: null },
  sqrt: { y: 1, permanent: 0.25, tau: 1, beta: 0.5, memory: 10 },
  pool: { tokens: 10e6, usd: 20e6, fee: 0, concentration: 1 },
  book: { depth: 16e6, exponent: 2 },
  elasticity: 1,
  holding: 30,
};

const view: MarketView = {
  ...{ reference: 2, volume: 4e6, volatility: 0.05, float: 200e6 },
  ...{ demand: 500e6, fees: 1e6 },
};

const open = (name: keyof typeof impactModels, changed: Partial<ImpactValues> = {}) =>
  impactModels[name].open({ ...values, ...changed });

describe('every impact model', () => {
  it.each(Object.values(impactModels))('$name says where it is from', (model) => {
    expect(impactModels[model.name as keyof typeof impactModels]).toBe(model);
    expect(model.about.length * model.source.length).toBeGreaterThan(0);
  });

  it.each(['kyle', 'sqrt', 'cpmm', 'book'] as const)('%s: sells lower, buys raise', (name) => {
    expect(open(name).price(view, 0, 0)).toBe(2);
    expect(open(name).price(view, -1e5, 0)).toBeLessThan(2);
    expect(open(name).price(view, 1e5, 0)).toBeGreaterThan(2);
  });

  it.each(['kyle', 'sqrt', 'cpmm', 'book'] as const)('%s leaves a price above 0', (name) => {
    expect(open(name).price(view, -1e12, 0)).toBeGreaterThan(0);
  });
});

describe('kyle', () => {
  it('follows the rule of thumb: price x volatility / (2 x volume) a token', () => {
    // 2 x 0.05 / 8M = 1.25e-8 USD a token; 400,000 sold: 0.005.
    expect(open('kyle').price(view, -400_000, 0)).toBeCloseTo(1.995, 12);
  });

  it('follows the one-period auction: sqrt(variance) / (2 noise)', () => {
    expect(kyleLambda(0.5, 1e6)).toBe(2.5e-7);
    const path = open('kyle', { kyle: { deviation: 0.5, noise: 1e6 } });
    expect(path.price(view, 1e6, 0)).toBeCloseTo(2.25, 12);
    expect(path.price(view, -1e6, 1)).toBeCloseTo(2, 12);
    expect(() => kyleLambda(0, 1)).toThrow('deviation of the value, expected above 0, got 0');
  });
});

describe('sqrt', () => {
  it('is Y x volatility x the root of size over volume', () => {
    // 0.05 x sqrt(1M / 4M) = 0.025.
    expect(rootImpact(1, 0.05, -1e6, 4e6)).toBe(-0.025);
    expect(rootImpact(1.5, 0.05, 1e6, 4e6)).toBeCloseTo(0.0375, 15);
    expect(open('sqrt').price(view, -1e6, 0)).toBeCloseTo(2 * (1 - 0.025), 12);
    expect(() => rootImpact(1, 0.05, 1, 0)).toThrow('volume, expected above 0, got 0');
  });

  it('decays to its lasting part', () => {
    expect(decayKernel(3, 1, 0.5)).toBeCloseTo(0.5, 15); // (1 + 3)^-1/2
    const path = open('sqrt');
    path.price(view, -1e6, 5);
    // A quarter stays, three quarters are halved after 3 days: 0.025 x (0.25 + 0.75 / 2).
    expect(path.price(view, 0, 8)).toBeCloseTo(2 * (1 - 0.025 * 0.625), 12);
    // Beyond the memory of 10 days only the quarter is left.
    expect(path.price(view, 0, 16)).toBeCloseTo(2 * (1 - 0.025 * 0.25), 12);
    expect(path.price(view, 0, 900)).toBeCloseTo(2 * (1 - 0.025 * 0.25), 12);
    expect(() => path.price(view, 0, 899)).toThrow('day, expected a whole number from 900 on');
  });

  it('leaves the same however an order is cut, and nothing after a round trip', () => {
    const [cut, round] = [open('sqrt'), open('sqrt')];
    for (let day = 0; day < 4; day++) cut.price(view, -250_000, day);
    // As 1 M at once: 0.025 x 0.25, once the fleeting part is forgotten. Four daily roots would leave twice that.
    expect(cut.price(view, 0, 20)).toBeCloseTo(2 * (1 - 0.025 * 0.25), 12);
    for (const [day, flow] of [-3e6, 1e6, 5e5, 1.5e6].entries()) round.price(view, flow, day);
    expect(round.price(view, 0, 20)).toBeCloseTo(2, 12);
  });

  it('adds up days', () => {
    const path = open('sqrt', { sqrt: { ...values.sqrt, permanent: 0 } });
    path.price(view, -1e6, 0);
    path.price(view, 4e6, 3);
    // 15 days later: the first one is forgotten, the second 12 days old and forgotten too.
    const after8 = -0.025 / 3 + 0.05 / Math.sqrt(6); // ages 8 and 5
    expect(path.price(view, 0, 8)).toBeCloseTo(2 * (1 + after8), 12);
    expect(path.price(view, 0, 14)).toBe(2);
  });
});

describe('cpmm', () => {
  it('gives the published check and remembers it', () => {
    const path = open('cpmm');
    expect(path.price(view, -5e5, 0).toFixed(6)).toBe('1.814059');
    // Twice the reference, twice the price: the shift stays.
    expect(path.price({ ...view, reference: 4 }, 0, 1)).toBeCloseTo(4 / 1.1025, 9);
    // Buying back what was sold undoes it.
    expect(path.price(view, 5e5, 2)).toBeCloseTo(2, 9);
    // Nobody empties it: nine tenths of the tokens at most, which is 100 times the price.
    expect(path.price(view, 1e7, 3)).toBeCloseTo(200, 6);
  });

  it('grows by its fee and concentrates', () => {
    // 0.5M sold, 1,500 of it fee: dollars 20M x 10M / 10.4985M, tokens 10.5M.
    const path = open('cpmm', { pool: { ...values.pool, fee: 0.003 } });
    expect(path.price(view, -5e5, 0)).toBeCloseTo(20e6 / 1.04985 / 10.5e6, 12);
    // 0.5M bought: 20M x 0.5 / 9.5 dollars before the fee, which comes on top and stays.
    const bought = open('cpmm', { pool: { ...values.pool, fee: 0.003 } }).price(view, 5e5, 0);
    expect(bought).toBeCloseTo((20e6 + (20e6 * 0.5) / 9.5 / 0.997) / 9.5e6, 12);
    const dense = open('cpmm', { pool: { ...values.pool, concentration: 10 } });
    // (100 / 100.5)^2.
    expect(dense.price(view, -5e5, 0)).toBeCloseTo(2 / (1.005 * 1.005), 12);
  });
});

describe('book', () => {
  it('eats to the distance that holds the order', () => {
    // 16M x 0.25^2 = 1M.
    expect(bookDistance(1e6, 16e6, 2)).toBeCloseTo(0.25, 12);
    expect(open('book').price(view, -1e6, 0)).toBeCloseTo(1.5, 12);
    expect(open('book').price(view, 1e6, 0)).toBeCloseTo(2.5, 12);
  });
});

describe('prices of long horizons', () => {
  it('elastic: demand over a power of the float', () => {
    expect(open('elastic').price(view, -1e6, 0)).toBe(2.5); // 500M / 200M
    expect(elasticPrice(500e6, 10_000, 0.5)).toBeCloseTo(5e6, 3);
    expect(() => elasticPrice(1, 0, 1)).toThrow('float, expected above 0, got 0');
  });

  it('mvpq: fees times holding time over the float', () => {
    expect(open('mvpq').price(view, 0, 0)).toBe(0.15); // 1M x 30 / 200M
    expect(exchangePrice(10, 2, 4)).toBe(5);
  });
});

it('a chain takes each price as the next reference', () => {
  const path = chained([open('elastic'), open('book')]);
  expect(path.price(view, -1e6, 0)).toBeCloseTo(2.5 * 0.75, 12);
});
