import { drawValidators } from '../validators.ts';
import { Announcing } from './announcing.ts';
import { Confirming } from './confirming.ts';
import { Encoding } from './encoding.ts';
import type { Batch, Item, Pipeline } from './pipeline.ts';
import type { Readers } from './reading.ts';
import { Signing, type SigningKinds } from './signing.ts';
import type { Storage } from './storage.ts';
import type { Transactions } from './transactions.ts';

/** What all clients share. */
export interface ClientParts {
  readonly pipeline: Pipeline;
  readonly transactions: Transactions;
  readonly kinds: SigningKinds;
  readonly readers: Readers;
  /** Absent where blobs are not handed off. */
  readonly storage: Storage | undefined;
  /** Nodes of all clients. */
  readonly nodes: readonly number[];
}

/** Saturating: blobs that wait for dispersal or are on the way, in full batches, before a client stops encoding. */
const BACKLOG_BATCHES = 2;
const BATCH_BLOBS = 9;

/** One client: takes blobs, encodes, has them signed and confirms them; a blob that fails starts over. */
export class Client {
  readonly encoding: Encoding;
  private readonly parts: ClientParts;
  private readonly index: number;
  private readonly node: number;
  private readonly signing: Signing;

  /** @param supply makes blobs, when saturating */
  constructor(parts: ClientParts, index: number, supply?: (room: number) => Item[]) {
    this.parts = parts;
    this.index = index;
    const { pipeline, transactions, kinds, nodes } = parts;
    const { context } = pipeline;
    const { validators, values, simulation } = context;
    this.node = nodes[index];
    // Clients start at different times.
    const phase = index / nodes.length;
    const failed = (item: Item) => this.failed(item);
    const path = `da/zerog/skipped/${index}`;
    const skipped = drawValidators(validators, 1 - values.dispersed, simulation.streams, path);
    const confirming = new Confirming(pipeline, transactions, this.node, index, phase, {
      confirmed: (item, batch) => this.confirmed(item, batch),
      finalized: (item, batch) => this.finalized(item, batch),
      failed,
    });
    this.signing = new Signing(
      pipeline,
      kinds,
      this.node,
      skipped,
      phase,
      (batch) => {
        for (const { blob } of batch.items) context.complete(blob);
        confirming.add(batch);
      },
      failed,
    );
    const announcing = new Announcing(
      pipeline,
      transactions,
      this.node,
      index,
      phase,
      (batch) => this.signing.add(batch),
      failed,
    );
    const feed = supply && ((room: number) => (this.isBehind() ? [] : supply(room)));
    const encoded = (item: Item) => {
      pipeline.stages.move(item, 'encoded', simulation.now);
      announcing.add(item);
    };
    this.encoding = new Encoding(pipeline, phase, encoded, failed, feed);
  }

  publish(item: Item): void {
    this.encoding.add(item);
  }

  private isBehind(): boolean {
    return this.signing.backlog() >= BACKLOG_BATCHES * BATCH_BLOBS;
  }

  private failed(item: Item): void {
    const { pipeline } = this.parts;
    const { stages, config, context, counts, ended } = pipeline;
    counts.failures++;
    const again = stages.fail(item, config.blobFailures, context.simulation.now);
    if (again && !ended) {
      this.encoding.add(item);
      return;
    }
    counts.blobsFailed++;
    context.abandoned(item.blob);
  }

  private confirmed(item: Item, batch: Batch): void {
    const { pipeline, readers, nodes } = this.parts;
    const { values, context } = pipeline;
    batch.contract.lottery.keep(batch.assignment, batch.kept, () => {
      item.pruned = true;
      batch.kept.clear();
      pipeline.counts.pruned++;
      this.prune(item);
    });
    const stream = context.simulation.streams.stream('da/zerog/retrievals');
    if (!stream.chance(values.retrievals)) return;
    readers.read(nodes[(this.index + 1) % nodes.length], batch);
  }

  private finalized(item: Item, batch: Batch): void {
    const { pipeline, storage } = this.parts;
    pipeline.context.confirmed(item.blob);
    storage?.handOff(this.node, this.index, item, batch);
    if (storage === undefined) this.prune(item);
  }

  /** A blob that is final and whose rows are deleted is at its end. */
  private prune(item: Item): void {
    const { stages, context } = this.parts.pipeline;
    const { state } = item.life;
    if (!item.pruned || (state !== 'finalized' && state !== 'handed-to-storage')) return;
    stages.move(item, 'pruned', context.simulation.now);
  }
}
