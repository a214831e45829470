import { Lane } from '../../../sim/engine/order.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { TICKS_PER_SECOND, type Tick, toSeconds } from '../../../sim/time.ts';
import {
  type Blob,
  type Ceiling,
  type LayerContext,
  linkUse,
  type ResourceUse,
  type RoleBytes,
  type RunningLayer,
  type Window,
} from '../layer.ts';
import { whenBack } from '../when-back.ts';
import { Bisection } from './bisection.ts';
import { BlobQueue, type Piece, padded, wholeUnits } from './blob-queue.ts';
import { canDecide, FillLimit } from './fill-limit.ts';

/*
 * Layers whose clock is the block: at each slot a leader puts waiting data into a block, spreads it, and
 * the block counts if a quorum of the stake has what it must have before the deadline. A blob that does
 * not fit goes on in the next block. Blocks that miss the deadline are proposed again.
 *
 * How a layer spreads a block, and what a validator must have, is its `Spreading`.
 *
 * Saturated, the largest block that makes the deadline is searched by bisection below the closed form of
 * the deadline; with `da.limits: protocol` below the size that the protocol allows today. With a block
 * interval of 0 the next block begins `certifyDelay` after a quorum has the one before. Left out: votes
 * on the wire, forks; finality is a wait.
 */

/** One slot's data. */
export interface Block {
  readonly height: number;
  readonly leader: number;
  /** Payload bytes in it. */
  readonly payload: number;
  /** The same with padding to whole units of the protocol. */
  readonly bytes: number;
  readonly startedAt: Tick;
}

/** A measured window in slots. */
export interface SlotWindow extends Window {
  /** Share of the time that blocks may take to spread, or, without a clock, that they took: w / tau. */
  readonly usable: number;
  readonly blocks: number;
}

/** How a layer moves one block. */
export interface Spreading {
  /** Begins; `held(validator)` once a validator has all that it must have before it votes. */
  spread(block: Block, held: (validator: number) => void): void;
  /** No quorum had the last block when its deadline came; absent where each block stands alone. */
  timedOut?(): void;
  ceilings(window: SlotWindow): readonly Ceiling[];
  /** Nothing is on its way beside the messages of the network; absent where there is no more. */
  isQuiet?(): boolean;
  /** Largest block by the closed form of the deadline, padded bytes. */
  largest(): number;
  roles(window: SlotWindow): Readonly<Record<string, RoleBytes>>;
  resources?(window: SlotWindow): readonly ResourceUse[];
  resetStatistics?(): void;
  assert?(window: SlotWindow): void;
  report?(value: (name: string, unit: string, value: number) => void): void;
}

/** Nothing is on its way but what a node holds back for later. */
function isQuiet({ accounting, uplinks }: MessageNetwork): boolean {
  return accounting.underWay === 0 && uplinks.every(({ active }) => active === 0);
}

/** Halvings of the search: the size is known to a thirty-second of the bound. */
const SEARCH_STEPS = 5;
/**
 * Leaders differ: a trial must leave a tenth of the deadline, and the size found is lowered until as many
 * slots in a row do. Choice.
 */
const MARGIN = 0.9;
const LOWER = 0.95;
const PROVEN_SLOTS = 2;
const MOST_DRAWS = 100;
/** Slots that are measured when saturated. Choice. */
const MEASURED_SLOTS = 3;

export class SlotLayer implements RunningLayer {
  private readonly context: LayerContext;
  private readonly spreading: Spreading;
  private readonly interval: Tick;
  private readonly deadline: Tick;
  private readonly finality: Tick;
  private readonly depth: number;
  /** Without a clock: from a decision to the next block, ticks. */
  private readonly certify: number;
  /** Blobs of the last blocks, oldest first, that wait for later decisions. */
  private readonly recent: Blob[][] = [];
  private readonly unit: number;
  private readonly searches: boolean;
  private readonly entity: number;
  private readonly slotKind: number;
  private readonly deadlineKind: number;
  private readonly finalKind: number;
  private readonly queue: BlobQueue;
  private height = 0;
  private running = false;
  /** Block that the closed form or the protocol allows, and the one that leaders fill. */
  private readonly bound: number;
  private limit: number;
  private readonly fill: FillLimit;
  private search: Bisection | undefined;
  /** Slots in a row that were in time, of those that must be before measuring starts. */
  private proven = 0;
  private measuredSlots = 0;
  private measuring = false;
  private payload = 0;
  private missed = 0;
  private slots = 0;
  private spreadTime = 0;

