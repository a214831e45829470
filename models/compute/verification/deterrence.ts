import { cheatsUntilFound } from './detection.ts';
import type { Catch } from './mode.ts';

/** Money of one request in USD, and how often the provider cheats. */
export interface Stakes {
  readonly fee: number;
  /** Of an honest answer, all that the mode asks for included. */
  readonly honestCost: number;
  readonly cheatCost: number;
  /** Requests per second that are cheated. */
  readonly rate: number;
  /** Lost by the first cheat that is found, where the mode slashes; the provider then starts anew. */
  readonly bond: number;
}

/** Gain of a cheated request before any bond: the work that is saved, less the fee if it is caught. */
function saved(found: Catch, { fee, honestCost, cheatCost }: Stakes): number {
  return honestCost - cheatCost - found.request * fee;
}

/**
 * USD that a provider gains by each request that it means to cheat, over an honest one. A session that is
 * refused costs its margin; a bond is lost once in `cheatsUntilFound` requests. What other ways than the mode's
 * own find (a revoked key) ends the gain and is not in it.
 */
export function gainPerCheat(found: Catch, stakes: Stakes): number {
  const refused = found.session * (stakes.fee - stakes.honestCost);
  const lost = found.slashed ? stakes.bond / cheatsUntilFound(found, stakes.rate) : 0;
  return (1 - found.session) * (saved(found, stakes) - lost) - refused;
}

/**
 * Least bond in USD at which cheating stops paying, if being found costs it: B = (saved - p fee) n, with n the
 * requests cheated until then. 0 where cheating loses by itself, Infinity where nothing finds it.
 */
export function deterringBond(found: Catch, stakes: Stakes): number {
  const gain = saved(found, stakes);
  if (found.session === 1 || gain <= 0) return 0;
  return gain * cheatsUntilFound(found, stakes.rate);
}

/**
 * Least chance for each request to be caught at which cheating stops paying, given the bond: the root between 0
 * and 1 of (g - p fee) (1 / p + L) = B, that is fee L p^2 + (fee + B - g L) p - g = 0, with g the work that is
 * saved and L the requests that are cheated before the first is known. 1 where even certainty does not deter.
 * @param delay seconds from an answer until it is known to be wrong
 */
export function deterringChance({ fee, honestCost, cheatCost, rate, bond }: Stakes, delay: number) {
  const gain = honestCost - cheatCost;
  const late = rate * delay;
  const [a, b] = [fee * late, fee + bond - gain * late];
  if (gain <= 0) return 0;
  // The form of the root without cancellation, which also holds for a = 0.
  const root = Math.sqrt(b * b + 4 * a * gain);
  const chance = b > 0 ? (2 * gain) / (b + root) : (root - b) / (2 * a);
  return Math.min(1, chance);
}

/**
 * Where neither cheating nor looking pays more than the other (the inspection game): a challenger who looks at
 * everything lives on bonds, so it stops when too few cheat.
 * @param rerunCost USD to compute an answer again
 * @param reward USD that a challenger gets for a cheat
 * @returns share of the requests that is cheated: rerunCost / reward, at most 1
 */
export function inspectionEquilibrium(rerunCost: number, reward: number): number {
  if (!(reward > 0)) return 1;
  return Math.min(1, rerunCost / reward);
}
