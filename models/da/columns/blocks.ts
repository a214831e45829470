import { type Tick, toSeconds, ZERO } from '../../../sim/time.ts';
import {
  columnBytes,
  PEERDAS_COLUMNS,
  peerdasAssignment,
  sampledColumns,
} from '../assignment/peerdas.ts';
import { BLOB_BYTES } from '../eip-4844.ts';
import { deadlineBytes } from '../gossip-law.ts';
import type { LayerContext } from '../layer.ts';
import type { Block, SlotWindow, Spreading } from '../slots/slots.ts';
import { drawValidators } from '../validators.ts';
import type { ColumnBlock } from './gossip.ts';
import { BlobPool, wholeShare } from './pool.ts';
import { REBUILD_RATE } from './rebuild.ts';
import { ColumnSpread } from './spread.ts';

/** Columns on the wire for one payload byte, without the header of a column: 2 x 1.047. */
const EXPANSION = (PEERDAS_COLUMNS * (columnBytes(1) - columnBytes(0))) / BLOB_BYTES;
/** Below this the pool does not reach a quorum, and the block must come as columns. */
const MOST = 2 / 3;

/*
 * Blocks that travel as columns. The builder hands out every column; a node votes once it has those that
 * it samples. A node whose pool has the blobs makes its columns itself when it hears of the block, and
 * passes them on; one that keeps at least half of the columns rebuilds the others from any half.
 *
 * Left out: the block beside its columns, by which a node may hear of it earlier; fork choice; requests
 * for columns that do not come; cell-level gossip.
 */
export class ColumnBlocks implements Spreading {
  private readonly context: LayerContext;
  private readonly columns: ColumnSpread;
  private readonly pool: BlobPool;
  private readonly custody: readonly Uint16Array[];
  private readonly supernodes: readonly number[];
  private readonly full: readonly number[];
  private blocks: ColumnBlock[] = [];
  private rebuiltBefore = 0;

  constructor(context: LayerContext) {
    this.context = context;
    const { simulation, network, validators, settings, values } = context;
    const { streams } = simulation;
    const share = Math.max(settings.get('supernodes'), 1 / validators);
    const all = new Set(drawValidators(validators, share, streams, 'da/supernodes'));
    // The largest stake stands for more than 128 validators.
    if (values.largestStake !== null) all.add(0);
    const few = Math.min(PEERDAS_COLUMNS, sampledColumns(settings.get('custody')));
    const nodes = Array.from({ length: validators }, (_, node) => node);
    const custodies = nodes.map((node) => (all.has(node) ? PEERDAS_COLUMNS : few));
    this.supernodes = nodes.filter((node) => all.has(node));
    this.full = nodes.filter((node) => !all.has(node));
    this.custody = peerdasAssignment(custodies, streams.stream('da/custody')).units;
    this.pool = new BlobPool(context);
    this.columns = new ColumnSpread(simulation, network, 'da', {
      custody: this.custody,
      degree: settings.get('degree'),
      idontwant: values.idontwant,
      validation: ZERO,
      processors: context.processors,
      cores: settings.get('cores'),
      hasBlobs: (node) => values.dispersed === 1 && this.pool.has(node),
      rebuilds: () => true,
      complete: (node, { payload }) => (payload as (validator: number) => void)(node),
    });
  }

  spread({ bytes, leader }: Block, held: (validator: number) => void): void {
    const { settings, values } = this.context;
    // A builder that keeps columns back does not show its blobs to the pool.
    if (values.dispersed === 1) this.pool.begin(bytes);
    const block = this.columns.publish({
      publisher: leader,
      columnBytes: Math.ceil(columnBytes(bytes / BLOB_BYTES)),
      released: values.dispersed,
      codeSeconds: bytes / settings.get('encodeRate'),
      rebuildSeconds: bytes / REBUILD_RATE,
      payload: held,
    });
    this.blocks.push(block);
  }

  isQuiet(): boolean {
    return this.columns.gossip.isQuiet && this.pool.isQuiet;
  }

  /** Blobs reach most nodes through the pool. */
  private get pooled(): boolean {
    const { values, settings } = this.context;
    return values.dispersed === 1 && wholeShare(settings.get('pool')) > MOST;
  }

