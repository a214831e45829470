import { type Dice, LEAVES, setAt, type Tree } from './random-economies.ts';

/* What someone might write to break an economy: each spoils a section that may be lawful. */

/** Numbers that YAML can write and nobody means. */
export const NUMBERS: readonly unknown[] = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, -1e-9, 0, 1e-320, 0.1],
  ...[1e15, 1e18, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, -0],
];

export const WORDS: readonly unknown[] = [
  ...['lots', '', '-5 %', '101 %', '1e999', '5 days', '1 / 0', '0x10', '９', '\u202e', true, null],
  ...[[], {}, [1], { a: 1 }, '__proto__'],
];

const NAMES = [
  'protocol',
  'market',
  'facility',
  'company',
  '__proto__',
  'constructor',
  'toString',
  '',
];

type Spoil = (tree: Tree, dice: Dice) => void;

const someBucket = (tree: Tree, dice: Dice): Tree => {
  const { buckets } = tree.schedule as { buckets?: Record<string, Tree> };
  if (buckets !== undefined) return dice.pick(Object.values(buckets));
  const bucket = { amount: '10M', tgeShare: '100 %' };
  tree.schedule = {
    buckets: { b0: bucket, b1: { amount: '5M', tgeShare: '10 %', duration: '1 year' } },
  };
  return bucket;
};

const parts =
  (...list: Tree[]): Spoil =>
  (tree, dice) => {
    const bucket = someBucket(tree, dice);
    for (const name of ['tgeShare', 'cliff', 'duration', 'step', 'sense']) delete bucket[name];
    bucket.parts = list;
  };

const bucket =
  (change: Tree): Spoil =>
  (tree, dice) => {
    Object.assign(someBucket(tree, dice), change);
  };

const section =
  (path: string, value: unknown): Spoil =>
  (tree) =>
    setAt(tree, path.split('.'), value);

const half = (at: string): Tree => ({ kind: 'tranche', share: '1/2', at });

/** By name, for messages. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  'a number that is none': (tree, dice) => setAt(tree, dice.pick(LEAVES).path, dice.pick(NUMBERS)),
  'a word for a value': (tree, dice) => setAt(tree, dice.pick(LEAVES).path, dice.pick(WORDS)),
  'numbers everywhere': (tree, dice) => {
    for (let i = 0; i < 6; i++) setAt(tree, dice.pick(LEAVES).path, dice.pick(NUMBERS));
  },
  'a name that is not there': (tree, dice) => setAt(tree, [dice.pick(['years', 'markets'])], 'x'),
  'shares above 1 by one unit': parts(half('1 days'), {
    ...{ kind: 'linear', share: '500000000000000000000000001/1000000000000000000000000000' },
    to: '90 days',
  }),
  'shares below 1 by one unit': parts(half('1 days'), {
    ...{ kind: 'linear', share: '499999999999999999999999999/1000000000000000000000000000' },
    to: '90 days',
  }),
  'a share below 0': parts({ kind: 'tranche', share: '-1/2', at: '5 days' }, half('9 days')),
  'a share of nothing': parts({ kind: 'tranche', share: '0 %', at: '5 days' }, { kind: 'held' }),
  'overlapping tranches': parts(half('40 days'), half('40 days')),
  'a part that ends before it begins': parts({ kind: 'linear', from: '90 days', to: '30 days' }),
  'a part without length': parts({ kind: 'linear', from: '30 days', to: '30 days' }),
  'a cliff outside its part': parts({ kind: 'cliff_catchup', cliffAt: '900 days', to: '30 days' }),
  'a date before the event': parts(half('2001-01-01'), half('2030-02-30')),
  'a date long before the event': bucket({ start: '1600-01-01' }),
  'a step longer than its part': parts({ kind: 'linear', to: '10 days', step: 'year' }),
  'no amount': bucket({ amount: '0M' }),
  'an amount below 0': bucket({ amount: '-5M' }),
  'an amount of one base unit': bucket({ amount: '0.000000000000000001' }),
  'an amount below a base unit': bucket({ amount: '0.0000000000000000001' }),
  'more tokens than anybody counts': bucket({ amount: '1000000000000000bn' }),
  'claims before the start': bucket({ claim: { delay: '-3 days' } }),
  'claims in another century': bucket({ claim: { delay: '200 years' } }),
  'a penalty above all': bucket({ claim: { penalty: [{ at: 'start', share: '150 %' }] } }),
  'a penalty before the start': bucket({
    claim: { penalty: [{ at: '1999-01-01', share: '1 %' }] },
  }),
  'a milestone that never ends': parts({ kind: 'milestone', when: 'price >= ' }),
  'a milestone on nothing': parts({ kind: 'milestone', when: 'luck >= 2' }),
  'a class of the house': (tree, dice) => bucket({ holderClass: dice.pick(NAMES) })(tree, dice),
  'a bucket with a name of its own': (tree, dice) => {
    someBucket(tree, dice);
    const { buckets } = tree.schedule as { buckets: Tree };
    Object.defineProperty(buckets, dice.pick(NAMES), { value: buckets.b0, enumerable: true });
  },
  'no buckets': section('schedule', { buckets: {} }),
  'a schedule twice': section('schedule', { preset: '0g', buckets: { a: { amount: '1M' } } }),
  'amounts that miss the total': (tree, dice) => {
    someBucket(tree, dice);
    (tree.schedule as Tree).total = '1000000000.000000000000000001';
  },
  'a commitment larger than the market': (tree, dice) => {
    setAt(tree, ['facility', 'preset'], dice.pick(['og_250m', 'gem_90']));
    setAt(tree, ['price'], 1e-6);
  },
  'a market next to nobody trades in': section('market.turnover', '0.0000001 %'),
  'a shock that leaves nothing': section('demand.shock', { shape: 'step', at: 0, factor: 0 }),
  'a price that runs away': section('market.process', { drift: 500, volatility: 3 }),
  'a price that runs to nothing': section('market.process', { drift: -500, volatility: 3 }),
  'a run that ends after the horizon': section('staking.run', { at: 363, share: '100 %' }),
  'a run of everybody at once': section('staking.run', { at: 1, share: '100 %', days: 1 }),
  'a part of a month': section('years', 0.3),
  'no time at all': section('years', 0),
  'no paths': section('paths', 0),
  'a branch after the end': section('branch', { at: 400 }),
  'a past that nobody had': section('branch', { at: 1, past: 77 }),
  'expenses beyond counting': section('treasury', { bucket: 'b0', burn: 1e12, cash: 1e12 }),
  'a company larger than the supply': section('company', { bucket: 'b0', tokens: 1e12 }),
  'iAI beyond their curve': section('iai', { supply: 1e9 }),
};
