import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../../models/token/economy/chance.ts';
import { MarketPath } from '../../../../models/token/economy/market-path.ts';
import { planOf } from '../../../../models/token/economy/plan.ts';
import { accountOf } from '../../../../models/token/ledger/books.ts';
import { checkComponents } from '../../../../scenarios/objections.ts';
import { Streams } from '../../../../sim/random.ts';
import { QUIET, resolve, runPaths, scenario, tokenValues } from './economy.ts';

/*
 * Months from 22 September 2025 on begin on days 0, 30, 61 and 91. A price that trades do not move is $3
 * (factor of the root law 0, no volatility), so that USD are tokens.
 */
const STILL = 'market: { impact: { sqrt: { y: 0 } }, process: { volatility: 0 } }';
const M = 10n ** 24n;

const OPEN = `
years: 0.25
schedule: { total: 110M, buckets: { friends: { amount: 100M, tgeShare: 100 % }, house: { amount: 10M, tgeShare: 100 % } } }`;

/** Sales of a section without others. */
const quiet = (sell: string): string => QUIET.replace('scale: 0,', `scale: 0, ${sell},`);

const liquid = (path: MarketPath, holder: number): number =>
  Number(path.hands.ledger.balance(holder, 'liquid')) / 1e18;

describe('sales of stock', () => {
  it('are a part of what a class has when the month begins, evenly over its days', () => {
    const [{ path }] = runPaths(`${OPEN}\n${STILL}\n${quiet('stocks: { friends: 3 % }')}`);
    expect(liquid(path, 1)).toBeCloseTo(100e6 * 0.97 * 0.97 * 0.97, 3);
    expect(path.hands.ledger.balance(2, 'liquid')).toBe(10n * M);
    // What the class sold counts as its own, and nothing of the desk.
    const sold = Object.fromEntries(path.soldByNow());
    expect(sold.friends).toBeCloseTo(3 * 100e6 * (1 - 0.97 ** 3), 0);
    expect(Object.keys(sold)).toEqual(['friends', 'house', 'rewards', 'unbonded']);
  });

  it('move the price: 100,000 a day of 5.5 M traded, at half the volatility a day of volume', () => {
    const kyle =
      'market: { impact: { model: kyle }, volatility: 0.05, process: { volatility: 0 } }';
    const [{ prices }] = runPaths(`${OPEN}\n${kyle}\n${quiet('stocks: { friends: 3 % }')}`);
    for (const day of [0, 1, 29]) {
      expect(prices[day]).toBeCloseTo(3 * (1 - (0.025 * 0.1) / 5.5) ** (day + 1), 12);
    }
  });

  it('are the same part of all classes unless one is named', () => {
    const [{ path }] = runPaths(
      `${OPEN}\n${STILL}\n${quiet('stock: 10 %, stocks: { house: 50 % }')}`,
    );
    expect(liquid(path, 1)).toBeCloseTo(72.9e6, 3);
    expect(liquid(path, 2)).toBeCloseTo(1.25e6, 3);
  });

  it('are none of what a vote decides about', () => {
    const governed = OPEN.replace('10M, tgeShare', '10M, governed: true, tgeShare');
    const [{ path }] = runPaths(`${governed}\n${STILL}\n${quiet('stock: 10 %')}`);
    expect(path.hands.ledger.balance(2, 'liquid')).toBe(10n * M);
  });

  it('wait for stake that comes back', () => {
    const staked = quiet('stock: 100 %').replace('initial: 0 %', 'initial: 40 %');
    const [{ path }] = runPaths(`${OPEN}\n${STILL}\n${staked}`);
    const { books } = path.hands;
    expect(liquid(path, 1)).toBeCloseTo(0, 3);
    expect(books.balances[accountOf(1, 'staked')]).toBe(40n * M);
  });

  it('are ten times as large in a panic: from the day after a fall until it is 30 days old', () => {
    const [{ path }] = runPaths(
      `${OPEN}\n${STILL}\n${quiet(
        'stocks: { friends: 1 % }, panic: { drop: 50 %, factor: 10 }',
      ).replace('fees: 0', 'fees: 0, shock: { shape: step, at: 40, factor: 0.4 }')}`,
    );
    // Day 40 falls; days 41 to 69 see a close of day 39 or before: 20 of the second month, 9 of the third.
    const second = 99e6 * (1 - (0.01 * (11 + 200)) / 31);
    expect(liquid(path, 1)).toBeCloseTo(second * (1 - (0.01 * (21 + 90)) / 30), 3);
  });

  it('stay as they are while the fall is smaller than `drop`', () => {
    const panic = quiet('stock: 1 %, panic: { drop: 61 %, factor: 10 }').replace(
      'fees: 0',
      'fees: 0, shock: { shape: step, at: 40, factor: 0.4 }',
    );
    expect(liquid(runPaths(`${OPEN}\n${STILL}\n${panic}`)[0].path, 1)).toBeCloseTo(97.0299e6, 3);
  });
});

/** Two classes, from each of which 10 M are free at first and 1 M a day is released, of which 10 % is sold. */
const STEADY = `
years: 1
schedule: { total: 752M, buckets: {
  a: { amount: 376M, tgeShare: 5/188, cliff: 0 months, duration: 366 days, step: day },
  b: { amount: 376M, tgeShare: 5/188, cliff: 0 months, duration: 366 days, step: day } } }
demand: { fees: 0 }
staking: { initial: 0 %, kappa: 0 }
${STILL}`;

