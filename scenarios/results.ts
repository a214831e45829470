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
  /** Of a design of experiments: which of its parameters decide an outcome. */
  sensitivity?: Sensitivity[];
}

/** How much an outcome follows the parameters of a design, in one cell of the grid beside it. */
export interface Sensitivity {
  method: 'one-at-a-time' | 'morris' | 'saltelli' | 'latin' | 'sobol';
  metric: string;
  unit: string;
  /** Values of the swept paths beside the design. */
  set: Record<string, unknown>;
  /** The metric with every parameter at its own value. */
  base?: number;
  entries: readonly SensitivityEntry[];
}

export interface SensitivityEntry {
  path: string;
  /** Ends of the range. */
  from: number | string;
  to: number | string;
  /** One at a time: the metric at `from` and at `to`. */
  low?: number;
  high?: number;
  /** Morris: mean size, spread and mean of the elementary effects. */
  muStar?: number;
  sigma?: number;
  mu?: number;
  /** Saltelli: shares of the variance. */
  first?: Interval;
  total?: Interval;
  /** Latin and Sobol: rank correlation, -1 to 1. */
  rank?: number;
}

export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** One sampled curve, for `series.csv` and plots: x and y in base units. */
export interface Series {
  cell: number;
  name: string;
  xUnit: string;
  yUnit: string;
  /** One part of a whole: `x.y[key]` of all keys of a cell add up to something that means something. */
  stack?: true;
  points: readonly (readonly [number, number])[];
}