  constructor(context: LayerContext, spreading: Spreading) {
    this.context = context;
    this.spreading = spreading;
    const { simulation, settings } = context;
    this.interval = settings.get('blockInterval') as Tick;
    this.deadline = settings.get('deadline') as Tick;
    this.certify = settings.has('certifyDelay') ? settings.get('certifyDelay') : 0;
    this.depth = settings.has('depth') ? settings.get('depth') : 0;
    this.finality = (this.depth > 0 ? 0 : settings.get('finality')) as Tick;
    this.unit = settings.get('blobUnit');
    this.queue = new BlobQueue(this.unit);
    this.entity = simulation.entity('da/slots');
    const cap = settings.get('blockBytes');
    // Without a clock there is no deadline to search for.
    this.searches = this.interval > 0;
    const lifted = this.searches && context.values.limits === 'links';
    this.bound = lifted ? wholeUnits(spreading.largest(), this.unit) : cap;
    this.limit = this.bound;
    this.fill = new FillLimit(this.bound, this.unit);
    whenBack(context.network, () => this.fill.forget());
    this.slotKind = simulation.handler('da.slot', () => this.slot());
    this.deadlineKind = simulation.handler('da.deadline', (_entity, _height, judge) =>
      (judge as () => void)(),
    );
    this.finalKind = simulation.handler('da.final', (_entity, _argument, payload) => {
      for (const blob of payload as Blob[]) context.confirmed(blob);
    });
  }

  publish(blob: Blob): void {
    this.queue.push(blob);
    this.start();
  }

  pipeline(): number {
    return 1;
  }

  saturate(): void {
    if (this.searches) this.search = new Bisection(this.limit, SEARCH_STEPS);
    this.start();
  }

  /** Slots are at whole multiples of the interval. */
  private start(): void {
    if (this.running) return;
    this.running = true;
    const { simulation } = this.context;
    const { now } = simulation;
    const next = this.interval > 0 ? Math.ceil(now / this.interval) * this.interval : now;
    simulation.scheduleAt(next as Tick, Lane.Timer, this.entity, this.slotKind);
  }

  private isQuiet(): boolean {
    // Sizes that are tried must not hinder each other; the one that is found must stand its own rest.
    const { network, processors } = this.context;
    if (!isQuiet(network)) return false;
    if (this.search === undefined) return true;
    return processors.isIdle && this.spreading.isQuiet?.() !== false;
  }

  private slot(): void {
    const { context } = this;
    if (this.measuring && this.measuredSlots === MEASURED_SLOTS) {
      this.measuring = false;
      context.measured();
      return;
    }
    // A trial that is too large still fills the links: the next one waits for its end.
    if (context.saturate && !this.measuring && this.height > 0 && !this.isQuiet()) {
      this.next(this.interval);
      return;
    }
    const ready = this.search === undefined && (!this.searches || this.proven >= PROVEN_SLOTS);
    if (context.saturate && ready && !this.measuring) {
      this.measuring = true;
      context.measure();
    }
    if (this.measuring) this.measuredSlots++;
    const pieces = context.saturate ? [] : this.queue.take(this.limit);
    if (!context.saturate && pieces.length === 0) {
      this.running = false;
      return;
    }
    this.propose(pieces);
    if (this.interval > 0) this.next(this.interval);
  }

  private next(wait: number): void {
    const { simulation } = this.context;
    simulation.schedule(wait as Tick, Lane.Timer, this.entity, this.slotKind);
  }

  private propose(pieces: readonly Piece[]): void {
    const { context, search } = this;
    const { simulation } = context;
    const filling = context.blobBytes / padded(context.blobBytes, this.unit);
    const target = search === undefined ? this.limit : wholeUnits(search.size, this.unit);
    const bytes = context.saturate
      ? target
      : pieces.reduce((sum, piece) => sum + padded(piece.bytes, this.unit), 0);
    const payload = context.saturate
      ? Math.floor(target * filling)
      : pieces.reduce((sum, piece) => sum + piece.bytes, 0);
    const leader = this.leader();
    const height = this.height++;
    const startedAt = simulation.now;
    const block: Block = { height, leader, payload, bytes, startedAt };
    this.slots++;
    let weight = 0;
    let decided = false;
    let decidedAt = Number.POSITIVE_INFINITY;
    const need = context.settings.get('quorum');
    const couldBegin = canDecide(context, leader);
    const held = (validator: number) => {
      if (context.silent(validator)) return;
      weight += context.stake[validator];
      if (decided || !(weight > need)) return;
      decided = true;
      decidedAt = simulation.now;
      if (this.interval === 0) this.next(this.certify);
      const took = (simulation.now - startedAt) as Tick;
      if (took > this.deadline) {
        this.miss(pieces);
        return;
      }
      this.spreadTime += took;
      this.include(block, pieces);
    };
    const judge = () => {
      if (!decided) {
        decided = true;
        this.spreadTime += this.deadline;
        this.miss(pieces);
        this.spreading.timedOut?.();
        if (this.interval === 0) this.next(0);
      }
      if (!context.saturate) {
        if (!this.searches) return;
        if (decidedAt - startedAt <= this.deadline) this.limit = this.fill.inTime();
        else if (couldBegin && canDecide(context, leader)) this.limit = this.fill.missed(bytes);
        return;
      }
      const inTime = decidedAt - startedAt <= MARGIN * this.deadline;
      if (search === undefined) {
        if (!this.measuring) this.prove(inTime);
        return;
      }
      search.passed(inTime);
      if (!search.done) return;
      this.limit = wholeUnits(search.size, this.unit);
      this.search = undefined;
    };
    simulation.schedule(this.deadline, Lane.Observe, this.entity, this.deadlineKind, height, judge);
    this.spreading.spread(block, held);
  }

