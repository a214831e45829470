import type { Streams } from '../../../sim/random.ts';
import { LOAD_SECTORS, PRICING_SECTORS, RANGE_SECTORS, SECTOR_BYTES } from '../flow/spec.ts';

/** Miners of one kind as the engine sees them. */
export interface MinerGroup {
  readonly name: string;
  readonly count: number;
  /** Attempts per second of one machine. */
  readonly rate: number;
  /** Miner ids of one machine; each has its own subtask. */
  readonly identities: number;
  /** Number of shards at the start; a machine that fills up doubles its own. */
  readonly shards: number;
  /** Share of the declared range that a machine stores, 0 to 1. */
  readonly stored: number;
  /** Bytes that the drives of one machine hold. */
  readonly capacity: number;
  /** Bytes per second at which a machine fetches and seals data that is new to it. */
  readonly fillRate: number;
  /** Losses of all data per machine and year. */
  readonly failureRate: number;
}

/** A miner splits its shard when its data pass this share of its drives. Source: 0g-storage 1. */
export const FULL = 0.9;

/**
 * State of the machines of all groups: shards, and what is filled.
 * Ranges: a machine declares the whole flow, or 8 TiB of each shard's stride from a start that spreads the
 * machines of a group evenly over the flow (choice; the starts are multiples of 8 GiB as the contract asks).
 * A machine that holds a part of its range holds the first part (choice).
 */
export class Miners {
  readonly count: number;
  readonly groups: readonly MinerGroup[];
  readonly groupOf: Int32Array;
  /** Number within its group. */
  readonly indexOf: Int32Array;
  /** Number of shards by group: its machines are alike, so they split together. */
  private readonly shards: Int32Array;
  /** Second since which a machine fills its drives, for those that have lost their data. */
  private readonly since = new Map<number, number>();
  private readonly streams: Streams;
  splits = 0;

  constructor(streams: Streams, groups: readonly MinerGroup[]) {
    this.streams = streams;
    this.groups = groups;
    this.count = groups.reduce((sum, { count }) => sum + count, 0);
    this.groupOf = new Int32Array(this.count);
    this.indexOf = new Int32Array(this.count);
    this.shards = Int32Array.from(groups, ({ shards }) => shards);
    let miner = 0;
    groups.forEach((group, g) => {
      for (let i = 0; i < group.count; i++, miner++) {
        this.groupOf[miner] = g;
        this.indexOf[miner] = i;
      }
    });
  }

  group(miner: number): MinerGroup {
    return this.groups[this.groupOf[miner]];
  }

  pathOf(miner: number): string {
    return `storage/miner/${this.group(miner).name}/${this.indexOf[miner]}`;
  }

  /** Shards of the machine's range. */
  shardsOf(miner: number): number {
    return this.shards[this.groupOf[miner]];
  }

  /** Its own among them. After a split it is the old one or the old one plus the old number. */
  shardOf(miner: number): number {
    return this.indexOf[miner] % this.shardsOf(miner);
  }

  /** Sectors of the range that a machine declares. @param flow whole load chunks, in sectors */
  declared(miner: number, flow: number): number {
    return Math.min(flow, RANGE_SECTORS * this.shardsOf(miner));
  }

  /** First sector of that range. */
  start(miner: number, flow: number): number {
    const free = Math.floor((flow - this.declared(miner, flow)) / PRICING_SECTORS);
    const { count } = this.group(miner);
    const share = count === 1 ? 0 : this.indexOf[miner] / (count - 1);
    return Math.floor(free * share) * PRICING_SECTORS;
  }

  /** Bytes that a machine is to hold. */
  wanted(miner: number, flow: number): number {
    const { stored } = this.group(miner);
    return (this.declared(miner, flow) / this.shardsOf(miner)) * stored * SECTOR_BYTES;
  }

  /** Bytes that it holds, sealed. @param at seconds */
  held(miner: number, flow: number, at: number): number {
    const { fillRate, capacity } = this.group(miner);
    const most = Math.min(this.wanted(miner, flow), capacity);
    const since = this.since.get(miner);
    return since === undefined ? most : Math.min(most, fillRate * (at - since));
  }

  /** A machine that has lost its data and does not have all of it back. */
  isFilling(miner: number): boolean {
    return this.since.size > 0 && this.since.has(miner);
  }

  /** Share of the declared range that a machine can answer for. */
  available(miner: number, flow: number, at: number): number {
    const wanted = this.wanted(miner, flow);
    if (wanted === 0) return 0;
    return this.group(miner).stored * (this.held(miner, flow, at) / wanted);
  }

  /** Complete copies of the flow that all machines hold together. */
  replicas(flow: number, at: number): number {
    let bytes = 0;
    let first = 0;
    for (const { count, capacity } of this.groups) {
      bytes += count * Math.min(this.wanted(first, flow), capacity);
      first += count;
    }
    for (const miner of this.since.keys()) {
      const { capacity } = this.group(miner);
      bytes += this.held(miner, flow, at) - Math.min(this.wanted(miner, flow), capacity);
    }
    return bytes / (flow * SECTOR_BYTES);
  }

  /**
   * Doubles the shards of machines whose data would not fit, as the node's pruner does.
   * @param most largest number of shards that the contract takes
   */
  split(flow: number, most: number): void {
    let first = 0;
    this.groups.forEach(({ count, capacity }, g) => {
      while (this.wanted(first, flow) > FULL * capacity && this.shards[g] < most) {
        this.shards[g] *= 2;
        this.splits += count;
      }
      first += count;
    });
  }

  /** Machines that have all they want again stop filling. @param at seconds */
  settle(flow: number, at: number): void {
    for (const [miner, since] of this.since) {
      if (this.group(miner).fillRate * (at - since) >= this.wanted(miner, flow))
        this.since.delete(miner);
    }
  }

  /** A machine lost its data at that second and begins anew. */
  lose(miner: number, at: number): void {
    this.since.set(miner, at);
  }

  /** Seconds to the next loss of a machine. */
  nextLoss(miner: number): number {
    const { failureRate } = this.group(miner);
    if (failureRate === 0) return Number.POSITIVE_INFINITY;
    const mean = 31_557_600 / failureRate;
    return this.streams.stream(`${this.pathOf(miner)}/failure`).exponential(mean);
  }
}

/** Whole load chunks of a flow, in sectors: what can be mined. */
export function minable(flow: number): number {
  return flow - (flow % LOAD_SECTORS);
}
