import { pow } from '../../../../sim/math.ts';

/*
 * What a storage provider pledges for new power. Floats of tokens and EiB, for laws of behaviour; a ledger
 * moves what it rounds. Source: token-economics 8.5 and 8.7.
 */

/** How the two shares of the consensus part are averaged. */
export type PledgeMean = 'arithmetic' | 'geometric' | 'harmonic';

export interface PledgeTerms {
  /** Tokens mined on the day. */
  readonly dailyReward: number;
  /** Tokens. */
  readonly circulating: number;
  /** Quality-adjusted power that is added, EiB. */
  readonly added: number;
  /** Quality-adjusted power of the network, EiB. */
  readonly network: number;
  /** EiB. */
  readonly baseline: number;
  /** Share of the circulating supply that pledges aim to lock; 0.3. */
  readonly lockTarget: number;
  /** Weight of the share of max(network, baseline); 1 before FIP-0081, 0.7 after. */
  readonly gamma: number;
  readonly mean: PledgeMean;
}

/** Days of reward in the storage part. */
const STORAGE_DAYS = 20;
const GIB_PER_EIB = 1_073_741_824;

/** Tokens for new power: storage part and consensus part, at most 1 token for a GiB. */
export function initialPledge(terms: PledgeTerms): number {
  const { dailyReward, circulating, added, network, lockTarget } = terms;
  const storage = (STORAGE_DAYS * dailyReward * added) / network;
  const consensus = lockTarget * circulating * consensusShare(terms);
  return Math.min(storage + consensus, added * GIB_PER_EIB);
}

function consensusShare({ added, network, baseline, gamma, mean }: PledgeTerms): number {
  const ofNetwork = added / network;
  const ofBaseline = added / Math.max(network, baseline);
  if (mean === 'arithmetic') return (1 - gamma) * ofNetwork + gamma * ofBaseline;
  if (mean === 'geometric') return pow(ofNetwork, 1 - gamma) * pow(ofBaseline, gamma);
  return 1 / ((1 - gamma) / ofNetwork + gamma / ofBaseline);
}

/** A renewed sector pledges the larger of what it had and what it would need now. */
export function renewedPledge(held: number, needed: number): number {
  return Math.max(held, needed);
}

/** Parts of the supply, base units. */
export interface FilecoinSupply {
  readonly disbursed: bigint;
  readonly mined: bigint;
  readonly vested: bigint;
  readonly locked: bigint;
  readonly burned: bigint;
}

/** disbursed + mined + vested - locked - burned. */
export function circulatingSupply(supply: FilecoinSupply): bigint {
  const { disbursed, mined, vested, locked, burned } = supply;
  return disbursed + mined + vested - locked - burned;
}
