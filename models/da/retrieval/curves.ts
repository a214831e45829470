import type { Assignment } from '../assignment/assignment.ts';
import type { LossOrder } from './loss.ts';

/**
 * Distinct units left after 0, 1, ... all holders of the order are lost.
 * @param stored 1 for every holder that ever got its units
 */
export function unitsLeft(
  { total, units }: Assignment,
  order: readonly number[],
  stored: Uint8Array,
): Uint16Array {
  const left = new Uint16Array(order.length + 1);
  const seen = new Uint8Array(total);
  let distinct = 0;
  for (let lost = order.length - 1; lost >= 0; lost--) {
    const holder = order[lost];
    if (stored[holder] === 1) {
      const kept = units[holder];
      for (let i = 0; i < kept.length; i++) {
        distinct += 1 - seen[kept[i]];
        seen[kept[i]] = 1;
      }
    }
    left[lost] = distinct;
  }
  return left;
}

/** Sums over trials, by the number of holders that are to be lost: 0, 1, ... all. */
export class LossCurves {
  trials = 0;
  /** Trials in which the blob was rebuilt. */
  readonly recovered: Float64Array;
  /** Distinct units left. */
  readonly left: Float64Array;
  /** Holders lost. */
  readonly lost: Float64Array;
  /** Shares of stake lost. */
  readonly stake: Float64Array;
  private readonly shares: readonly number[];

  /** @param shares of stake of every holder, sum 1 */
  constructor(shares: readonly number[]) {
    this.shares = shares;
    const empty = () => new Float64Array(shares.length + 1);
    [this.recovered, this.left, this.lost, this.stake] = [empty(), empty(), empty(), empty()];
  }

  add(assignment: Assignment, { holders, lost }: LossOrder, stored: Uint8Array): void {
    this.trials++;
    const left = unitsLeft(assignment, holders, stored);
    let gone = 0;
    let stake = 0;
    for (let aim = 0; aim < lost.length; aim++) {
      const count = lost[aim];
      for (; gone < count; gone++) stake += this.shares[holders[gone]];
      if (left[count] >= assignment.needed) this.recovered[aim]++;
      this.left[aim] += left[count];
      this.lost[aim] += count;
      this.stake[aim] += stake;
    }
  }
}

/**
 * The most holders that may be lost while, up to there, the chance of recovery stays at `least` or above;
 * 0 where it never is.
 */
export function toleratedLoss(chances: ArrayLike<number>, least: number): number {
  let lost = 0;
  while (lost < chances.length && chances[lost] >= least) lost++;
  return Math.max(0, lost - 1);
}
