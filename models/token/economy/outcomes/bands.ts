import { Histogram } from '../../../../sim/stats/histogram.ts';
import type { Measures } from '../../../measures.ts';

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

/** A figure of 0 or more as a whole number of parts, for histograms. */
export function parts(value: number, scale: number): number {
  return Math.min(MOST, Math.max(0, Math.round(value / scale)));
}

/** Quantiles over paths of a figure that is noted at every month; memory does not grow with the paths. */
export class Bands {
  readonly name: string;
  readonly unit: string;
  private readonly histograms: readonly Histogram[];
  private readonly scale: number;
  private readonly least: number;

  /**
   * @param scale smallest difference that counts
   * @param least what the figure cannot fall below
   */
  constructor(name: string, unit: string, months: number, scale: number, least = 0) {
    this.name = name;
    this.unit = unit;
    this.histograms = Array.from({ length: months + 1 }, () => new Histogram());
    this.scale = scale;
    this.least = least;
  }

  note(month: number, value: number): void {
    this.histograms[month].record(parts(value - this.least, this.scale));
  }

  /** Writes a curve for each quantile, and the quantiles of the last month as values. */
  report(measures: Measures, seconds: (month: number) => number): void {
    const { name, unit, histograms } = this;
    if (histograms.every(({ count }) => count === 0)) return;
    for (const [label, q] of QUANTILES) {
      const points = histograms.flatMap((histogram, month): [number, number][] =>
        histogram.count === 0 ? [] : [[seconds(month), this.at(histogram, q)]],
      );
      measures.series({ name: `${name}.${label}`, xUnit: 's', yUnit: unit, points });
      const last = histograms[histograms.length - 1];
      if (last.count > 0) measures.value(`${name}_band[${label}]`, unit, this.at(last, q));
    }
  }

  private at(histogram: Histogram, q: number): number {
    const rank = Math.max(1, Math.ceil(q * histogram.count));
    return histogram.valueAtRank(rank) * this.scale + this.least;
  }
}
