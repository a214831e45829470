/** The shape of `summary.json` and of what `--json` prints. Units are base SI: s, B, B/s, 1. */

export interface Metric {
  unit: string;
  mean: number;
  /** Bounds of the 95 % interval of the mean; equal to the mean when n is 1. */
  low: number;
  high: number;
  /** Replications behind the mean. */
  n: number;
  /** Quantiles of the observations inside the runs, merged; a quantile the sample cannot carry is absent. */
  quantiles?: Record<string, number>;
}

export interface Cell {
  /** Values of the swept paths, as written in the scenario. */
  set: Record<string, unknown>;
  replications: number;
  metrics: Record<string, Metric>;
  labels: Record<string, string>;
}

/** One `expect:` line, judged in one cell. */
export interface Expectation {
  text: string;
  cell: number;
  /** `null` when the metric is absent in that cell. */
  found: number | string | null;
  pass: boolean;
}

export interface Summary {
  droptower: string;
  scenario: { name: string; question?: string; hash: string };
  seed: string;
  certificate: string;
  cells: Cell[];
  expectations: Expectation[];
}

/** One sampled curve, for `series.csv` and plots: x and y in base units. */
export interface Series {
  cell: number;
  name: string;
  xUnit: string;
  yUnit: string;
  points: readonly (readonly [number, number])[];
}
