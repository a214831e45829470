import type { Tick } from '../../../sim/time.ts';
import { LOAD_BYTES, WORD_BYTES } from '../flow/spec.ts';
import type { Answered, Read } from './fabric.ts';
import type { OpenLayer, ReadContext, ReadLayer } from './layer.ts';
import { inRoutines, type Piece, piecesOf, untilOne } from './segments.ts';
import { fetchPiece, keeps, nearest, serverLimits } from './servers.ts';

/** Bytes of the proof of one segment: a hash for each level between it and the root of its file. */
export function segmentProofBytes(objectBytes: number): number {
  let levels = 0;
  for (let segments = Math.ceil(objectBytes / LOAD_BYTES); segments > 1; segments /= 2) levels++;
  return levels * WORD_BYTES;
}

/*
 * The download of the 0G Storage client (0g-storage 2): segments in parallel routines; each walks the list
 * of nodes from the place of its routine, skips those whose shard does not hold the segment, and goes on to
 * the next after an error.
 */
export class SegmentDownload {
  private readonly context: ReadContext;
  /** Holders by their distance from a node. */
  private readonly nearest = new Map<number, readonly number[]>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  read(read: Read, done: Answered): void {
    const { offset, bytes, objectBytes } = read;
    const list = this.listFor(read);
    inRoutines(
      piecesOf(offset, bytes, objectBytes, LOAD_BYTES),
      this.context.values.routines,
      (piece, routine, fetched) => this.fetch(read, piece, walk(list, routine), fetched),
      done,
    );
  }

  /** @param nodes numbers of the holders in the order in which they are asked */
  private fetch(
    read: Read,
    { index, bytes }: Piece,
    nodes: readonly number[],
    done: Answered,
  ): void {
    const { context } = this;
    const { values, fabric, holders } = context;
    const { proof, retries, retryInterval, retryAt } = values.zerog;
    const proofBytes = proof ? segmentProofBytes(read.objectBytes) : 0;
    const tries = 1 + retries;
    const pause = (then: () => void) => fabric.wait(read.node, retryInterval as Tick, then);
    const ask = (holder: number, answered: Answered) =>
      fetchPiece(context, read, holders[holder], bytes, answered, proofBytes);
    // Objects begin at shard after shard.
    const having = nodes.filter((holder) => keeps(holder, read.object + index, values.shards));
    if (retryAt === 'list') {
      untilOne(having, tries, ask, pause, done);
    } else {
      const persist = (holder: number, answered: Answered) =>
        untilOne([holder], tries, ask, pause, answered);
      untilOne(having, 1, persist, pause, done);
    }
  }

  /** The nodes that a client was told for a read. */
  private listFor({ node }: Read): readonly number[] {
    const { simulation, holders, values } = this.context;
    const numbers = holders.map((_, holder) => holder);
    switch (values.zerog.order) {
      case 'drawn':
        return simulation.streams.stream(`reads/nodes/${node}`).shuffle(numbers);
      case 'listed':
        return numbers;
      case 'nearest': {
        let list = this.nearest.get(node);
        if (list === undefined) {
          list = nearest(this.context, node, holders).map((server) => holders.indexOf(server));
          this.nearest.set(node, list);
        }
        return list;
      }
    }
  }
}

/** The list from the place of a routine on, and around. */
function walk(list: readonly number[], routine: number): number[] {
  const start = routine % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

export const zerogLayer: ReadLayer = {
  name: '0g',
  about: 'segments of 256 KiB from storage nodes, in parallel routines',
  knowledge:
    'published in source: segments, walk over the nodes, time-out, retries; estimate: order of the node list, ' +
    'where a retry begins, drive of the nodes',
  drive: {
    profile: 'nvme-gen4',
    status: 'estimate',
    source: '0g-storage 7: the docs ask for NVMe and name no model',
  },
  stations: () => [],
  open: (context): OpenLayer => {
    const download = new SegmentDownload(context);
    return {
      read: (read, done) => download.read(read, done),
      limits: () => {
        const { uplink, disk } = serverLimits(context, context.holders, LOAD_BYTES);
        return [uplink, disk];
      },
    };
  },
};
