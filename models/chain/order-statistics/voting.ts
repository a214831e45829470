import type { Stream } from '../../../sim/random.ts';
import { type Powers, powersOf } from '../consensus/tally.ts';
import type { ChainPlan } from '../message-chain.ts';
import type { BlockSpread } from './block-spread.ts';
import type { Flood } from './flood.ts';
import type { Links } from './links.ts';
import type { Loads } from './loads.ts';
import { type Groups, groupsOf, pickOfEach } from './representatives.ts';
import { type Ballot, count, medianOf, type Sight } from './vote-count.ts';
import { VoteWays } from './vote-ways.ts';

/** Nodes at which each ballot is counted. */
const REPRESENTATIVES = 3;

/** Pieces in which the work on a ballot comes to the processors. */
const PIECES = 8;

/** Counts ballots at one node of each group of validators. */
export class Voting {
  readonly powers: Powers;
  private readonly options: ChainPlan;
  private readonly groups: Groups;
  /** Nodes that have no more peers than the mean: those with more stand for themselves alone. */
  private readonly isPlain: Uint8Array;
  private readonly ways: VoteWays;
  private readonly flood: Flood;
  private readonly loads: Loads;
  private readonly stream: Stream;
  private readonly hops: Float64Array;
  private readonly delays: Float64Array;
  private readonly keys: Float64Array;
  /** What a vote of each step waited for others at a node in its last ballot, ticks. */
  private readonly voteWaits = new Float64Array(2);

  constructor(options: ChainPlan, links: Links, flood: Flood, loads: Loads, stream: Stream) {
    const { peers, powers, network } = options;
    this.options = options;
    this.flood = flood;
    this.loads = loads;
    this.stream = stream;
    this.powers = powersOf(powers);
    const degree = (node: number) => peers.first[node + 1] - peers.first[node];
    const mean = peers.edges / peers.nodes;
    this.isPlain = Uint8Array.from({ length: peers.nodes }, (_, n) => (degree(n) <= mean ? 1 : 0));
    this.groups = groupsOf(peers.nodes, powers.length, REPRESENTATIVES, network.latency);
    this.ways = new VoteWays(options, links);
    this.hops = new Float64Array(peers.nodes);
    this.delays = new Float64Array(peers.nodes);
    this.keys = new Float64Array(powers.length);
  }

  /** The group of a node, by which `count` orders what it returns. */
  groupOf(node: number): number {
    return this.groups.of[node];
  }

  /**
   * What each group sees of a ballot; undefined for a group of which nobody is up.
   * @param step 0 for prevotes, 1 for precommits
   * @param chief stands for its group
   * @param waits and shares: what transactions take of each node
   */
  count(
    ballot: Ballot,
    step: number,
    chief: number,
    waits: Float64Array,
    shares: Float64Array,
    blockSpread: BlockSpread,
    isUp: Uint8Array,
  ): (Sight | undefined)[] {
    const { peers, settings } = this.options;
    const { hops, delays, ways, stream } = this;
    const sleep = settings.gossipSleep;
    const chosen = pickOfEach(this.groups, isUp, this.isPlain, chief, stream);
    const { socket } = this.loads;
    // Votes come to the next node half a sleep and a flush later.
    const come = medianOf(ballot.castAt) + sleep / 2 + settings.flush;
    for (let node = 0; node < peers.nodes; node++) {
      const parts = Math.max(0, blockSpread.freeAt[node] - come);
      const bulk = Math.min(waits[node] + this.voteWaits[step], socket[node]);
      hops[node] = Math.max(bulk, parts) + settings.costs.vote;
    }
    const source = chosen.find((node) => node >= 0) ?? 0;
    const look = sleep * stream.uniform();
    if (step === 0) ways.copies(source, look, hops, waits, isUp);
    let [wait, weight] = [0, 0];
    const sights = chosen.map((target, group) => {
      const at = sleep * stream.uniform();
      if (target < 0) return undefined;
      ways.backward(target, at, hops, isUp, delays);
      const counter = {
        wait: waits[target],
        share: shares[target],
        socket: socket[target],
        peers: peers.first[target + 1] - peers.first[target],
        copies: ways.copiesTo[target],
      };
      const sight = count(ballot, target, delays, this.powers, counter, settings, this.keys);
      const size = this.groups.members[group].length;
      wait += sight.wait * size;
      weight += size;
      return sight;
    });
    this.voteWaits[step] = weight > 0 ? wait / weight : 0;
    this.charge(ballot, sights, blockSpread);
    return sights;
  }

  /** The processors work on the votes while they come. */
  private charge(
    ballot: Ballot,
    sights: readonly (Sight | undefined)[],
    blockSpread: BlockSpread,
  ): void {
    const { costs } = this.options.settings;
    let [from, to, seen, votes] = [0, 0, 0, 0];
    for (const sight of sights) {
      if (sight === undefined || !(sight.to < Number.POSITIVE_INFINITY)) continue;
      from += sight.from;
      to += sight.to;
      seen++;
    }
    if (seen === 0) return;
    for (const at of ballot.castAt) if (at < Number.POSITIVE_INFINITY) votes++;
    const { copiesTo } = this.ways;
    const { first } = this.options.peers;
    const work = new Float64Array(first.length - 1);
    for (let n = 0; n < work.length; n++) {
      const read = votes * (costs.vote + Math.max(0, copiesTo[n] - 1) * costs.knownVote);
      blockSpread.occupy(n, from / seen, to / seen, read);
      work[n] = (read + votes * costs.hint * (first[n + 1] - first[n])) / PIECES;
    }
    for (let i = 0; i < PIECES; i++) {
      const at = (from + ((to - from) * (i + 0.5)) / PIECES) / seen;
      this.flood.addConsensus(at, work);
    }
  }
}
