import { describe, expect, it } from 'vitest';
import { runPaths } from './economy.ts';
import { SPOILS } from './hostile-economies.ts';
import { judge, tried, type Verdict } from './judge-economies.ts';
import { Dice, type Tree } from './random-economies.ts';

/** Verdicts on the economies of some seeds; whoever fails here prints its seed and its section. */
function verdicts(from: number, count: number): Verdict[] {
  return Array.from({ length: count }, (_, i) => judge(from + i));
}

const defects = (list: readonly Verdict[]) =>
  list.flatMap((verdict) => (typeof verdict === 'string' ? [] : [verdict.defect]));

describe('random economies, a third of them hostile, keep every law or are refused with a reason', () => {
  it.each(Array.from({ length: 10 }, (_, i) => 20 * i))('20 from seed %i on', (from) => {
    const found = verdicts(from, 20);
    expect(defects(found)).toEqual([]);
    expect(found.filter((verdict) => verdict === 'ran').length).toBeGreaterThan(7);
  });
});

/** Strange, and no contradiction. */
const LEGAL = [
  ...['overlapping tranches', 'an amount of one base unit', 'a step longer than its part'],
  ...['a share of nothing', 'claims in another century'],
  ...['a commitment larger than the market', 'a market next to nobody trades in'],
  ...['a price that runs away', 'a price that runs to nothing', 'a run of everybody at once'],
  ...['expenses beyond counting', 'a company larger than the supply'],
];

/** What depends on the value or the name that is drawn. */
const EITHER = [
  ...['a number that is none', 'a word for a value', 'numbers everywhere'],
  ...['a class of the house', 'a bucket with a name of its own'],
];

describe('what someone might write to break an economy', () => {
  const plain = (): Tree => ({
    ...{ years: 1, paths: 1, price: 3, inflation: { rule: 'og_stepdown' } },
    schedule: {
      buckets: {
        b0: { amount: '80M', tgeShare: '40 %', duration: '10 months', step: 'month' },
        b1: { amount: '20M', tgeShare: '50 %', duration: '2 years' },
      },
    },
    treasury: { bucket: 'b0' },
  });
  const spoiled = (name: string, seed: number): Verdict => {
    const tree = plain();
    SPOILS[name](tree, new Dice(`${name} ${seed}`));
    return tried(tree, seed, name);
  };

  it('is spoiled by nothing but that', () => expect(tried(plain(), 0, 'plain')).toBe('ran'));

  it.each(Object.keys(SPOILS).filter((name) => ![...LEGAL, ...EITHER].includes(name)))(
    '%s: is refused with its path',
    (name) => expect(spoiled(name, 1)).toBe('refused'),
  );

  it.each(LEGAL)('%s: is lawful', (name) => expect(spoiled(name, 1)).toBe('ran'));

  it.each(EITHER)('%s: is lawful or refused', (name) => {
    expect(defects([1, 2, 3, 4, 5, 6].map((seed) => spoiled(name, seed)))).toEqual([]);
  });
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
