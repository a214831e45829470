import { binomialCdf, exp, regularizedGammaQ } from '../../../../sim/math.ts';

/** Two-sided chance of a count at least as far from the mean of a binomial law. */
export function binomialP(hits: number, trials: number, chance: number): number {
  const below = binomialCdf(hits, trials, chance);
  const above = 1 - (hits === 0 ? 0 : binomialCdf(hits - 1, trials, chance));
  return Math.min(1, 2 * Math.min(below, above));
}

/** Pearson's test of counts against expected counts of the same sum: chi-squared, one degree fewer. */
export function chiSquaredP(counts: readonly number[], expected: readonly number[]): number {
  const sum = counts.reduce((x, count, i) => x + (count - expected[i]) ** 2 / expected[i], 0);
  return regularizedGammaQ((counts.length - 1) / 2, sum / 2);
}

/** Whether two rows of counts come from one law: chi-squared test of homogeneity. */
export function sameLawP(first: readonly number[], second: readonly number[]): number {
  const total = (row: readonly number[]) => row.reduce((sum, count) => sum + count, 0);
  const [n, m] = [total(first), total(second)];
  const used = first.map((_, i) => i).filter((i) => first[i] + second[i] > 0);
  let sum = 0;
  for (const i of used) {
    const share = (first[i] + second[i]) / (n + m);
    sum += (first[i] - n * share) ** 2 / (n * share) + (second[i] - m * share) ** 2 / (m * share);
  }
  return regularizedGammaQ((used.length - 1) / 2, sum / 2);
}

/** Two-sample Kolmogorov-Smirnov test with the asymptotic law; conservative for values with ties. */
export function kolmogorovP(first: readonly number[], second: readonly number[]): number {
  const share = (row: readonly number[], x: number) =>
    row.filter((value) => value <= x).length / row.length;
  const gaps = [...first, ...second].map((x) => Math.abs(share(first, x) - share(second, x)));
  const size = Math.sqrt((first.length * second.length) / (first.length + second.length));
  const lambda = (size + 0.12 + 0.11 / size) * Math.max(...gaps);
  let p = 0;
  for (let k = 1; k <= 100; k++) p += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * lambda * lambda);
  return lambda < 0.2 ? 1 : Math.min(1, p);
}