/** Factors of each month on what a and b sell. */
function moods(spread: string, paths: number): [a: number, b: number][] {
  const sell = `sell: { rewards: 0 %, shares: { a: 10 %, b: 10 % }, spread: { ${spread} } }`;
  const values = tokenValues(`${STEADY}\n${sell}`);
  const plan = planOf(values, {});
  const chance = chanceOf(new Streams('moods', 0));
  const days = { price: new Float64Array(plan.days), volume: new Float64Array(plan.days) };
  const found: [number, number][] = [];
  for (let number = 0; number < paths; number++) {
    const path = new MarketPath(values, plan, chance, days, number);
    let before = [0, 0];
    path.run((month) => {
      if (month === 0) return;
      const [from, to] = [plan.marks[month - 1], plan.marks[month]];
      const ratio = [0, 1].map((i) => {
        let planned = 0;
        for (let day = from; day < to; day++) planned += plan.sells[i][day];
        return (path.sellers.usd[i] - before[i]) / 3 / planned;
      });
      before = [...path.sellers.usd];
      found.push([ratio[0], ratio[1]]);
    });
  }
  return found;
}

describe('factors on what classes sell', () => {
  const logs = (spread: string, paths = 60): [number, number][] =>
    moods(spread, paths).map(([a, b]) => [Math.log(a), Math.log(b)]);
  const mean = (list: readonly number[]): number =>
    list.reduce((sum, each) => sum + each, 0) / list.length;

  it.each([0, 0.5, 1])('are lognormal of mean 1, with correlation %d of the logarithms', (rho) => {
    const drawn = logs(`deviation: 0.4, correlation: ${rho}`);
    // Of 720 draws: standard errors of 0.4/27 of the mean, 5 % of the variance.
    for (const place of [0, 1]) {
      expect(Math.abs(mean(drawn.map((each) => each[place])) + 0.08)).toBeLessThan(0.06);
      const variance = mean(drawn.map((each) => (each[place] + 0.08) ** 2));
      expect(Math.abs(variance / 0.16 - 1)).toBeLessThan(0.2);
    }
    const product = mean(drawn.map(([a, b]) => (a + 0.08) * (b + 0.08))) / 0.16;
    expect(Math.abs(product - rho)).toBeLessThan(0.2);
    if (rho === 1) for (const [a, b] of drawn) expect(a).toBeCloseTo(b, 9);
  });

  it('share their chance: another deviation scales the same draws', () => {
    const [wide, narrow] = [logs('deviation: 0.4', 3), logs('deviation: 0.1', 3)];
    for (const [i, [a]] of wide.entries()) {
      expect((a + 0.08) / 0.4).toBeCloseTo((narrow[i][0] + 0.005) / 0.1, 6);
    }
  });

  it('of next to no deviation change nothing, hedges before a cliff and milestones included', () => {
    for (const schedule of [
      'schedule: { reading: B }',
      `schedule: { buckets: { open: { amount: 400M, tgeShare: 50 %, duration: 1 year, holderClass: team },
  wait: { amount: 600M, holderClass: nodes, parts: [{ kind: milestone, share: 1, when: price > 1, then: { kind: linear, to: 90 days } }] } } }`,
    ]) {
      const lines = `years: 1.25\n${schedule}\nmarket: { impact: { model: kyle } }`;
      const plain = runPaths(lines, 2);
      const spread = runPaths(`${lines}\nsell: { spread: { deviation: 1e-9 } }`, 2);
      for (const [i, { prices }] of spread.entries()) {
        for (const [day, price] of prices.entries()) {
          expect(price / plain[i].prices[day]).toBeCloseTo(1, 7);
        }
      }
    }
  });

  it('never sell what a class does not have', () => {
    const lines = `
years: 1
schedule: { total: 1bn, buckets: { a: { amount: 400M, tgeShare: 50 %, cliff: 3 months, duration: 9 months },
  b: { amount: 600M, holderClass: backers, tgeShare: 10 %, duration: 12 months, step: day } } }
demand: { fees: 0 }
staking: { initial: 0 %, kappa: 0 }
sell: { rewards: 0 %, shares: { a: 100 %, backers: 90 % }, spread: { deviation: 1.5, correlation: 50 % }, stock: 5 % }
${STILL}`;
    for (const [number, { path }] of runPaths(lines, 20, 'bound').entries()) {
      path.hands.ledger.assertLaws();
      const why = `path ${number} of seed bound`;
      expect(path.hands.unsold(1), why).toBeGreaterThanOrEqual(-1_000_000_000_000n);
      // All of a may be sold, at $3; b only what it got, and what it hedges.
      expect(path.sellers.usd[0], why).toBeLessThanOrEqual(1.2e9 + 1);
      expect(path.sellers.usd[1], why).toBeLessThanOrEqual(1.8e9 + 1);
    }
  });
});

it('stock of a class that no bucket has is refused', () => {
  const lines = `${OPEN}\nsell: { stocks: { strangers: 3 % } }`;
  expect(() => checkComponents(resolve(scenario(lines)), {}, 'test.yaml')).toThrow(
    /sell\.stocks.*friends, house.*strangers/s,
  );
});
