import { type WorkloadValues, workloadParameters } from '../../../models/workloads/parameters.ts';
import { resolveText } from '../../scenarios/fixtures/laboratory.ts';

/** The section with its defaults and what `sets` change, as a scenario gives it to a component. */
export function settings(sets: Record<string, string | number> = {}): WorkloadValues {
  const sections = { load: { about: 'Load', parameters: workloadParameters } };
  const options = {
    sections,
    sets: Object.entries(sets).map(([name, value]) => `load.${name}=${value}`),
  };
  return resolveText('name: a\nload: {}\n', options).components.load as WorkloadValues;
}

/** The first `count` values of an endless generator. */
export function first<T>(count: number, values: Iterator<T, unknown>): T[] {
  return Array.from({ length: count }, () => values.next().value as T);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const deviation = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) * (value - centre))));
};

/** The value that a share `p` of the values is not above. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}
