import type { Tick } from '../../sim/time.ts';

/** How long a step waits in round r: `first + r * delta`. */
export interface Timeout {
  readonly first: Tick;
  readonly delta: Tick;
}

/** What a node's processor spends, in ticks of work. */
export interface ProcessingCosts {
  /** A copy of a transaction: frames, decoding, check, cache, and sending it on. */
  readonly transaction: number;
  /** A hash of a transaction that is announced instead of sent. */
  readonly announcement: number;
  /** A vote that is new: decoding and its signature. */
  readonly vote: number;
  /** A vote that is known already. */
  readonly knownVote: number;
  /** A "has vote" hint. */
  readonly hint: number;
  /** A byte of a block part. */
  readonly partByte: number;
  /** One signature of the commit inside a block. */
  readonly commitSignature: number;
}

/** A chain as its nodes run it: one preset with the changes of a scenario. */
export interface ChainSettings {
  readonly propose: Timeout;
  readonly prevote: Timeout;
  readonly precommit: Timeout;
  /** Wait after a commit for more precommits. */
  readonly commit: Tick;
  /** Target: a height begins this long after the one before; then `commit` does not count. */
  readonly blockInterval: Tick | null;
  /** Next height begins once it is decided, execution follows beside it. */
  readonly pipelined: boolean;
  readonly maxBlockBytes: number;
  /** Gas in a block; infinite without a limit. */
  readonly gasLimit: number;
  /** Gas that a node executes per second; infinite when gas is not what costs. */
  readonly gasPerSecond: number;
  /** Time to execute one transaction beside its gas, ticks. */
  readonly executeTransaction: number;
  readonly voteBytes: number;
  readonly hintBytes: number;
  /** A signature in a commit with its fields, bytes. */
  readonly commitEntryBytes: number;
  /** `bft`: median of the precommits for the block before; `proposer`: clock of the proposer. */
  readonly blockTime: 'bft' | 'proposer';
  /** Most bytes per second that one connection sends. */
  readonly connectionRate: number;
  /** Writes to a connection wait this long for more. */
  readonly flush: Tick;
  /** A gossip routine that has nothing to send looks again after this time. */
  readonly gossipSleep: Tick;
  /** A write that must be on the disk before a node goes on. */
  readonly syncWrite: Tick;
  /** Bytes that a socket holds for a reader that is busy. */
  readonly socketBytes: number;
  readonly mempoolTransactions: number;
  readonly mempoolBytes: number;
  /** `flood`: every transaction to every peer; `announce`: to the square root of the peers, its hash to the others. */
  readonly mempoolGossip: 'flood' | 'announce';
  readonly outbound: number;
  readonly inbound: number;
  readonly costs: ProcessingCosts;
}

/** Ticks that a step waits in a round. */
export function timeoutOf(timeout: Timeout, round: number): Tick {
  return (timeout.first + round * timeout.delta) as Tick;
}
