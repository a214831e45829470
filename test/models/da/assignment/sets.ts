import type { Stream } from '../../../../sim/random.ts';

/** Random whole stakes; some holders are far larger than others. */
export function randomStakes(holders: number, stream: Stream): bigint[] {
  return Array.from({ length: holders }, () =>
    BigInt(1 + Math.floor(stream.pareto(1000, 1.2, 1e7))),
  );
}

/** Random holders, added until their share of stake is at least `numerator / denominator`. */
export function setWithShare(
  stakes: readonly bigint[],
  numerator: bigint,
  denominator: bigint,
  stream: Stream,
): number[] {
  const total = stakes.reduce((sum, stake) => sum + stake, 0n);
  const set: number[] = [];
  let held = 0n;
  for (const holder of stream.shuffle(stakes.map((_, i) => i))) {
    if (held * denominator >= total * numerator) break;
    set.push(holder);
    held += stakes[holder];
  }
  return set;
}

export const equalStakes = (holders: number) => new Array<bigint>(holders).fill(1n);
