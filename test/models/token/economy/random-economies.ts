import { tokenParameters } from '../../../../models/token/economy/parameters.ts';
import type { Parameter, ParameterTable } from '../../../../sim/parameters.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';

/*
 * Random sections `token`, as plain data: schedules of all kinds of parts, and values drawn from the tables of
 * parameters themselves, so that what is added there is tried here.
 */

export type Tree = { [key: string]: unknown };

/** Choices of one random economy. */
export class Dice {
  readonly stream: Stream;

  constructor(seed: string) {
    this.stream = new Streams(seed, 0).stream('choice');
  }

  below(count: number): number {
    return this.stream.below(count);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  often(percent: number): boolean {
    return this.below(100) < percent;
  }

  share(): string {
    return `${this.below(101)} %`;
  }
}

/** A parameter with a value of its own, by its path below `token`. */
export interface Leaf {
  readonly path: readonly string[];
  readonly parameter: Parameter;
}

function leavesOf(table: ParameterTable, above: readonly string[]): Leaf[] {
  return Object.entries(table).flatMap(([name, parameter]) => {
    const path = [...above, name];
    return parameter.kind === 'group' ? leavesOf(parameter.fields, path) : [{ path, parameter }];
  });
}

/** What gives an economy its size, or names something of its schedule. */
const SET_APART = ['years', 'paths', 'model', 'capTable', 'schedule', 'branch'];

/** All parameters that make sense by themselves. */
export const LEAVES = leavesOf(tokenParameters, []).filter(
  ({ path, parameter }) =>
    !SET_APART.includes(path[0]) && !['text', 'list', 'map'].includes(parameter.kind),
);

export function setAt(tree: Tree, path: readonly string[], value: unknown): void {
  let at = tree;
  for (const name of path.slice(0, -1)) {
    if (typeof at[name] !== 'object' || at[name] === null) at[name] = {};
    at = at[name] as Tree;
  }
  at[path[path.length - 1]] = value;
}

/** A value within the bounds of its parameter. */
export function valueFor(dice: Dice, parameter: Parameter): unknown {
  switch (parameter.kind) {
    case 'choice':
      return dice.pick(parameter.options);
    case 'flag':
      return dice.often(50);
    case 'fraction':
      return within(dice, parameter, () => dice.below(1001) / 1000);
    case 'count':
      return within(dice, parameter, () =>
        Math.round(usual(parameter) * dice.pick([0, 0.1, 0.5, 2, 5])),
      );
    case 'number':
      return within(dice, parameter, () => usual(parameter) * dice.pick([0, 0.01, 0.5, 2, 10]));
    default:
      return undefined;
  }
}

function usual({ default: value }: { default: number | string | null }): number {
  return typeof value === 'number' && value !== 0 ? value : 10;
}

function within(dice: Dice, bounds: { min?: number; max?: number }, draw: () => number): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
  const ends = [min, max].filter((end) => Math.abs(end) <= 1000);
  const value = dice.often(15) && ends.length > 0 ? dice.pick(ends) : draw();
  return Math.min(Math.max(value, min), max);
}

const STEPS = ['second', 'day', 'week', 'month', 'quarter', '10 days'];
const CLASSES = ['team', 'backers', 'nodes', 'ecosystem', 'community', 'friends'];

function randomPart(dice: Dice, share: string): Tree {
  const kind = dice.pick(['instant', 'tranche', 'linear', 'cliff_catchup', 'power', 'held']);
  const from = dice.below(200);
  const to = `${from + 30 + dice.below(400)} days`;
  const step = dice.pick(STEPS);
  if (kind === 'tranche') return { kind, share, at: `${from} days` };
  if (kind === 'linear') return { kind, share, from: `${from} days`, to, step };
  if (kind === 'cliff_catchup') {
    return { kind, share, cliffAt: `${from + 10} days`, from: `${from} days`, to, step };
  }
  if (kind !== 'power') return { kind, share };
  return { kind, share, from: `${from} days`, to, exponent: dice.pick([0, 0.5, 1, 2, 2.5]) };
}

