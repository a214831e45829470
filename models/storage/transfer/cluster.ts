import type { Simulation } from '../../../sim/engine/simulation.ts';
import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import { LOAD_BYTES, SECTOR_BYTES } from '../flow/spec.ts';
import type { FileEntry, FlowLog } from './flow-log.ts';
import { StorageNode } from './node.ts';
import type { UploadsValues } from './parameters.ts';
import { nodePreset } from './presets.ts';
import type { Rpc } from './rpc.ts';
import type { Shard } from './shards.ts';
import { PeerSync, type SyncLimits } from './sync.ts';
import { Timers } from './timers.ts';

/*
 * All storage nodes: announcements between them, peer sync, and their upkeep once a minute.
 */

/** Period of looks for what to delete and whether to split (0g-storage 1). */
const UPKEEP = seconds(60);
/** An announcement of a file. Estimate. */
const ANNOUNCEMENT_BYTES = 200;
/** From 0g-storage 2 "Replication". */
const PEER_REQUEST_BYTES = 524_288;
const PEER_TIMEOUT = seconds(15);
const PEER_FAILURES = 3;

export interface ClusterOptions {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly rpc: Rpc;
  readonly flow: FlowLog;
  readonly values: UploadsValues;
  readonly profile: StorageProfile;
  /** Number of the first storage node in the network, and how many there are. */
  readonly first: number;
  readonly count: number;
  readonly synced: (bytes: number) => void;
}

interface Announcement {
  readonly entry: FileEntry;
  readonly from: StorageNode;
  readonly shard: Shard;
}

export class Cluster {
  readonly nodes: readonly StorageNode[];
  private readonly options: ClusterOptions;
  private readonly syncs: readonly PeerSync[];
  private readonly announcement: number;

  constructor(options: ClusterOptions) {
    this.options = options;
    const { simulation, network, count, first } = options;
    const lying = simulation.streams.stream('storage/lying');
    const liars = new Set(lying.sample(Math.round(options.values.lying * count), count));
    this.nodes = Array.from({ length: count }, (_, index) => this.makeNode(index, liars));
    this.syncs = this.makeSyncs();
    this.announcement = network.kind('storage.announce', ({ to, payload }) => {
      const { entry, from, shard } = payload as Announcement;
      this.syncs[to - first].announced(entry, from, shard);
    });
    const timers = new Timers(simulation, 'storage/upkeep');
    const turn = () => {
      this.upkeep();
      timers.after(UPKEEP, turn);
    };
    timers.after(UPKEEP, turn);
  }

  /** New entries are deep enough to be seen. */
  pollLog(): void {
    for (const node of this.nodes) node.pollLog();
  }

  /** A node went down or came back. */
  changed(index: number, isAlive: boolean): void {
    const [node, sync] = [this.nodes[index], this.syncs[index]];
    if (isAlive) {
      node.comeUp();
      if (this.options.values.autoSync) sync.comeUp();
    } else {
      node.goDown();
      sync.goDown();
    }
  }

  /** Whether no node that is up has anything left to fetch. */
  isSettled(): boolean {
    return this.nodes.every(({ isAlive, index }) => !isAlive || this.syncs[index].pending === 0);
  }

  private makeNode(index: number, liars: ReadonlySet<number>): StorageNode {
    const { simulation, flow, values, profile, first, count } = this.options;
    return new StorageNode({
      ...{ simulation, flow, profile, index },
      address: first + index,
      phase: index / count,
      shard: { id: index % values.shards, num: values.shards },
      limits: { cache: values.cache, window: values.window, writers: values.writers },
      capacity: Math.floor(values.capacity / SECTOR_BYTES),
      isLying: liars.has(index),
      finalised: (node, entry) => this.announce(node, entry),
      learnt: (node, entry) => this.syncs[node.index].learnt(entry),
    });
  }

  private makeSyncs(): PeerSync[] {
    const { simulation, rpc, values, flow, synced } = this.options;
    const preset = nodePreset(values.preset, values.confirmations);
    const limits: SyncLimits = {
      files: preset.syncFiles,
      workers: preset.syncWorkers,
      findTimeout: preset.findTimeout,
      downloadTimeout: PEER_TIMEOUT,
      requestSegments: PEER_REQUEST_BYTES / LOAD_BYTES,
      failures: PEER_FAILURES,
    };
    const methods = { find: rpc.method('storage.find'), fetch: rpc.method('storage.sync') };
    return this.nodes.map(
      (node) =>
        new PeerSync({
          ...{ simulation, rpc, methods, limits, node },
          stream: simulation.streams.stream(`storage/sync/${node.index}`),
          entries: () => flow.visible,
          peers: () => this.nodes,
          received: synced,
        }),
    );
  }

  private announce(from: StorageNode, entry: FileEntry): void {
    const { network, values } = this.options;
    if (!values.autoSync) return;
    const news: Announcement = { entry, from, shard: from.shard };
    for (const { address } of this.nodes) {
      if (address === from.address) continue;
      const [bytes, kind] = [ANNOUNCEMENT_BYTES, this.announcement];
      network.send(from.address, address, kind, bytes, entry.id, news, true);
    }
  }

  private upkeep(): void {
    const { simulation, flow, values } = this.options;
    const sector = flow.firstPaidSector(values.lifetime as Tick, simulation.now);
    for (const node of this.nodes) {
      if (!node.isAlive) continue;
      if (sector > 0) node.prune(sector);
      node.splitIfFull(() => simulation.streams.stream(`storage/split/${node.index}`).chance(0.5));
    }
  }
}