  private prove(inTime: boolean): void {
    this.proven = inTime ? this.proven + 1 : 0;
    if (inTime) return;
    // The smallest block that misses its deadline is measured as it is.
    if (this.limit <= this.unit) this.proven = PROVEN_SLOTS;
    else this.limit = wholeUnits(this.limit * LOWER, this.unit);
  }

  /** Proposers take turns in proportion to stake; the search for a size takes those that are up. */
  private leader(): number {
    const { stake, simulation, validators, network } = this.context;
    const draw = simulation.streams.stream('da/leaders');
    for (let tries = 0; tries < MOST_DRAWS; tries++) {
      let point = draw.uniform();
      let leader = 0;
      while (leader < validators - 1 && point >= stake[leader]) point -= stake[leader++];
      if (this.measuring || !this.context.saturate || network.isAlive(leader)) return leader;
    }
    return 0;
  }

  private include(block: Block, pieces: readonly Piece[]): void {
    const { context } = this;
    const { simulation } = context;
    this.payload += block.payload;
    const done: Blob[] = [];
    if (context.saturate) {
      done.push({
        id: block.height,
        publisher: block.leader,
        bytes: block.payload,
        publishedAt: block.startedAt,
      });
    }
    done.push(...this.queue.included(pieces));
    for (const blob of done) {
      context.available(blob);
      context.complete(blob);
    }
    if (this.depth > 0) {
      this.recent.push(done);
      // The block that many decisions ago is final now.
      if (this.recent.length > this.depth) {
        for (const blob of this.recent.shift() ?? []) context.confirmed(blob);
      }
      return;
    }
    const at = Math.max(block.startedAt + this.finality, simulation.now) as Tick;
    simulation.scheduleAt(at, Lane.Process, this.entity, this.finalKind, block.height, done);
  }

  private miss(pieces: readonly Piece[]): void {
    this.missed++;
    this.queue.putBack(pieces);
  }

  resetStatistics(): void {
    this.payload = 0;
    this.missed = 0;
    this.slots = 0;
    this.spreadTime = 0;
    this.spreading.resetStatistics?.();
  }

  delivered(): number {
    return this.payload;
  }

  roles() {
    return this.spreading.roles(this.slotWindow({ seconds: 0, payload: this.payload }));
  }

  private slotWindow(window: Window): SlotWindow {
    const clocked = this.deadline / this.interval;
    const taken = this.spreadTime / TICKS_PER_SECOND / window.seconds;
    return { ...window, usable: this.interval > 0 ? clocked : taken, blocks: this.slots };
  }

  ceilings(window: Window) {
    const { settings, values } = this.context;
    const bounds = [...this.spreading.ceilings(this.slotWindow(window))];
    if (values.limits === 'protocol' && this.interval > 0) {
      bounds.push({ name: 'block limit', rate: this.rateOf(settings.get('blockBytes')) });
    }
    return bounds;
  }

  /** Payload per second in blocks of a size, under a clock. */
  private rateOf(bytes: number): number {
    const { blobBytes } = this.context;
    return (bytes * blobBytes) / padded(blobBytes, this.unit) / toSeconds(this.interval);
  }

  /** The largest block that was found to make its deadline, where it is smaller than it might be. */
  found(): Ceiling[] {
    if (this.limit === this.bound) return [];
    return [{ name: 'deadline', rate: this.rateOf(this.limit) }];
  }

  /** Links and the layer's own resources while blocks spread, not in the pause after them. */
  resources(window: Window): readonly ResourceUse[] {
    const seconds = Math.max(this.spreadTime / TICKS_PER_SECOND, 1e-9);
    const during = this.slotWindow({ ...window, seconds });
    const uses = [...linkUse(this.context, during), ...(this.spreading.resources?.(during) ?? [])];
    // Stragglers still send after a quorum has the block.
    return uses.map(({ name, utilisation }) => ({ name, utilisation: Math.min(1, utilisation) }));
  }

  assert(window: Window): void {
    this.spreading.assert?.(this.slotWindow(window));
  }

  report(value: (name: string, unit: string, value: number) => void): void {
    value('da.slots_missed', '1', this.slots > 0 ? this.missed / this.slots : 0);
    value(
      'da.deadline_use',
      '1',
      this.slots > 0 ? this.spreadTime / this.slots / this.deadline : 0,
    );
    value('da.block_bytes', 'B', this.limit);
    this.spreading.report?.(value);
  }
}
