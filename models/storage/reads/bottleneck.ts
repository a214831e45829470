import { sustainedIops } from '../../../sim/hardware/queue-depth.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { type Tick, toSeconds } from '../../../sim/time.ts';
import type { Server } from './fabric.ts';
import type { Limit } from './layer.ts';

/** How busy one kind of resource is, 0 to 1. */
export interface Use {
  readonly name: Limit['name'];
  readonly share: number;
}

/** A resource that is busy for at least this share of the run is what holds readers back. Estimate. */
const BUSY = 0.7;

/** The busiest resource, or `latency` when each has room: round trips, first bytes, waits. */
export function bottleneck(uses: readonly Use[]): Use['name'] | 'latency' {
  let most: Use = { name: 'disk', share: 0 };
  for (const use of uses) if (use.share > most.share) most = use;
  return most.share >= BUSY ? most.name : 'latency';
}

/** Mean of shares, each weighed by what passed: the share that a byte meets. */
function met(pairs: readonly { readonly share: number; readonly weight: number }[]): number {
  let sum = 0;
  let weights = 0;
  for (const { share, weight } of pairs) {
    sum += share * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

function linkUse(network: MessageNetwork, nodes: readonly number[], way: 'up' | 'down', now: Tick) {
  const { sent, received } = network.accounting;
  const moved = way === 'up' ? sent : received;
  return met(
    nodes.map((node) => ({
      share: span(now) === 0 ? 0 : network.utilisation(node, way),
      weight: moved[node],
    })),
  );
}

const span = (now: Tick): number => toSeconds(now);

/** Requests served over those that the device sustains at its best depth. */
function driveUse({ disk }: Server, now: Tick) {
  const { completed, bytesRead } = disk.statistics();
  if (completed === 0 || now === 0) return { share: 0, weight: 0 };
  const most = sustainedIops(disk.profile, disk.queueDepth, Math.max(1, bytesRead / completed));
  return { share: completed / most / span(now), weight: bytesRead };
}

/** How busy links and drives were since the start, as the bytes that passed met them. */
export function uses(
  network: MessageNetwork,
  servers: readonly Server[],
  readers: readonly number[],
  now: Tick,
): Use[] {
  const nodes = servers.map(({ node }) => node);
  const limited = servers.filter(({ disk }) => disk.profile.queueDepth.law === 'parallel');
  const drives = servers.filter(({ disk }) => disk.profile.queueDepth.law !== 'parallel');
  return [
    { name: 'disk', share: met(drives.map((server) => driveUse(server, now))) },
    { name: 'rate limit', share: met(limited.map((server) => driveUse(server, now))) },
    { name: 'holder uplink', share: linkUse(network, nodes, 'up', now) },
    { name: 'reader downlink', share: linkUse(network, readers, 'down', now) },
  ];
}

/** Chance may lift a drive above its mean rate by this many over the square root of its reads. */
const LUCK = 2;

/**
 * The smallest limit, in bytes per second.
 * @param reads requests that drives served
 * @throws Error that names the limit which the throughput passes
 */
export function ceilingOf(limits: readonly Limit[], throughput: number, reads: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { name, rate, mean } of limits) {
    least = Math.min(least, rate);
    const slack = mean === true ? LUCK / Math.sqrt(Math.max(1, reads)) : 1e-9;
    if (throughput > rate * (1 + slack)) {
      throw new Error(
        `storage.read.throughput, expected at most ${rate} B/s (${name}), got ${throughput} B/s`,
      );
    }
  }
  return least;
}
