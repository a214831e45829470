import { Lane } from '../../../sim/engine/order.ts';
import type { Message } from '../../../sim/network/message.ts';
import type { Tick } from '../../../sim/time.ts';
import { type Fabric, hearingDelay } from './fabric.ts';
import { Polls } from './polls.ts';
import { Step, VoteType } from './round-machine.ts';
import type { RoundView, RoundViews } from './round-views.ts';
import { wireBytes } from './sizes.ts';
import { VoteBook } from './vote-book.ts';
import type { VotePool } from './vote-pool.ts';

/** Validators of a chain, at most: an event names height and validator in one number. */
export const VALIDATORS_MAX = 4096;

/** Votes of one pool on their way; `height` tells whether the pool has been taken for another one. */
interface Burst {
  readonly pool: VotePool;
  readonly height: number;
  /** Validators. */
  readonly votes: readonly number[];
}

/** What vote gossip needs to know of a node. */
export interface Voter {
  readonly height: number;
  readonly round: number;
  /** Round in which the previous height was decided. */
  readonly lastRound: number;
  /** Round in which the block proposed in a round had its quorum of prevotes; -1 without. */
  validRoundOf(round: number): number;
  counted(pool: VotePool, validator: number): void;
  conflicted(validator: number): void;
}

/**
 * Votes spread by one routine for each peer: it sends what the peer is not known to hold, as far as the
 * peer's height and round ask for it. Every new vote at a node is an event; copies cost bytes and work.
 *
 * Of a validator that signs twice every node gets and counts both votes. CometBFT counts a second one
 * where a peer claims a quorum for its value (VoteSetMaj23); the claims are left out.
 */
export class VoteGossip {
  readonly book: VoteBook;
  readonly polls: Polls;
  /** Votes received, and those of them that were new. */
  received = 0;
  fresh = 0;

  private readonly fabric: Fabric;
  private readonly views: RoundViews;
  private readonly voters: readonly Voter[];
  private readonly burstKind: number;
  private readonly hintKind: number;
  private readonly counts: number;
  /** Hints given by a node, and those of them already charged to an edge. */
  private readonly hints: Float64Array;
  private readonly charged: Float64Array;

  constructor(fabric: Fabric, views: RoundViews, voters: readonly Voter[]) {
    this.fabric = fabric;
    this.views = views;
    this.voters = voters;
    const { network, peers, simulation, validators } = fabric;
    this.book = new VoteBook(peers, validators);
    this.hints = new Float64Array(peers.nodes);
    this.charged = new Float64Array(peers.edges);
    this.burstKind = network.kind('chain.votes', (message) => this.arrived(message));
    this.hintKind = network.kind('chain.has_vote', () => {});
    const stream = simulation.streams.stream('chain/gossip/votes');
    this.polls = new Polls(fabric, 'chain.gossip.votes', stream, (edge) => this.look(edge));
    const entity = network.entityOf(0);
    this.counts = simulation.handler('chain.vote', (node, argument, pool) => {
      this.count(node - entity, argument, pool as VotePool);
    });
  }

  /** A validator's own vote. */
  cast(node: number, pool: VotePool, value: number): void {
    const { now } = this.fabric.simulation;
    pool.value[node] = value;
    pool.signedAt[node] = now;
    pool.arrive(node, node);
    this.hold(node, node, pool);
  }

  /** A second vote, for another value, which goes to every other peer instead of the first one. */
  castSecond(node: number, pool: VotePool, value: number): void {
    const { first } = this.fabric.peers;
    const second = this.book.openSecond(pool);
    for (let edge = first[node]; edge < first[node + 1]; edge++) {
      const kept = (edge - first[node]) % 2 === 0 ? second : pool;
      kept.learn(edge, node);
    }
    this.cast(node, second, value);
  }

  private hold(node: number, validator: number, pool: VotePool): void {
    const { peers, processors, settings, simulation } = this.fabric;
    pool.hold(node, validator, simulation.now);
    this.hints[node]++;
    const { hint } = settings.costs;
    const { first, to } = peers;
    for (let edge = first[node]; edge < first[node + 1]; edge++) {
      processors[to[edge]].bulk(simulation.now, hint);
    }
    this.polls.wake(node);
  }

