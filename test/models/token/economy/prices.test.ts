import { describe, expect, it } from 'vitest';
import { chanceOf, turnTo } from '../../../../models/token/economy/chance.ts';
import { priceProcesses } from '../../../../models/token/market/process/processes.ts';
import { Streams } from '../../../../sim/random.ts';
import { QUIET, runPaths, tokenValues } from './economy.ts';

/** 100 M at the event and 10 M on day 40, all of which is sold over 14 days. */
const TRANCHE = `
years: 0.25
price: 2
schedule:
  total: 110M
  buckets:
    early: { amount: 100M, tgeShare: 100 % }
    late: { amount: 10M, parts: [{ kind: tranche, share: 100 %, at: 40 days }] }
sell: { shares: { early: 0 %, late: 100 % }, rewards: 0 % }
demand: { fees: 0 }
staking: { initial: 0 %, kappa: 0 }`;

const SILENT = 'process: { volatility: 0 }';

describe('without sales, fees and noise of trades', () => {
  it.each(['sqrt', 'kyle', 'cpmm', 'book'])(
    '%s leaves the price process untouched on every path',
    (model) => {
      const lines = `years: 0.5\nmarket: { impact: { model: ${model} } }${QUIET}`;
      const values = tokenValues(lines);
      const chance = chanceOf(new Streams('economy', 0));
      for (const [number, { prices: found }] of runPaths(lines, 3).entries()) {
        turnTo(chance, number);
        const process = priceProcesses.gbm.open(values.market.process, chance.prices);
        for (const [day, price] of found.entries()) {
          if (day > 0) process.step(1);
          expect(price).toBe(3 * process.price);
        }
      }
    },
  );
});

describe('a sale of known size', () => {
  it('moves the price by lambda x tokens under Kyle: 2 - 0.5 x 0.2 / 10 M x 10 M = 1.9', () => {
    const kyle = '{ model: kyle, kyle: { deviation: 0.2, noise: 10000000 } }';
    const [{ prices }] = runPaths(`${TRANCHE}\nmarket: { impact: ${kyle}, ${SILENT} }`);
    expect(prices[39]).toBe(2);
    // One of 14 days.
    expect(prices[40]).toBeCloseTo(2 - 0.1 / 14, 12);
    expect(prices[53]).toBeCloseTo(1.9, 12);
    expect(prices[80]).toBeCloseTo(1.9, 12);
  });

  it('moves it by volatility x root of a day of sales over the volume, and comes back', () => {
    const [{ prices }] = runPaths(
      `${TRANCHE}\nmarket: { volatility: 0.05, turnover: 5 %, ${SILENT} }`,
    );
    // 10 M / 14 = 714,286 a day; volume 5 % of 110 M = 5.5 M: 0.05 x sqrt(0.12987) = 0.0180187.
    expect(prices[40]).toBeCloseTo(2 * (1 - 0.05 * Math.sqrt(10 / 14 / 5.5)), 12);
    // The second day adds as much, and the first has decayed by 2^-0.5; of both a sixth stays, as of one sale.
    const both = 0.1667 * Math.SQRT2 + (1 - 0.1667) * (1 + Math.SQRT1_2);
    expect(prices[41]).toBeCloseTo(2 * (1 - 0.05 * Math.sqrt(10 / 14 / 5.5) * both), 9);
    expect(prices[89]).toBeGreaterThan(prices[53]);
  });

  it('dilutes under the elastic law: 100 M to 110 M in free hands', () => {
    const [{ prices }] = runPaths(`${TRANCHE}\nmarket: { impact: { model: elastic }, ${SILENT} }`);
    expect(prices[39]).toBeCloseTo(2, 12);
    expect(prices[40]).toBeCloseTo(2 / 1.1, 12);
  });

  it('eats into a pool: 1 / (1 + 10 / 10)^2 after 10 M into 10 M and $20 M, in 14 parts', () => {
    const pool = '{ model: cpmm, pool: { tokens: 10000000, usd: 20000000, fee: 0 } }';
    const [{ prices }] = runPaths(`${TRANCHE}\nmarket: { impact: ${pool}, ${SILENT} }`);
    expect(prices[53]).toBeCloseTo(2 / 4, 9);
  });
});

describe('a shock of demand', () => {
  it.each([
    [1, 0.4],
    [0.5, Math.sqrt(0.4)],
    [0, 1],
  ])('with elasticity %d takes the price to %d of it', (passThrough, left) => {
    const shock = `shock: { shape: step, at: 30, factor: 0.4 }`;
    const [{ prices }] = runPaths(`
years: 0.25
market: { ${SILENT} }
sell: { scale: 0 }
demand: { fees: 0, passThrough: ${passThrough}, ${shock} }
staking: { initial: 0 %, kappa: 0 }`);
    expect(prices[29]).toBe(3);
    expect(prices[30]).toBeCloseTo(3 * left, 12);
  });

  it('takes fees away: $30,000 a day buy 10,000 tokens at $3, then 4,000, and all are burned', () => {
    const [{ path }] = runPaths(`
years: 0.25
burned: 100 %
market: { ${SILENT} }
sell: { scale: 0 }
demand: { fees: 30000, passThrough: 0, shock: { shape: step, at: 30, factor: 0.4 } }
staking: { initial: 0 %, kappa: 0 }`);
    // 30 days of 10,000 and 61 of 4,000 (22 September to 22 December).
    expect(path.hands.books.burned).toBe(544_000n * 10n ** 18n);
  });
});

describe('common random numbers', () => {
  const base = 'years: 0.5\ninflation: { rule: og_stepdown }\ntreasury: { bucket: ecosystem }\n';
  const pricesOf = (lines: string) => runPaths(base + lines, 4).map(({ prices }) => prices);

  it.each([
    ['a run of nobody', 'staking: { run: { at: 50, share: 0 % } }'],
    ['other thresholds of events', 'events: { priceBelow: 90 % }'],
    ['other expenses without a commitment', 'treasury: { bucket: ecosystem, burn: 1 }'],
  ])('arms without effect have equal prices: %s', (_name, lines) => {
    const other = lines.startsWith('treasury')
      ? runPaths(`years: 0.5\ninflation: { rule: og_stepdown }\n${lines}`, 4)
      : runPaths(base + lines, 4);
    expect(other.map(({ prices }) => prices)).toEqual(pricesOf(''));
  });

  it('an arm with a shock has equal prices until it comes, on every path', () => {
    const plain = pricesOf('');
    const hit = pricesOf('demand: { shock: { shape: regime, at: 100, enter: 20 % } }');
    for (const [i, prices] of hit.entries()) {
      expect(prices.slice(0, 100)).toEqual(plain[i].slice(0, 100));
      expect(prices).not.toEqual(plain[i]);
    }
  });
});
