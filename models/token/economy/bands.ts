import { Histogram } from '../../../sim/stats/histogram.ts';
import type { Measures } from '../../measures.ts';

const QUANTILES = [
  ['p1', 0.01],
  ['p5', 0.05],
  ['p25', 0.25],
  ['p50', 0.5],
  ['p75', 0.75],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

const MOST = Number.MAX_SAFE_INTEGER;

/** A positive figure as a whole number of parts, for histograms. */
export function parts(value: number, scale: number): number {
  return Math.min(MOST, Math.max(0, Math.round(value / scale)));
}

/** Quantiles over paths of a figure that is noted at every month; memory does not grow with the paths. */
export class Bands {
  private readonly histograms: readonly Histogram[];
  private readonly scale: number;

  /** @param scale smallest difference that counts */
  constructor(months: number, scale: number) {
    this.histograms = Array.from({ length: months + 1 }, () => new Histogram());
    this.scale = scale;
  }

  note(month: number, value: number): void {
    this.histograms[month].record(parts(value, this.scale));
  }

  /** Writes a curve for each quantile, and the quantiles of the last month as values. */
  report(measures: Measures, name: string, unit: string, seconds: (month: number) => number): void {
    for (const [label, q] of QUANTILES) {
      const points = this.histograms.flatMap((histogram, month): [number, number][] =>
        histogram.count === 0 ? [] : [[seconds(month), this.at(histogram, q)]],
      );
      measures.series({ name: `${name}.${label}`, xUnit: 's', yUnit: unit, points });
      const last = this.histograms[this.histograms.length - 1];
      measures.value(`${name}_band[${label}]`, unit, this.at(last, q));
    }
  }

  private at(histogram: Histogram, q: number): number {
    return histogram.valueAtRank(Math.max(1, Math.ceil(q * histogram.count))) * this.scale;
  }
}
