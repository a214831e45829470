import { Lane } from '../../../sim/engine/order.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import { COMMIT_WRITES } from '../consensus/node.ts';
import { commitBytes, HEADER_BYTES } from '../consensus/sizes.ts';
import { isQuorum } from '../consensus/tally.ts';
import type { ChainPlan } from '../message-chain.ts';
import type { RunningChain, SingleTransaction } from '../running.ts';
import { timeoutOf } from '../settings.ts';
import { BlockSpread, type Bulk } from './block-spread.ts';
import type { Reaped } from './cohort.ts';
import { Flood } from './flood.ts';
import { linksOf } from './links.ts';
import { Loads, socketsOf } from './loads.ts';
import { type Ballot, Choice, precommitTime, type Sight } from './vote-count.ts';
import { Voting } from './voting.ts';

/** Time between two looks whether enough validators are up again, ticks; choice. */
const LOOK_AGAIN = TICKS_PER_SECOND;

/** Pieces in which the work on block parts comes to the processors. */
const PART_PIECES = 8;

const NEVER = Number.POSITIVE_INFINITY;

interface Proposed {
  readonly proposer: number;
  readonly createdAt: Tick;
  readonly time: Tick;
  readonly bytes: number;
  readonly content: Reaped;
}

interface Decision {
  readonly proposed: Proposed;
  readonly round: number;
}

/**
 * A chain without messages: for each round the times of block, prevotes and precommits are first passages
 * over the graph of peers and order statistics of them, at one validator of each of a few groups.
 */
export class SampledChain implements RunningChain {
  private readonly flood: Flood;
  /** Processors for transactions and for consensus; the same where one process does both. */
  private readonly bulkLoads: Loads;
  private readonly loads: Loads;
  /** Heights decided. */
  height = 0;
  /** Highest round that was entered. */
  roundMax = 0;

  private readonly options: ChainPlan;
  private readonly voting: Voting;
  private readonly blockSpread: BlockSpread;
  private readonly entity: number;
  private readonly rounds: number;
  private readonly commits: number;
  private readonly isUp: Uint8Array;
  private readonly waits: Float64Array;
  private readonly shares: Float64Array;
  private readonly bulk: Bulk;
  /** When nodes hold and have checked the block. */
  private readonly ready: Float64Array;
  private readonly prevotes: Ballot;
  private readonly precommits: Ballot;
  /** When each validator began the height, and enters the round. */
  private readonly begun: Float64Array;
  private readonly starts: Float64Array;
  /** When each node decides, has executed what it decided, and has written it. */
  private readonly decided: Float64Array;
  private readonly executed: Float64Array;
  private readonly written: Float64Array;
  /** Bytes of block parts that each node has sent. */
  private sentBytes = 0;
  private round = 0;
  private valid: Proposed | undefined;
  private lastTime: Tick | undefined;

  constructor(options: ChainPlan) {
    this.options = options;
    const { simulation, peers, powers } = options;
    const { nodes } = peers;
    const validators = powers.length;
    const stream = (name: string) => simulation.streams.stream(`chain/sampled/${name}`);
    const links = linksOf(options, stream('links'));
    this.isUp = new Uint8Array(nodes).fill(1);
    this.bulkLoads = new Loads(socketsOf(options));
    // An execution client has sockets and a processor of its own for transactions.
    const own = options.settings.mempoolGossip === 'announce';
    this.loads = own ? new Loads(socketsOf(options)) : this.bulkLoads;
    this.flood = new Flood(options, links, this.bulkLoads, this.loads, this.isUp);
    this.voting = new Voting(options, links, this.flood, this.loads, stream('votes'));
    this.blockSpread = new BlockSpread(options, links);
    this.waits = new Float64Array(nodes);
    this.shares = new Float64Array(nodes);
    this.bulk = { waits: this.waits, shares: this.shares, sockets: this.loads.socket };
    this.ready = new Float64Array(nodes);
    const ballot = () => ({
      castAt: new Float64Array(validators),
      choice: new Uint8Array(validators),
    });
    this.prevotes = ballot();
    this.precommits = ballot();
    this.begun = new Float64Array(validators);
    this.starts = new Float64Array(validators);
    this.decided = new Float64Array(nodes);
    this.executed = new Float64Array(nodes);
    this.written = new Float64Array(nodes);
    this.entity = simulation.entity('chain/sampled');
    this.rounds = simulation.handler('chain.sampled.round', () => this.playRound());
    this.commits = simulation.handler('chain.sampled.commit', (_entity, _transactions, decision) =>
      this.commit(decision as Decision),
    );
  }

