import type { Stream } from '../../../sim/random.ts';
import type { Objection } from '../../component.ts';
import type { Measures } from '../../measures.ts';
import type { SamplingValues } from './parameters.ts';

/** What nodes draw from, what is withheld from them, and what they conclude. One value a scheme. */
export interface Scheme {
  /** Objections to the values that the scheme reads. */
  check(values: SamplingValues): readonly Objection[];
  /** Things that nodes draw from. */
  total(values: SamplingValues): number;
  /** How many of them are withheld, or bad. */
  withheld(values: SamplingValues): number;
  /** Marks the withheld things with 1; the rest is 0. */
  attack(values: SamplingValues, stream: Stream): Uint8Array;
  /** Whether a node is fooled whose draws hold so many withheld things. */
  fooled(values: SamplingValues, hits: number): boolean;
  /** ln of the exact chance that a node is fooled; -Infinity where it cannot be. */
  lnLaw(values: SamplingValues): number;
  /** ln of the published loose form. */
  lnBound(values: SamplingValues): number;
  /** Reports what else is known in closed form. */
  report(values: SamplingValues, measures: Measures): void;
}
