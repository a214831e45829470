import type { Tick } from '../../../sim/time.ts';
import type { Answered, Read, Server } from './fabric.ts';
import type { OpenLayer, ReadContext, ReadLayer } from './layer.ts';
import { inRoutines, type Piece, piecesOf } from './segments.ts';
import { fromDrive, keeps, nearest, serverLimits } from './servers.ts';

/** A chunk. Source: 0g-storage 8, Arweave. */
export const ARWEAVE_CHUNK_BYTES = 262_144;

/*
 * Arweave: readers ask a gateway, which gets each chunk from a node that mines it (da-layers 5). No
 * percentiles of its latency have been published by itself. Estimates: gateways, their links, the choice
 * of the node at random, no cache. Unpacking is left out.
 */
class ArweaveReads implements OpenLayer {
  private readonly context: ReadContext;
  private readonly gateways = new Map<number, Server>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  read(read: Read, done: Answered): void {
    const { offset, bytes, objectBytes } = read;
    inRoutines(
      piecesOf(offset, bytes, objectBytes, ARWEAVE_CHUNK_BYTES),
      this.context.values.routines,
      (piece, _routine, fetched) => this.fetch(read, piece, fetched),
      done,
    );
  }

  private fetch(read: Read, { index, bytes }: Piece, done: Answered): void {
    const { fabric, simulation, holders, values, segment } = this.context;
    const { node, object } = read;
    const gateway = this.gatewayOf(node);
    const copies = holders.filter((_, i) => keeps(i, object + index, values.shards));
    const start = simulation.streams.stream(`reads/gateway/${gateway.node}`).below(copies.length);
    const begun = simulation.now;
    let last = copies[start];
    const relay = (ready: Answered, tried = 0): void => {
      if (tried === copies.length) {
        ready(false);
        return;
      }
      last = copies[(start + tried) % copies.length];
      const ask = { from: gateway.node, to: last.node, bytes, produce: fromDrive(last, bytes) };
      fabric.ask(ask, (ok) => (ok ? ready(true) : relay(ready, tried + 1)));
    };
    // The gateway's own time-outs come first.
    const patience = (fabric.timeout * copies.length) as Tick;
    const ask = { from: node, to: gateway.node, bytes, read, patience, produce: relay };
    fabric.ask(ask, (ok) => {
      if (ok) segment(read, begun, last);
      done(ok);
    });
  }

  private gatewayOf(node: number): Server {
    let gateway = this.gateways.get(node);
    if (gateway === undefined) {
      gateway = nearest(this.context, node, this.context.stations.gateway)[0];
      this.gateways.set(node, gateway);
    }
    return gateway;
  }

  limits() {
    const { holders, stations } = this.context;
    const nodes = serverLimits(this.context, holders, ARWEAVE_CHUNK_BYTES);
    const gateways = serverLimits(this.context, stations.gateway, ARWEAVE_CHUNK_BYTES);
    return [nodes.uplink, nodes.disk, gateways.uplink];
  }
}

export const arweaveLayer: ReadLayer = {
  name: 'arweave',
  about: 'a gateway gets chunks of 256 KiB from mining nodes',
  knowledge:
    'published: chunks, gateways, slow cheap disks suffice; no percentiles of its own have been published; ' +
    'estimate: gateways, their links, choice of nodes, no cache',
  drive: {
    profile: 'hdd-enterprise',
    status: 'estimate',
    source: '0g-storage 8: mining reads are limited by rate, so cheap slow disks suffice',
  },
  stations: ({ arweave }) => [
    {
      ...{ name: 'gateway', count: arweave.gateways, up: arweave.link, down: arweave.link },
      profile: 'nvme-gen4',
    },
  ],
  open: (context) => new ArweaveReads(context),
};
