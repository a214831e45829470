import { pow } from '../../../../sim/math.ts';
import type { ParameterTable, Values } from '../../../../sim/parameters.ts';
import type { Measures } from '../../../measures.ts';
import { accountOf, type Books, type State } from '../../ledger/books.ts';

/*
 * How few own how much. The ledger knows classes; how many owners a class has and how unequal they are is not
 * published, so both are estimates.
 */

const SOURCE = 'no list of holders is published';

export const ownersParameters = {
  count: {
    kind: 'map',
    of: {
      kind: 'count',
      default: 1000,
      min: 1,
      max: 1_000_000,
      about: 'Owners in the class',
      status: 'estimate',
      source: SOURCE,
    },
    default: {
      team: 50,
      backers: 40,
      nodes: 8000,
      ecosystem: 1,
      community: 10_000,
      market: 20_000,
    },
    about:
      'Owners by holder class; one for a class whose tokens a foundation holds; classes that are not named have `others`',
    status: 'estimate',
    source: SOURCE,
  },
  others: {
    kind: 'count',
    default: 1000,
    min: 1,
    max: 1_000_000,
    about: 'Owners of a class that `count` does not name',
    status: 'estimate',
    source: SOURCE,
  },
  exponent: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 3,
    about:
      'Inside a class the k-th largest owner has a part like 1 / k^exponent; 0 for equal parts',
    status: 'estimate',
    source: SOURCE,
  },
} as const satisfies ParameterTable;

export type OwnersValues = Values<typeof ownersParameters>;

/** Sums over paths of what each class has staked, and of what it could sell. */
export class Owners {
  private readonly values: OwnersValues;
  private readonly stake = new Map<string, number>();
  private readonly float = new Map<string, number>();

  constructor(values: OwnersValues) {
    this.values = values;
  }

  /** At the end of a path. */
  note(books: Books): void {
    const { classes, balances } = books;
    const held = (holder: number, state: State): number =>
      Number(balances[accountOf(holder, state)]) / 1e18;
    for (let holder = 1; holder < classes.length; holder++) {
      const { id } = classes[holder];
      const staked = held(holder, 'staked') + held(holder, 'locked_staked');
      this.stake.set(id, (this.stake.get(id) ?? 0) + staked);
      this.float.set(id, (this.float.get(id) ?? 0) + held(holder, 'liquid'));
    }
  }

  report(measures: Measures): void {
    for (const [name, held] of [
      ['token.stake', this.stake],
      ['token.float', this.float],
    ] as const) {
      const weights = divided(held, this.values);
      if (weights.length === 0) continue;
      const { gini, hhi, third, twoThirds } = concentration(weights);
      measures.value(`${name}.gini`, '1', gini);
      measures.value(`${name}.hhi`, '1', hhi);
      measures.value(`${name}.nakamoto[1/3]`, '1', third);
      measures.value(`${name}.nakamoto[2/3]`, '1', twoThirds);
    }
  }
}

/** Parts of all that the owners have, largest first, from what classes hold; they sum to 1. */
export function divided(
  held: ReadonlyMap<string, number>,
  { count, others, exponent }: OwnersValues,
): Float64Array {
  const named = count as Readonly<Record<string, number>>;
  const weights: number[] = [];
  let all = 0;
  for (const amount of held.values()) all += amount;
  for (const [id, amount] of held) {
    if (!(amount > 0)) continue;
    const owners = Object.hasOwn(named, id) ? named[id] : others;
    const parts = Float64Array.from({ length: owners }, (_, k) => pow(k + 1, -exponent));
    let sum = 0;
    for (const part of parts) sum += part;
    for (const part of parts) weights.push((amount / all) * (part / sum));
  }
  return Float64Array.from(weights).sort().reverse();
}

/**
 * Measures of `models/operators/concentration.ts` in floats, which sort tens of thousands of owners in no time.
 * @param weights largest first, with the sum 1
 */
export function concentration(weights: Float64Array) {
  const n = weights.length;
  let [gini, hhi, held, third, twoThirds] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    gini += (n - 1 - 2 * i) * weights[i];
    hhi += weights[i] * weights[i];
    held += weights[i];
    if (third === 0 && held > 1 / 3) third = i + 1;
    if (twoThirds === 0 && held > 2 / 3) twoThirds = i + 1;
  }
  return { gini: gini / n, hhi, third, twoThirds };
}
