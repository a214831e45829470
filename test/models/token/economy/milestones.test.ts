/** What schedules may ask of a path, what is refused, and that every law holds on the way. */
import { describe, expect, it } from 'vitest';
import { checkToken } from '../../../../models/token/economy/check.ts';
import {
  askedMeasures,
  readerOf,
  type Seen,
} from '../../../../models/token/economy/releases/observed.ts';
import { Streams } from '../../../../sim/random.ts';
import { ZERO } from '../../../../sim/time.ts';
import { runPaths, tokenValues } from './economy.ts';

const SEEN: Seen = {
  ...{ day: 3, months: 7, price: 5, demand: 0.5, fees: 12, feesTotal: 3000, volume: 40 },
  ...{ stakingRatio: 0.25, circulating: 600, prices: Float64Array.of(1, 2, 6, 99) },
};
const SECTION = { implied: null, activity: { measure: 'fees.total', target: 4000 } };
const read = (name: string, section = SECTION) => readerOf(name, section, 3)?.(SEEN);

describe('a measure of a path', () => {
  it.each([
    ['price', 5],
    ['demand', 0.5],
    ['fees', 12],
    ['fees.total', 3000],
    ['volume', 40],
    ['staking_ratio', 0.25],
    ['supply.circulating', 600],
    ['months', 7],
    // Days 0 to 2: (1 + 2 + 6) / 3, (2 + 6) / 2 and 6; there is no day before them.
    ['price.twap3d', 3],
    ['price.twap2d', 4],
    ['price.twap1d', 6],
    ['price.twap4d', Number.NaN],
    // 3000 / 4000.
    ['activity', 0.75],
    ['community.activity', 0.75],
    // The price at the start.
    ['price.implied', 3],
  ])('%s is %d', (name, expected) => expect(read(name)).toBe(expected));

  it('has a price of its own to be held against, or an activity', () => {
    const section = { implied: 8, activity: { measure: 'price.twap2d', target: 16 } };
    expect(read('price.implied', section)).toBe(8);
    expect(read('activity', section)).toBe(0.25);
  });

  it.each([
    'tvl',
    'price.twap',
    'price.twap0d',
    'price.twap30',
    'Price',
    'constructor',
    'toString',
  ])('is not %s', (name) => expect(readerOf(name, SECTION, 3)).toBeNull());

  it('is one of the names that a refusal lists', () => {
    for (const name of askedMeasures) expect(readerOf(name, SECTION, 3), name).not.toBeNull();
  });
});

function refused(lines: string): string {
  const token = tokenValues(lines);
  const setting = {
    ...{ sections: { token }, attachments: {}, duration: null, warmup: ZERO },
    fidelity: 'fast' as const,
  };
  return checkToken(setting, token)
    .map(({ path, expected, found }) => `${path}: ${expected}; ${found}`)
    .join('\n');
}

const bucket = (text: string): string => `schedule: { buckets: { a: { amount: 1M, ${text} } } }`;
const milestone = (when: string, more = ''): string =>
  bucket(`${more}parts: [{ kind: milestone, when: ${when} }]`);