  get offered(): number {
    return this.flood.offered;
  }

  get accepted(): number {
    return this.flood.accepted;
  }

  mempool(): number {
    this.flood.advance(this.options.simulation.now);
    return this.flood.meanHeld();
  }

  processorUse(): number {
    const { now } = this.options.simulation;
    this.flood.advance(now);
    return Math.max(this.loads.use(now), this.bulkLoads.use(now));
  }

  uplinkUse(): number {
    const { simulation, network } = this.options;
    const { now } = simulation;
    if (now === 0) return 0;
    this.flood.advance(now);
    const perByte = network.uplinks.reduce((sum, { rate }) => sum + 1 / rate, 0);
    return (this.flood.uplinkTime + this.sentBytes * perByte) / network.nodes / now;
  }

  /** Begins the first height now. */
  start(): void {
    this.starts.fill(this.options.simulation.now);
    this.later(this.options.simulation.now);
  }

  submit(entry: number, transaction: SingleTransaction): boolean {
    return this.flood.submit(entry, transaction, this.options.simulation.now);
  }

  private later(at: number): void {
    const { simulation } = this.options;
    const tick = Math.max(simulation.now, Math.ceil(at)) as Tick;
    simulation.scheduleAt(tick, Lane.Process, this.entity, this.rounds, this.round);
  }

  /** The round begins when its proposer enters it, or the first validator for one that is down. */
  private laterRound(): void {
    const { starts, isUp } = this;
    const proposer = this.options.rotation.proposerAt(this.round);
    const at = isUp[proposer] === 1 ? starts[proposer] : NEVER;
    this.later(Math.min(at, this.lastChance()));
  }

  /** When most validators that are up have waited for a proposal in vain. */
  private lastChance(): number {
    const { starts, isUp, round } = this;
    const entered = starts.filter((at, v) => isUp[v] === 1 && at < NEVER).sort();
    const most = entered[Math.floor((2 * entered.length) / 3)] ?? NEVER;
    return most + timeoutOf(this.options.settings.propose, round);
  }

  private playRound(): void {
    const { simulation, rotation, settings } = this.options;
    const { now } = simulation;
    const { isUp, round, starts, precommits, decided, ready } = this;
    this.flood.advance(now);
    if (!this.lookWhoIsUp()) {
      this.resume(now);
      return;
    }
    if (round > this.roundMax) this.roundMax = round;
    this.loads.means(now, this.waits, this.shares);
    const proposer = rotation.proposerAt(round);
    const proposed = this.propose(proposer, now);
    this.castPrevotes();
    if (proposed !== undefined) this.blockSpread.addHeldUp(this.bulk);
    const prevoted = this.see(this.prevotes, 0, proposer);
    if (proposed !== undefined && prevoted.some((s) => s !== undefined && s.block < NEVER)) {
      this.valid = proposed;
    }
    this.castPrecommits(prevoted);
    this.blockSpread.look();
    const next = rotation.copy().increment();
    const sights = this.see(precommits, 1, next);
    const seen = (v: number) =>
      sights[this.voting.groupOf(v)] ?? sights.find((s) => s !== undefined)!;
    if (proposed !== undefined && sights.some((s) => s !== undefined && s.block < NEVER)) {
      let first = NEVER;
      for (let node = 0; node < decided.length; node++) {
        const quorum = this.own(node, seen(node), seen(node).block);
        // A node that no part reached gets the block after the quorum at once.
        const holds = ready[node] < NEVER ? ready[node] : quorum + settings.gossipSleep;
        decided[node] = Math.max(quorum, holds);
        if (isUp[node] === 1 && decided[node] < first) first = decided[node];
      }
      const decision: Decision = { proposed, round };
      const at = Math.max(now, Math.ceil(first)) as Tick;
      const { transactions } = proposed.content;
      simulation.scheduleAt(at, Lane.Process, this.entity, this.commits, transactions, decision);
      return;
    }
    for (let v = 0; v < starts.length; v++) {
      const complete = Math.max(
        this.own(v, seen(v), seen(v).any),
        precommits.choice[v] === Choice.Nothing ? 0 : precommits.castAt[v],
      );
      starts[v] = complete + timeoutOf(settings.precommit, round);
    }
    if (!starts.some((at) => at < NEVER)) {
      this.resume(now);
      return;
    }
    this.round++;
    this.laterRound();
  }

