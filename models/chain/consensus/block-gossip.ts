import { Lane } from '../../../sim/engine/order.ts';
import type { Message } from '../../../sim/network/message.ts';
import type { Stream } from '../../../sim/random.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import type { Block } from './block.ts';
import { type Fabric, hearingDelay } from './fabric.ts';
import { Polls } from './polls.ts';
import { Step } from './round-machine.ts';
import type { RoundView, RoundViews } from './round-views.ts';
import { commitBytes, PROPOSAL_BYTES, partBytes, wireBytes } from './sizes.ts';

/** A proposer's word for a block in a round. */
export interface Proposal {
  readonly height: number;
  readonly round: number;
  readonly block: Block;
  readonly validRound: number;
  /** By edge: the peer has it or has sent it. */
  readonly known: Uint8Array;
}

interface PartMessage {
  readonly block: Block;
  readonly part: number;
}

/** What block gossip needs to know of a node. */
export interface BlockHolder {
  readonly height: number;
  proposalOf(round: number): Proposal | undefined;
  /** Blocks of its height, beside the proposed one, that its peers may need to commit. */
  wanted(): Block | undefined;
  /** The block it committed at a lower height. */
  committedAt(height: number): Block | undefined;
  /** The proposer keeps the parts of its block to itself. */
  withholds(block: Block): boolean;
  proposed(proposal: Proposal): void;
  completed(block: Block): void;
  /** A block with the commit that decided it, from a peer that is ahead. */
  caughtUp(block: Block): void;
}

/**
 * Proposals and block parts spread by one routine for each peer, parts in random order, at most at the
 * rate of a connection. A peer that is more than a height behind gets whole blocks with their commits.
 *
 * Left out: hints about parts, so a part that a peer got from others is sent again, as in CometBFT
 * before its version 1.0.
 */
export class BlockGossip {
  readonly polls: Polls;
  /** Parts received, and those of them that were new. */
  received = 0;
  fresh = 0;

  private readonly fabric: Fabric;
  private readonly views: RoundViews;
  private readonly holders: readonly BlockHolder[];
  private readonly proposalKind: number;
  private readonly partKind: number;
  private readonly catchUpKind: number;
  private readonly reads: number;
  private readonly completes: number;
  private readonly picks: Stream;
  /** Until when a peer is already sending a block to a node that lags. */
  private readonly servedUntil: Float64Array;

  constructor(fabric: Fabric, views: RoundViews, holders: readonly BlockHolder[]) {
    this.fabric = fabric;
    this.views = views;
    this.holders = holders;
    const { network, peers, simulation } = fabric;
    this.servedUntil = new Float64Array(peers.nodes);
    this.picks = simulation.streams.stream('chain/gossip/parts/pick');
    this.proposalKind = network.kind('chain.proposal', (message) => this.proposalArrived(message));
    this.partKind = network.kind('chain.part', (message) => this.partArrived(message));
    this.catchUpKind = network.kind('chain.catch_up', (message) => {
      this.servedUntil[message.to] = 0;
      this.holders[message.to].caughtUp(message.payload as Block);
    });
    const stream = simulation.streams.stream('chain/gossip/parts');
    this.polls = new Polls(fabric, 'chain.gossip.parts', stream, (edge) => this.look(edge));
    const entity = network.entityOf(0);
    this.reads = simulation.handler('chain.part', (node, part, block) => {
      this.read(node - entity, part, block as Block);
    });
    this.completes = simulation.handler('chain.block', (node, _id, block) => {
      if (network.isAlive(node - entity)) this.holders[node - entity].completed(block as Block);
    });
  }

  /** A proposal of this node's own begins to spread. */
  publish(node: number): void {
    this.polls.wake(node);
  }

  private look(edge: number): void {
    const { peers, network, simulation } = this.fabric;
    const from = peers.from[edge];
    const to = peers.to[edge];
    if (!network.isAlive(from)) return;
    const heardUntil = simulation.now - hearingDelay(this.fabric, edge);
    const view = this.views.at(to, heardUntil);
    const pause = view === undefined ? 0 : this.sendWhatFits(edge, from, to, view);
    if (pause > 0) {
      this.polls.again(edge, (simulation.now + pause) as Tick);
    } else if (this.views.newest(to) > heardUntil) {
      this.polls.wakeEdge(edge);
    }
  }

