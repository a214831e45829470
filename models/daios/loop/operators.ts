import type { ParameterTable, Values } from '../../../sim/parameters.ts';

/*
 * Those who run machines for others, as groups of like ones: what they earn and pay, and how they come, grow,
 * move and go. Numbers of operators are means and need not be whole. Pure: a week in, a week out.
 */

const NONE = 'no figure in the facts';

const answer = (about: string, rate: number, lag: number) =>
  ({
    kind: 'group',
    about,
    status: 'choice',
    fields: {
      rate: {
        kind: 'number',
        default: rate,
        min: 0,
        max: 10,
        about: 'Part of the operators who decide so in a week for a difference of 1 in the margin',
        status: 'estimate',
        source: NONE,
      },
      lag: {
        kind: 'count',
        default: lag,
        min: 1,
        max: 520,
        about: 'Weeks from deciding to doing',
        status: 'estimate',
        source: NONE,
      },
    },
  }) as const;

export const operatorParameters = {
  see: {
    kind: 'number',
    default: 4,
    min: 1,
    max: 520,
    about: 'Weeks over which operators look at their margin, exponentially weighted',
    status: 'estimate',
    source: NONE,
  },
  hurdle: {
    kind: 'number',
    default: 0.1,
    min: 0,
    max: 10,
    about: 'Profit over costs below which nobody enters',
    status: 'estimate',
    source: NONE,
  },
  most: {
    kind: 'fraction',
    default: '15 %',
    about: 'Most of the operators who decide anything of one kind in a week',
    status: 'estimate',
    source: NONE,
  },
  enter: answer('New operators, for a margin above the hurdle', 0.3, 6),
  leave: answer('Operators who close, for a margin below 0', 0.1, 4),
  move: answer('Moves to the cheapest venue, for the part of the costs that is saved', 0.05, 4),
  upgrade: answer('Changes to the best GPU, for what it adds to the margin', 0.05, 8),
} as const satisfies ParameterTable;

export type OperatorValues = Values<typeof operatorParameters>;

/** Operators with one machine in one place. */
export interface Cohort {
  readonly machine: string;
  readonly venue: string;
  /** USD per second of one operator. */
  readonly cost: number;
  /** Units of work per second of one operator. */
  readonly capacity: number;
  readonly count: number;
  /** Income over costs less 1, as they see it. */
  readonly margin: number;
}

/** A decision on its way: from a cohort or from outside (null) to a cohort or away (null). */
export interface Order {
  readonly week: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly count: number;
}

export interface Fleet {
  readonly cohorts: readonly Cohort[];
  readonly orders: readonly Order[];
  /** Operators at the start; where nobody is left, as many look in from outside. */
  readonly start: number;
}

export function countOf({ cohorts }: Fleet): number {
  let count = 0;
  for (const each of cohorts) count += each.count;
  return count;
}

/** Units of work per second that all can do. */
export function capacityOf({ cohorts }: Fleet): number {
  let capacity = 0;
  for (const each of cohorts) capacity += each.count * each.capacity;
  return capacity;
}

/** USD per second that all pay for their machines. */
export function costOf({ cohorts }: Fleet): number {
  let cost = 0;
  for (const each of cohorts) cost += each.count * each.cost;
  return cost;
}

/**
 * The fleet a week later: what is due is done, then everybody looks at the week and decides.
 * @param week that is over
 * @param income USD per second for a unit of capacity
 */
export function afterWeek(
  values: OperatorValues,
  fleet: Fleet,
  week: number,
  income: number,
): Fleet {
  const counts = fleet.cohorts.map(({ count }) => count);
  for (const { week: due, from, to, count } of fleet.orders) {
    if (due !== week) continue;
    const moved = from === null ? count : Math.min(count, counts[from]);
    if (from !== null) counts[from] -= moved;
    if (to !== null) counts[to] += moved;
  }
  const cohorts = fleet.cohorts.map((cohort, i): Cohort => {
    const margin = (income * cohort.capacity) / cohort.cost - 1;
    const seen = cohort.margin + (margin - cohort.margin) / values.see;
    return { ...cohort, count: counts[i], margin: seen };
  });
  const after = { ...fleet, cohorts, orders: fleet.orders.filter((order) => order.week > week) };
  return { ...after, orders: [...after.orders, ...decisions(values, after, week)] };
}

function decisions(values: OperatorValues, fleet: Fleet, week: number): Order[] {
  const { cohorts, start } = fleet;
  const { enter, leave, move, upgrade, hurdle, most } = values;
  const orders: Order[] = [];
  const decide = (
    { rate, lag }: OperatorValues['enter'],
    difference: number,
    of: number,
    from: number | null,
    to: number | null,
  ): void => {
    const count = of * Math.min(most, rate * difference);
    if (count > 0) orders.push({ week: week + lag, from, to, count });
  };
  const best = bestOf(cohorts, () => true);
  decide(enter, cohorts[best].margin - hurdle, Math.max(start, countOf(fleet)), null, best);
  for (const [i, { machine, venue, cost, margin, count }] of cohorts.entries()) {
    decide(leave, -margin, count, i, null);
    const cheap = bestOf(cohorts, (each) => each.machine === machine);
    decide(move, 1 - cohorts[cheap].cost / cost, count, i, cheap);
    const strong = bestOf(cohorts, (each) => each.venue === venue);
    decide(upgrade, cohorts[strong].margin - margin, count, i, strong);
  }
  return orders;
}

/** Number of the cohort with the highest margin among some; the first of equal ones. */
function bestOf(cohorts: readonly Cohort[], among: (cohort: Cohort) => boolean): number {
  let best = -1;
  for (const [i, each] of cohorts.entries()) {
    if (among(each) && (best < 0 || each.margin > cohorts[best].margin)) best = i;
  }
  return best;
}
