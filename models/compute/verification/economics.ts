import { chanceCaught } from './detection.ts';
import type { Catch, VerificationMode } from './mode.ts';
import type { VerificationSettings } from './settings.ts';
import { machineSeconds, type Work } from './work.ts';

const YEAR_SECONDS = 31_536_000;

/** Machine seconds of one verified request: the provider's and those of all others. */
export function verifiedSeconds(
  mode: VerificationMode,
  work: Work,
  settings: VerificationSettings,
): number {
  const plain = machineSeconds(work);
  return plain * mode.slowdown(work, settings) + mode.othersSeconds(plain, settings);
}

/** What a request has at stake for its user. */
export interface Risk {
  /** Chance that a provider which nobody looks at cheats on it. */
  readonly cheated: number;
  /** Interest a year on the value while the verdict is open. */
  readonly interest: number;
}

/**
 * Value at risk of a request, in USD, from which on a mode is worth what it costs beyond no verification: extra
 * cost = V (chance that the cheat is prevented or undone) - V (interest until the verdict). Infinity where the
 * mode never pays for itself. Being deterred is not counted: see `deterrence.ts`.
 * @param extraCost USD for each request
 */
export function breakEven(
  extraCost: number,
  found: Catch,
  verdictDelay: number,
  { cheated, interest }: Risk,
): number {
  const worth = cheated * chanceCaught(found) - (interest * verdictDelay) / YEAR_SECONDS;
  return worth > 0 ? extraCost / worth : Number.POSITIVE_INFINITY;
}