  private count(node: number, argument: number, pool: VotePool): void {
    const height = Math.floor(argument / VALIDATORS_MAX);
    if (pool.height !== height) return;
    const validator = argument % VALIDATORS_MAX;
    if (!this.fabric.network.isAlive(node)) {
      pool.lose(node, validator);
      return;
    }
    this.hold(node, validator, pool);
    if (pool.twin?.holds(node, validator)) this.voters[node].conflicted(validator);
    this.voters[node].counted(pool, validator);
  }

  private look(edge: number): void {
    const { peers, network, simulation } = this.fabric;
    const from = peers.from[edge];
    const to = peers.to[edge];
    if (!network.isAlive(from)) return;
    this.chargeHints(edge, from, to);
    const heardUntil = simulation.now - hearingDelay(this.fabric, edge);
    const view = this.views.at(to, heardUntil);
    if (view !== undefined) this.sendWhatFits(edge, from, view, heardUntil);
    if (this.views.newest(to) > heardUntil) this.polls.wakeEdge(edge);
  }

  private sendWhatFits(edge: number, from: number, view: RoundView, heardUntil: number): void {
    const voter = this.voters[from];
    const { height, round } = view;
    const offer = (h: number, r: number, type: VoteType) => {
      const pool = r < 0 ? undefined : this.book.find(h, r, type);
      if (pool === undefined) return;
      this.sendMissing(edge, from, pool, heardUntil);
      if (pool.twin !== undefined) this.sendMissing(edge, from, pool.twin, heardUntil);
    };
    if (height === voter.height - 1) offer(height, voter.lastRound, VoteType.Precommit);
    if (height !== voter.height) return;
    if (view.step === Step.NewHeight) offer(height - 1, voter.lastRound, VoteType.Precommit);
    offer(height, voter.validRoundOf(round), VoteType.Prevote);
    offer(height, round, VoteType.Prevote);
    offer(height, round, VoteType.Precommit);
    if (voter.round <= round) return;
    offer(height, voter.round, VoteType.Prevote);
    offer(height, voter.round, VoteType.Precommit);
  }

  private sendMissing(edge: number, from: number, pool: VotePool, heardUntil: number): void {
    const votes: number[] = [];
    pool.missing(edge, from, this.fabric.peers.to[edge], heardUntil, votes);
    if (votes.length > 0) this.send(edge, pool, votes);
  }

  private send(edge: number, pool: VotePool, votes: readonly number[]): void {
    const { peers, network, settings } = this.fabric;
    const bytes = wireBytes(votes.length * settings.voteBytes);
    const burst: Burst = { pool, height: pool.height, votes };
    network.send(peers.from[edge], peers.to[edge], this.burstKind, bytes, edge, burst, true);
  }

  private arrived(message: Message): void {
    const { peers, processors, settings, simulation, network } = this.fabric;
    const { pool, height, votes } = message.payload as Burst;
    const node = message.to;
    const processor = processors[node];
    const { now } = simulation;
    this.received += votes.length;
    if (pool.height !== height) {
      processor.consensus(now, votes.length * settings.costs.knownVote);
      return;
    }
    const back = peers.reverse[message.argument];
    const entity = network.entityOf(node);
    for (const validator of votes) {
      pool.learn(back, validator);
      if (!pool.arrive(node, validator)) {
        processor.consensus(now, settings.costs.knownVote);
        continue;
      }
      this.fresh++;
      const done = Math.ceil(processor.consensus(now, settings.costs.vote)) as Tick;
      const argument = height * VALIDATORS_MAX + validator;
      simulation.scheduleAt(done, Lane.Service, entity, this.counts, argument, pool);
    }
  }

  private chargeHints(edge: number, from: number, to: number): void {
    const count = this.hints[from] - this.charged[edge];
    if (count === 0) return;
    this.charged[edge] = this.hints[from];
    const bytes = wireBytes(count * this.fabric.settings.hintBytes);
    this.fabric.network.carry(from, to, this.hintKind, bytes);
  }
}
