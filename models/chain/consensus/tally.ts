/*
 * Votes of one kind in one round, counted by voting power. Thresholds are strict, as in the CometBFT
 * specification (spec/consensus/consensus.md): a quorum has more than two thirds of all power.
 */

/** The vote for no block. Blocks have numbers from 0. */
export const NIL = -1;

/** Voting powers of the validators, by index; safe integers. */
export interface Powers {
  readonly power: ArrayLike<number>;
  readonly total: number;
}

/** @throws RangeError unless every power is a positive whole number and their triple sum is exact */
export function powersOf(power: ArrayLike<number>): Powers {
  let total = 0;
  for (let i = 0; i < power.length; i++) {
    if (!(Number.isSafeInteger(power[i]) && power[i] > 0)) {
      throw new RangeError(`voting power, expected a positive whole number, got ${power[i]}`);
    }
    total += power[i];
  }
  if (!Number.isSafeInteger(total * 3)) {
    throw new RangeError(`total voting power, expected less than 3e15, got ${total}`);
  }
  return { power, total };
}

/** More than two thirds. */
export function isQuorum(power: number, { total }: Powers): boolean {
  return power * 3 > total * 2;
}

/** More than one third: at least one honest vote when faulty power is below one third. */
export function isMinority(power: number, { total }: Powers): boolean {
  return power * 3 > total;
}

interface Count {
  readonly value: number;
  readonly voters: Uint32Array;
  power: number;
}

export class Tally {
  private readonly powers: Powers;
  private readonly seen: Uint32Array;
  private readonly counts: Count[] = [];
  /** Power of those who voted for anything. */
  power = 0;

  constructor(powers: Powers) {
    this.powers = powers;
    this.seen = new Uint32Array((powers.power.length + 31) >>> 5);
  }

  has(validator: number): boolean {
    return (this.seen[validator >>> 5] & (1 << (validator & 31))) !== 0;
  }

  /**
   * Counts a vote. A validator that votes for two values counts for both, once each.
   * @returns `counted`, `known` for a vote seen before, `conflict` for a second value
   */
  add(validator: number, value: number): 'counted' | 'known' | 'conflict' {
    const word = validator >>> 5;
    const bit = 1 << (validator & 31);
    const count = this.countOf(value);
    if ((count.voters[word] & bit) !== 0) return 'known';
    const weight = this.powers.power[validator];
    count.voters[word] |= bit;
    count.power += weight;
    if ((this.seen[word] & bit) !== 0) return 'conflict';
    this.seen[word] |= bit;
    this.power += weight;
    return 'counted';
  }

  /** Has a quorum voted, for whatever? */
  get complete(): boolean {
    return isQuorum(this.power, this.powers);
  }

  /** The value with a quorum, NIL included; undefined as long as there is none. */
  decided(): number | undefined {
    for (const count of this.counts) if (isQuorum(count.power, this.powers)) return count.value;
    return undefined;
  }

  hasQuorum(value: number): boolean {
    const count = this.counts.find((c) => c.value === value);
    return count !== undefined && isQuorum(count.power, this.powers);
  }

  private countOf(value: number): Count {
    for (const count of this.counts) if (count.value === value) return count;
    const count = { value, voters: new Uint32Array(this.seen.length), power: 0 };
    this.counts.push(count);
    return count;
  }
}
