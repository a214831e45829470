import { Lane } from '../../../sim/engine/order.ts';
import type { Tick } from '../../../sim/time.ts';
import { Mempool } from '../mempool/gossip.ts';
import type { Misbehaviour } from '../misbehaviour.ts';
import type { ProposerRotation } from '../proposer.ts';
import { Block } from './block.ts';
import { BlockGossip, type Proposal } from './block-gossip.ts';
import { medianTime, type TimedVote } from './block-time.ts';
import type { Fabric } from './fabric.ts';
import { ChainNode } from './node.ts';
import type { MessageProcessor } from './processor.ts';
import { Step, VoteType } from './round-machine.ts';
import { RoundViews } from './round-views.ts';
import { commitBytes, HEADER_BYTES, ROUND_STEP_BYTES, wireBytes } from './sizes.ts';
import { type Powers, powersOf } from './tally.ts';
import { VoteGossip } from './vote-gossip.ts';

/** A block that some node was the first to decide. */
export interface CommittedBlock {
  readonly block: Block;
  readonly round: number;
  readonly decidedAt: Tick;
}

export interface ChainOptions {
  readonly fabric: Fabric;
  /** Processors that handle transactions: those of the fabric, or others beside them. */
  readonly mempoolProcessors: readonly MessageProcessor[];
  readonly powers: readonly number[];
  readonly rotation: ProposerRotation;
  readonly misbehaviour: Misbehaviour;
  /** Told of each height once, when the first node decides it. */
  readonly onCommit: (committed: CommittedBlock) => void;
  /** Told once of each validator that was seen to sign two votes. */
  readonly onEvidence: (validator: number) => void;
}

interface Decision extends CommittedBlock {
  /** Nodes that have executed it. */
  executed: number;
}

/** Steps and rounds in the argument of a timer. */
const STEPS = 8;
const ROUNDS = 4096;

/** Heights whose blocks still spread in parts, and whose batches may still spread. */
const OPEN_HEIGHTS = 8;
const OPEN_BATCHES = 64;

/** A chain in which every proposal part and every vote is a message. */
export class Chain {
  readonly fabric: Fabric;
  readonly powers: Powers;
  readonly blocks = new Map<number, Block>();
  readonly voteGossip: VoteGossip;
  readonly blockGossip: BlockGossip;
  readonly mempool: Mempool;
  readonly nodes: readonly ChainNode[];
  /** Highest round that any node entered. */
  roundMax = 0;

  private readonly options: ChainOptions;
  private readonly views: RoundViews;
  private readonly decisions: Decision[] = [];
  private readonly accused = new Set<number>();
  private readonly rotations: ProposerRotation[];
  private readonly timers: number;
  private readonly publishes: number;
  private readonly casts: number;
  private readonly stepKind: number;
  private blockId = 0;

  constructor(options: ChainOptions) {
    this.options = options;
    this.fabric = options.fabric;
    this.powers = powersOf(options.powers);
    this.rotations = [options.rotation];
    const { fabric } = this;
    const { simulation, network, peers } = fabric;
    this.views = new RoundViews(peers.nodes);
    const entity = network.entityOf(0);
    this.timers = simulation.handler('chain.timer', (node, argument) => {
      if (!network.isAlive(node - entity)) return;
      const step = (argument % STEPS) as Step;
      const round = Math.floor(argument / STEPS) % ROUNDS;
      this.nodes[node - entity].timer(Math.floor(argument / (STEPS * ROUNDS)), step, round);
    });
    this.publishes = simulation.handler('chain.propose', (node, _id, proposal) => {
      if (network.isAlive(node - entity)) {
        this.nodes[node - entity].publish(proposal as Proposal);
      }
    });
    this.casts = simulation.handler('chain.cast', (node, argument, value) => {
      const height = Math.floor(argument / (STEPS * ROUNDS));
      const round = Math.floor(argument / STEPS) % ROUNDS;
      const type = (argument % STEPS) as VoteType;
      const voter = this.nodes[node - entity];
      if (network.isAlive(voter.id)) voter.castVote(height, type, round, value as number);
      else if (height === voter.height) voter.interrupted(type, round, value as number);
    });
    this.stepKind = network.kind('chain.new_round_step', () => {});
    this.nodes = Array.from({ length: peers.nodes }, (_, node) => new ChainNode(this, node));
    this.voteGossip = new VoteGossip(fabric, this.views, this.nodes);
    this.blockGossip = new BlockGossip(fabric, this.views, this.nodes);
    this.mempool = new Mempool({ ...fabric, processors: options.mempoolProcessors });
    network.reconnected = (node) => this.reconnect(node);
  }

