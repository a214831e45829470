import { exp } from '../../sim/math.ts';
import { type Breakdown, HALT, passes, totalOf } from './concentration.ts';
import type { Host } from './hosting-market.ts';

/** How often hosts fail, events a year. */
export interface FailureRates {
  /** Loss of a region of a provider. */
  readonly region: number;
  /** Smallest part of the region's nodes that such a loss takes; the part is uniform from it to 1. */
  readonly leastDepth: number;
  /** A provider that shuts all nodes of the network out. */
  readonly ban: number;
}

const THIRD = Number(HALT.numerator) / Number(HALT.denominator);

/** Chance that a part of a share, uniform from `least` to 1, is a third of everything or more. */
function depthReaches(share: number, least: number): number {
  if (share < THIRD) return 0;
  if (least === 1) return 1;
  return Math.min(1, (1 - THIRD / share) / (1 - least));
}

/**
 * Probability that single failures of hosts halt a chain within a year: Poisson events, of which those count
 * that take a third of the power. Two that overlap by chance are left out; with 0.1 a year and 6 h each they
 * are 10^-5 a year for a pair.
 * @param power host to voting power
 * @param hosts hosts by name; a ban strikes all but the long tail
 * @throws RangeError for a breakdown without weight
 */
export function haltProbabilityPerYear(
  power: Breakdown,
  hosts: ReadonlyMap<string, Host>,
  rates: FailureRates,
): number {
  const total = totalOf(power);
  let rate = 0;
  for (const [id, held] of power) {
    const host = hosts.get(id);
    if (host === undefined) throw new RangeError(`hosts, expected "${id}" among them, got none`);
    if (host.tier !== 'longTail' && passes(held, total, HALT)) rate += rates.ban;
    const share = Number(held) / Number(total);
    for (const part of Object.values(host.regions)) {
      rate += rates.region * depthReaches(share * part, rates.leastDepth);
    }
  }
  return 1 - exp(-rate);
}
