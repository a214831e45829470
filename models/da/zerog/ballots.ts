import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Stream } from '../../../sim/random.ts';

/*
 * The draw of an epoch. A signer's registration signature is hashed once for each of its votes; all ballots,
 * sorted by value, are the order in which seats are dealt (chain sheet 1.2). Readings, as the sheet is silent:
 * ballot 1 is the hash of the signature, and the smallest ballot comes first.
 */

export interface Registration {
  /** BLS signature over address, epoch and chain id, as registered. */
  readonly signature: Uint8Array;
  readonly votes: number;
}

/** Ballots of one signer: ballot k is keccak256 applied k times to its signature, k = 1 to `votes`. */
export function ballotsOf({ signature, votes }: Registration): Uint8Array[] {
  checkVotes(votes);
  const ballots: Uint8Array[] = [];
  let value = signature;
  for (let k = 0; k < votes; k++) {
    value = keccak_256(value);
    ballots.push(value);
  }
  return ballots;
}

/**
 * The signer of each ballot, ballots sorted by value; signers are numbered as they are given.
 * @throws RangeError for votes that are no whole number from 0
 */
export function sortedBallots(registrations: readonly Registration[]): number[] {
  const ballots = registrations.flatMap((registration, signer) =>
    ballotsOf(registration).map((value) => ({ value: bytesToHex(value), signer })),
  );
  // Equal values come from equal signatures only; the sort is stable.
  ballots.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  return ballots.map(({ signer }) => signer);
}

/**
 * The fast form of `sortedBallots`: hashes of different signatures sort like a random permutation. Takes one
 * draw less than there are votes.
 * @param votes of each signer
 * @throws RangeError for votes that are no whole number from 0
 */
export function drawnBallots(votes: readonly number[], stream: Stream): number[] {
  const order: number[] = [];
  for (const [signer, count] of votes.entries()) {
    checkVotes(count);
    for (let k = 0; k < count; k++) order.push(signer);
  }
  return stream.shuffle(order);
}

function checkVotes(votes: number): void {
  if (!(Number.isSafeInteger(votes) && votes >= 0)) {
    throw new RangeError(`votes, expected a whole number from 0, got ${votes}`);
  }
}
