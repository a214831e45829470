import { LOAD_BYTES } from '../flow/spec.ts';
import { CachedObjects } from './cached-objects.ts';
import type { Answered, Read, Server } from './fabric.ts';
import type { OpenLayer, ReadContext, ReadLayer } from './layer.ts';
import { inRoutines, piecesOf } from './segments.ts';
import { fetchPiece, nearest, serverLimits } from './servers.ts';
import { SegmentDownload } from './zerog.ts';

/*
 * Hot storage of the 2026 client (0g-storage 2): a paid router names a node that has the object in its cache.
 * When none has, one begins to fetch it and the reader takes the normal path; so it does when the hot node
 * fails. Estimates: how many there are, their links and drives, that a reader asks once for each object, that
 * the router names the nearest and sends misses to nodes in turn.
 */
class HotReads implements OpenLayer {
  private readonly context: ReadContext;
  private readonly cold: SegmentDownload;
  private readonly hot: readonly Server[];
  private readonly router: Server;
  private readonly cached: CachedObjects;
  /** The hot node that the router named, by reader and object. */
  private readonly named = new Map<string, Server>();
  private readonly fetching = new Set<number>();

  constructor(context: ReadContext) {
    this.context = context;
    this.cold = new SegmentDownload(context);
    this.hot = context.stations.hot;
    this.router = context.stations.router[0];
    this.cached = new CachedObjects(context);
  }

  read(read: Read, done: Answered): void {
    const { node, object } = read;
    const name = `${node}/${object}`;
    const known = this.named.get(name);
    if (known !== undefined) {
      this.readHot(known, read, done);
      return;
    }
    this.context.fabric.ask({ from: node, to: this.router.node, bytes: 0 }, (answered) => {
      if (answered && this.cached.has(object)) {
        const server = nearest(this.context, node, this.hot)[0];
        this.named.set(name, server);
        this.readHot(server, read, done);
      } else {
        if (answered) this.prefetch(read);
        this.cold.read(read, done);
      }
    });
  }

  private readHot(server: Server, read: Read, done: Answered): void {
    const { context } = this;
    const { offset, bytes, objectBytes } = read;
    inRoutines(
      piecesOf(offset, bytes, objectBytes, LOAD_BYTES),
      context.values.routines,
      (piece, _routine, fetched) => fetchPiece(context, read, server, piece.bytes, fetched),
      (ok) => {
        if (ok) done(true);
        else this.cold.read(read, done);
      },
    );
  }

  /** A hot node reads the whole object as a reader would. */
  private prefetch({ reader, object, objectBytes }: Read): void {
    if (this.fetching.has(object)) return;
    this.fetching.add(object);
    const { node } = this.hot[object % this.hot.length];
    const whole = { reader, node, object, objectBytes, offset: 0, bytes: objectBytes, arrived: 0 };
    this.cold.read(whole, (ok) => {
      this.fetching.delete(object);
      if (ok) this.cached.add(object);
    });
  }

  limits() {
    const servers = [...this.context.holders, ...this.hot];
    const { uplink, disk } = serverLimits(this.context, servers, LOAD_BYTES);
    return [uplink, disk];
  }
}

export const zerogHotLayer: ReadLayer = {
  name: '0g-hot',
  about: 'a router names a node that keeps the object in its cache; a miss takes the normal path',
  knowledge:
    'published: router, prefetch and fall-back to the normal path; estimate: number, links, caches and ' +
    'choice of hot nodes, share of objects that they have',
  drive: {
    profile: 'nvme-gen4',
    status: 'estimate',
    source: '0g-storage 7: the docs ask for NVMe and name no model',
  },
  stations: ({ hot }) => [
    { name: 'hot', count: hot.nodes, up: hot.link, down: hot.link, profile: hot.profile },
    { name: 'router', count: 1, up: hot.link, down: hot.link, profile: hot.profile },
  ],
  open: (context) => new HotReads(context),
};
