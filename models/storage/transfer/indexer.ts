import type { Signal } from '../../../sim/engine/signal.ts';
import type { Simulation } from '../../../sim/engine/simulation.ts';
import { type Tick, ZERO } from '../../../sim/time.ts';
import type { StorageNode } from './node.ts';
import { REPLY_BYTES } from './replies.ts';
import type { Method, Patience, Rpc } from './rpc.ts';
import type { Shard } from './shards.ts';
import { Timers } from './timers.ts';

/*
 * The indexer: nodes with their shards and their latency, as of its last look. Between looks it names nodes
 * that are gone and shards that have changed. Source: 0g-storage 2 "Discovery".
 */

export interface Listed {
  readonly node: StorageNode;
  readonly shard: Shard;
  /** Round trip that the indexer measured, ticks. */
  readonly latency: number;
}

/** Request for the list, and an entry of the answer. Estimate. */
const REQUEST_BYTES = 200;
const ENTRY_BYTES = 150;

export interface IndexerOptions {
  readonly simulation: Simulation;
  readonly rpc: Rpc;
  readonly method: Method;
  readonly patience: Patience;
  readonly address: number;
  readonly nodes: readonly StorageNode[];
  /** Round trip to a node before the first look, ticks. */
  readonly roundTrip: (node: StorageNode) => number;
  readonly refresh: Tick;
}

export class Indexer {
  /** Nearest first. */
  listed: readonly Listed[];
  private readonly options: IndexerOptions;
  private readonly timers: Timers;

  constructor(options: IndexerOptions) {
    this.options = options;
    this.timers = new Timers(options.simulation, 'storage/indexer');
    const { nodes, roundTrip } = options;
    this.listed = nearestFirst(
      nodes.map((node) => ({ node, shard: node.shard, latency: roundTrip(node) })),
    );
    this.timers.after(options.refresh, () => this.look());
  }

  /** Gives a client the list; undefined when there was no answer. */
  list(client: number): Signal<readonly Listed[] | undefined> {
    const { rpc, method, patience, address } = this.options;
    return rpc.call(client, address, method, REQUEST_BYTES, patience, (answer) =>
      answer(this.listed, REPLY_BYTES + ENTRY_BYTES * this.listed.length),
    );
  }

  /** Asks every node once; those that answer in time are the new list. */
  private look(): void {
    const { simulation, rpc, method, patience, address, nodes, refresh } = this.options;
    const once: Patience = { timeout: patience.timeout, retries: 0, interval: ZERO };
    const found: Listed[] = [];
    const started = simulation.now;
    let open = nodes.length;
    for (const node of nodes) {
      rpc
        .call<Shard>(address, node.address, method, REQUEST_BYTES, once, (answer) =>
          answer(node.shard, REPLY_BYTES),
        )
        .wait(({ value: shard }) => {
          if (shard) found.push({ node, shard, latency: simulation.now - started });
          if (--open === 0) this.listed = nearestFirst(found);
        });
    }
    this.timers.after(refresh, () => this.look());
  }
}

function nearestFirst(listed: Listed[]): Listed[] {
  return listed.sort((a, b) => a.latency - b.latency || a.node.index - b.node.index);
}