  /** When a node sees what stands for its group at `at`: it has other waits, and block parts to read. */
  private own(node: number, sight: Sight, at: number): number {
    return Math.max(at + this.waits[node] - sight.bulkWait, this.blockSpread.freeAt[node]);
  }

  /** Nothing goes on until enough validators are up; then the round begins anew. */
  private resume(now: number): void {
    this.starts.fill(now + LOOK_AGAIN);
    this.later(now + LOOK_AGAIN);
  }

  /** @returns whether those who vote have a quorum */
  private lookWhoIsUp(): boolean {
    const { network, misbehaviour, powers } = this.options;
    let power = 0;
    for (let node = 0; node < this.isUp.length; node++) {
      const up = network.isAlive(node);
      this.isUp[node] = up ? 1 : 0;
      if (up && node < powers.length && !misbehaviour.silent.has(node)) power += powers[node];
    }
    return isQuorum(power, this.voting.powers);
  }

  private see(ballot: Ballot, step: number, chief: number): (Sight | undefined)[] {
    const { waits, shares, isUp, blockSpread } = this;
    return this.voting.count(ballot, step, chief, waits, shares, blockSpread, isUp);
  }

  /** The proposer's block on its way; fills `ready`. */
  private propose(proposer: number, now: Tick): Proposed | undefined {
    const { settings, misbehaviour } = this.options;
    const { ready, isUp, loads } = this;
    ready.fill(NEVER);
    if (isUp[proposer] === 0 || misbehaviour.silent.has(proposer)) return undefined;
    // A proposer that enters the round when the others have given it up.
    if (this.starts[proposer] > now) return undefined;
    const proposed = this.valid ?? this.newBlock(proposer, now);
    const work = proposed.bytes * settings.costs.partByte;
    const late = misbehaviour.late.has(proposer) ? misbehaviour.lateBy : 0;
    this.waits[proposer] = loads.wait(proposer, now);
    const built = this.blockSpread.process(proposer, now, work, this.bulk);
    const published = built + settings.syncWrite + late;
    loads.consensus(proposer, now, work);
    if (!misbehaviour.withholding.has(proposer)) this.spread(proposed, proposer, published);
    ready[proposer] = published;
    return proposed;
  }

  private spread({ bytes }: Proposed, proposer: number, published: number): void {
    const { ready, isUp, blockSpread, bulk } = this;
    const copies = blockSpread.spread(proposer, published, bytes, bulk, isUp, ready);
    this.sentBytes += copies * bytes;
    const span = blockSpread.workUntil - published;
    const pieces = blockSpread.work.map((work) => work / PART_PIECES);
    for (let i = 0; i < PART_PIECES; i++) {
      this.flood.addConsensus(published + (span * (i + 0.5)) / PART_PIECES, pieces);
    }
  }