  /**
   * What the columns of a full node and the pool leave of its link, without duplicates; where the pool does
   * not help, also what the builder hands out once, and the column that gossip brings in time.
   */
  largest(): number {
    const { settings, up, down } = this.context;
    const interval = toSeconds(settings.get('blockInterval') as Tick);
    const few = this.few() * (EXPANSION / PEERDAS_COLUMNS);
    const steady = (interval * Math.min(up, down)) / (settings.get('pool') + few);
    if (this.pooled) return steady;
    const deadline = toSeconds(settings.get('deadline') as Tick);
    return Math.min(steady, (deadline * up) / EXPANSION, this.inTime());
  }

  private few(): number {
    const [node] = this.full.length > 0 ? this.full : this.supernodes;
    return this.custody[node].length;
  }

  /** Largest block whose columns make the deadline by gossip. */
  private inTime(): number {
    const { meshes } = this.columns.gossip;
    const members = Math.max(3, meshes.placeNode.length / PEERDAS_COLUMNS);
    return (deadlineBytes(this.context, members) * PEERDAS_COLUMNS) / EXPANSION;
  }

  resetStatistics(): void {
    this.blocks = [];
    this.rebuiltBefore = this.columns.rebuilt;
  }

  roles({ payload }: SlotWindow) {
    const { accounting } = this.context.network;
    const builder = this.blocks.reduce((sum, b) => sum + b.publisherCopies * b.bytes, 0);
    const mean = (nodes: readonly number[], bytes: Float64Array) =>
      nodes.reduce((sum, node) => sum + bytes[node], 0) / nodes.length / payload;
    const role = (nodes: readonly number[]) => ({
      egress: mean(nodes, accounting.sent),
      ingress: mean(nodes, accounting.received),
    });
    return {
      builder: { egress: builder / payload },
      ...(this.full.length > 0 ? { 'full-node': role(this.full) } : {}),
      supernode: role(this.supernodes),
    };
  }

  /** Busier direction of the links of these nodes, in the mean, since the last reset. */
  private linkUse(nodes: readonly number[]): number {
    const { network } = this.context;
    const mean = (way: 'up' | 'down') =>
      nodes.reduce((sum, node) => sum + network.utilisation(node, way), 0) / nodes.length;
    return Math.max(mean('up'), mean('down'));
  }

  /** B / ((c / 64) 1.047 (1 + d) + EL) by class of nodes, with the d measured. */
  ceilings({ payload, seconds, usable }: SlotWindow) {
    const { settings, up, values } = this.context;
    const rate = (nodes: readonly number[]) => payload / seconds / this.linkUse(nodes);
    const bounds = [
      { name: 'supernode links, B / (2.09 (1 + d) + EL)', rate: rate(this.supernodes) },
    ];
    if (this.full.length > 0) {
      const name = 'full node links, B / ((c / 64) 1.047 (1 + d) + EL)';
      bounds.push({ name, rate: rate(this.full) });
    }
    if (this.pooled) return bounds;
    bounds.push({ name: 'builder uplink, (B / 2.09)(w / tau)', rate: (up / EXPANSION) * usable });
    // A block of the protocol's size may be larger than the law takes for safe, and still be in time.
    if (values.limits === 'protocol') return bounds;
    const interval = toSeconds(settings.get('blockInterval') as Tick);
    return [
      ...bounds,
      { name: 'deadline of a column, (w / h - p) B / (D tau)', rate: this.inTime() / interval },
    ];
  }

  resources({ seconds }: SlotWindow) {
    const { settings, processors, network } = this.context;
    const { accounting } = network;
    const each = this.supernodes.length * seconds;
    const sum = (of: (node: number) => number) =>
      this.supernodes.reduce((total, node) => total + of(node), 0) / each;
    const { up, down } = this.context;
    const coded = sum((node) => processors.done(node)) / settings.get('cores');
    return [
      { name: 'supernode uplink', utilisation: sum((node) => accounting.sent[node]) / up },
      { name: 'supernode downlink', utilisation: sum((node) => accounting.received[node]) / down },
      { name: 'supernode cores', utilisation: coded },
    ];
  }

  report(value: (name: string, unit: string, value: number) => void): void {
    const [copies, held] = this.blocks.reduce(
      ([all, some], block) => [all + block.copies, some + block.held],
      [0, 0],
    );
    if (held > 0) value('da.duplicates', '1', copies / held - 1);
    value('da.rebuilds', '1', this.columns.rebuilt - this.rebuiltBefore);
  }
}
