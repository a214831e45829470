import { apportion } from '../../apportion.ts';

/** Which coded units of one blob each holder keeps: rows, chunks, slivers, columns or parts. */
export interface Assignment {
  /** Coded units of the blob, numbered from 0. */
  readonly total: number;
  /** Distinct units that rebuild the blob. */
  readonly needed: number;
  /** Numbers of the units of every holder, each once; two holders may keep the same unit. */
  readonly units: readonly Uint16Array[];
}

/** Units of every holder. */
export function unitsPerHolder({ units }: Assignment): number[] {
  return units.map(({ length }) => length);
}

/** Units that at least one of the holders keeps. */
export function distinctUnits({ total, units }: Assignment, holders: Iterable<number>): number {
  const seen = new Uint8Array(total);
  let distinct = 0;
  for (const holder of holders) {
    for (const unit of units[holder]) {
      distinct += 1 - seen[unit];
      seen[unit] = 1;
    }
  }
  return distinct;
}

/** Whether these holders rebuild the blob without any other. */
export function recovers(assignment: Assignment, holders: Iterable<number>): boolean {
  return distinctUnits(assignment, holders) >= assignment.needed;
}

/**
 * Deals units one holder after the other, from the first again once all are dealt.
 * @param counts units of every holder, at most `order.length`
 * @param order the units in the order in which they are dealt
 * @param needed distinct units that rebuild
 * @throws RangeError for a holder with more units than there are
 */
export function dealUnits(
  counts: readonly number[],
  order: ArrayLike<number>,
  needed: number,
): Assignment {
  let next = 0;
  const units = counts.map((count) => {
    if (count > order.length) {
      throw new RangeError(`units of a holder, expected at most ${order.length}, got ${count}`);
    }
    const dealt = Uint16Array.from({ length: count }, (_, i) => order[(next + i) % order.length]);
    next = (next + count) % order.length;
    return dealt;
  });
  return { total: order.length, needed, units };
}

/** Units in the order of their numbers, to deal from. */
export function inOrder(total: number): Uint16Array {
  const units = new Uint16Array(total);
  for (let unit = 0; unit < total; unit++) units[unit] = unit;
  return units;
}

/**
 * Deals every unit once, in proportion to stake by largest remainder.
 * @param stakes stake of every holder in any integer unit
 * @throws RangeError for a stake below 0, or when all are 0
 */
export function dealByStake(stakes: readonly bigint[], total: number, needed: number): Assignment {
  return dealUnits(apportion(BigInt(total), stakes).map(Number), inOrder(total), needed);
}

/**
 * Sum of the stakes.
 * @throws RangeError for a stake below 0, or when all are 0
 */
export function totalStake(stakes: readonly bigint[]): bigint {
  let total = 0n;
  for (const stake of stakes) {
    if (stake < 0n) throw new RangeError(`stake, expected 0 or more, got ${stake}`);
    total += stake;
  }
  if (total === 0n) throw new RangeError('stakes, expected a positive sum, got 0');
  return total;
}

/** The least whole number of at least `numerator / denominator`, both positive. */
export function ceilDivide(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
