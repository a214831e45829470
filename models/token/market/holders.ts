import type { Knowledge } from '../../../sim/parameters.ts';

/*
 * What holders do with newly released tokens. Source: token-economics 13.3; the timing around an unlock
 * follows the published event study of section 10 (drift from 30 days before to 14 days after).
 */

/** How one class sells what is released to it. */
export interface SellProfile {
  /** Part of the release that is sold at all. */
  readonly share: number;
  /** Days over which it is sold, from the day of the release on. */
  readonly spread: number;
  /** Part of the flow that belongs to holders who hedge; half of theirs comes before the release. */
  readonly hedged: number;
  /** Days before the release over which hedges are sold. */
  readonly lead: number;
}

/** Part of the flow of holders who hedge that is sold before the release. */
const HEDGED_EARLY = 0.5;

const afterwards = (share: number): SellProfile => ({ share, spread: 14, hedged: 0, lead: 30 });

/** Defaults by holder class. */
export const sellProfiles: Readonly<
  Record<'team' | 'backers' | 'nodes' | 'ecosystem' | 'community', SellProfile>
> = {
  team: afterwards(0.5),
  backers: { ...afterwards(0.4), hedged: 1 },
  nodes: afterwards(0.6),
  ecosystem: afterwards(0.15),
  community: afterwards(0.6),
};

export const sellProfilesKnowledge: Knowledge = {
  about: 'Parts of new tokens that each class sells, and when',
  status: 'estimate',
  source: 'token-economics 13.3 (scenario values); that all backers hedge is a choice',
};

/** Parts of a release by day around it; entry i is day `first + i`, day 0 that of the release. */
export interface SellKernel {
  readonly first: number;
  readonly weights: Float64Array;
}

/** @throws RangeError for a part outside 0 to 1, or days that are not whole, or no day to sell on */
export function sellKernel({ share, spread, hedged, lead }: SellProfile): SellKernel {
  for (const part of [share, hedged]) {
    if (!(part >= 0 && part <= 1)) throw new RangeError(`part, expected 0 to 1, got ${part}`);
  }
  const days = Number.isInteger(spread) && spread >= 1 && Number.isInteger(lead) && lead >= 0;
  if (!days || (hedged > 0 && lead === 0)) {
    throw new RangeError(`days, expected whole ones of 1 or more, got ${spread} and ${lead}`);
  }
  const early = share * hedged * HEDGED_EARLY;
  const weights = new Float64Array(lead + spread);
  weights.fill(early / lead, 0, lead);
  weights.fill((share - early) / spread, lead);
  return { first: -lead, weights };
}

/**
 * Tokens sold by day, from tokens released by day. What would be sold before day 0 is sold on day 0, when the
 * market opens; what lies behind the last day falls away. A schedule that is the same on all paths needs this
 * once.
 * @param releases tokens, by day
 */
export function sellFlow(releases: Float64Array, { first, weights }: SellKernel): Float64Array {
  const flow = new Float64Array(releases.length);
  for (const [day, tokens] of releases.entries()) {
    if (tokens === 0) continue;
    for (let i = 0; i < weights.length; i++) {
      const at = Math.max(day + first + i, 0);
      if (at < flow.length) flow[at] += tokens * weights[i];
    }
  }
  return flow;
}

/** Parts of newly vested tokens, base units; they sum to them. */
export interface Use {
  readonly sell: bigint;
  readonly utility: bigint;
  readonly hold: bigint;
}

/** Hundredths of newly vested tokens by use, and of the utility stock that leaves it in a month. */
export const QTM_USE = { sell: 30n, utility: 65n, removal: 3n } as const;

export const qtmUseKnowledge: Knowledge = {
  about: 'Sell 30, utility 65, hold 5 %; 3 % of the utility stock leaves it in a month',
  status: 'from source',
  source: 'QTM-Interface default (token-economics 13.3)',
};

/** Splits newly vested tokens as the QTM spreadsheet does; what rounding leaves is held. */
export function qtmUse(vested: bigint): Use {
  const sell = (vested * QTM_USE.sell) / 100n;
  const utility = (vested * QTM_USE.utility) / 100n;
  return { sell, utility, hold: vested - sell - utility };
}

/** Base units that leave a utility stock in a month. */
export function qtmRemoval(stock: bigint): bigint {
  return (stock * QTM_USE.removal) / 100n;
}
