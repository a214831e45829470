import type { Stream } from '../../../sim/random.ts';

/*
 * Which node holds which segment, and which nodes together hold all. Source: 0g-storage 1 "Sharding",
 * common/shard of the client, node/pruner of the node.
 */

/** Segments of the flow whose number modulo `num` is `id`; `num` is a power of two. */
export interface Shard {
  readonly id: number;
  readonly num: number;
}

/** Shards finer than this are refused: a cover has one counter for each. Choice. */
const MOST_SHARDS = 1_048_576;

/** @throws RangeError unless `num` is a power of two up to 2^20 and `id` below it */
export function checkShard({ id, num }: Shard): void {
  const power = Number.isInteger(num) && num >= 1 && num <= MOST_SHARDS && (num & (num - 1)) === 0;
  if (power && Number.isInteger(id) && id >= 0 && id < num) return;
  throw new RangeError(`shard, expected id below a power of two up to 2^20, got ${id} of ${num}`);
}

/** @param segment number of the segment in the whole flow, from 0 */
export function holdsSegment({ id, num }: Shard, segment: number): boolean {
  return segment % num === id;
}

/** Whether a node splits its shard: it holds more than 0.9 of its room, both in sectors. */
export function mustSplit(stored: number, capacity: number): boolean {
  return stored * 10 > capacity * 9;
}

/** Half of a shard. @param upper the half with the larger id, id + num */
export function splitShard({ id, num }: Shard, upper: boolean): Shard {
  return { id: upper ? id + num : id, num: num * 2 };
}

/** `min` fewest shards first, `max` most first, `random`, or only shards of exactly that number. */
export type SelectionMethod = 'min' | 'max' | 'random' | number;

export interface Selection {
  /** Places in the list of those chosen, in the order of choice. */
  readonly chosen: readonly number[];
  /** Shards that fewer than the wanted number of the chosen hold; empty when all do. */
  readonly missing: readonly Shard[];
}

/**
 * Chooses nodes by their shards until every segment has `replicas` holders: in the order of the method a
 * node is taken if some part of its shard lacks a holder. Among shards of one number the order of the list
 * counts, so that a caller can put the nearest first.
 * @param stream used by `random` only
 * @throws RangeError for a wrong shard or a number of replicas that is no whole number of at least 1
 */
export function selectShards(
  shards: readonly Shard[],
  replicas: number,
  method: SelectionMethod,
  stream: Stream,
): Selection {
  if (!(Number.isInteger(replicas) && replicas >= 1))
    throw new RangeError(`replicas, expected a whole number of at least 1, got ${replicas}`);
  for (const shard of shards) checkShard(shard);
  const order = orderOf(shards, method, stream);
  const finest = order.reduce((most, i) => Math.max(most, shards[i].num), 1);
  // Holders of each of the finest shards. The client keeps them in a tree, with the same outcome.
  const holders = new Uint32Array(finest);
  const chosen: number[] = [];
  let lacking = finest;
  for (const i of order) {
    if (lacking === 0) break;
    const { id, num } = shards[i];
    let helps = false;
    for (let part = id; part < finest; part += num) helps ||= holders[part] < replicas;
    if (!helps) continue;
    chosen.push(i);
    for (let part = id; part < finest; part += num) if (++holders[part] === replicas) lacking--;
  }
  const missing: Shard[] = [];
  for (let id = 0; id < finest; id++) if (holders[id] < replicas) missing.push({ id, num: finest });
  return { chosen, missing };
}

function orderOf(shards: readonly Shard[], method: SelectionMethod, stream: Stream): number[] {
  const all = shards.map((_, i) => i);
  if (method === 'random') return stream.shuffle(all);
  if (method === 'min') return all.sort((a, b) => shards[a].num - shards[b].num || a - b);
  if (method === 'max') return all.sort((a, b) => shards[b].num - shards[a].num || a - b);
  return all.filter((i) => shards[i].num === method);
}