  /** Ticks that a connection is busy with some bytes. */
  private busy(bytes: number): number {
    return Math.ceil((bytes * TICKS_PER_SECOND) / this.fabric.settings.connectionRate);
  }

  /** @returns ticks until the next look, 0 when the peer has all that it may need */
  private sendWhatFits(edge: number, from: number, to: number, view: RoundView): number {
    const holder = this.holders[from];
    if (view.height < holder.height) return this.sendOld(edge, from, to, view);
    if (view.height > holder.height) return 0;
    const proposal = holder.proposalOf(view.round);
    if (proposal !== undefined) {
      const header = proposal.known[edge] === 0 ? this.sendProposal(edge, proposal) : 0;
      const pause = header + this.sendPart(edge, from, to, proposal.block, view);
      if (pause > 0) return pause;
    }
    const wanted = holder.wanted();
    return wanted === undefined ? 0 : this.sendPart(edge, from, to, wanted, view);
  }

  private sendOld(edge: number, from: number, to: number, view: RoundView): number {
    const block = this.holders[from].committedAt(view.height);
    if (block === undefined) return 0;
    if (view.height === this.holders[from].height - 1) {
      return this.sendPart(edge, from, to, block, view);
    }
    const { network, settings, simulation, validators } = this.fabric;
    const bytes = wireBytes(block.bytes + commitBytes(validators, settings.commitEntryBytes));
    // One peer at a time sends it; another one takes over when nothing came for long.
    if (this.servedUntil[to] > simulation.now) return settings.gossipSleep;
    this.servedUntil[to] = simulation.now + 10 * (this.busy(bytes) + settings.gossipSleep);
    network.send(from, to, this.catchUpKind, bytes, edge, block);
    return this.busy(bytes);
  }

  private sendProposal(edge: number, proposal: Proposal): number {
    const { network, peers } = this.fabric;
    const bytes = wireBytes(PROPOSAL_BYTES);
    proposal.known[edge] = 1;
    network.send(peers.from[edge], peers.to[edge], this.proposalKind, bytes, edge, proposal, true);
    return this.busy(bytes);
  }

  private sendPart(edge: number, from: number, to: number, block: Block, view: RoundView): number {
    if (this.holders[from].withholds(block)) return 0;
    // A node that precommits the block tells its peers that it has all of it.
    if (view.step >= Step.Precommit && block.isComplete(to)) return 0;
    const part = block.pick(edge, from, this.picks.uniform());
    if (part < 0) return 0;
    block.learn(edge, part);
    const bytes = wireBytes(partBytes(block.bytes, part));
    const message: PartMessage = { block, part };
    this.fabric.network.send(from, to, this.partKind, bytes, edge, message);
    return this.busy(bytes);
  }

  private proposalArrived(message: Message): void {
    const proposal = message.payload as Proposal;
    const { peers } = this.fabric;
    proposal.known[peers.reverse[message.argument]] = 1;
    const holder = this.holders[message.to];
    if (proposal.height !== holder.height) return;
    if (holder.proposalOf(proposal.round) !== undefined) return;
    holder.proposed(proposal);
    this.polls.wake(message.to);
  }

  private partArrived(message: Message): void {
    const { processors, peers, settings, simulation, network } = this.fabric;
    const { block, part } = message.payload as PartMessage;
    const node = message.to;
    this.received++;
    block.learn(peers.reverse[message.argument], part);
    const done = processors[node].consensus(
      simulation.now,
      message.bytes * settings.costs.partByte,
    );
    if (block.height !== this.holders[node].height || !block.arrive(node, part)) return;
    this.fresh++;
    simulation.scheduleAt(
      Math.ceil(done) as Tick,
      Lane.Service,
      network.entityOf(node),
      this.reads,
      part,
      block,
    );
  }

  private read(node: number, part: number, block: Block): void {
    const { processors, settings, simulation, network, validators } = this.fabric;
    block.hold(node, part);
    this.polls.wake(node);
    if (!block.isComplete(node)) return;
    const work = validators * settings.costs.commitSignature;
    const done = Math.ceil(processors[node].consensus(simulation.now, work)) as Tick;
    simulation.scheduleAt(
      done,
      Lane.Service,
      network.entityOf(node),
      this.completes,
      block.id,
      block,
    );
  }
}
