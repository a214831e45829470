import type { Tick } from '../../../sim/time.ts';
import { medianTime, type TimedVote } from '../consensus/block-time.ts';
import { isQuorum, type Powers } from '../consensus/tally.ts';
import type { ChainSettings } from '../settings.ts';

/** What a validator votes for. */
export const Choice = { Nothing: 0, Block: 1, Nil: 2 } as const;

/** The votes of all validators in one step of a round. */
export interface Ballot {
  /** When each vote is on the disk of its validator, ticks; infinite without a vote. */
  readonly castAt: Float64Array;
  readonly choice: Uint8Array;
}

/** What one node sees of a ballot: order statistics of arrival times, ticks; infinite without a quorum. */
export interface Sight {
  /** More than two thirds for the block, for no block, for anything. */
  readonly block: number;
  readonly nil: number;
  readonly any: number;
  /** What a vote waited for other votes, and for transactions, on average, ticks. */
  readonly wait: number;
  readonly bulkWait: number;
  /** From 5 % to 95 % of the votes. */
  readonly from: number;
  readonly to: number;
}

/** What a node does beside counting. */
export interface Counter {
  /** Mean wait behind transactions, share of time for them, what the sockets hold: ticks, 1, ticks. */
  readonly wait: number;
  readonly share: number;
  readonly socket: number;
  readonly peers: number;
  /** Copies of each vote. */
  readonly copies: number;
}

const VALIDATORS_MAX = 4096;

/**
 * Counts a ballot at one node: votes wait for each other and for the bulk in the sockets.
 * @param delays from each validator's disk to the node, ticks
 * @param keys room for one number by validator
 */
export function count(
  ballot: Ballot,
  target: number,
  delays: Float64Array,
  powers: Powers,
  counter: Counter,
  { costs }: ChainSettings,
  keys: Float64Array,
): Sight {
  const { castAt, choice } = ballot;
  let base = Number.POSITIVE_INFINITY;
  for (let v = 0; v < castAt.length; v++) if (castAt[v] < base) base = castAt[v];
  let votes = 0;
  for (let v = 0; v < castAt.length; v++) {
    const arrives = castAt[v] + delays[v];
    if (arrives < Number.POSITIVE_INFINITY) {
      keys[votes++] = Math.round(arrives - base) * VALIDATORS_MAX + v;
    }
  }
  const sorted = keys.subarray(0, votes).sort();
  const consensus = costs.vote + Math.max(0, counter.copies - 1) * costs.knownVote;
  const bulk = counter.peers * costs.hint;
  const idle = 1 - counter.share;
  let [queue, before, busyUntil, waits] = [0, 0, 0, 0];
  let [blockPower, nilPower, power] = [0, 0, 0];
  let block = Number.POSITIVE_INFINITY;
  let nil = block;
  let any = block;
  for (let i = 0; i < votes; i++) {
    const arrives = Math.floor(sorted[i] / VALIDATORS_MAX);
    const v = sorted[i] - arrives * VALIDATORS_MAX;
    queue = Math.max(0, queue - (arrives - before) * idle);
    before = arrives;
    let held = arrives;
    if (v !== target) {
      const reached = arrives + Math.min(counter.wait + queue, counter.socket);
      const start = reached > busyUntil ? reached : busyUntil;
      waits += start - arrives - Math.min(counter.wait, counter.socket);
      held = start + costs.vote;
      busyUntil = start + consensus;
      queue += consensus;
    }
    queue += bulk;
    const weight = powers.power[v];
    power += weight;
    if (choice[v] === Choice.Block) blockPower += weight;
    else nilPower += weight;
    if (any === Number.POSITIVE_INFINITY && isQuorum(power, powers)) any = base + held;
    if (block === Number.POSITIVE_INFINITY && isQuorum(blockPower, powers)) block = base + held;
    if (nil === Number.POSITIVE_INFINITY && isQuorum(nilPower, powers)) nil = base + held;
  }
  const at = (share: number) =>
    votes > 0 ? base + Math.floor(sorted[Math.floor(share * (votes - 1))] / VALIDATORS_MAX) : base;
  const wait = votes > 0 ? Math.max(0, waits / votes) : 0;
  const bulkWait = counter.wait;
  return { block, nil, any, wait, bulkWait, from: at(0.05), to: at(0.95) };
}

/** Median of the finite ones; infinite without any. */
export function medianOf(times: Float64Array): number {
  const finite = times.filter((at) => at < Number.POSITIVE_INFINITY).sort();
  return finite[finite.length >>> 1] ?? Number.POSITIVE_INFINITY;
}

/** Median, by power, of the times of the votes for the block; undefined without any. */
export function precommitTime({ castAt, choice }: Ballot, { power }: Powers): Tick | undefined {
  const votes: TimedVote[] = [];
  for (let v = 0; v < castAt.length; v++) {
    if (choice[v] === Choice.Block) votes.push({ at: castAt[v], power: power[v] });
  }
  return medianTime(votes);
}