function waitingPart(dice: Dice, share: string): Tree {
  if (dice.often(50)) {
    const when = dice.pick(['price >= 2', 'price.twap30d >= 1 or date >= 3 months', 'fees > 1']);
    // biome-ignore lint/suspicious/noThenProperty: the word of the notation; nothing awaits it
    const then = dice.often(50) ? {} : { then: { kind: 'linear', to: '50 days' } };
    return { kind: 'milestone', share, when, ...then };
  }
  const activity = { name: 'activity', measure: 'fees.total', target: 100_000 };
  return { kind: 'controller', share, rule: dice.pick([{ name: 'adoption' }, activity]) };
}

function randomBucket(dice: Dice, own: string): Tree {
  const bucket: Tree = { amount: `${1 + dice.below(300)}M`, holderClass: dice.pick(CLASSES) };
  if (dice.often(25)) bucket.start = `TGE + ${dice.below(90)} days`;
  if (dice.often(25)) {
    // Holders who claim, or stake what is locked, are a class of their own.
    bucket.holderClass = own;
    const penalty = [{ at: 'start', share: '50 %' }, { at: '90 days' }];
    const late = { delay: `${dice.below(60)} days` };
    if (dice.often(30)) bucket.stakeableWhileLocked = true;
    else bucket.claim = dice.pick<Tree>([late, { uptime: dice.share() }, { penalty }]);
  }
  if (dice.often(40)) {
    bucket.tgeShare = `${dice.below(60)} %`;
    bucket.cliff = `${1 + dice.below(9)} months`;
    bucket.duration = `${10 + dice.below(30)} months`;
    bucket.step = dice.pick(['month', 'day', 'quarter']);
    bucket.sense = dice.pick(['delay', 'catch-up']);
    return bucket;
  }
  const count = 1 + dice.below(4);
  bucket.parts = Array.from({ length: count }, () =>
    dice.often(12) ? waitingPart(dice, `1/${count}`) : randomPart(dice, `1/${count}`),
  );
  return bucket;
}

const facilities: readonly string[] = tokenParameters.facility.fields.preset.options;
const rules: readonly string[] = tokenParameters.inflation.fields.rule.options.filter(
  (rule) => rule !== 'bucket_emission',
);

/** A lawful economy, as far as its values are each within their bounds: some contradict each other. */
export function randomEconomy(dice: Dice): Tree {
  const preset = dice.pick([null, null, null, '0g', 'celestia', 'arbitrum', 'sui', 'qtm']);
  const buckets = Object.fromEntries(
    Array.from({ length: 2 + dice.below(5) }, (_, i) => [
      `b${i}`,
      randomBucket(dice, `class ${i}`),
    ]),
  );
  const schedule: Tree = preset === null ? { buckets } : { preset };
  if (preset === '0g') schedule.reading = dice.pick(['A', 'B', 'C']);
  const supply = dice.often(8);
  const bucket = preset === null ? 'b0' : preset === '0g' ? 'ecosystem' : null;
  const tree: Tree = {
    years: dice.pick([0.25, 0.25, 0.5, 1]),
    paths: supply ? 1 : dice.pick([1, 1, 2]),
    model: supply ? 'supply' : 'market',
    price: dice.pick([0.01, 1, 250]),
    schedule,
    market: { turnover: dice.pick(['1 %', '5 %', '60 %']) },
  };
  for (const { path, parameter } of LEAVES) {
    const value = dice.often(parameter.kind === 'choice' ? 20 : 5) && valueFor(dice, parameter);
    if (value !== false && value !== undefined) setAt(tree, path, value);
  }
  if (bucket !== null && dice.often(60)) {
    setAt(tree, ['treasury', 'bucket'], bucket);
    setAt(tree, ['treasury', 'cash'], dice.pick([0, 1e6]));
    setAt(tree, ['facility', 'preset'], supply ? 'none' : dice.pick(facilities));
    if (dice.often(20) && !supply) setAt(tree, ['company', 'bucket'], bucket);
    if (dice.often(20) && !supply) setAt(tree, ['iai', 'target'], dice.pick([1, 900, 9270]));
  } else {
    setAt(tree, ['facility', 'preset'], 'none');
    setAt(tree, ['claims', 'penalties'], dice.pick(['bucket', 'burn']));
  }
  if (dice.often(20) && !supply) {
    setAt(tree, ['branch'], {
      at: dice.below(3),
      act: { issuance: dice.below(3), sell: 2, raise: 5 },
    });
  }
  setAt(tree, ['inflation', 'rule'], dice.pick(rules));
  return tree;
}
