import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { Stream } from '../../../sim/random.ts';
import { seconds, type Tick, ZERO } from '../../../sim/time.ts';
import type { FileEntry } from './flow-log.ts';
import { bytesOf } from './held.ts';
import type { StorageNode } from './node.ts';
import { REPLY_BYTES } from './replies.ts';
import type { Method, Patience, Rpc } from './rpc.ts';
import { holdsSegment, type Shard } from './shards.ts';
import { Timers } from './timers.ts';

/*
 * Peer sync of one node: workers take files that it lacks in random order, ask who has them, and fetch the
 * segments of its shard one request after another. Source: 0g-storage 2 "Replication", node/sync. Left out:
 * the hops of gossip, sequential sync.
 */

export interface SyncLimits {
  /** Files fetched at a time: the smaller of both counts. */
  readonly files: number;
  readonly workers: number;
  readonly findTimeout: Tick;
  readonly downloadTimeout: Tick;
  /** Segments of one request: 512 KiB. */
  readonly requestSegments: number;
  /** Consecutive failures that end a sync. */
  readonly failures: number;
}

export interface SyncMethods {
  readonly find: Method;
  readonly fetch: Method;
}

/** Locations that a node keeps for a file (0g-storage 2 "Discovery"). */
const LOCATIONS = 4;
/** A file that a client is uploading is left alone for so long; one whose sync ended, too. Estimate. */
const PAUSE = seconds(30);
const REQUEST_BYTES = 200;

interface Source {
  readonly node: StorageNode;
  readonly shard: Shard;
}

/** The sync of one file. */
interface Job {
  readonly entry: FileEntry;
  /** Life of the node in which it began. */
  readonly life: number;
  /** Counts requests, so that sources are asked in turn. */
  readonly turn: number;
  readonly failures: number;
}

export interface SyncOptions {
  readonly simulation: Simulation;
  readonly rpc: Rpc;
  readonly methods: SyncMethods;
  readonly limits: SyncLimits;
  readonly stream: Stream;
  readonly node: StorageNode;
  /** All entries that nodes can know. */
  readonly entries: () => readonly FileEntry[];
  /** All storage nodes. */
  readonly peers: () => readonly StorageNode[];
  readonly received: (bytes: number) => void;
}

export class PeerSync {
  private readonly options: SyncOptions;
  private readonly timers: Timers;
  private readonly sources = new Map<number, Source[]>();
  private queue: FileEntry[] = [];
  private readonly active = new Set<number>();
  private readonly pausing = new Set<number>();
  private life = 0;

  constructor(options: SyncOptions) {
    this.options = options;
    this.timers = new Timers(options.simulation, `storage/sync/${options.node.index}`);
  }

  /** Files to fetch or being fetched, those that wait for another try included. */
  get pending(): number {
    return this.queue.length + this.active.size + this.pausing.size;
  }

  /** A peer has all of its shard of the file. */
  announced(entry: FileEntry, node: StorageNode, shard: Shard): void {
    this.locate(entry, { node, shard });
    this.want(entry);
  }

  /** The node met the entry: peers may have announced the file before. */
  learnt(entry: FileEntry): void {
    if (this.sources.has(entry.id)) this.want(entry);
  }

  /** The node is back: it may have missed announcements. */
  comeUp(): void {
    const { life } = this;
    this.timers.after(PAUSE, () => {
      if (life !== this.life) return;
      for (const entry of this.options.entries()) this.want(entry);
    });
  }

  /** Fetches the file if the node knows its entry and lacks some of its shard. */
  want(entry: FileEntry): void {
    const { node, simulation } = this.options;
    const { id } = entry;
    if (!node.isAlive || !this.lacks(entry)) return;
    if (this.active.has(id) || this.pausing.has(id) || this.queue.includes(entry)) return;
    const wait = node.held(entry).lastUpload + PAUSE - simulation.now;
    if (wait > 0) {
      this.pause(entry, wait as Tick);
      return;
    }
    this.queue.push(entry);
    this.serve();
  }

  /** The node went down: what was under way is forgotten. */
  goDown(): void {
    this.life++;
    this.queue = [];
    this.active.clear();
    this.sources.clear();
  }

