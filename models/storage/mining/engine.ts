import { Lane } from '../../../sim/engine/order.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Stream } from '../../../sim/random.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import type { Blocks } from './blocks.ts';
import type { Find, HitSource, Odds } from './hits.ts';
import type { Mine, Submission, Verdict } from './mine.ts';
import { type Miners, minable } from './miners.ts';
import { attemptChance, hazardOf } from './odds.ts';

/** Shape of an epoch, in blocks. Source of the rules: 0g-storage 3.2 and 3.3. */
export interface EpochShape {
  readonly blocks: number;
  readonly subtasks: number;
  readonly interval: number;
  readonly window: number;
}

export interface MiningOptions {
  readonly simulation: Simulation;
  readonly miners: Miners;
  readonly hits: HitSource;
  readonly mine: Mine;
  readonly blocks: Blocks;
  readonly shape: EpochShape;
  /** Epochs to run; the run ends with the last. */
  readonly epochs: number;
  /** How often a node looks for a new context. */
  readonly poll: Tick;
  /** Subtask of the next id of a machine in an epoch. */
  subtaskOf(miner: number, epoch: number): number;
  /** Sectors committed when the epoch starts. */
  flow(epoch: number): number;
  /** Called for every answer of the contract. */
  judged(submission: Submission, find: Find, verdict: Verdict, block: number): void;
  /** Called after every epoch. */
  ended(epoch: number): void;
}

/**
 * Epochs of random-access mining: contexts, subtask windows, hits, transactions, difficulty.
 *
 * A machine mines while a window of one of its ids is open, its block is known to it (it polls) and the
 * epoch is not full. Left out: the up to one poll during which others still mine for the target of before.
 */
export class Mining {
  private readonly options: MiningOptions;
  private readonly simulation: Simulation;
  private readonly entity: number;
  private readonly found: number;
  private readonly lost: number;
  private readonly planned: number;
  /** When each machine looks for new contexts. */
  private readonly phases: Float64Array;
  /** Machines by subtask of the epoch. */
  private members: number[][] = [];
  /** Machines of the open window; none between windows. */
  private active: readonly number[] = [];
  /** Start of mining in the open window, in ticks; -1 when a machine does not mine. */
  private readonly began: Float64Array;
  /** Attempts of the open window that are used up. */
  private readonly used: Float64Array;
  /** Attempt of the next hit of each machine, 0 for none, and its event. */
  private readonly expected: Float64Array;
  private readonly events: Float64Array;
  private readonly odds: Odds[];
  /** Chances of machines that hold all they want, by group, for `oddsTarget`. */
  private readonly fullOdds: (Odds | undefined)[] = [];
  private oddsTarget = 0n;
  private epoch = -1;
  private length = 0;
  private opens = 0;
  /** When the open window ends if blocks keep their time, in ticks. */
  private ends = 0;
  /** Attempts made by each machine. */
  readonly attempts: Float64Array;
  /** Ticks that each machine mined. */
  readonly busy: Float64Array;
  losses = 0;
  /** Proofs sent. */
  sent = 0;

  constructor(options: MiningOptions) {
    this.options = options;
    const { simulation, miners, poll } = options;
    this.simulation = simulation;
    const { count } = miners;
    this.phases = Float64Array.from({ length: count }, (_, miner) =>
      Math.floor(this.stream(miner, 'poll').uniform() * poll),
    );
    this.began = new Float64Array(count).fill(-1);
    this.used = new Float64Array(count);
    this.expected = new Float64Array(count);
    this.events = new Float64Array(count);
    this.odds = new Array(count).fill({ target: 0n, hazard: 0, available: 0 });
    this.attempts = new Float64Array(count);
    this.busy = new Float64Array(count);
    this.entity = simulation.entity('storage/mine');
    for (let miner = 0; miner < count; miner++) simulation.entity(miners.pathOf(miner));
    this.found = simulation.handler('storage.hit', (entity, attempt) =>
      this.hit(entity - this.entity - 1, attempt),
    );
    this.lost = simulation.handler('storage.loss', (entity) => this.lose(entity - this.entity - 1));
    this.planned = simulation.handler('storage.plan', () => {
      if (this.active.length > 0 && this.simulation.now >= this.ends) this.plan();
    });
  }

