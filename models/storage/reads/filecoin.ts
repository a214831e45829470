import { type Tick, ZERO } from '../../../sim/time.ts';
import { CachedObjects } from './cached-objects.ts';
import type { Answered, Read, Server } from './fabric.ts';
import type { OpenLayer, ReadContext, ReadLayer, UsualDrive } from './layer.ts';
import { inRoutines, piecesOf, untilOne } from './segments.ts';
import { fetchPiece, keeps, serverLimits } from './servers.ts';

/** A range request to a provider. Estimate: what clients ask for at a time is not in the facts. */
export const FILECOIN_BLOCK_BYTES = 1_048_576;

/*
 * Filecoin (da-layers 5, 0g-storage 8): providers keep sealed sectors, and a read of what has no unsealed
 * copy waits until one is made. The wait is what 0G's own marketing says of Filecoin, about 45 s, and a
 * payment that is agreed on first, if any. An unsealed copy stays (estimate).
 */
export class FilecoinReads implements OpenLayer {
  private readonly context: ReadContext;
  private readonly cached: CachedObjects | null;
  /** When the unsealed copy of an object is there, by provider and object. */
  private readonly unsealedAt = new Map<string, number>();
  /** Objects that a reader has opened, by reader, provider and object. */
  private readonly opened = new Set<string>();

  /** @param hot providers keep part of the objects in a cache */
  constructor(context: ReadContext, hot: boolean) {
    this.context = context;
    this.cached = hot ? new CachedObjects(context) : null;
  }

  read(read: Read, done: Answered): void {
    const { holders, values } = this.context;
    const copies = holders.filter((_, i) => keeps(i, read.object, values.shards));
    const start = read.reader % copies.length;
    const providers = [...copies.slice(start), ...copies.slice(0, start)];
    untilOne(
      providers,
      1,
      (provider, answered) => this.readFrom(provider, read, answered),
      (then) => then(),
      done,
    );
  }

  private readFrom(provider: Server, read: Read, done: Answered): void {
    const { context } = this;
    const { fabric } = context;
    const { node, object } = read;
    const name = `${node}/${provider.node}/${object}`;
    if (this.opened.has(name)) {
      this.readBlocks(provider, read, done);
      return;
    }
    const wait = this.openingWait(provider, object);
    const ask = {
      ...{ from: node, to: provider.node, bytes: 0, patience: wait },
      produce: (ready: Answered) => fabric.wait(provider.node, wait, () => ready(true)),
    };
    fabric.ask(ask, (ok) => {
      if (!ok) {
        done(false);
        return;
      }
      this.opened.add(name);
      this.cached?.add(object);
      this.readBlocks(provider, read, done);
    });
  }

  /** From the first request of a reader to the first byte at hand. */
  private openingWait(provider: Server, object: number): Tick {
    const { simulation, values } = this.context;
    const { retrieval, deal, firstByte } = values.filecoin;
    if (this.cached?.has(object)) return firstByte as Tick;
    const name = `${provider.node}/${object}`;
    const at = this.unsealedAt.get(name) ?? simulation.now + deal + retrieval;
    this.unsealedAt.set(name, at);
    return Math.max(at - simulation.now, deal, ZERO) as Tick;
  }

  private readBlocks(provider: Server, read: Read, done: Answered): void {
    const { context } = this;
    const { offset, bytes, objectBytes } = read;
    inRoutines(
      piecesOf(offset, bytes, objectBytes, FILECOIN_BLOCK_BYTES),
      context.values.routines,
      (piece, _routine, fetched) => fetchPiece(context, read, provider, piece.bytes, fetched),
      done,
    );
  }

  limits() {
    const { uplink, disk } = serverLimits(this.context, this.context.holders, FILECOIN_BLOCK_BYTES);
    return [uplink, disk];
  }
}

export const filecoinDrive: UsualDrive = {
  profile: 'hdd-enterprise',
  status: 'estimate',
  source: 'sealed sectors of 32 GiB suit hard disks; da-layers 5 names no drive',
};

export const filecoinLayer: ReadLayer = {
  name: 'filecoin',
  about: 'a provider makes an unsealed copy first, then serves the object',
  knowledge:
    'published by a rival (0G marketing): about 45 s until a cold object comes; estimate: what of it is ' +
    'payment, that the copy stays, block size, drive',
  drive: filecoinDrive,
  stations: () => [],
  open: (context) => new FilecoinReads(context, false),
};
