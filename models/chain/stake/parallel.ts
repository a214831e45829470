/*
 * Many consensus networks run by the same validators with one staking record: the whitepaper's way to
 * scale (0g-da-chain-compute 1.7). Not deployed. Each network multiplies the work of every validator,
 * so throughput grows with their number only until a resource of one validator is used up. There is
 * one record: an offence on any network slashes that same `Validator`, and offences on two networks
 * add up to an exit.
 */

/** A resource of one validator, such as processor seconds or uplink bytes, each second. */
export interface ValidatorResource {
  readonly name: string;
  readonly capacity: number;
  /** Needed by each network even without load: votes, empty blocks. */
  readonly perNetwork: number;
  /** Needed by each item, on whichever network it runs. */
  readonly perItem: number;
}

export interface ParallelThroughput {
  /** Items a second over all networks. */
  readonly throughput: number;
  /** The resource that binds; null while the networks themselves do. */
  readonly binding: string | null;
  /** Part of each resource in use at that throughput; above 1 when the networks alone need more. */
  readonly use: Readonly<Record<string, number>>;
}

/**
 * Throughput of k networks that each reach `single` items a second on machines without limit:
 * min(k * single, min over resources of (capacity - k * perNetwork) / perItem), at least 0.
 * @throws RangeError unless `networks` is a whole number of 1 or more
 */
export function parallelThroughput(
  networks: number,
  single: number,
  resources: readonly ValidatorResource[],
): ParallelThroughput {
  if (!(Number.isSafeInteger(networks) && networks >= 1)) {
    throw new RangeError(`networks, expected a whole number of 1 or more, got ${networks}`);
  }
  let throughput = networks * single;
  let binding: string | null = null;
  for (const { name, capacity, perNetwork, perItem } of resources) {
    const left = capacity - networks * perNetwork;
    if (throughput * perItem <= left) continue;
    const most = left > 0 ? left / perItem : 0;
    if (binding !== null && most >= throughput) continue;
    throughput = most;
    binding = name;
  }
  const use: Record<string, number> = {};
  for (const { name, capacity, perNetwork, perItem } of resources) {
    use[name] = (networks * perNetwork + throughput * perItem) / capacity;
  }
  return { throughput, binding, use };
}