  private lacks(entry: FileEntry): boolean {
    const { node } = this.options;
    return node.knows(entry) && node.held(entry).missing(node.shard, 1).length > 0;
  }

  private locate({ id }: FileEntry, source: Source): void {
    const others = (this.sources.get(id) ?? []).filter(({ node }) => node !== source.node);
    this.sources.set(id, [...others, source].slice(-LOCATIONS));
  }

  private pause(entry: FileEntry, wait: Tick): void {
    this.pausing.add(entry.id);
    this.timers.after(wait, () => {
      this.pausing.delete(entry.id);
      this.want(entry);
    });
  }

  private serve(): void {
    const { limits, stream } = this.options;
    while (this.active.size < Math.min(limits.files, limits.workers) && this.queue.length > 0) {
      const [entry] = this.queue.splice(stream.below(this.queue.length), 1);
      this.active.add(entry.id);
      this.fetch({ entry, life: this.life, turn: 0, failures: 0 });
    }
  }

  private end({ entry }: Job): void {
    this.active.delete(entry.id);
    if (this.lacks(entry)) this.pause(entry, PAUSE);
    this.serve();
  }

  /** Next request of a file. */
  private fetch(job: Job): void {
    if (job.life !== this.life) return;
    const { node, limits } = this.options;
    const { entry } = job;
    if (job.failures >= limits.failures || !this.lacks(entry)) {
      this.end(job);
      return;
    }
    const missing = node.held(entry).missing(node.shard);
    const has = ({ shard }: Source, i: number) => holdsSegment(shard, entry.flowSegment(i));
    const sources = this.sources.get(entry.id) ?? [];
    const able = sources.filter((source) => missing.some((i) => has(source, i)));
    if (able.length === 0) {
      this.find(entry, () => this.fetch({ ...job, failures: job.failures + 1 }));
      return;
    }
    const source = able[job.turn % able.length];
    const segments = missing.filter((i) => has(source, i)).slice(0, limits.requestSegments);
    this.request(job, source, segments);
  }

  private request(job: Job, source: Source, segments: readonly number[]): void {
    const { node, rpc, methods, limits, received } = this.options;
    const { entry, turn, failures } = job;
    const peer = source.node;
    const patience: Patience = { timeout: limits.downloadTimeout, retries: 0, interval: ZERO };
    rpc
      .call<boolean>(node.address, peer.address, methods.fetch, REQUEST_BYTES, patience, (answer) =>
        peer.readForPeer(entry, segments, answer),
      )
      .wait(({ value: isThere }) => {
        if (job.life !== this.life) return;
        if (isThere !== true) {
          this.forget(entry, source);
          this.fetch({ ...job, turn: turn + 1, failures: failures + 1 });
          return;
        }
        node.receiveFromPeer(entry, segments, () => {
          received(bytesOf(entry, segments));
          this.fetch({ ...job, turn: turn + 1, failures: 0 });
        });
      });
  }

  private forget({ id }: FileEntry, source: Source): void {
    const sources = this.sources.get(id) ?? [];
    this.sources.set(
      id,
      sources.filter((each) => each !== source),
    );
  }

  /** Asks all peers who has the file; goes on with the first that does, or when none did in time. */
  private find(entry: FileEntry, done: () => void): void {
    const { node, rpc, methods, limits, peers } = this.options;
    const others = peers().filter((peer) => peer !== node);
    const patience: Patience = { timeout: limits.findTimeout, retries: 0, interval: ZERO };
    let open = others.length;
    let isDone = false;
    const end = () => {
      if (!isDone) done();
      isDone = true;
    };
    if (open === 0) end();
    for (const peer of others) {
      rpc
        .call<Shard | null>(
          ...([node.address, peer.address, methods.find, REQUEST_BYTES, patience] as const),
          (answer) => answer(peer.status(entry).isFinal ? peer.shard : null, REPLY_BYTES),
        )
        .wait(({ value: shard }) => {
          open--;
          if (shard) this.locate(entry, { node: peer, shard });
          if (shard || open === 0) end();
        });
    }
  }
}
