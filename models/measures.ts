import { Histogram, type HistogramState } from '../sim/stats/histogram.ts';
import { TICKS_PER_SECOND, type Tick } from '../sim/time.ts';

/** What one replication found, as plain data that can cross to another thread. */
export interface Findings {
  readonly values: Readonly<Record<string, { readonly unit: string; readonly value: number }>>;
  /** Observations behind a metric: integers times `scale` give the unit. */
  readonly observations: Readonly<
    Record<
      string,
      { readonly unit: string; readonly scale: number; readonly state: HistogramState }
    >
  >;
  readonly labels: Readonly<Record<string, string>>;
  readonly series: readonly FoundSeries[];
}

export interface FoundSeries {
  readonly name: string;
  readonly xUnit: string;
  readonly yUnit: string;
  /** The keys of its breakdown are parts of a whole and may be drawn on top of each other. */
  readonly stack?: true;
  readonly points: readonly (readonly [number, number])[];
}

/**
 * Collects the results of one replication. Names are dotted, `room.thing.measure`, a breakdown has its
 * key last in brackets; units are base SI.
 */
export class Measures {
  private readonly values = new Map<string, { unit: string; value: number }>();
  private readonly histograms = new Map<
    string,
    { unit: string; scale: number; histogram: Histogram }
  >();
  private readonly labels = new Map<string, string>();
  private readonly curves: FoundSeries[] = [];

  /** One number for the replication. */
  value(name: string, unit: string, value: number): void {
    this.values.set(name, { unit, value });
  }

  /** A histogram of durations in ticks; its mean and quantiles are reported in seconds. */
  durations(name: string): (span: Tick) => void {
    return this.observe(name, 's', 1 / TICKS_PER_SECOND);
  }

  /**
   * A histogram of whole numbers; times `scale` they are in `unit`.
   * @returns the function that records one observation
   */
  observe(name: string, unit: string, scale: number): (value: number) => void {
    let entry = this.histograms.get(name);
    if (entry === undefined) {
      entry = { unit, scale, histogram: new Histogram() };
      this.histograms.set(name, entry);
    }
    const { histogram } = entry;
    return (value) => histogram.record(value);
  }

  label(name: string, text: string): void {
    this.labels.set(name, text);
  }

  series(series: FoundSeries): void {
    this.curves.push(series);
  }

  findings(): Findings {
    const observations: Record<string, { unit: string; scale: number; state: HistogramState }> = {};
    for (const [name, { unit, scale, histogram }] of this.histograms) {
      if (histogram.count === 0) continue;
      observations[name] = { unit, scale, state: histogram.toJSON() };
    }
    return {
      values: Object.fromEntries(this.values),
      observations,
      labels: Object.fromEntries(this.labels),
      series: this.curves,
    };
  }
}
