import type { Tick } from '../../../sim/time.ts';
import { timeoutOf } from '../settings.ts';
import type { Block } from './block.ts';
import type { BlockHolder, Proposal } from './block-gossip.ts';
import type { Chain } from './message-level.ts';
import { RoundMachine, Step, type VoteType } from './round-machine.ts';
import { NIL } from './tally.ts';
import type { Voter } from './vote-gossip.ts';
import type { VotePool } from './vote-pool.ts';

/** Synchronous writes of a commit: block, end of the height in the log, state. */
export const COMMIT_WRITES = 3;

/** One node: it turns what its round machine decides into messages, timers and work. */
export class ChainNode implements Voter, BlockHolder {
  readonly id: number;
  height = 1;
  lastRound = 0;
  private readonly chain: Chain;
  private machine: RoundMachine;
  private proposals = new Map<number, Proposal>();
  private begunAt: Tick = 0 as Tick;
  private decidedAt: Tick = 0 as Tick;
  /** When the last block it decided is executed. */
  private executedAt = 0;
  /** Votes that it was writing to its disk when it went down. */
  private readonly interruptedVotes: [VoteType, number, number][] = [];

  constructor(chain: Chain, id: number) {
    this.chain = chain;
    this.id = id;
    this.machine = this.newMachine();
  }

  get round(): number {
    return this.machine.round;
  }

  get step(): Step {
    return this.machine.step;
  }

  /** The node starts, or starts again after it was down. */
  start(): void {
    const { chain, machine } = this;
    for (const [type, round, value] of this.interruptedVotes.splice(0)) {
      this.vote(type, round, value);
    }
    if (machine.step === Step.NewHeight) chain.startTimer(this, Step.NewHeight, 0, 0);
    else if (machine.step === Step.Decided) chain.startTimer(this, Step.Decided, this.lastRound, 0);
    else machine.resume();
    // Blocks that were complete when it went down, or whose check was cut short.
    for (const block of chain.blocks.values()) {
      if (block.isComplete(this.id)) this.completed(block);
    }
  }

  timer(height: number, step: Step, round: number): void {
    if (height !== this.height) return;
    if (step === Step.NewHeight) {
      if (this.machine.step === Step.NewHeight) this.begunAt = this.chain.fabric.simulation.now;
      this.machine.begin();
    } else if (step === Step.Decided) this.commit();
    else this.machine.timeout(step, round);
  }

  // What gossip asks of a node.

  proposalOf(round: number): Proposal | undefined {
    return this.proposals.get(round);
  }

  /** Proposals of its height. */
  openProposals(): IterableIterator<Proposal> {
    return this.proposals.values();
  }

  validRoundOf(round: number): number {
    return this.proposals.get(round)?.validRound ?? -1;
  }

  wanted(): Block | undefined {
    const value = this.machine.precommitted() ?? this.machine.validValue;
    return value === NIL ? undefined : this.chain.blockOf(value, this.height);
  }

  committedAt(height: number): Block | undefined {
    return height < this.height ? this.chain.committed(height) : undefined;
  }

  withholds(block: Block): boolean {
    return block.proposer === this.id && this.chain.withholds(this.id);
  }

  proposed(proposal: Proposal): void {
    this.proposals.set(proposal.round, proposal);
    this.machine.proposal(proposal.round, proposal.block.id, proposal.validRound);
  }

  completed(block: Block): void {
    if (block.height === this.height) this.machine.available(block.id, true);
  }

  counted(pool: VotePool, validator: number): void {
    if (pool.height !== this.height) return;
    this.machine.vote(pool.type, pool.round, validator, pool.value[validator]);
  }

  conflicted(validator: number): void {
    this.chain.evidence(validator);
  }

  caughtUp(block: Block): void {
    if (block.height !== this.height || this.machine.step === Step.Decided) return;
    this.decide(block, this.chain.decidedRound(block.height));
    this.machine.step = Step.Decided;
  }

  // What the round machine asks of its node.

  private newMachine(): RoundMachine {
    const { chain, id, height } = this;
    const self = id < chain.fabric.validators ? id : -1;
    const options = {
      powers: chain.powers,
      self,
      proposer: (round: number) => chain.proposerAt(height, round),
    };
    return new RoundMachine(options, {
      entered: (round, step) => chain.announce(this, round, step),
      propose: (round, valid, validRound) => chain.propose(this, round, valid, validRound),
      vote: (type, round, value) => this.vote(type, round, value),
      startTimeout: (step, round) => this.startTimeout(step, round),
      decide: (round, value) => this.decide(chain.blockOf(value, height)!, round),
    });
  }

  /** The node's own proposal, which it holds whole. */
  publish(proposal: Proposal): void {
    if (proposal.height !== this.height || this.machine.step === Step.Decided) return;
    this.proposed(proposal);
    this.machine.available(proposal.block.id, true);
    this.chain.blockGossip.publish(this.id);
  }

  private vote(type: VoteType, round: number, value: number): void {
    const { chain } = this;
    if (chain.votes(this.id)) chain.startVote(this, type, round, value);
  }

  /** It was down when its vote was written: it writes the vote again once it is up. */
  interrupted(type: VoteType, round: number, value: number): void {
    this.interruptedVotes.push([type, round, value]);
  }

  /** A vote of its own is on its disk, so it may be seen. */
  castVote(height: number, type: VoteType, round: number, value: number): void {
    if (height !== this.height) return;
    const { chain } = this;
    const pool = chain.voteGossip.book.open(height, round, type);
    chain.voteGossip.cast(this.id, pool, value);
    this.machine.vote(type, round, this.id, value);
    if (value !== NIL && chain.signsTwice(this.id)) {
      chain.voteGossip.castSecond(this.id, pool, NIL);
    }
  }

  private startTimeout(step: Step, round: number): void {
    const { settings } = this.chain.fabric;
    const timeout =
      step === Step.Propose
        ? settings.propose
        : step === Step.Prevote
          ? settings.prevote
          : settings.precommit;
    this.chain.startTimer(this, step, round, timeoutOf(timeout, round));
  }

  private decide(block: Block, round: number): void {
    const { chain } = this;
    const { simulation, settings } = chain.fabric;
    const { now } = simulation;
    this.lastRound = round;
    this.decidedAt = now;
    chain.decided(this, block, round);
    const work =
      block.transactions * settings.executeTransaction + (block.gas / settings.gasPerSecond) * 1e7;
    // Pipelined execution may lag by one block and no more.
    const ready = settings.pipelined ? Math.max(now, this.executedAt) : now;
    this.executedAt = Math.max(now, this.executedAt) + work;
    const done = settings.pipelined ? ready : this.executedAt;
    const writes = COMMIT_WRITES * settings.syncWrite;
    chain.startTimer(this, Step.Decided, round, Math.ceil(done - now) + writes);
  }

  private commit(): void {
    const { chain } = this;
    const block = chain.committed(this.height)!;
    chain.executed(this, block);
    this.height++;
    this.proposals = new Map();
    this.machine = this.newMachine();
    chain.announce(this, -1, Step.NewHeight);
    const { simulation, settings } = chain.fabric;
    const due =
      settings.blockInterval === null
        ? this.decidedAt + settings.commit
        : this.begunAt + settings.blockInterval;
    chain.startTimer(this, Step.NewHeight, 0, Math.max(0, due - simulation.now));
  }
}
