import type { Status } from '../../../sim/parameters.ts';
import { tokens } from '../../chain/stake/fixed-point.ts';

/*
 * Tokens to votes. Sources disagree on what earns a vote (chain sheet 1.2, contradictions 1 to 5), so each of
 * their rules is here.
 */

/** What earns votes: `delegated` stake, the `balance` of the wallet, or tokens `staked` in the registry. */
export const voteSources = ['delegated', 'balance', 'staked'] as const;

export type VoteSource = (typeof voteSources)[number];

export interface VoteRule {
  readonly source: VoteSource;
  /** Whole tokens. */
  readonly tokensPerVote: number;
  readonly maxVotesPerSigner: number;
  /** Delegations that are counted, from the first; of `delegated` only. */
  readonly countedDelegations: number;
}

/** Whole tokens for a vote as the node guide has them, and as the genesis of the old chain has them. */
export const TOKENS_PER_VOTE = { documented: 30, genesis: 10 } as const;
/** The documentation counts 10 delegations; the loop of the old chain stops after the 11th. */
export const COUNTED_DELEGATIONS = { documented: 10, genesis: 11 } as const;

interface PublishedRule extends VoteRule {
  readonly about: string;
  readonly status: Status;
  readonly basis: string;
}

/** The rule of each source as its code has it. */
export const voteRules: Readonly<Record<VoteSource, PublishedRule>> = {
  delegated: {
    source: 'delegated',
    about: 'stake delegated to the signer on the old chain',
    tokensPerVote: TOKENS_PER_VOTE.genesis,
    maxVotesPerSigner: 1024,
    countedDelegations: COUNTED_DELEGATIONS.genesis,
    status: 'from source',
    basis: 'chain sheet 1.2: CH1 x/dasigners',
  },
  balance: {
    source: 'balance',
    about: 'what the wallet holds when it registers; nothing is locked',
    tokensPerVote: TOKENS_PER_VOTE.documented,
    maxVotesPerSigner: 102_400,
    countedDelegations: COUNTED_DELEGATIONS.documented,
    status: 'from source',
    basis: 'chain sheet 1.2: DAC DARegistry.sol of May 2025',
  },
  staked: {
    source: 'staked',
    about: 'tokens locked in the registry',
    tokensPerVote: TOKENS_PER_VOTE.documented,
    maxVotesPerSigner: 1024,
    countedDelegations: COUNTED_DELEGATIONS.documented,
    status: 'estimate',
    basis: 'chain sheet 1.2: stake() of the DA node, figures of the node guide',
  },
};

/** Tokens of a signer in base units. */
export interface SignerTokens {
  /** Oldest first. */
  readonly delegations: readonly bigint[];
  readonly balance: bigint;
  readonly staked: bigint;
}

/** Base units that a rule counts for a signer. */
export function countedTokens(held: SignerTokens, rule: VoteRule): bigint {
  if (rule.source === 'balance') return held.balance;
  if (rule.source === 'staked') return held.staked;
  return held.delegations
    .slice(0, rule.countedDelegations)
    .reduce((sum, delegation) => sum + delegation, 0n);
}

/**
 * Votes for counted tokens: min(floor(counted / tokensPerVote), maxVotesPerSigner).
 * @param counted base units
 * @throws RangeError for tokens below 0, or a vote that costs no whole number of tokens above 0
 */
export function votes(counted: bigint, rule: VoteRule): number {
  if (counted < 0n) throw new RangeError(`counted tokens, expected 0 or more, got ${counted}`);
  const price = tokens(rule.tokensPerVote);
  if (price === 0n) throw new RangeError('tokensPerVote, expected more than 0, got 0');
  const whole = counted / price;
  const most = BigInt(rule.maxVotesPerSigner);
  return Number(whole < most ? whole : most);
}