  start(): void {
    for (let miner = 0; miner < this.options.miners.count; miner++) this.awaitLoss(miner);
    this.awaitEpoch(0);
  }

  private stream(miner: number, purpose: string): Stream {
    return this.simulation.streams.stream(`${this.options.miners.pathOf(miner)}/${purpose}`);
  }

  private awaitEpoch(epoch: number): void {
    const { blocks, shape } = this.options;
    blocks.whenBlock(epoch * shape.blocks, () => this.beginEpoch(epoch));
  }

  private beginEpoch(epoch: number): void {
    const { options } = this;
    const { shape, blocks, miners } = options;
    this.close();
    if (epoch > 0) options.ended(epoch - 1);
    if (epoch === options.epochs) {
      this.simulation.stop();
      return;
    }
    this.epoch = epoch;
    this.length = minable(options.flow(epoch));
    this.fullOdds.length = 0;
    this.members = Array.from({ length: shape.subtasks }, () => []);
    for (let miner = 0; miner < miners.count; miner++) {
      const { identities } = miners.group(miner);
      let drawn = 0;
      for (let id = 0; id < identities; id++) {
        const subtask = options.subtaskOf(miner, epoch);
        if ((drawn & (1 << subtask)) === 0) this.members[subtask].push(miner);
        drawn |= 1 << subtask;
      }
    }
    const first = epoch * shape.blocks;
    for (let subtask = 0; subtask < shape.subtasks; subtask++) {
      const opens = first + subtask * shape.interval;
      blocks.whenBlock(opens, () => this.open(subtask, opens));
      blocks.whenBlock(opens + shape.window, () => {
        if (this.opens === opens) this.close();
      });
    }
    this.awaitEpoch(epoch + 1);
  }

  private open(subtask: number, opens: number): void {
    const { hits, mine } = this.options;
    this.close();
    if (mine.full(this.epoch)) return;
    this.opens = opens;
    this.active = this.members[subtask];
    for (const miner of this.active) {
      this.began[miner] = this.simulation.now + this.untilPoll(miner);
      this.used[miner] = 0;
      this.odds[miner] = this.oddsOf(miner);
      hits.begin(miner, this.epoch, subtask);
    }
    this.plan();
  }

  /** Plans up to the likely end of the window, and on from there when blocks come late. */
  private plan(): void {
    const { blocks, shape } = this.options;
    const left = Math.max(1, this.opens + shape.window - blocks.height);
    this.ends = this.simulation.now + left * blocks.blockTime;
    for (const miner of this.active) {
      if (this.began[miner] >= 0 && this.expected[miner] === 0) this.expect(miner);
    }
    this.simulation.scheduleAt(this.ends as Tick, Lane.Timer, this.entity, this.planned);
  }

  private untilPoll(miner: number): number {
    const { poll } = this.options;
    if (poll === 0) return 0;
    const since = this.simulation.now - this.phases[miner];
    return Math.ceil(since / poll) * poll - since;
  }

  /** Chances of a machine now: they follow the target, the flow and what it holds. */
  private oddsOf(miner: number): Odds {
    const { miners, mine } = this.options;
    if (mine.target !== this.oddsTarget) {
      this.oddsTarget = mine.target;
      this.fullOdds.length = 0;
    }
    const shards = miners.shardsOf(miner);
    if (miners.isFilling(miner)) {
      const at = this.simulation.now / TICKS_PER_SECOND;
      return this.oddsWith(shards, miners.available(miner, this.length, at));
    }
    const group = miners.groupOf[miner];
    this.fullOdds[group] ??= this.oddsWith(shards, miners.available(miner, this.length, 0));
    return this.fullOdds[group];
  }

  private oddsWith(shards: number, available: number): Odds {
    const { target } = this.options.mine;
    const chance = attemptChance({ target, flow: this.length, shards, available });
    return { target, hazard: hazardOf(chance), available };
  }

