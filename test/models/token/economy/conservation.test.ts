import { describe, expect, it } from 'vitest';
import { supplyOf } from '../../../../models/token/ledger/supply.ts';
import { Streams } from '../../../../sim/random.ts';
import { type Ran, runPaths } from './economy.ts';

const RULES = ['none', 'fixed_rate', 'og_stepdown', 'og_apy_curve', 'ethereum', 'cosmos'];
const IMPACTS = ['sqrt', 'kyle', 'book', 'elastic', 'mvpq'];
const PRESETS = ['none', 'eloc_97_3d', 'eloc_97_mean', 'eloc_30pct', 'gem_90', 'og_250m'];

/** A random economy as lines of a section. */
function randomEconomy(seed: number): string {
  const stream = new Streams(`economy ${seed}`, 0).stream('choice');
  const pick = <T>(list: readonly T[]): T => list[stream.below(list.length)];
  const share = (): string => `${stream.below(101)} %`;
  const buckets = Array.from({ length: 2 + stream.below(5) }, (_, i) => {
    const amount = 1 + stream.below(300);
    const cliff = stream.below(9);
    const tge = stream.below(60);
    const step = pick(['month', 'day', 'quarter']);
    const sense = pick(['delay', 'catch-up']);
    return `b${i}: { amount: ${amount}M, tgeShare: ${tge} %, cliff: ${cliff} months, duration: ${9 + stream.below(30)} months, step: ${step}, sense: ${sense} }`;
  });
  return `
years: ${pick([0.25, 0.5, 1])}
price: ${pick([0.01, 1, 250])}
schedule: { buckets: { ${buckets.join(', ')} } }
inflation: { rule: ${pick(RULES)} }
burned: ${share()}
sell: { scale: ${pick([0, 1, 10])}, rewards: ${share()} }
market: { turnover: ${1 + stream.below(60)} %, impact: { model: ${pick(IMPACTS)} }, process: { law: ${pick(['gbm', 'jump'])} }, volume: { shape: ${pick(['none', 'pulse', 'regime'])}, factor: 0.05 } }
demand: { fees: ${pick([1, 1e4, 1e7])}, shock: { shape: ${pick(['none', 'ramp', 'regime'])}, at: 20 } }
staking: { initial: ${share()}, kappa: ${pick([0, 0.1, 5])}, unbonding: ${pick([0, 3, 40])}, traded: ${share()}, run: { at: 30, share: ${share()} } }
treasury: { bucket: b0, cash: ${pick([0, 1e6])}, burn: ${pick([0, 1e6])} }
facility: { preset: ${pick(PRESETS)}, draw: ${pick(['always', 'when-short'])} }`;
}

function audit({ path }: Ran): void {
  const { ledger, books } = path.hands;
  ledger.assertLaws();
  expect(books.total).toBe(books.genesis + books.minted - books.burned);
  let held = 0n;
  for (const balance of books.balances) {
    expect(balance >= 0n).toBe(true);
    held += balance;
  }
  expect(held).toBe(books.total);
  const { circulating, freeFloat } = supplyOf(books);
  expect(circulating <= books.total && freeFloat <= circulating).toBe(true);
  expect(books.drawn[0] <= books.facilities[0].commitment).toBe(true);
}

describe('random economies', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'of seed %d keep every law, at each month and at the end',
    (seed) => {
      for (const ran of runPaths(randomEconomy(seed), 2, `seed ${seed}`)) {
        audit(ran);
        expect(ran.prices.every((price) => price > 0 && Number.isFinite(price))).toBe(true);
      }
    },
  );
});

describe('a commitment to buy', () => {
  const lines = `
years: 2
treasury: { bucket: ecosystem, cash: 10000000 }
facility: { preset: og_250m }`;
  const ran = runPaths(lines, 12);

  it('never brings more than it promises, and what it brings is in the books', () => {
    for (const { path } of ran) {
      const { books } = path.hands;
      expect(books.drawn[0] <= 250_000_000_000_000n).toBe(true);
      expect(Number(books.drawn[0]) / 1e6).toBeCloseTo(path.facility?.proceeds ?? 0, 3);
      expect(books.usdIn).toBe(10_000_000_000_000n + books.drawn[0]);
    }
  });

  it('is drawn differently on each path, as its terms are not known', () =>
    expect(new Set(ran.map(({ path }) => path.hands.books.drawn[0])).size).toBeGreaterThan(5));

  it('is not touched while the runway is long', () => {
    const long = lines.replace('og_250m', 'eloc_97_3d, draw: when-short, shortMonths: 1');
    const [{ path }] = runPaths(`${long}\n`.replace('10000000', '900000000'), 1);
    expect(path.hands.books.drawn[0]).toBe(0n);
  });
});

describe('the runway', () => {
  it('is cash over expenses: $30 M less 12 months of $2 M are 3 months', () => {
    const [{ path }] = runPaths('years: 1\ntreasury: { bucket: ecosystem }');
    expect(path.runway).toBe(3);
    expect(path.leastRunway).toBe(3);
  });
});
