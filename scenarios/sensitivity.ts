/** Sensitivity of outcomes to the factors of a design, from the cells that it ran. */
import { Streams } from '../sim/random.ts';
import { elementaryEffects } from '../sim/stats/elementary-effects.ts';
import { rankCorrelation } from '../sim/stats/rank-correlation.ts';
import { isRefusal } from '../sim/stats/refusal.ts';
import { sobolIndices } from '../sim/stats/sobol-indices.ts';
import type { Design, PlannedFactor } from './design.ts';
import type { ExpectLine } from './expect.ts';
import { type MetricTerm, metricText, parseMetric } from './expression.ts';
import { placeOf } from './factor.ts';
import { metricValue } from './metric-value.ts';
import { didYouMean, nearest } from './nearest.ts';
import { InputError, problem, quote } from './problem.ts';
import type { Resolved } from './resolve.ts';
import type { Cell, Sensitivity, SensitivityEntry } from './results.ts';
import { BY, setWithout } from './sensitivity-terms.ts';
import { writeValue } from './values.ts';

/**
 * Refuses an outcome that a cell does not have, so that a long run does not end without it.
 * @throws InputError at the place where the outcome is asked for
 */
export function checkOutcomes({ sweep }: Resolved, cell: Cell): void {
  const missing = (sweep.design?.outcomes ?? []).filter(
    ({ term }) => metricValue(term, cell) === null,
  );
  if (missing.length === 0) return;
  const names = Object.keys(cell.metrics);
  const problems = missing.map(({ text, at }) => {
    const expected = 'a metric that every point of the design has';
    const hint = didYouMean(nearest(text, names));
    return problem(at, 'sweep.design.outcomes', expected, quote(text), hint);
  });
  throw new InputError(problems);
}

/**
 * One entry for each outcome at each point that the design is repeated at; none without a design. An
 * outcome stands for its mean over the replications, which share their chance between points: what is
 * left of it in the intervals is the choice of the points.
 * @param highlights metrics to judge when neither the design nor the expectations name any
 */
export function sensitivityOf(
  { sweep, expect, seed }: Resolved,
  cells: readonly Cell[],
  highlights: readonly string[],
): Sensitivity[] {
  const { design } = sweep;
  if (design === null) return [];
  const size = design.assignments.length;
  const found: Sensitivity[] = [];
  for (let from = 0; from < cells.length; from += size) {
    const block = cells.slice(from, from + size);
    for (const term of outcomesOf(design, expect, highlights, block[0]!)) {
      const values = block.map((cell) => metricValue(term, cell));
      const known = values.filter((value) => value !== null);
      if (known.length < size) continue;
      const outcomes = design.pointOf.map((point) => known[point]!.value);
      const entries = entriesOf(design, outcomes, seed);
      if (entries === null) continue;
      found.push({
        method: design.method,
        metric: metricText(term),
        unit: known[0]!.unit || '1',
        set: setWithout(
          block[0]!.set,
          design.factors.map(({ path }) => path),
        ),
        ...(design.method === 'one-at-a-time' ? { base: outcomes[0]! } : {}),
        entries,
      });
    }
  }
  return found;
}

/** The named outcomes, or those of the expectations, or the highlighted ones of the cell. */
function outcomesOf(
  { outcomes }: Design,
  expect: readonly ExpectLine[],
  highlights: readonly string[],
  cell: Cell,
): MetricTerm[] {
  if (outcomes !== null) return outcomes.map(({ term }) => term);
  const expected = expect.flatMap(({ comparison, filters }) =>
    comparison.metrics.map((term, i) =>
      // A line about sensitivity ends in a statistic of it.
      filters[i]!.some(({ path }) => path === BY) ? { ...term, statistic: '' } : term,
    ),
  );
  const numeric = expected.filter((term) => metricValue(term, cell) !== null);
  const names = Object.keys(cell.metrics);
  const chosen =
    numeric.length > 0
      ? numeric.map(metricText)
      : highlights.flatMap((wanted) =>
          names.filter((name) => name === wanted || name.startsWith(`${wanted}[`)),
        );
  return [...new Set(chosen)].map(parseMetric);
}

type Findings = Omit<SensitivityEntry, 'path' | 'from' | 'to'>;

function entriesOf(
  design: Design,
  outcomes: readonly number[],
  seed: string,
): SensitivityEntry[] | null {
  const findings = findingsOf(design, outcomes, seed);
  if (findings === null) return null;
  return design.factors.map((factor, i) => ({ ...rangeOf(factor), ...findings[i] }));
}

function rangeOf({ path, parameter, from, to }: PlannedFactor) {
  const write = (value: number) => writeValue(parameter, value) as number | string;
  return { path, from: write(from), to: write(to) };
}

/** By factor; null when nothing can be said because the outcome does not vary. */
function findingsOf(
  { method, factors, rows }: Design,
  outcomes: readonly number[],
  seed: string,
): Findings[] | null {
  const places = () => rows.map((row) => row.map((value, i) => placeOf(factors[i]!, value)));
  switch (method) {
    case 'one-at-a-time':
      return factors.map((_, i) => ({ low: outcomes[2 * i + 1]!, high: outcomes[2 * i + 2]! }));
    case 'morris':
      return elementaryEffects(places(), outcomes);
    case 'saltelli': {
      const stream = new Streams(seed, 0).stream('sweep/bootstrap');
      const indices = sobolIndices(outcomes, factors.length, stream);
      return isRefusal(indices) ? null : indices;
    }
    default: {
      const ranks = factors.map((_, i) => {
        return rankCorrelation(
          rows.map((row) => row[i]!),
          outcomes,
        );
      });
      return ranks.map((rank) => (isRefusal(rank) ? {} : { rank: rank.value }));
    }
  }
}
