import { exp } from '../../../sim/math.ts';
import type { Tick } from '../../../sim/time.ts';
import type { Answered, Read } from './fabric.ts';
import type { OpenLayer, ReadContext, ReadLayer } from './layer.ts';
import { inRoutines, type Piece, piecesOf, untilOne } from './segments.ts';
import { fetchPiece, keeps, serverLimits } from './servers.ts';

/** Blocks of a file, and the bytes of the link to one in its root. Estimates: not in the facts. */
export const IPFS_BLOCK_BYTES = 262_144;
const LINK_BYTES = 50;
/** Standard normal quantile of 80 %. */
const NORMAL_80 = 0.8416212335729143;

/** Median of a lognormal law of which 80 % lie below `p80`. */
export function lookupMedian(p80: number, sigma: number): number {
  return p80 / exp(sigma * NORMAL_80);
}

/*
 * IPFS: a walk through the Kademlia table finds providers, once for each reader and object; then the root
 * block, which names the others; then blocks by Bitswap, from the providers in turn (da-layers 5). The walk
 * is a law through the one published point, 80 % below half a second in the EU, and no hops. Left out:
 * duplicate blocks of a session, WANT-HAVE rounds, roots of more than one level.
 */
class IpfsReads implements OpenLayer {
  private readonly context: ReadContext;
  private readonly found = new Set<string>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  read(read: Read, done: Answered): void {
    const { fabric, simulation, values } = this.context;
    const { node, object } = read;
    const name = `${node}/${object}`;
    if (this.found.has(name)) {
      this.readBlocks(read, done);
      return;
    }
    const { lookupP80, lookupSigma } = values.ipfs;
    const median = lookupMedian(lookupP80, lookupSigma);
    const stream = simulation.streams.stream(`reads/lookup/${node}`);
    const span = Math.round(stream.lognormal(median, lookupSigma)) as Tick;
    fabric.wait(node, span, () =>
      this.readRoot(read, (ok) => {
        if (!ok) {
          done(false);
          return;
        }
        this.found.add(name);
        this.readBlocks(read, done);
      }),
    );
  }

  private readRoot(read: Read, done: Answered): void {
    const { fabric } = this.context;
    const { node, object, objectBytes } = read;
    const bytes = LINK_BYTES * Math.ceil(objectBytes / IPFS_BLOCK_BYTES);
    untilOne(
      this.providersOf(object, 0, read.reader),
      1,
      (server, answered) => fabric.ask({ from: node, to: server.node, bytes }, answered),
      (then) => then(),
      done,
    );
  }

  private readBlocks(read: Read, done: Answered): void {
    const { context } = this;
    const { offset, bytes, objectBytes, object, reader } = read;
    inRoutines(
      piecesOf(offset, bytes, objectBytes, IPFS_BLOCK_BYTES),
      context.values.routines,
      (piece: Piece, _routine, fetched) =>
        untilOne(
          this.providersOf(object, piece.index, reader + piece.index),
          1,
          (server, answered) => fetchPiece(context, read, server, piece.bytes, answered),
          (then) => then(),
          fetched,
        ),
      done,
    );
  }

  /** Holders of a block, from a place of their list on. */
  private providersOf(object: number, block: number, from: number) {
    const { holders, values } = this.context;
    const copies = holders.filter((_, i) => keeps(i, object + block, values.shards));
    const start = from % copies.length;
    return [...copies.slice(start), ...copies.slice(0, start)];
  }

  limits() {
    const { uplink, disk } = serverLimits(this.context, this.context.holders, IPFS_BLOCK_BYTES);
    return [uplink, disk];
  }
}

export const ipfsLayer: ReadLayer = {
  name: 'ipfs',
  about: 'providers are found in a Kademlia table, blocks come by Bitswap',
  knowledge:
    'published: 80 % of lookups in the EU below 500 ms; estimate: spread of the law, block size, choice of ' +
    'providers, drive',
  drive: { profile: 'ssd-sata', status: 'estimate', source: 'da-layers 5 names no drive' },
  stations: () => [],
  open: (context) => new IpfsReads(context),
};
