import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { initialTarget } from '../pora/difficulty.ts';
import { startLength } from './kinds.ts';
import type { Miners } from './miners.ts';
import { attemptChance } from './odds.ts';
import type { StorageValues } from './parameters.ts';

/** Proofs of an epoch that the machines of the start find at a target in the mean, without a cap. */
export function proofsPerEpoch(values: StorageValues, miners: Miners, target: bigint): number {
  const { window, blockTime, poll, subtasks } = values;
  const flow = startLength(values);
  // A node notices its window half a poll late in the mean.
  const span = Math.max(0, (window * blockTime - poll / 2) / TICKS_PER_SECOND);
  let proofs = 0;
  let first = 0;
  for (const { count, rate, identities } of miners.groups) {
    const shards = miners.shardsOf(first);
    const available = miners.available(first, flow, 0);
    let missed = 1;
    for (let id = 0; id < identities; id++) missed *= 1 - 1 / subtasks;
    const windows = subtasks * (1 - missed);
    proofs += count * windows * span * rate * attemptChance({ target, flow, shards, available });
    first += count;
  }
  return proofs;
}

/** The target at which the machines of the start find the target number of proofs; or that of `difficulty`. */
export function firstTarget(values: StorageValues, miners: Miners): bigint {
  if (!values.settled) return initialTarget(BigInt(Math.floor(values.difficulty)));
  let low = 1n;
  let high = initialTarget(1n);
  while (high - low > low >> 20n) {
    const middle = (low + high) / 2n;
    if (proofsPerEpoch(values, miners, middle) < values.targetSubmissions) low = middle;
    else high = middle;
    if (high - low <= 1n) break;
  }
  return high;
}
