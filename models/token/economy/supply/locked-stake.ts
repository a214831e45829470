import { accountOf } from '../../ledger/books.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { portion } from '../../unlocks/fraction.ts';
import { type Bucket, released, type Schedule } from '../../unlocks/schedule.ts';
import { exact } from '../releases/claim-terms.ts';

/*
 * Stake of tokens that are not released: it earns rewards, has no delay and cannot be sold. What is not staked
 * is released first; what is staked while locked is released last and stays staked. Source: token-economics 9
 * (Celestia) and 13.2; the order is the ledger's.
 */

/** What one class stakes from the start on. */
export interface LockedStake {
  readonly holderClass: string;
  /** Places of its buckets. */
  readonly buckets: readonly number[];
  /** Base units. */
  readonly amount: bigint;
  /** Whether its rewards are free at once; others are released like the tokens that earned them. */
  readonly liquid: boolean;
}

/** @param part of what a class has locked after the first release @param treasury class that does not stake */
export function lockedStakes(
  { buckets }: Schedule,
  part: number,
  treasury: string | null,
): LockedStake[] {
  return classesOf(buckets).flatMap(([holderClass, places]) => {
    const [{ stakeableWhileLocked, governed, rewardsLiquid: liquid }] = places.map(
      (place) => buckets[place],
    );
    if (!stakeableWhileLocked || governed || holderClass === treasury) return [];
    let locked = 0n;
    for (const place of places) locked += buckets[place].amount - released(buckets[place], 0);
    const amount = portion(locked, exact(part));
    return amount === 0n ? [] : [{ holderClass, buckets: places, amount, liquid }];
  });
}

/** Holder classes with the places of their buckets. */
export function classesOf(buckets: readonly Bucket[]): [string, number[]][] {
  const places = new Map<string, number[]>();
  for (const [i, { holderClass }] of buckets.entries()) {
    places.set(holderClass, [...(places.get(holderClass) ?? []), i]);
  }
  return [...places];
}

/** Locked stake of one path and its rewards in the ledger. */
export class LockedStakers {
  /** Base units of rewards that are still locked. */
  held = 0n;
  private readonly stakes: readonly LockedStake[];
  private readonly ledger: Ledger;
  /** Of `held`, by place in `stakes`. */
  private readonly rewards: bigint[];

  constructor(stakes: readonly LockedStake[], ledger: Ledger) {
    this.stakes = stakes;
    this.ledger = ledger;
    this.rewards = stakes.map(() => 0n);
  }

  /** Begins to stake, after the first release. */
  start(): void {
    for (const { holderClass, amount } of this.stakes) {
      this.ledger.change('stake locked', this.ledger.holder(holderClass), amount);
    }
  }

  /**
   * Releases from all buckets, and with each token its part of the locked rewards.
   * @param cumulative base units released since the token event, by bucket
   */
  release(cumulative: readonly bigint[]): void {
    const before = this.stakes.map((stake) => this.unreleased(stake));
    this.ledger.releaseTo(cumulative);
    for (const [i, stake] of this.stakes.entries()) {
      if (this.rewards[i] === 0n) continue;
      const freed = (this.rewards[i] * (before[i] - this.unreleased(stake))) / before[i];
      this.rewards[i] -= freed;
      this.held -= freed;
      this.ledger.change('unlock contract', this.ledger.holder(stake.holderClass), freed);
    }
  }

  /** Locks what locked stake earned of a reward. @returns base units */
  keep(holder: number, paid: bigint): bigint {
    const { ledger, stakes } = this;
    const place = stakes.findIndex(
      ({ holderClass, liquid }) => !liquid && ledger.holder(holderClass) === holder,
    );
    if (place < 0) return 0n;
    const locked = ledger.books.balances[accountOf(holder, 'locked_staked')];
    if (locked === 0n) return 0n;
    const all = locked + ledger.books.balances[accountOf(holder, 'staked')];
    const kept = (paid * locked) / all;
    this.rewards[place] += kept;
    this.held += kept;
    ledger.change('lock contract', holder, kept);
    return kept;
  }

  private unreleased({ buckets }: LockedStake): bigint {
    let sum = 0n;
    for (const bucket of buckets) sum += this.ledger.unreleased(bucket);
    return sum;
  }
}
