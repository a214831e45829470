import { type Answered, PIECE_BYTES, type Read } from './fabric.ts';
import type { Limit, OpenLayer, ReadContext, ReadLayer } from './layer.ts';
import { inRoutines, type Piece, piecesOf } from './segments.ts';
import { fromDrive } from './servers.ts';

/** Link of the store: far more than any readers here take. */
const STORE_LINK = 1e12;

/*
 * An object store in the readers' region. A read is split into ranges of `s3.part`, one GET each: the first
 * byte comes by the law of the profile, the others at the pace of one stream, and GETs are capped for each
 * prefix. Objects lie in the prefixes in turn. The law is measured by a client: it holds the round trip.
 */
class ObjectStoreReads implements OpenLayer {
  private readonly context: ReadContext;

  constructor(context: ReadContext) {
    this.context = context;
  }

  read(read: Read, done: Answered): void {
    const { values } = this.context;
    const { bytes } = read;
    // Ranges begin where the read does, wherever that is in the object.
    inRoutines(
      piecesOf(0, bytes, bytes, values.s3.part),
      values.routines,
      (piece: Piece, _routine, fetched) => this.get(read, piece, fetched),
      done,
    );
  }

  private get(read: Read, { bytes }: Piece, done: Answered): void {
    const { fabric, simulation, stations, values, segment } = this.context;
    const store = stations.store[0];
    const { seqRead } = store.disk.profile;
    const begun = simulation.now;
    const prefix = read.object % values.s3.prefixes;
    fabric.ask(
      {
        ...{ from: read.node, to: store.node, bytes, read, pace: seqRead },
        produce: fromDrive(store, Math.min(bytes, PIECE_BYTES), { prefix }),
      },
      (ok) => {
        if (ok) segment(read, begun, store);
        done(ok);
      },
    );
  }

  limits() {
    const { stations, values, readsInFlight } = this.context;
    const { profile } = stations.store[0].disk;
    const law = profile.queueDepth;
    const perPrefix = law.law === 'parallel' ? law.perPrefix : null;
    const gets = perPrefix === null ? profile.maxReadIops : perPrefix * values.s3.prefixes;
    const limits: Limit[] = [{ name: 'rate limit', rate: gets * values.s3.part }];
    if (readsInFlight !== null) {
      const streams = readsInFlight * values.routines;
      limits.push({ name: 'rate limit', rate: streams * profile.seqRead });
    }
    return limits;
  }
}

/** A layer of one store of that profile. */
export function objectStore(
  name: string,
  profile: string,
  about: string,
  knowledge: string,
): ReadLayer {
  return {
    ...{ name, about, knowledge, drive: null, local: true },
    stations: () => [{ name: 'store', count: 1, up: STORE_LINK, down: STORE_LINK, profile }],
    open: (context) => new ObjectStoreReads(context),
  };
}

export const s3Layer = objectStore(
  's3',
  's3-standard',
  'ranged GETs from an object store in the readers’ region',
  'published: 5500 GET/s for each prefix, 100-200 ms typical for small objects; estimate: law of the first ' +
    'byte, 90 MB/s for each stream, size of a range',
);