  /** Attempts of a machine in the open window that have ended by now. */
  private made(miner: number): number {
    const span = this.simulation.now - this.began[miner];
    const { rate } = this.options.miners.group(miner);
    const ended = Math.floor((Math.max(span, 0) / TICKS_PER_SECOND) * rate);
    // The tick of a hit is rounded up, and its attempt has ended then.
    return Math.max(ended, this.used[miner]);
  }

  /** Plans the next hit of a machine that mines. */
  private expect(miner: number): void {
    const { hits, miners } = this.options;
    const { rate } = miners.group(miner);
    const span = Math.max(0, this.ends - this.began[miner]) / TICKS_PER_SECOND;
    const most = Math.floor(span * rate);
    const attempt = hits.first(miner, this.used[miner], most, this.odds[miner]);
    this.expected[miner] = attempt;
    if (attempt === 0) return;
    const at = Math.ceil(this.began[miner] + (attempt / rate) * TICKS_PER_SECOND) as Tick;
    const entity = this.entity + 1 + miner;
    this.events[miner] = this.simulation.scheduleAt(at, Lane.Service, entity, this.found, attempt);
  }

  private hit(miner: number, attempt: number): void {
    const { hits, blocks } = this.options;
    const odds = this.odds[miner];
    const find = hits.take(miner, attempt, odds);
    this.count(miner, attempt);
    const submission: Submission = {
      miner,
      epoch: this.epoch,
      opens: this.opens,
      position: find.position,
      quality: find.quality,
      target: odds.target,
    };
    this.sent++;
    blocks.submit(miner, (block) => this.included(submission, find, block));
    this.expect(miner);
  }

  private included(submission: Submission, find: Find, block: number): void {
    const { mine } = this.options;
    const before = mine.target;
    const verdict = mine.submit(submission, block);
    if (mine.target !== before) this.retarget();
    if (mine.full(this.epoch)) this.close();
    this.options.judged(submission, find, verdict, block);
  }

  /** The target has moved: what is planned is planned anew. */
  private retarget(): void {
    for (const miner of this.active) {
      if (this.began[miner] < 0) continue;
      this.pass(miner);
      this.odds[miner] = this.oddsOf(miner);
      this.expect(miner);
    }
  }

  /** The window is over, or the epoch is full: nobody mines. */
  private close(): void {
    for (const miner of this.active) if (this.began[miner] >= 0) this.rest(miner);
    this.active = [];
  }

  /** A machine stops mining. */
  private rest(miner: number): void {
    this.pass(miner);
    this.busy[miner] += Math.max(0, this.simulation.now - this.began[miner]);
    this.began[miner] = -1;
  }

  /** Drops what is planned for a machine and books the attempts that it has made. */
  private pass(miner: number): void {
    this.forget(miner);
    const made = this.made(miner);
    this.options.hits.pass(miner, this.used[miner], made, this.odds[miner]);
    this.count(miner, made);
  }

  private count(miner: number, attempts: number): void {
    this.attempts[miner] += attempts - this.used[miner];
    this.used[miner] = attempts;
  }

  private forget(miner: number): void {
    if (this.expected[miner] === 0) return;
    this.simulation.cancel(this.events[miner]);
    this.expected[miner] = 0;
  }

  private awaitLoss(miner: number): void {
    const seconds = this.options.miners.nextLoss(miner);
    const ticks = Math.round(seconds * TICKS_PER_SECOND);
    // What lies beyond the clock does not happen.
    if (!(this.simulation.now + ticks <= Number.MAX_SAFE_INTEGER)) return;
    const entity = this.entity + 1 + miner;
    this.simulation.schedule(ticks as Tick, Lane.Timer, entity, this.lost);
  }

  /** A machine has lost its data: what it was about to find is gone, what it sent is not. */
  private lose(miner: number): void {
    this.losses++;
    if (this.began[miner] >= 0) this.rest(miner);
    this.options.miners.lose(miner, this.simulation.now / TICKS_PER_SECOND);
    this.awaitLoss(miner);
  }
}