  start(): void {
    for (const node of this.nodes) {
      this.announce(node, -1, Step.NewHeight);
      node.start();
    }
  }

  /** Heights that some node has decided. */
  get height(): number {
    return this.decisions.length;
  }

  committed(height: number): Block | undefined {
    return this.decisions[height - 1]?.block;
  }

  decidedRound(height: number): number {
    return this.decisions[height - 1].round;
  }

  proposerAt(height: number, round: number): number {
    while (this.rotations.length < height) {
      const next = this.rotations[this.rotations.length - 1].copy();
      next.increment();
      this.rotations.push(next);
    }
    return this.rotations[height - 1].proposerAt(round);
  }

  /** @param round of the timer's step @param wait ticks */
  startTimer(node: ChainNode, step: Step, round: number, wait: number): void {
    const { simulation, network } = this.fabric;
    const argument = (node.height * ROUNDS + round) * STEPS + step;
    simulation.schedule(wait as Tick, Lane.Timer, network.entityOf(node.id), this.timers, argument);
  }

  /** A vote is written to the disk of its node before it is sent. */
  startVote(node: ChainNode, type: VoteType, round: number, value: number): void {
    const { simulation, network, settings } = this.fabric;
    const argument = (node.height * ROUNDS + round) * STEPS + type;
    simulation.schedule(
      settings.syncWrite,
      Lane.Service,
      network.entityOf(node.id),
      this.casts,
      argument,
      value,
    );
  }

  /** A node tells its peers where it is. */
  announce(node: ChainNode, round: number, step: Step): void {
    const { simulation, network, peers } = this.fabric;
    if (round > this.roundMax) this.roundMax = round;
    this.views.enter(node.id, { since: simulation.now, height: node.height, round, step });
    const bytes = wireBytes(ROUND_STEP_BYTES);
    for (let edge = peers.first[node.id]; edge < peers.first[node.id + 1]; edge++) {
      const back = peers.reverse[edge];
      network.carry(node.id, peers.to[edge], this.stepKind, bytes);
      this.voteGossip.polls.wakeEdge(back);
      if (step !== Step.Prevote) this.blockGossip.polls.wakeEdge(back);
    }
    this.voteGossip.polls.wake(node.id);
    this.blockGossip.polls.wake(node.id);
  }

  propose(node: ChainNode, round: number, valid: number, validRound: number): void {
    const { misbehaviour } = this.options;
    if (misbehaviour.silent.has(node.id)) return;
    const { simulation, network, processors, peers, settings } = this.fabric;
    const block = (valid >= 0 && this.blockOf(valid, node.height)) || this.newBlock(node);
    const proposal: Proposal = {
      height: node.height,
      round,
      block,
      validRound,
      known: new Uint8Array(peers.edges),
    };
    const work = block.bytes * settings.costs.partByte;
    const ready = Math.ceil(processors[node.id].consensus(simulation.now, work));
    const late = misbehaviour.late.has(node.id) ? misbehaviour.lateBy : 0;
    simulation.scheduleAt(
      (ready + settings.syncWrite + late) as Tick,
      Lane.Service,
      network.entityOf(node.id),
      this.publishes,
      block.id,
      proposal,
    );
  }

