import type { FiredEvent, Simulation } from './simulation.ts';
import { type TracedEvent, traced } from './trace.ts';

/*
 * Given two runs that should be equal and are not: the first event that differs, and the chain of
 * events that led to it on both sides.
 */

export interface Divergence {
  /** Position in both histories, from 0. */
  readonly at: number;
  /** What differs first: a field, or the end of one history. */
  readonly field: 'tick' | 'lane' | 'entity' | 'kind' | 'argument' | 'end';
  /** The event and its causes, nearest first; empty when that run had ended. */
  readonly left: readonly TracedEvent[];
  readonly right: readonly TracedEvent[];
}

/** A recorder that keeps a whole run in memory, about 100 B an event. */
export class EventHistory {
  readonly events: TracedEvent[] = [];
  readonly record = (event: FiredEvent, simulation: Simulation): void => {
    this.events.push(traced(event, simulation));
  };
}

const COMPARED = ['tick', 'lane', 'entity', 'kind', 'argument'] as const;

/** The first difference, or undefined when both histories are equal. O(n) in the shorter one. */
export function firstDivergence(
  left: readonly TracedEvent[],
  right: readonly TracedEvent[],
): Divergence | undefined {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const field = COMPARED.find((name) => !same(left[at][name], right[at][name]));
    if (field !== undefined) {
      return { at, field, left: causes(left, at), right: causes(right, at) };
    }
  }
  if (left.length === right.length) return undefined;
  return {
    at: length,
    field: 'end',
    left: length < left.length ? causes(left, length) : [],
    right: length < right.length ? causes(right, length) : [],
  };
}

/** As the certificate has it: every NaN is one value, and -0 is 0. */
function same(a: number | string, b: number | string): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** The event at `at` and its ancestors as far as the history holds them. */
function causes(history: readonly TracedEvent[], at: number): TracedEvent[] {
  const chain = [history[at]];
  let low = at;
  for (let cause = history[at].cause; cause > 0; ) {
    // Ordinals ascend, but a filtered trace has gaps: search to the left.
    let high = low - 1;
    low = 0;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (history[middle].ordinal <= cause) low = middle;
      else high = middle - 1;
    }
    if (high < 0 || history[low].ordinal !== cause) break;
    chain.push(history[low]);
    cause = history[low].cause;
  }
  return chain;
}
