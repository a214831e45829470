import type { Simulation } from '../../../sim/engine/simulation.ts';
import { Disk } from '../../../sim/hardware/disk.ts';
import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import { millis, seconds } from '../../../sim/time.ts';
import { proofBytes, segmentData, tampered } from './content.ts';
import type { FileEntry, FlowLog } from './flow-log.ts';
import { bytesOf, Fate, HeldFile, sectorsOf } from './held.ts';
import { type PoolLimits, SegmentPool } from './pool.ts';
import { type NodeStatus, REPLY_BYTES, type ReadReply, type UploadReply } from './replies.ts';
import type { Answer } from './rpc.ts';
import { holdsSegment, mustSplit, type Shard, splitShard } from './shards.ts';
import { Timers } from './timers.ts';

/*
 * A storage node: follows the log, takes segments into memory and onto its disk, finalises files of which
 * its shard is complete, serves readers and peers, deletes what is no longer paid and halves its shard when
 * it is full. Source: 0g-storage 1 and 2. A node that goes down keeps its disk and loses its memory.
 */

/** Poll of the chain's log (0g-storage 2.3). */
const LOG_POLL = millis(500);
/** Segments wait so long in memory for their submission. Estimate. */
const UNCLAIMED_AFTER = seconds(300);
export interface NodeOptions {
  readonly simulation: Simulation;
  /** Number in the network, and among the storage nodes. */
  readonly address: number;
  readonly index: number;
  /** When it polls the log, share of the interval. */
  readonly phase: number;
  readonly shard: Shard;
  readonly flow: FlowLog;
  readonly profile: StorageProfile;
  readonly limits: PoolLimits;
  /** Sectors that it may hold; it splits above 0.9 of them. */
  readonly capacity: number;
  /** It changes a byte of whatever it serves to readers. */
  readonly isLying: boolean;
  readonly finalised: (node: StorageNode, entry: FileEntry) => void;
  readonly learnt: (node: StorageNode, entry: FileEntry) => void;
}

export class StorageNode {
  readonly address: number;
  readonly index: number;
  readonly disk: Disk;
  readonly pool: SegmentPool;
  shard: Shard;
  isAlive = true;
  splits = 0;
  /** Sectors on the disk. */
  stored = 0;
  readonly files = new Map<number, HeldFile>();
  private readonly options: NodeOptions;
  private readonly timers: Timers;
  /** Segments in memory whose submission is not known, by file. */
  private readonly parked = new Map<number, number[]>();
  private readonly known = new Set<number>();
  private seen = 0;
  private isPolling = false;
  private life = 0;

  constructor(options: NodeOptions) {
    const { simulation, address, index, profile, limits } = options;
    this.options = options;
    this.address = address;
    this.index = index;
    this.shard = options.shard;
    this.disk = new Disk(simulation, `storage/disk/${index}`, profile);
    this.pool = new SegmentPool(this.disk, limits);
    this.timers = new Timers(simulation, `storage/node/${index}`);
  }

  held(entry: FileEntry): HeldFile {
    let file = this.files.get(entry.id);
    if (file === undefined) {
      file = new HeldFile(entry);
      this.files.set(entry.id, file);
    }
    return file;
  }

  knows(entry: FileEntry): boolean {
    return this.known.has(entry.id);
  }

  status(entry: FileEntry): NodeStatus {
    const isFinal = this.files.get(entry.id)?.isFinal ?? false;
    return { isKnown: this.knows(entry), isFinal, shard: this.shard };
  }

  /** A client sends segments with their proofs; answers once they are on the disk or kept for later. */
  receive(
    entry: FileEntry,
    segments: readonly number[],
    answer: (reply: UploadReply) => void,
  ): void {
    const file = this.held(entry);
    file.lastUpload = this.options.simulation.now;
    const isKnown = this.knows(entry);
    if (isKnown && segments.some((i) => !this.owns(entry, i))) {
      answer({ state: 'moved', shard: this.shard });
      return;
    }
    // A segment that comes again while it is being written is written again; one kept for later is not.
    const wanted = segments.filter((i) => {
      const fate = file.fate(i);
      return fate !== Fate.Stored && fate !== Fate.Pruned && (isKnown || fate !== Fate.Pooled);
    });
    if (!this.pool.hold(bytesOf(entry, wanted))) {
      answer({ state: 'too-many-data' });
      return;
    }
    for (const i of wanted) file.set(i, Fate.Pooled);
    if (isKnown) {
      this.write(file, wanted, () => answer({ state: 'stored' }));
    } else {
      this.park(entry, wanted);
      answer({ state: 'cached' });
    }
  }

  /** Segments from a peer go to the disk without a stay in the pool. */
  receiveFromPeer(entry: FileEntry, segments: readonly number[], done: () => void): void {
    const { life } = this;
    this.disk.write(bytesOf(entry, segments), () => {
      if (life !== this.life) return;
      this.store(this.held(entry), segments);
      done();
    });
  }

  /** Serves a segment to a reader. */
  read(entry: FileEntry, index: number, answer: Answer<ReadReply>): void {
    const fate = this.files.get(entry.id)?.fate(index) ?? Fate.Absent;
    if (fate !== Fate.Stored) {
      answer({ state: fate === Fate.Pruned ? 'pruned' : 'absent' }, REPLY_BYTES);
      return;
    }
    const { isLying } = this.options;
    const bytes = entry.segmentBytes(index);
    this.readDisk(bytes, () => {
      const { content } = entry;
      const held = content === undefined ? undefined : segmentData(content, index);
      const data = held !== undefined && isLying ? tampered(held) : held;
      const size = REPLY_BYTES + bytes + proofBytes(entry.segments);
      answer({ state: 'data', data, isGenuine: !isLying }, size);
    });
  }

