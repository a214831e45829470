/*
 * 75 % of mining rewards lock and release evenly over 180 days; 25 % are liquid at once. Amounts are base
 * units. Source: token-economics 8.5.
 */

export const LOCK_DAYS = 180;

/** Part of a reward that locks, rounded down. */
export function lockedPart(reward: bigint): bigint {
  return (3n * reward) / 4n;
}

/** Locked rewards a day later, by the step that simulators take: L + 0.75 m - L / 180. */
export function lockedNextDay(locked: bigint, reward: bigint): bigint {
  return locked + lockedPart(reward) - locked / BigInt(LOCK_DAYS);
}

export interface DailyReward {
  readonly day: number;
  readonly amount: bigint;
}

/** Locked rewards on a day when each is released evenly by age, as the chain does. */
export function lockedOn(rewards: readonly DailyReward[], day: number): bigint {
  let locked = 0n;
  for (const { day: earned, amount } of rewards) {
    const age = day - earned;
    if (age < 0 || age >= LOCK_DAYS) continue;
    locked += (lockedPart(amount) * BigInt(LOCK_DAYS - age)) / BigInt(LOCK_DAYS);
  }
  return locked;
}
