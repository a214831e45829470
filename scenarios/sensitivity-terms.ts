/** How lines speak of sensitivity: `token.price.low[by=token.sell.scale].mu_star`. */
import type { Method } from './design.ts';
import type { MetricTerm } from './expression.ts';
import type { Cell, Sensitivity } from './results.ts';
import { byCodeUnit } from './schema.ts';

/** The filter that names a varied path. */
export const BY = 'by';

/** What a method says of a path. */
export const STATISTICS: Readonly<Record<Method, readonly string[]>> = {
  'one-at-a-time': ['low', 'high', 'swing'],
  morris: ['mu', 'mu_star', 'sigma'],
  saltelli: ['first', 'total'],
  latin: ['rank'],
  sobol: ['rank'],
};

const PLAIN = ['first', 'total', 'rank'];

type Set = Readonly<Record<string, unknown>>;

/** Equal for sets with the same values in any order. */
export function setKey(set: Set): string {
  const entries = Object.entries(set).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  return entries.toSorted(byCodeUnit).join('\n');
}

/** What a cell sets besides the varied paths. */
export function setWithout(set: Set, paths: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(set).filter(([path]) => !paths.includes(path)));
}

/** What a term says of a path, in the shape of a cell that has nothing else. */
export function sensitivityCell(
  { name, breakdown, statistic }: MetricTerm,
  path: string,
  cell: Cell,
  sensitivity: readonly Sensitivity[],
): Cell {
  const metric = name + breakdown;
  const found = sensitivity.find((each) => {
    const varied = each.entries.map((entry) => entry.path);
    return each.metric === metric && setKey(each.set) === setKey(setWithout(cell.set, varied));
  });
  const entry = found?.entries.find((each) => each.path === path);
  const empty = { set: cell.set, replications: cell.replications, metrics: {}, labels: {} };
  if (found === undefined || entry === undefined) return empty;
  const { low = Number.NaN, high = Number.NaN, mu, muStar, sigma, first, total, rank } = entry;
  const statistics = {
    ...{ mu, mu_star: muStar, sigma, rank, first: first?.value, total: total?.value },
    swing: Math.abs(high - low),
  };
  const known = Object.entries(statistics).filter(([, value]) => value !== undefined);
  const quantiles = Object.fromEntries(known) as Record<string, number>;
  const unit = PLAIN.includes(statistic) ? '1' : found.unit;
  const mean = found.base ?? Number.NaN;
  return { ...empty, metrics: { [metric]: { unit, mean, low, high, n: 1, quantiles } } };
}