  /** Reads all of these segments for a peer; answers whether it has them. */
  readForPeer(entry: FileEntry, segments: readonly number[], answer: Answer<boolean>): void {
    const file = this.files.get(entry.id);
    if (file === undefined || segments.some((i) => file.fate(i) !== Fate.Stored)) {
      answer(false, REPLY_BYTES);
      return;
    }
    const bytes = bytesOf(entry, segments);
    const proofs = segments.length * proofBytes(entry.segments);
    this.readDisk(bytes, () => answer(true, REPLY_BYTES + bytes + proofs));
  }

  /** The log has new entries: the node meets them at its next poll. */
  pollLog(): void {
    if (this.isPolling || !this.isAlive) return;
    this.isPolling = true;
    const { flow, phase, learnt } = this.options;
    this.timers.atTurn(LOG_POLL, Math.floor(LOG_POLL * phase), () => {
      this.isPolling = false;
      if (!this.isAlive) return;
      for (; this.seen < flow.visible.length; this.seen++) {
        const entry = flow.visible[this.seen];
        this.known.add(entry.id);
        this.claim(this.held(entry));
        learnt(this, entry);
      }
    });
  }

  /** Memory is lost, the disk stays. */
  goDown(): void {
    this.isAlive = false;
    this.life++;
    this.pool.clear();
    this.parked.clear();
    for (const file of this.files.values()) {
      file.turn(Fate.Pooled, Fate.Crashed);
      // Zeros that were on their way are written anew.
      file.isPadded = file.isFinal;
    }
  }

  comeUp(): void {
    this.isAlive = true;
    for (const file of this.files.values()) this.finalise(file);
    this.pollLog();
  }

  /** Deletes what lies before a sector of the flow. */
  prune(sector: number): void {
    for (const file of this.files.values()) {
      if (!this.knows(file.entry)) continue;
      const pruned = file.turn(Fate.Stored, Fate.Pruned, (i) => file.isBefore(i, sector));
      this.stored -= sectorsOf(file.entry, pruned);
    }
  }

  /** Halves its shard when it is too full. @param upper which half stays */
  splitIfFull(upper: () => boolean): void {
    if (!mustSplit(this.stored, this.options.capacity)) return;
    this.shard = splitShard(this.shard, upper());
    this.splits++;
    for (const file of this.files.values()) {
      if (!this.knows(file.entry)) continue;
      const { entry } = file;
      const gone = file.turn(Fate.Stored, Fate.SplitAway, (i) => !this.owns(entry, i));
      this.stored -= sectorsOf(entry, gone);
      this.finalise(file);
    }
  }

  /** The entry is committed and the segment in this node's shard. */
  private owns(entry: FileEntry, index: number): boolean {
    return holdsSegment(this.shard, entry.flowSegment(index));
  }

  private park(entry: FileEntry, segments: readonly number[]): void {
    const { life } = this;
    const parked = this.parked.get(entry.id);
    if (parked !== undefined) {
      parked.push(...segments);
      return;
    }
    this.parked.set(entry.id, [...segments]);
    this.timers.after(UNCLAIMED_AFTER, () => {
      const left = this.parked.get(entry.id);
      if (left === undefined || life !== this.life) return;
      this.parked.delete(entry.id);
      this.pool.release(bytesOf(entry, this.held(entry).turn(Fate.Pooled, Fate.Unclaimed)));
    });
  }

  /** The submission is known: its segments in memory are written, those of other shards dropped. */
  private claim(file: HeldFile): void {
    const { entry } = file;
    const segments = this.parked.get(entry.id) ?? [];
    this.parked.delete(entry.id);
    const foreign = file.turn(Fate.Pooled, Fate.Foreign, (i) => !this.owns(entry, i));
    this.pool.release(bytesOf(entry, foreign));
    const own = segments.filter((i) => this.owns(entry, i));
    if (own.length > 0) this.write(file, own, () => {});
    else this.finalise(file);
  }

  private write(file: HeldFile, segments: readonly number[], done: () => void): void {
    const bytes = bytesOf(file.entry, segments);
    if (bytes === 0) {
      done();
      return;
    }
    this.pool.write(file.entry.id, bytes, () => {
      this.store(file, segments);
      done();
    });
  }

  private store(file: HeldFile, segments: readonly number[]): void {
    const { entry } = file;
    // The shard may have been halved meanwhile.
    const kept = segments.filter((i) => this.owns(entry, i) && file.fate(i) !== Fate.Stored);
    this.stored += sectorsOf(entry, kept);
    for (const i of segments) file.set(i, this.owns(entry, i) ? Fate.Stored : Fate.SplitAway);
    this.finalise(file);
  }

  /** A file is final once all segments of the shard are there and zeros fill what is behind the data. */
  private finalise(file: HeldFile): void {
    const { entry } = file;
    if (file.isFinal || file.isPadded || !this.knows(entry)) return;
    if (file.missing(this.shard, 1).length > 0) return;
    const { life } = this;
    file.isPadded = true;
    const end = () => {
      if (life !== this.life) return;
      file.isFinal = true;
      this.options.finalised(this, entry);
    };
    const zeros = entry.ownPadding(this.shard);
    if (zeros > 0) this.disk.write(zeros, end);
    else end();
  }

  private readDisk(bytes: number, done: () => void): void {
    const { life } = this;
    this.disk.read(bytes, () => {
      if (life === this.life) done();
    });
  }
}
