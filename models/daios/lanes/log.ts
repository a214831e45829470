import { Lane } from '../../../sim/engine/order.ts';
import type { Tick } from '../../../sim/time.ts';
import type { ChainLane } from '../../chain/lane.ts';
import type { Blob, RunningLayer } from '../../da/layer.ts';
import { layerByName } from '../../da/layers.ts';
import type { DaValues } from '../../da/parameters.ts';
import { layerContext } from '../../da/site.ts';
import { SlotLayer } from '../../da/slots/slots.ts';
import { announcement, confirmation, gasOf } from '../../da/zerog/gas.ts';
import type { Answered } from '../../storage/reads/fabric.ts';
import type { ResourceUse } from '../resources.ts';
import type { LaneRequest, StackContext, StackLane, WorkOf } from './context.ts';
import type { Holders } from './holders.ts';
import { gasCost } from './settlement.ts';

const MEGABYTE = 1e6;

interface Entry {
  readonly bytes: number;
  readonly done: Answered;
}

/** What a publisher gathers. */
interface Batch {
  entries: Entry[];
  bytes: number;
  timer: number;
}

/**
 * Logs: users send entries to publishers, which gather them into blobs and make these available. An entry is done
 * when its blob is final in the layer.
 */
export class LogLane implements StackLane<WorkOf<'log'>> {
  private readonly context: StackContext;
  private readonly holders: Holders;
  private readonly layer: RunningLayer;
  private readonly publishers: readonly number[];
  private readonly batches: Batch[];
  private readonly published = new Map<number, readonly Entry[]>();
  private readonly price: (blobBytes: number) => number;
  private readonly flushKind: number;
  private readonly rounds: number[];
  /** Payload bytes and blobs so far. */
  bytes = 0;
  blobs = 0;

  /** @param chain carries the layer's transactions, if the stack has one chain for all */
  constructor(context: StackContext, holders: Holders, chain: ChainLane | undefined) {
    this.context = context;
    this.holders = holders;
    const { experiment, simulation, network, machines, values, plan } = context;
    const { log, logSettings, validators, up, down } = machines;
    const layer = layerByName(plan.parts.log);
    const [own] = Object.values(log);
    this.publishers = Array.from(
      { length: values.publishers },
      (_, i) => own?.[i % own.length] ?? i % validators,
    );
    this.batches = this.publishers.map(() => ({ entries: [], bytes: 0, timer: 0 }));
    this.rounds = this.publishers.map(() => 0);
    this.flushKind = simulation.handler('daios.log.flush', (_entity, index) => this.flush(index));
    this.price = (blobBytes) => {
      if (plan.parts.log === '0g') {
        const gas = gasOf(announcement, 1) + gasOf(confirmation, 1);
        return (gasCost(context, gas) * MEGABYTE) / blobBytes;
      }
      return layer.cost?.(logSettings, blobBytes) ?? values.prices.availability;
    };
    const nothing = () => {};
    this.layer = layer.build(
      layerContext({
        experiment: {
          ...experiment,
          sections: { ...experiment.sections, load: { leastBlobs: 1 } },
        },
        network,
        validators,
        stations: log,
        ...(chain === undefined ? {} : { chain }),
        values: { ...values.layer, layer: plan.parts.log, clients: values.publishers } as DaValues,
        settings: logSettings,
        up,
        down,
        blobBytes: values.batchBytes,
        saturate: false,
        available: nothing,
        confirmed: (blob) => this.end(blob, true),
        abandoned: (blob) => this.end(blob, false),
        complete: nothing,
        measure: nothing,
        measured: nothing,
      }),
    );
  }

  /** What is published is kept too: from the layer itself, or sent to the store once more. */
  perform({ node, work }: LaneRequest<WorkOf<'log'>>, done: Answered): void {
    if (this.context.plan.savings.oneUpload) {
      this.post(node, work.bytes, done);
      return;
    }
    let left = 2;
    let good = true;
    const one: Answered = (ok) => {
      good &&= ok;
      if (--left === 0) done(good);
    };
    this.post(node, work.bytes, one);
    this.holders.upload(node, work.bytes, one);
  }

  /** Publishes bytes that a node has, by the publisher that it always takes. */
  post(from: number, bytes: number, done: Answered): void {
    const index = from % this.publishers.length;
    const produce = (ready: Answered) => this.gather(index, { bytes, done: ready });
    this.context.reach.ask(
      { from, to: this.publishers[index], sends: bytes, bytes: 0, produce },
      done,
    );
  }

  private gather(index: number, entry: Entry): void {
    const { simulation, network, values } = this.context;
    const batch = this.batches[index];
    if (batch.bytes > 0 && batch.bytes + entry.bytes > values.batchBytes) this.flush(index);
    if (batch.entries.length === 0) {
      const entity = network.entityOf(this.publishers[index]);
      const wait = values.batchInterval as Tick;
      batch.timer = simulation.schedule(wait, Lane.Timer, entity, this.flushKind, index);
    }
    batch.entries.push(entry);
    batch.bytes += entry.bytes;
    if (batch.bytes >= values.batchBytes) this.flush(index);
  }

  private flush(index: number): void {
    const { simulation } = this.context;
    const batch = this.batches[index];
    simulation.cancel(batch.timer);
    const { entries, bytes } = batch;
    if (entries.length === 0) return;
    this.batches[index] = { entries: [], bytes: 0, timer: 0 };
    // Layers with clients of their own take the id, others the publisher, modulo their number.
    const id = this.rounds[index]++ * this.publishers.length + index;
    this.published.set(id, entries);
    this.bytes += bytes;
    this.blobs++;
    this.layer.publish({ id, publisher: index, bytes, publishedAt: simulation.now });
  }

  private end({ id }: Blob, ok: boolean): void {
    const entries = this.published.get(id) ?? [];
    this.published.delete(id);
    for (const { done } of entries) done(ok);
  }

  cost({ bytes }: WorkOf<'log'>): number {
    return this.postCost(bytes) + this.holders.cost(bytes);
  }

  /** USD for making that many bytes available, in blobs as large as they were. */
  postCost(bytes: number): number {
    const { batchBytes } = this.context.values;
    const blobBytes = this.blobs > 0 ? this.bytes / this.blobs : batchBytes;
    return (bytes / MEGABYTE) * this.price(blobBytes);
  }

  /** Links are those of the stack; what layers with slots measure is of the time in which blocks spread. */
  uses(seconds: number): ResourceUse[] {
    if (this.layer instanceof SlotLayer) return [];
    const window = { seconds, payload: Math.max(1, this.bytes) };
    return this.layer
      .resources(window)
      .filter(({ name }) => !name.endsWith('link'))
      .map(({ name, utilisation }) => ({ name: `log: ${name}`, lane: 'log', use: utilisation }));
  }
}