  /** A block of what the proposer holds, with the commit of the block before. */
  private newBlock(proposer: number, now: Tick): Proposed {
    const { settings, powers } = this.options;
    const overhead = HEADER_BYTES + commitBytes(powers.length, settings.commitEntryBytes);
    const room = settings.maxBlockBytes - overhead;
    const content = this.flood.reap(proposer, now, room, settings.gasLimit);
    const time = settings.blockTime === 'bft' ? (this.lastTime ?? now) : now;
    return { proposer, createdAt: now, time, bytes: overhead + content.bytes, content };
  }

  private castPrevotes(): void {
    const { ready, starts, round } = this;
    const { settings } = this.options;
    const wait = timeoutOf(settings.propose, round);
    this.castAll(this.prevotes, (v) => {
      const deadline = starts[v] + wait;
      return ready[v] <= deadline
        ? { at: Math.max(ready[v], starts[v]), choice: Choice.Block }
        : { at: deadline, choice: Choice.Nil };
    });
  }

  private castPrecommits(sights: readonly (Sight | undefined)[]): void {
    const { settings } = this.options;
    const { ready, prevotes, round, voting } = this;
    const wait = timeoutOf(settings.prevote, round);
    this.castAll(this.precommits, (v) => {
      const sight = sights[voting.groupOf(v)]!;
      const own = prevotes.castAt[v] - settings.syncWrite;
      const block = Math.max(this.own(v, sight, sight.block), ready[v], own);
      const any = Math.max(this.own(v, sight, sight.any), own);
      const nil = Math.max(own, Math.min(this.own(v, sight, sight.nil), any + wait));
      return block <= nil ? { at: block, choice: Choice.Block } : { at: nil, choice: Choice.Nil };
    });
  }

  /** Votes are written to the disk before they are sent. */
  private castAll(
    ballot: Ballot,
    voteOf: (validator: number) => { readonly at: number; readonly choice: number },
  ): void {
    const { settings, misbehaviour } = this.options;
    for (let v = 0; v < ballot.castAt.length; v++) {
      const votes = this.isUp[v] === 1 && !misbehaviour.silent.has(v);
      const { at, choice } = votes ? voteOf(v) : { at: NEVER, choice: Choice.Nothing };
      ballot.castAt[v] = at + settings.syncWrite;
      ballot.choice[v] = choice;
    }
  }

  private commit({ proposed, round }: Decision): void {
    const { simulation, rotation, onCommit } = this.options;
    const { content, proposer, createdAt, time, bytes } = proposed;
    const { now: decidedAt } = simulation;
    this.flood.advance(decidedAt);
    this.execute(content);
    this.flood.commit(content.cohorts, this.written);
    this.loads.measure(decidedAt);
    this.lastTime = precommitTime(this.precommits, this.voting.powers);
    this.height++;
    const { transactions, batches, gas } = content;
    const block = { height: this.height, round, proposer, transactions, batches, bytes, gas };
    onCommit({ ...block, createdAt, decidedAt, time });
    rotation.increment();
    this.round = 0;
    this.valid = undefined;
    this.laterRound();
  }

  /** Execution, its writes and the start of the next height. */
  private execute({ transactions, gas }: Reaped): void {
    const { settings } = this.options;
    const { decided, executed, written, starts } = this;
    const seconds = gas / settings.gasPerSecond;
    const work = transactions * settings.executeTransaction + seconds * TICKS_PER_SECOND;
    for (let node = 0; node < decided.length; node++) {
      const begins = Math.max(decided[node], executed[node]);
      executed[node] = begins + work;
      // Pipelined execution may lag by one block and no more.
      const done = settings.pipelined ? begins : executed[node];
      written[node] = done + COMMIT_WRITES * settings.syncWrite;
      if (node >= starts.length) continue;
      const due =
        settings.blockInterval === null
          ? decided[node] + settings.commit
          : this.begun[node] + settings.blockInterval;
      starts[node] = Math.max(written[node], due);
      this.begun[node] = starts[node];
    }
  }
}
