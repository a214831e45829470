import { exp, pow } from '../../../sim/math.ts';
import type { Catch } from './mode.ts';

/** How much a provider has cheated: so many sessions and requests, for so many seconds. */
export interface Exposure {
  readonly sessions: number;
  readonly requests: number;
  readonly seconds: number;
}

/** Chance that anything of it is found: 1 - (1 - s)^sessions (1 - p)^requests e^(-h seconds). */
export function chanceFound(found: Catch, { sessions, requests, seconds }: Exposure): number {
  const unseen = pow(1 - found.session, sessions) * pow(1 - found.request, requests);
  return 1 - unseen * exp(-found.rate * seconds);
}

/** Chance that a request that was to be cheated is refused before it is served, or caught after. */
export function chanceCaught(found: Catch): number {
  return 1 - (1 - found.session) * (1 - found.request);
}

/**
 * Mean number of requests that are cheated until the provider is out: the first that is caught is number
 * 1 / p, the mean of a geometric law, and others follow until it is known; or the 1 / h seconds until the world
 * learns of it by other ways. Infinity where nothing finds the cheat, 0 where no session begins.
 * @param rate requests per second that are cheated
 */
export function cheatsUntilFound(found: Catch, rate: number): number {
  if (found.session === 1) return 0;
  const bySample =
    found.request > 0 ? 1 / found.request + rate * found.delay : Number.POSITIVE_INFINITY;
  const byWorld = found.rate > 0 ? rate / found.rate : Number.POSITIVE_INFINITY;
  return Math.min(bySample, byWorld);
}
