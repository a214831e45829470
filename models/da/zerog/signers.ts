import type { Stream, Streams } from '../../../sim/random.ts';
import { tokens } from '../../chain/stake/fixed-point.ts';
import { drawnBallots, sortedBallots } from './ballots.ts';
import type { ZerogValues } from './parameters.ts';
import { type Quorum, quorums, rowsBySigner } from './quorums.ts';
import { countedTokens, type SignerTokens, type VoteRule, voteRules, votes } from './votes.ts';

/*
 * Who signs: addresses with votes, and the quorums that their ballots make. An address belongs to a validator;
 * the first one may have several, which is how votes by balance are exploited.
 */

/** A registered address. */
export interface Address {
  readonly signer: number;
  readonly votes: number;
}

/** A quorum with the rows of each of its signers. */
export interface SeatedQuorum {
  readonly seats: Quorum;
  readonly rows: ReadonlyMap<number, readonly number[]>;
}

/** The rule of the section's source with its own price of a vote. */
export function voteRule({ voteSource, tokensPerVote }: ZerogValues): VoteRule {
  const rule = voteRules[voteSource];
  return tokensPerVote === null ? rule : { ...rule, tokensPerVote };
}

/** `amount` in equal parts, rounded down. */
function held(amount: bigint, delegators: number): SignerTokens {
  const each = amount / BigInt(delegators);
  const delegations = new Array<bigint>(delegators).fill(each);
  return { delegations, balance: amount, staked: amount };
}

/**
 * Addresses of all validators. One validator that splits shows its whole balance at each address, one after
 * another; tokens that are locked it has to divide.
 * @param stake share of each validator
 */
export function addressesOf(stake: readonly number[], values: ZerogValues): Address[] {
  const { bonded, delegators, splitBalance, voteSource } = values;
  const rule = voteRule(values);
  return stake.flatMap((share, signer) => {
    const amount = tokens(Math.round(share * bonded));
    const addresses = signer === 0 ? splitBalance : 1;
    const each = voteSource === 'balance' ? amount : amount / BigInt(addresses);
    const counted = votes(countedTokens(held(each, delegators), rule), rule);
    return Array.from({ length: addresses }, () => ({ signer, votes: counted }));
  });
}

const SIGNATURE_BYTES = 64;

function signature(stream: Stream): Uint8Array {
  return Uint8Array.from({ length: SIGNATURE_BYTES }, () => stream.below(256));
}

/** Quorums of an epoch: hashed ballots in exact fidelity, a drawn permutation in fast. */
export function drawQuorums(
  addresses: readonly Address[],
  fidelity: 'fast' | 'exact',
  streams: Streams,
  name: string,
): SeatedQuorum[] {
  const stream = streams.stream(`da/zerog/${name}/ballots`);
  const order =
    fidelity === 'exact'
      ? sortedBallots(addresses.map(({ votes }) => ({ signature: signature(stream), votes })))
      : drawnBallots(
          addresses.map(({ votes }) => votes),
          stream,
        );
  const signers = order.map((address) => addresses[address].signer);
  return quorums(signers).map((seats) => ({ seats, rows: rowsBySigner(seats) }));
}
