import {
  redStuffShape,
  shardsToCertify,
  shardsToRebuild,
  WALRUS_METADATA_BYTES,
  WALRUS_SHARDS,
} from '../../da/assignment/walrus.ts';
import type { Answered, Read, Server } from './fabric.ts';
import type { OpenLayer, ReadContext, ReadLayer } from './layer.ts';
import { untilOne } from './segments.ts';
import { fetchPiece, serverLimits } from './servers.ts';

/** Slivers that rebuild a blob, and the bytes of one. */
export interface SliverPlan {
  readonly needed: number;
  readonly bytes: number;
}

/**
 * Primary slivers: 334 of 1000 rebuild the matrix of 334 rows; secondary: 667. Plain Reed-Solomon, as the
 * code of August 2026 has it, without the margin of older versions. Source: da-layers 2.8.
 */
export function sliverPlan(blobBytes: number, slivers: 'primary' | 'secondary'): SliverPlan {
  const { rows, columns } = redStuffShape(WALRUS_SHARDS, 0);
  const symbol = Math.ceil(blobBytes / (rows * columns));
  return slivers === 'primary'
    ? { needed: shardsToRebuild(WALRUS_SHARDS), bytes: symbol * columns }
    : { needed: shardsToCertify(WALRUS_SHARDS), bytes: symbol * rows };
}

/** A size at which a drive moves bytes at its full rate: bounds slivers of any size. */
const LARGE_BYTES = 1e9;

/*
 * Walrus: metadata from any node, then slivers from many shards at once, until there are enough; a shard that
 * fails is replaced by one that was not asked. Any range takes the whole blob (estimate: a read of part of
 * a blob is not in the facts). Shard s is at holder s mod holders. Left out: the time to rebuild and check.
 */
class WalrusReads implements OpenLayer {
  private readonly context: ReadContext;
  /** Readers that have the metadata of a blob. */
  private readonly known = new Set<string>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  read(read: Read, done: Answered): void {
    const name = `${read.node}/${read.object}`;
    if (this.known.has(name)) {
      this.readSlivers(read, done);
      return;
    }
    const { holders, fabric } = this.context;
    const start = (read.reader + read.object) % holders.length;
    untilOne(
      [...holders.slice(start), ...holders.slice(0, start)],
      1,
      ({ node }, answered) =>
        fabric.ask({ from: read.node, to: node, bytes: WALRUS_METADATA_BYTES }, answered),
      (then) => then(),
      (ok) => {
        if (!ok) {
          done(false);
          return;
        }
        this.known.add(name);
        this.readSlivers(read, done);
      },
    );
  }

  private readSlivers(read: Read, done: Answered): void {
    const { context } = this;
    const { holders, simulation, values } = context;
    const { needed, bytes } = sliverPlan(read.objectBytes, values.walrus.slivers);
    const shards = simulation.streams
      .stream(`reads/shards/${read.node}`)
      .sample(WALRUS_SHARDS, WALRUS_SHARDS);
    let next = 0;
    let missing = needed;
    let waiting = 0;
    const ask = () => {
      const server: Server = holders[shards[next++] % holders.length];
      waiting++;
      fetchPiece(context, read, server, bytes, (ok) => {
        waiting--;
        if (missing === 0) return;
        if (ok) missing--;
        else if (next < shards.length) ask();
        if (missing === 0) done(true);
        else if (waiting === 0) {
          missing = 0;
          done(false);
        }
      });
    };
    for (let i = 0; i < Math.max(needed, values.walrus.asked); i++) ask();
  }

  limits() {
    const { uplink, disk } = serverLimits(this.context, this.context.holders, LARGE_BYTES);
    return [uplink, disk];
  }
}

export const walrusLayer: ReadLayer = {
  name: 'walrus',
  about: 'slivers of a coded blob from a third of 1000 shards at once',
  knowledge:
    'published: shards, metadata, slivers needed; estimate: how many are asked for at once, that part of a ' +
    'blob takes the whole, drive; rebuilding takes no time here',
  drive: { profile: 'nvme-gen4', status: 'estimate', source: 'da-layers 2.8 names no drive' },
  whole: true,
  stations: () => [],
  open: (context) => new WalrusReads(context),
};
