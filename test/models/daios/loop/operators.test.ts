import { describe, expect, it } from 'vitest';
import {
  afterWeek,
  type Cohort,
  capacityOf,
  costOf,
  countOf,
  type Fleet,
  type OperatorValues,
} from '../../../../models/daios/loop/operators.ts';
import { type FleetValues, machineCost, newFleet } from '../../../../models/daios/loop/venues.ts';
import { Streams } from '../../../../sim/random.ts';

const NEVER = { rate: 0, lag: 1 };
const VALUES: OperatorValues = {
  ...{ see: 1, hurdle: 0.1, most: 0.5, enter: NEVER, leave: NEVER, move: NEVER, upgrade: NEVER },
};

const cohort = (machine: string, venue: string, change: Partial<Cohort> = {}): Cohort => ({
  ...{ machine, venue, cost: 2, capacity: 1, count: 10, margin: 0 },
  ...change,
});

const fleet = (...cohorts: Cohort[]): Fleet => ({ cohorts, orders: [], start: 10 });

/** Weeks with the same income for a unit of capacity; counts after each. */
function weeks(values: OperatorValues, first: Fleet, incomes: readonly number[]): number[][] {
  let now = first;
  return incomes.map((income, week) => {
    now = afterWeek(values, now, week, income);
    return now.cohorts.map(({ count }) => count);
  });
}

describe('operators', () => {
  it('sums of a fleet', () => {
    const both = fleet(cohort('a', 'x'), cohort('b', 'x', { count: 5, cost: 4, capacity: 3 }));
    expect([countOf(both), capacityOf(both), costOf(both)]).toEqual([15, 25, 40]);
  });

  it('enter after their lag: margin 3/2 - 1 = 0.5, 0.4 above the hurdle, x 0.25 of 10', () => {
    const values = { ...VALUES, enter: { rate: 0.25, lag: 2 } };
    expect(weeks(values, fleet(cohort('a', 'x')), [3, 2, 2, 2])).toEqual([[10], [10], [11], [11]]);
  });

  it('do not enter below the hurdle', () => {
    const values = { ...VALUES, enter: { rate: 10, lag: 1 } };
    expect(weeks(values, fleet(cohort('a', 'x')), [2.19, 2.19]).at(-1)).toEqual([10]);
  });

  it('leave after their lag: margin 1/2 - 1 = -0.5 x 0.2 of 10; then of what is left', () => {
    const values = { ...VALUES, leave: { rate: 0.2, lag: 1 } };
    const found = weeks(values, fleet(cohort('a', 'x')), [1, 1, 2]);
    expect(found.map(([count]) => count)).toEqual([10, 9, 8.1].map((n) => expect.closeTo(n, 12)));
  });

  it('decide no more than the most', () => {
    const values = { ...VALUES, most: 0.1, leave: { rate: 10, lag: 1 } };
    expect(weeks(values, fleet(cohort('a', 'x')), [0, 2])[1]).toEqual([9]);
  });

  it('move to the cheapest venue of their machine: saves 1 - 1/2, x 0.4 of 10', () => {
    const values = { ...VALUES, move: { rate: 0.4, lag: 1 } };
    const first = fleet(cohort('a', 'x'), cohort('a', 'y', { cost: 1, margin: 1 }));
    expect(weeks(values, first, [2, 2])[1]).toEqual([8, 12]);
  });

  it('upgrade in their venue: margin 3 against 0, x 0.1 of 10', () => {
    const values = { ...VALUES, upgrade: { rate: 0.1, lag: 1 } };
    const first = fleet(cohort('a', 'x'), cohort('b', 'x', { capacity: 4, count: 0 }));
    expect(weeks(values, first, [2, 2])[1]).toEqual([7, expect.closeTo(3, 12)]);
  });

  it('look over more weeks: a quarter of the news in each', () => {
    const after = afterWeek({ ...VALUES, see: 4 }, fleet(cohort('a', 'x')), 0, 4);
    expect(after.cohorts[0].margin).toBeCloseTo(0.25, 12);
  });

  it('come back to a market that everybody left', () => {
    const values = { ...VALUES, enter: { rate: 1, lag: 1 } };
    expect(weeks(values, fleet(cohort('a', 'x', { count: 0 })), [4, 4])[1][0]).toBeCloseTo(5, 12);
  });

  it('nobody is lost or below nothing: moves and upgrades alone keep the number', () => {
    const stream = new Streams('operators', 0).stream('weeks');
    const rate = (): { rate: number; lag: number } => ({
      ...{ rate: stream.between(0, 2), lag: 1 + stream.below(9) },
    });
    for (let trial = 0; trial < 50; trial++) {
      const values = { ...VALUES, move: rate(), upgrade: rate() };
      const first = fleet(
        ...['a', 'b', 'c'].flatMap((machine) =>
          ['x', 'y'].map((venue) =>
            cohort(machine, venue, {
              ...{ cost: stream.between(1, 3), capacity: stream.between(1, 9) },
            }),
          ),
        ),
      );
      const incomes = Array.from({ length: 40 }, () => stream.between(0, 3));
      for (const counts of weeks(values, first, incomes)) {
        const sum = counts.reduce((total, each) => total + each, 0);
        expect(sum, `seed operators, trial ${trial}`).toBeCloseTo(60, 9);
        expect(Math.min(...counts), `seed operators, trial ${trial}`).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

describe('venues', () => {
  const rented = (rent: number, share: number) => ({ rent, share });
  const values: FleetValues = {
    ...{ start: 10, gpus: ['h100-80g-pcie', 'h200-141g-sxm'] },
    ...{ hyperscaler: rented(1.2, 0.3), specialist: rented(1, 0.4), 'long-tail': rented(0.5, 0.2) },
    own: { host: 1.5, life: 3, capital: 0.3, energy: 0.1, overhead: 2 },
  };

  it('rent is that of the profile times that of the venue: $3.51 an hour x 1.2', () => {
    expect(machineCost(values, 'h100-80g-pcie', 'hyperscaler') * 3600).toBeCloseTo(4.212, 10);
  });

  it('a machine of one’s own costs its part of the price, its return and its energy', () => {
    // $22,000 x 1.5 x (1/3 + 0.3) = $20,900 a year of 8766 h, and 0.35 kW x 2 x $0.1.
    const hour = 20_900 / 8766 + 0.07;
    expect(machineCost(values, 'h100-80g-pcie', 'own') * 3600).toBeCloseTo(hour, 10);
  });

  it('all start on the first GPU, and those who do not rent own', () => {
    const first = newFleet(values, { 'h100-80g-pcie': 7, 'h200-141g-sxm': 19 });
    const counts = first.cohorts.map(({ count }) => count);
    expect(counts).toEqual([3, 4, 2, 1, 0, 0, 0, 0].map((n) => expect.closeTo(n, 12)));
    expect(capacityOf(first)).toBeCloseTo(70, 9);
  });
});
