import type { CommittedHeight } from '../../../models/chain/running.ts';
import { type Findings, Measures } from '../../../models/measures.ts';
import { seconds, type Tick } from '../../../sim/time.ts';

/** A decided height for tests of what is reported; `at` and `time` in seconds. */
export function heightAt(
  at: number,
  { time = at, ...rest }: Partial<Omit<CommittedHeight, 'time'>> & { time?: number } = {},
): CommittedHeight {
  const decidedAt = seconds(at, 'nearest');
  return {
    height: 1,
    round: 0,
    proposer: 0,
    batches: [],
    transactions: 0,
    bytes: 0,
    gas: 0,
    createdAt: decidedAt,
    decidedAt,
    time: seconds(time, 'nearest'),
    ...rest,
  };
}

/** Whole seconds from `from` to `to`, both included. */
export function each(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
}

export const span = (from: number, to: number) => ({
  from: seconds(from) as Tick,
  to: seconds(to) as Tick,
});

/** What `report` found, by name. */
export function found(report: (measures: Measures) => void): {
  readonly findings: Findings;
  value(name: string): number | undefined;
  /** Mean, least and largest observation, and their number. */
  observed(name: string): { mean: number; min: number; max: number; n: number } | undefined;
} {
  const measures = new Measures();
  report(measures);
  const findings = measures.findings();
  return {
    findings,
    value: (name) => findings.values[name]?.value,
    observed: (name) => {
      const entry = findings.observations[name];
      if (entry === undefined) return undefined;
      const { state, scale } = entry;
      return {
        mean: (Number(state.sum) / state.count) * scale,
        min: state.min * scale,
        max: state.max * scale,
        n: state.count,
      };
    },
  };
}