describe('a schedule that waits', () => {
  it.each([
    milestone('price.twap30d >= 2 and demand > 0.5 or date >= 24 months'),
    bucket('parts: [{ kind: controller, rule: { name: adoption } }]'),
    bucket('parts: [{ kind: controller, rule: { name: activity, target: 2 } }]'),
    'schedule: { community: activity }',
  ])('is taken: %s', (lines) => expect(refused(lines)).toBe(''));

  it.each([
    [
      milestone('pric >= 2'),
      /^token\.schedule: measures of a path: price, .*; "pric"; the nearest is price$/,
    ],
    [milestone('fee.total >= 2'), /"fee.total"; the nearest is fees.total$/],
    [milestone('price.twap0d >= 2'), /"price.twap0d"; the nearest is price.twap30d$/],
    [
      `releases: { activity: { measure: activity } }\nschedule: { community: activity }`,
      /^token\.releases\.activity\.measure: measures of a path: .*; "activity"; the nearest is /,
    ],
    [
      `model: supply\npaths: 1\n${milestone('date >= 2 months')}`,
      /^token\.schedule: parts that the calendar decides, as model "supply" has no prices to wait for; milestones or controllers of "a"$/,
    ],
    [
      'model: supply\npaths: 1\nschedule: { community: activity }',
      /no prices to wait for; milestones or controllers of "community"$/,
    ],
    [
      `staking: { locked: 50 % }\n${milestone('price >= 2', 'stakeableWhileLocked: true, ')}`,
      /parts that the calendar decides where locked tokens stake; milestones or controllers of "a"$/,
    ],
    [
      milestone('price >= 2', 'claim: { delay: 3 days }, '),
      /^token\.schedule: claims from buckets that the calendar releases .*; "a"$/,
    ],
  ])('is refused: %s', (lines, expected) => expect(refused(lines)).toMatch(expected));
});

/** A random schedule of all kinds of parts, with sales, fees, stake and a facility. */
function randomEconomy(seed: number): string {
  const stream = new Streams(`waiting ${seed}`, 0).stream('choice');
  const pick = <T>(list: readonly T[]): T => list[stream.below(list.length)];
  const conditions = ['price.twap7d >= 3.3', 'price < 2.5', 'demand < 1', 'fees.total >= 400k'];
  const other = ['staking_ratio > 0.3', 'volume >= 9M', 'supply.circulating > 260M', 'months >= 5'];
  const then = [
    '{}',
    '{ kind: linear, to: 50 days, step: day }',
    '{ kind: power, to: 4 months, exponent: 2 }',
  ];
  const buckets = Array.from({ length: 3 }, (_, i) => {
    const share = 10 + stream.below(30);
    const when = `${pick(conditions)} or ${pick(other)} and ${pick(conditions)}`;
    const rule = pick(['name: adoption, exponent: 2', 'name: activity, target: 3']);
    return `b${i}: { amount: ${1 + stream.below(90)}M, start: ${stream.below(99)} days, parts: [{ kind: instant, share: ${share} % }, { kind: milestone, share: ${share} %, when: ${when}, then: ${pick(then)} }, { kind: controller, rule: { ${rule} } }] }`;
  });
  return `
years: 1
schedule: { buckets: { early: { amount: 250M, tgeShare: 100 % }, ${buckets.join(', ')} } }
releases: { activity: { measure: ${pick(['fees.total', 'months'])}, target: ${pick([1, 6, 1e6])} } }
sell: { others: ${stream.below(101)} %, scale: ${pick([0, 1, 10])} }
inflation: { rule: og_stepdown }
market: { impact: { model: ${pick(['sqrt', 'kyle', 'elastic'])} } }
demand: { shock: { shape: ${pick(['none', 'regime'])} } }
treasury: { bucket: b0 }
facility: { preset: ${pick(['none', 'eloc_97_3d'])} }
branch: { at: ${pick([0, 4, 9])}, act: { sell: ${pick([0, 1, 2])} } }`;
}

describe('random schedules that wait', () => {
  it.each(Array.from({ length: 16 }, (_, seed) => seed))(
    'of seed %d keep every law, month by month',
    (seed) => {
      const lines = randomEconomy(seed);
      expect(refused(lines)).toBe('');
      for (const { path, prices } of runPaths(lines, 2, `seed ${seed}`)) {
        const { ledger, books } = path.hands;
        ledger.assertLaws();
        for (const [i, { amount }] of books.buckets.entries()) {
          expect(books.released[i] >= 0n && books.released[i] <= amount).toBe(true);
        }
        expect(books.balances.every((balance) => balance >= 0n)).toBe(true);
        expect(prices.every((price) => price > 0 && Number.isFinite(price))).toBe(true);
      }
    },
  );
});
