/**
 * Designs of experiments: which points a method runs, of which factors.
 *
 *     sweep:
 *       design:
 *         method: saltelli
 *         points: 64
 *         of:
 *           token.sell.scale: [0.5, 2]
 *           token.treasury.burn: { from: 1_000_000, to: 4_000_000, scale: log }
 *         outcomes: [token.price.low]
 */
import { Streams } from '../sim/random.ts';
import { morrisTrajectories } from '../sim/stats/elementary-effects.ts';
import { latinHypercube } from '../sim/stats/latin.ts';
import { digitalShift, SOBOL_DIMENSIONS, sobolPoints } from '../sim/stats/sobol.ts';
import { saltelliRows } from '../sim/stats/sobol-indices.ts';
import { type MetricTerm, metricText } from './expression.ts';
import { type Factor, valueAt } from './factor.ts';
import type { Assignment, SweptValue } from './points.ts';
import type { Place } from './problem.ts';
import { fromPlain } from './tree.ts';
import { writeValue } from './values.ts';

export const METHODS = ['one-at-a-time', 'morris', 'saltelli', 'latin', 'sobol'] as const;
export type Method = (typeof METHODS)[number];

/** What a scenario asks for. */
export interface Plan {
  readonly method: Method;
  /** Points, trajectories (morris) or base points (saltelli); null for one-at-a-time. */
  readonly points: number | null;
  readonly factors: readonly PlannedFactor[];
  /** Metrics to judge; null leaves the choice to the expectations and the components. */
  readonly outcomes: readonly PlannedOutcome[] | null;
}

export interface PlannedFactor extends Factor {
  readonly at: Place;
  /** What the scenario has without the design, in base units; null unless the method needs it. */
  readonly base: number | null;
}

export interface PlannedOutcome {
  readonly text: string;
  readonly term: MetricTerm;
  readonly at: Place;
}

export interface Design extends Plan {
  /** Values by factor, in base units, in the order of the method; rows may repeat. */
  readonly rows: readonly (readonly number[])[];
  /** The point of each row, counted from the first point of the design. */
  readonly pointOf: readonly number[];
  /** What each point sets: no two set the same. */
  readonly assignments: readonly Assignment[];
  /** By factor, each value once. */
  readonly values: readonly (readonly SweptValue[])[];
}

/** Rows of a method before equal ones are joined. */
export function countRows({ method, points, factors }: Plan): number {
  if (method === 'one-at-a-time') return 2 * factors.length + 1;
  if (method === 'morris') return points! * (factors.length + 1);
  return method === 'saltelli' ? points! * (factors.length + 2) : points!;
}

/** Most factors of a method, for which there are sequences. */
export function mostFactors(method: Method): number {
  if (method === 'sobol') return SOBOL_DIMENSIONS;
  return method === 'saltelli' ? SOBOL_DIMENSIONS / 2 : 1000;
}

/** Lays out the points of a plan. The same plan and seed give the same points anywhere. */
export function layOut(plan: Plan, seed: string): Design {
  const rows = rowsOf(plan, seed);
  const known = plan.factors.map(() => new Map<number, SweptValue>());
  const swept = (value: number, at: number): SweptValue => {
    const found = known[at].get(value) ?? sweptValue(plan.factors[at], value);
    known[at].set(value, found);
    return found;
  };
  const assignments: Assignment[] = [];
  const points = new Map<string, number>();
  const pointOf = rows.map((row) => {
    const key = row.join(' ');
    const found = points.get(key) ?? assignments.length;
    if (found === assignments.length) assignments.push(row.map(swept));
    points.set(key, found);
    return found;
  });
  return { ...plan, rows, pointOf, assignments, values: known.map((map) => [...map.values()]) };
}

function rowsOf({ method, points, factors }: Plan, seed: string): number[][] {
  if (method === 'one-at-a-time') {
    const base = factors.map((factor) => factor.base!);
    return [base, ...factors.flatMap(({ from, to }, i) => [base.with(i, from), base.with(i, to)])];
  }
  const places = placesOf(method, points!, factors.length, seed);
  return places.map((row) => row.map((place, i) => valueAt(factors[i], place)));
}

/** Rows of places in the ranges, 0 to 1. */
function placesOf(
  method: Exclude<Method, 'one-at-a-time'>,
  count: number,
  dimensions: number,
  seed: string,
): number[][] {
  const stream = new Streams(seed, 0).stream('sweep/design');
  switch (method) {
    case 'latin':
      return latinHypercube(count, dimensions, stream);
    case 'sobol':
      return digitalShift(sobolPoints(count, dimensions), stream);
    case 'morris':
      return morrisTrajectories(count, dimensions, stream);
    default:
      return saltelliRows(digitalShift(sobolPoints(count, 2 * dimensions), stream));
  }
}

function sweptValue({ path, parameter, at }: PlannedFactor, value: number): SweptValue {
  const written = writeValue(parameter, value);
  const node = fromPlain(written, at);
  return { path, at, node, written, canonical: written, key: JSON.stringify(written) };
}

/** The design as canonical data: ends in canonical units, what was left out stays out. */
export function writeDesign({ method, points, factors, outcomes }: Plan): Record<string, unknown> {
  const ranges = factors.map(({ path, parameter, from, to, scale }) => {
    const write = (value: number) => writeValue(parameter, value);
    return [path, { from: write(from), to: write(to), scale }];
  });
  return {
    method,
    ...(points === null ? {} : { points }),
    of: Object.fromEntries(ranges),
    ...(outcomes === null ? {} : { outcomes: outcomes.map(({ term }) => metricText(term)) }),
  };
}
