import type { Rate } from './stopwatch.ts';

export const suiteNames = ['kernel', 'hash', 'coding', 'protocol', 'peers'] as const;
export type SuiteName = (typeof suiteNames)[number];

/** What one body does, counted and not timed: the same numbers on every machine. */
export interface Work {
  readonly suite: SuiteName;
  readonly body: string;
  readonly counters: Readonly<Record<string, number>>;
  /** A hash over what came out. */
  readonly certificate: string;
}

/** How fast one contender does one piece of work. */
export interface Timing {
  readonly suite: SuiteName;
  readonly group: string;
  readonly contender: string;
  /** `B/s`: bytes that go in; parity does not count. */
  readonly unit: 'B/s' | 'events/s' | 'runs/s' | 'jobs/s';
  readonly rate?: Rate;
  /** Why there is no rate. */
  readonly skipped?: string;
  /** A hash or a sum over what came out. */
  readonly result?: string;
}

export interface GateResult {
  readonly suite: SuiteName;
  readonly what: string;
  /** Null where the ratio is told and not judged. */
  readonly least: number | null;
  readonly good: number | null;
  /** Best round over best round. */
  readonly found?: number;
  readonly verdict: 'held' | 'missed' | 'told' | 'skipped';
  /** Why it is skipped. */
  readonly reason?: string;
}

/** How many times faster droptower was. */
export interface Ratio {
  readonly pending: number;
  readonly peer: string;
  /** Median over the rounds of the ratio inside one round: a busy machine slows both. */
  readonly paired: number;
  /** Best round against best round. */
  readonly best: number;
}

/** What `bench --json` prints, and what `--compare` reads. */
export interface BenchReport {
  readonly droptower: string;
  readonly commit: string | null;
  readonly runtime: string;
  readonly processor: string;
  readonly quick: boolean;
  readonly suites: readonly SuiteName[];
  readonly work: readonly Work[];
  readonly timings: readonly Timing[];
  readonly ratios: readonly Ratio[];
  readonly gates: readonly GateResult[];
}
