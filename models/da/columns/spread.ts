import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { PEERDAS_COLUMNS, PEERDAS_NEEDED } from '../assignment/peerdas.ts';
import type { Processors } from '../processors.ts';
import { type ColumnBlock, ColumnGossip, type ColumnGossipOptions } from './gossip.ts';
import { onAllCores, rebuild } from './rebuild.ts';

const ALL: readonly number[] = Array.from({ length: PEERDAS_COLUMNS }, (_, column) => column);

export interface ColumnSpreadOptions extends Omit<ColumnGossipOptions, 'got' | 'columns'> {
  readonly processors: Processors;
  readonly cores: number;
  /** Whether a node makes its columns from blobs that it has, once it hears of the block. */
  readonly hasBlobs: (node: number, block: ColumnBlock) => boolean;
  /** Whether a node that keeps enough columns rebuilds the others. */
  readonly rebuilds: (node: number) => boolean;
  /** A node has all columns that it keeps; the publisher at once. */
  readonly complete: (node: number, block: ColumnBlock) => void;
}

/** A block before its columns leave. */
export interface ColumnWork {
  readonly publisher: number;
  readonly columnBytes: number;
  /** Share of the columns that the publisher hands out; drawn. */
  readonly released: number;
  /** Work on one core to make columns from blobs, and to rebuild all from half of them. */
  readonly codeSeconds: number;
  readonly rebuildSeconds: number;
  readonly payload: unknown;
}

interface Progress {
  readonly work: ColumnWork;
  /** Columns that each node has, checked. */
  readonly have: Uint8Array;
}

/*
 * Columns of blocks at nodes that help: by blobs that they have already, and by rebuilding. Source:
 * consensus-specs, Fusaka (getBlobs; a node with half of the columns should rebuild and re-seed).
 */
export class ColumnSpread {
  readonly gossip: ColumnGossip;
  /** Rebuilds that were ended. */
  rebuilt = 0;
  private readonly simulation: Simulation;
  private readonly name: string;
  private readonly options: ColumnSpreadOptions;
  private readonly progress = new Map<ColumnBlock, Progress>();

  constructor(
    simulation: Simulation,
    network: MessageNetwork,
    name: string,
    options: ColumnSpreadOptions,
  ) {
    this.simulation = simulation;
    this.name = name;
    this.options = options;
    this.gossip = new ColumnGossip(simulation, network, name, {
      ...options,
      columns: PEERDAS_COLUMNS,
      got: (block, node) => this.got(block, node),
    });
  }

  /** The publisher has all columns and hands out those that it releases. */
  publish(work: ColumnWork): ColumnBlock {
    const { custody, complete } = this.options;
    const { publisher, released } = work;
    const block = this.gossip.block(publisher, work.columnBytes, work.payload);
    const have = new Uint8Array(custody.length);
    have[publisher] = custody[publisher].length;
    this.progress.set(block, { work, have });
    complete(publisher, block);
    this.gossip.publish(block, publisher, this.drawn(released));
    return block;
  }

  private drawn(released: number): readonly number[] {
    if (released === 1) return ALL;
    const count = Math.round(released * PEERDAS_COLUMNS);
    return this.simulation.streams.stream(`${this.name}/released`).sample(count, PEERDAS_COLUMNS);
  }

  private got(block: ColumnBlock, node: number): void {
    const { options } = this;
    const { processors, cores, custody } = options;
    const { work, have } = this.progressOf(block);
    const keeps = custody[node].length;
    if (have[node] >= keeps) return;
    const count = ++have[node];
    if (count === keeps) {
      options.complete(node, block);
      return;
    }
    const lacks = () => have[node] < keeps;
    const helped = options.hasBlobs(node, block);
    if (count === 1 && helped) {
      onAllCores(processors, cores, node, work.codeSeconds, () => this.made(block, node, lacks));
    } else if (count === PEERDAS_NEEDED && !helped && options.rebuilds(node)) {
      rebuild(processors, cores, node, work.rebuildSeconds, lacks, () => {
        this.rebuilt++;
        this.made(block, node, lacks);
      });
    }
  }

  /** A node has made all columns: it keeps its own and passes on those that are new to it. */
  private made(block: ColumnBlock, node: number, lacks: () => boolean): void {
    if (!lacks()) return;
    this.progressOf(block).have[node] = this.options.custody[node].length;
    this.options.complete(node, block);
    this.gossip.publish(block, node, ALL);
  }

  private progressOf(block: ColumnBlock): Progress {
    const progress = this.progress.get(block);
    if (progress === undefined) throw new RangeError(`block, expected one of this spread`);
    return progress;
  }
}
