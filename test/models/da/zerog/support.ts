import { regularizedGammaQ } from '../../../../sim/math.ts';
import type { Stream } from '../../../../sim/random.ts';

/** Chance of a deviation at least as large, when the counts follow the law: Pearson's chi-squared test. */
export function pValue(counts: readonly number[], law: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let statistic = 0;
  for (const [i, chance] of law.entries()) {
    const expected = total * chance;
    statistic += ((counts[i] - expected) * (counts[i] - expected)) / expected;
  }
  return regularizedGammaQ((law.length - 1) / 2, statistic / 2);
}

export function randomBytes(stream: Stream, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => stream.below(256));
}
