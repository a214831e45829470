import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import type { Measures } from '../../measures.ts';
import type { Cluster } from './cluster.ts';
import type { Counts } from './fabric.ts';
import type { FileEntry } from './flow-log.ts';
import { Fate } from './held.ts';
import { failureReasons, type Upload } from './upload.ts';
import type { World } from './world.ts';

/*
 * What the uploads of a run came to, and what stopped them.
 */

/** Where time went while segments were sent: share of it that the busiest of each kind worked. */
export interface Use {
  readonly 'client uplink': number;
  readonly 'node downlink': number;
  readonly 'node disk': number;
}

/** @param clients numbers of the clients in the network */
export function useOf(
  { nodes }: Cluster,
  network: MessageNetwork,
  clients: readonly number[],
  counts: Counts,
  now: Tick,
): Use {
  const share = (busy: number, of: number) => (of > 0 ? Math.min(1, busy / of) : 0);
  const sent = clients.reduce((sum, client) => sum + network.uplinks[client].busy(now), 0);
  const most = (of: (index: number) => number) => Math.max(...nodes.map((_, index) => of(index)));
  return {
    'client uplink': share(sent, counts.transferTicks),
    'node downlink': share(
      most((index) => network.downlinks[nodes[index].address].busy(now)),
      counts.activeTicks,
    ),
    'node disk': share(
      most((index) => nodes[index].disk.statistics().utilisation * now),
      counts.activeTicks,
    ),
  };
}

/** Below this share of its time a machine is not what stops uploads. Choice. */
const BUSY = 0.5;

/**
 * The longest part of an upload; if that is the transfer, the machine that was busiest, or what clients
 * waited for instead.
 */
export function bottleneckOf(
  uploads: readonly Upload[],
  use: Use,
  { refused, reselections }: Pick<Counts, 'refused' | 'reselections'>,
): string {
  const sum = (part: keyof Upload['parts']) =>
    uploads.reduce((total, { parts }) => total + parts[part], 0);
  const [commit, transfer, finalise] = [sum('commit'), sum('transfer'), sum('finalise')];
  if (commit >= transfer && commit >= finalise) return 'commitment';
  if (finalise > transfer) return 'finality';
  const [name, share] = Object.entries(use).reduce((a, b) => (b[1] > a[1] ? b : a));
  if (share >= BUSY) return name;
  if (refused > 0) return 'node memory';
  return reselections > 0 ? 'silent nodes' : 'round trips';
}

/** Nodes that are up and have the segment on their disk. */
function holders({ nodes }: Cluster, entry: FileEntry, segment: number): number {
  const has = nodes.filter(
    (node) => node.isAlive && node.files.get(entry.id)?.fate(segment) === Fate.Stored,
  );
  return has.length;
}

/** Least number of holders of a segment of finalised files, and segments that nobody holds. */
function redundancy(
  cluster: Cluster,
  uploads: readonly Upload[],
): { replicas: number; lost: number } {
  let [replicas, lost] = [Number.POSITIVE_INFINITY, 0];
  for (const entry of uploads.flatMap(({ fragments }) => fragments)) {
    for (let segment = 0; segment < entry.segments; segment++) {
      const found = holders(cluster, entry, segment);
      replicas = Math.min(replicas, found);
      if (found === 0) lost++;
    }
  }
  return { replicas: Number.isFinite(replicas) ? replicas : 0, lost };
}

/** @param use while clients sent segments */
export function reportUploads(
  measures: Measures,
  { network, fabric, cluster, ceiling }: World,
  uploads: readonly Upload[],
  use: Use,
): void {
  const { counts, methods, commitments } = fabric;
  const finalised = uploads.filter(({ state }) => state === 'finalised');
  const value = (name: string, unit: string, amount: number) =>
    measures.value(`storage.upload.${name}`, unit, amount);
  value('uploads', '1', uploads.length);
  value('finalised', '1', finalised.length);
  value('pending', '1', uploads.filter(({ state }) => state === 'pending').length);
  for (const reason of failureReasons)
    value(`failed[${reason}]`, '1', uploads.filter(({ state }) => state === reason).length);
  value('throughput', 'B/s', throughputOf(finalised));
  value('ceiling', 'B/s', ceiling);
  const { replicas, lost } = redundancy(cluster, finalised);
  value('replicas', '1', replicas);
  value('lost_segments', '1', lost);
  const wire = network.accounting.ofKind(methods.upload.request).received;
  const both = wire + commitments.bytes;
  value('bytes', 'B', wire);
  value('chain_share', '1', both > 0 ? commitments.bytes / both : 0);
  value('refused', '1', counts.refused);
  value('reselections', '1', counts.reselections);
  value(
    'splits',
    '1',
    cluster.nodes.reduce((sum, { splits }) => sum + splits, 0),
  );
  for (const [name, share] of Object.entries(use)) value(`use[${name}]`, '1', share);
  measures.value('storage.sync.bytes', 'B', counts.synced);
  measures.label('storage.upload.bottleneck', bottleneckOf(uploads, use, counts));
}

/** Bytes of files over the time from the first start to the last end. */
export function throughputOf(finalised: readonly Upload[]): number {
  if (finalised.length === 0) return 0;
  const bytes = finalised.reduce((sum, upload) => sum + upload.bytes, 0);
  const from = Math.min(...finalised.map(({ startedAt }) => startedAt));
  const to = Math.max(...finalised.map(({ endedAt }) => endedAt ?? from));
  return to > from ? bytes / toSeconds((to - from) as Tick) : 0;
}
