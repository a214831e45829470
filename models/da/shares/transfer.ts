import { Lane } from '../../../sim/engine/order.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import type { LayerContext } from '../layer.ts';
import type { Batch, Item } from './batch.ts';
import type { Pull, SharesPlan } from './plan.ts';

/** Brings shares to their holders. */
export interface Transfer {
  start(batch: Batch): void;
}

/** A holder has all of its share of a batch. */
export type Arrived = (batch: Batch, holder: number) => void;

/** The sender pushes: to every holder what comes first, if anything, and then the share. */
export function pushShares(context: LayerContext, plan: SharesPlan, arrived: Arrived): Transfer {
  const { network, settings } = context;
  const shares = network.kind('da.share', ({ to, payload }) => {
    arrived(payload as Batch, to);
  });
  const send = (batch: Batch, holder: number) => {
    const bytes = plan.shareBytes[holder] * batch.items.length;
    network.send(batch.sender, holder, shares, bytes, batch.id, batch);
  };
  if (plan.firstBytes === 0) {
    return {
      start: (batch) => {
        for (const holder of batch.targets) send(batch, holder);
      },
    };
  }
  const acknowledged = network.kind('da.first_received', ({ from, payload }) => {
    send(payload as Batch, from);
  });
  const first = network.kind('da.first', ({ from, to, argument, payload }) => {
    const bytes = settings.get('signatureBytes');
    network.send(to, from, acknowledged, bytes, argument, payload, true);
  });
  return {
    start: (batch) => {
      const bytes = plan.firstBytes * batch.items.length;
      for (const holder of batch.targets) {
        network.send(batch.sender, holder, first, bytes, batch.id, batch);
      }
    },
  };
}

/** Lets one thing after another through, at a rate. */
class Turnstile {
  private readonly context: LayerContext;
  private readonly rate: number | undefined;
  private readonly freeAt = new Map<number, number>();
  private readonly entity: number;
  private readonly kind: number;

  constructor(context: LayerContext, name: string, rate: number | undefined) {
    this.context = context;
    this.rate = rate;
    this.entity = context.simulation.entity(name);
    this.kind = context.simulation.handler(name, (_entity, _argument, go) => (go as () => void)());
  }

  pass(node: number, bytes: number, go: () => void): void {
    if (this.rate === undefined) {
      go();
      return;
    }
    const { simulation } = this.context;
    const start = Math.max(simulation.now, this.freeAt.get(node) ?? 0);
    const end = start + Math.ceil((bytes / this.rate) * TICKS_PER_SECOND);
    this.freeAt.set(node, end);
    simulation.scheduleAt(end as Tick, Lane.Service, this.entity, this.kind, node, go);
  }
}

/** One holder's shares of a batch on one relay. */
interface Order {
  readonly batch: Batch;
  readonly blobs: number;
}

/**
 * The sender tells every holder of the batch, and each fetches its shares from the relays.
 * @param relayOf the relay that has the shares of a blob
 */
export function pullShares(
  context: LayerContext,
  plan: SharesPlan,
  pull: Pull,
  relayOf: (item: Item) => number,
  arrived: Arrived,
): Transfer {
  const { network } = context;
  const turnstile = new Turnstile(context, 'da/relay_shares', pull.shareRate);
  const shares = network.kind('da.share', ({ to, payload }) => {
    const { batch } = payload as Order;
    if (--batch.missing[to] === 0) arrived(batch, to);
  });
  const requests = network.kind('da.request', ({ from, to, argument, payload }) => {
    const bytes = plan.shareBytes[from] * (payload as Order).blobs;
    turnstile.pass(to, bytes, () => network.send(to, from, shares, bytes, argument, payload));
  });
  const headers = network.kind('da.header', ({ to, argument, payload }) => {
    const orders = payload as ReadonlyMap<number, Order>;
    for (const [relay, order] of orders) {
      order.batch.missing[to]++;
      network.send(to, relay, requests, pull.requestBytes, argument, order, true);
    }
  });
  return {
    start: (batch) => {
      const orders = new Map<number, Order>();
      for (const item of batch.items) {
        const relay = relayOf(item);
        orders.set(relay, { batch, blobs: (orders.get(relay)?.blobs ?? 0) + 1 });
      }
      const bytes = pull.batchBytes + pull.blobBytes * batch.items.length;
      for (const holder of batch.targets) {
        network.send(batch.sender, holder, headers, bytes, batch.id, orders, true);
      }
    },
  };
}

/**
 * Reads of whole blobs from their relay; broken numbers of reads add up over blobs.
 * @param done a read has arrived
 */
export function relayReads(
  context: LayerContext,
  pull: Pull,
  route: (item: Item) => { relay: number; reader: number },
  done: (item: Item) => void,
): (item: Item) => number {
  const { network } = context;
  const turnstile = new Turnstile(context, 'da/relay_reads', pull.readRate);
  const reads = network.kind('da.read', ({ payload }) => done(payload as Item));
  let owed = 0;
  return (item) => {
    owed += pull.reads;
    const count = Math.floor(owed);
    owed -= count;
    const { relay, reader } = route(item);
    const { bytes, id } = item.blob;
    for (let i = 0; i < count; i++) {
      turnstile.pass(relay, bytes, () => network.send(relay, reader, reads, bytes, id, item));
    }
    return count;
  };
}