  /** A block of what the proposer holds, with the commit of the block before. */
  private newBlock(node: ChainNode): Block {
    const { settings, validators, peers, simulation } = this.fabric;
    const overhead = HEADER_BYTES + commitBytes(validators, settings.commitEntryBytes);
    const room = settings.maxBlockBytes - overhead;
    const batches = this.mempool.pools[node.id].reap(room, settings.gasLimit);
    let [bytes, gas, transactions] = [overhead, 0, 0];
    for (const batch of batches) {
      bytes += batch.bytes;
      gas += batch.gas;
      transactions += batch.transactions;
    }
    const { height, id: proposer } = node;
    const { now: createdAt } = simulation;
    const time = settings.blockTime === 'bft' ? this.blockTime(node) : createdAt;
    const content = { id: this.blockId++, height, proposer, createdAt, time, batches };
    const block = new Block(peers, { ...content, transactions, gas, bytes });
    block.holdAll(proposer);
    this.blocks.set(block.id, block);
    return block;
  }

  /** Median, by power, of the times at which validators precommitted the block before. */
  private blockTime(node: ChainNode): Tick {
    const { now } = this.fabric.simulation;
    const { height, lastRound, id } = node;
    const pool = this.voteGossip.book.find(height - 1, lastRound, VoteType.Precommit);
    const block = this.committed(height - 1);
    if (pool === undefined || block === undefined) return now;
    const votes: TimedVote[] = [];
    for (let v = 0; v < this.fabric.validators; v++) {
      if (!pool.holds(id, v) || pool.value[v] !== block.id) continue;
      votes.push({ at: pool.signedAt[v], power: this.powers.power[v] });
    }
    return medianTime(votes) ?? now;
  }

  votes(node: number): boolean {
    return !this.options.misbehaviour.silent.has(node);
  }

  signsTwice(node: number): boolean {
    return this.options.misbehaviour.doubleSigning.has(node);
  }

  withholds(node: number): boolean {
    return this.options.misbehaviour.withholding.has(node);
  }

  evidence(validator: number): void {
    if (this.accused.has(validator)) return;
    this.accused.add(validator);
    this.options.onEvidence(validator);
  }

  /** @throws Error when two nodes decide differently: consensus is not safe */
  decided(node: ChainNode, block: Block, round: number): void {
    const known = this.decisions[node.height - 1];
    if (known !== undefined) {
      if (known.block !== block) throw new Error(`height ${node.height}: two blocks were decided`);
      return;
    }
    const { now: decidedAt } = this.fabric.simulation;
    const committed = { block, round, decidedAt };
    this.decisions.push({ ...committed, executed: 0 });
    this.closeOld();
    this.options.onCommit(committed);
  }

  /** Nodes that lag by more get whole blocks, so who holds which part or batch matters no more. */
  private closeOld(): void {
    for (const block of this.blocks.values()) {
      if (block.height > this.height - OPEN_HEIGHTS) break;
      block.close();
      this.blocks.delete(block.id);
    }
    const old = this.committed(this.height - OPEN_BATCHES);
    for (const batch of old?.batches ?? []) this.mempool.forget(batch);
  }

  /** A block by number, or what its height decided once it is closed. */
  blockOf(id: number, height: number): Block | undefined {
    return this.blocks.get(id) ?? this.committed(height);
  }

  executed(node: ChainNode, block: Block): void {
    for (const batch of block.batches) this.mempool.commit(node.id, batch);
    const decision = this.decisions[block.height - 1];
    if (++decision.executed === this.nodes.length) {
      for (const batch of block.batches) this.mempool.forget(batch);
    }
    // Two heights back is all that gossip by votes and parts may still need.
    this.voteGossip.book.closeBelow(this.decisions.length - 2);
  }

  /** Connections are new: what was known of the peers is forgotten. */
  private reconnect(node: number | undefined): void {
    const { peers } = this.fabric;
    const open = [...this.blocks.values()].filter((b) => b.height > this.height - 2);
    for (let edge = 0; edge < peers.edges; edge++) {
      if (node !== undefined && peers.from[edge] !== node && peers.to[edge] !== node) continue;
      this.voteGossip.book.forget(edge);
      for (const block of open) block.forget(edge);
      for (const proposal of this.nodes[peers.from[edge]].openProposals()) proposal.known[edge] = 0;
      this.voteGossip.polls.wakeEdge(edge);
      this.blockGossip.polls.wakeEdge(edge);
    }
    if (node !== undefined) this.nodes[node].start();
  }
}
