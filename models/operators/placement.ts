import type { Stream } from '../../sim/random.ts';
import { dealByWeight, largestRemainder } from './apportion.ts';
import type { ProviderMix } from './mixes.ts';
import { edgeShares, INDEPENDENT, independentRegions, providerOf } from './providers.ts';

/** What can fail under a node together with other nodes. */
export interface NodePlace {
  /** Provider, or `independent-<n>`. */
  readonly provider: string;
  /** Region of the latency matrix. */
  readonly region: string;
  /** Tenancy that holds the node's keys. */
  readonly keyHost: string;
  /** Network in front of its RPC; null when the node answers itself. */
  readonly edge: string | null;
}

/** Nodes that answer RPC themselves, beside the names of edge networks. */
const NO_EDGE = '';

/**
 * Gives every node a provider, within the provider a region and a key host, and independently of those
 * an edge network. Nodes are counted by largest remainder; with stakes whole validators are dealt, the
 * largest first, so that shares are shares of stake. Takes `4 (nodes - 1)` draws whatever the mix.
 * @param stakes stake of every node in any integer unit; used when the mix counts stake. Without it all
 * nodes weigh the same.
 * @throws RangeError for stakes of another number of nodes, below 0, or all 0
 */
export function placeNodes(
  mix: ProviderMix,
  nodes: number,
  stream: Stream,
  stakes: readonly bigint[] | null = null,
): NodePlace[] {
  if (stakes !== null) checkStakes(stakes, nodes);
  const weights = mix.of === 'stake' ? stakes : null;
  const [byProvider, byRegion, byKey, byEdge] = Array.from({ length: 4 }, () =>
    stream.shuffle(Array.from({ length: nodes }, (_, node) => node)),
  );
  const within = (order: readonly number[], group: readonly string[], name: string) =>
    order.filter((node) => group[node] === name);

  const [group, region, keyHost, edge] = Array.from({ length: 4 }, (): string[] => []);
  deal(group, mix.shares, byProvider, weights);
  for (const name of Object.keys(mix.shares)) {
    const host = name === INDEPENDENT ? null : providerOf(name);
    const regions = host === null ? independentRegions : host.regions;
    const keys = host === null ? independentNames(mix) : host.keyHosts;
    deal(region, regions, within(byRegion, group, name), weights);
    deal(keyHost, evenly(keys), within(byKey, group, name), weights);
  }
  let fronted = 0;
  for (const share of Object.values(edgeShares)) fronted += share;
  deal(edge, { ...edgeShares, [NO_EDGE]: 1 - fronted }, byEdge, null);
  return group.map((name, node) => ({
    // An independent host is a provider and a key host in one.
    provider: name === INDEPENDENT ? keyHost[node] : name,
    region: region[node],
    keyHost: keyHost[node],
    edge: edge[node] === NO_EDGE ? null : edge[node],
  }));
}

function checkStakes(stakes: readonly bigint[], nodes: number): void {
  if (stakes.length !== nodes) {
    throw new RangeError(`stakes, expected one for each of ${nodes} nodes, got ${stakes.length}`);
  }
  const low = stakes.find((stake) => stake < 0n);
  if (low !== undefined) throw new RangeError(`stake, expected 0 or more, got ${low}`);
  if (nodes > 0 && stakes.every((stake) => stake === 0n)) {
    throw new RangeError('stakes, expected a positive sum, got 0');
  }
}

function independentNames({ independentHosts }: ProviderMix): string[] {
  return Array.from({ length: independentHosts }, (_, i) => `${INDEPENDENT}-${i + 1}`);
}

function evenly(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, 1]));
}

/** Writes the owner of every member at its number; who gets which follows the order of the members. */
function deal(
  owners: string[],
  shares: Readonly<Record<string, number>>,
  members: readonly number[],
  stakes: readonly bigint[] | null,
): void {
  const names = Object.keys(shares);
  if (stakes === null) {
    const counts = largestRemainder(Object.values(shares), members.length);
    let next = 0;
    for (const [i, count] of counts.entries()) {
      for (let seat = 0; seat < count; seat++) owners[members[next++]] = names[i];
    }
    return;
  }
  const largestFirst = members.toSorted((a, b) =>
    stakes[a] === stakes[b] ? 0 : stakes[a] < stakes[b] ? 1 : -1,
  );
  const dealt = dealByWeight(
    Object.values(shares),
    largestFirst.map((node) => stakes[node]),
  );
  for (const [i, node] of largestFirst.entries()) owners[node] = names[dealt[i]];
}
