import { days, hours, seconds, type Tick } from '../../../sim/time.ts';
import { checkLockTime } from './refunds.ts';

/*
 * Rules of fine-tuning tasks: one worker, a short queue, a delivery that the user acknowledges before it pays.
 * Source: 0g-da-chain-compute 3.1, "Fine-tuning". The penalty is not published as a number.
 */

/** Tasks of one settlement transaction, and how often the broker looks for them. */
export const TUNING_BATCH = 1;
export const TUNING_CHECK_EVERY = seconds(60);
/** Tasks that train at a time, and that wait. */
export const TUNING_WORKERS = 1;
export const TUNING_QUEUE = 5;
/** How long the user may take to acknowledge, at most. */
export const ACKNOWLEDGE_WITHIN = hours(6);
/** How long the provider keeps the result. */
export const RESULT_KEPT = days(3);

/** Whether a provider with that many tasks that train or wait takes one more. */
export function takesTask(tasks: number): boolean {
  return tasks < TUNING_WORKERS + TUNING_QUEUE;
}

/**
 * Until when the user has to acknowledge: 6 h, or half the lock time if that is shorter, so that the fee cannot
 * leave by a refund while the provider waits.
 * @throws RangeError for a lock time outside 1 hour to 7 days
 */
export function acknowledgeBy(deliveredAt: Tick, lockTime: Tick): Tick {
  checkLockTime(lockTime);
  return (deliveredAt + Math.min(ACKNOWLEDGE_WITHIN, Math.floor(lockTime / 2))) as Tick;
}

/** When the provider deletes the result. */
export function deletedAt(deliveredAt: Tick): Tick {
  return (deliveredAt + RESULT_KEPT) as Tick;
}

/**
 * Base units that a delivered task costs: the fee, or `penalty` hundredths of it, rounded down, when the user did
 * not acknowledge in time. Null while that is open.
 * @param penalty whole per cent
 * @throws RangeError for a penalty outside 0 to 100
 */
export function tuningFee(
  fee: bigint,
  penalty: number,
  delivery: { readonly by: Tick; readonly acknowledgedAt: Tick | null },
  now: Tick,
): bigint | null {
  if (!(Number.isInteger(penalty) && penalty >= 0 && penalty <= 100))
    throw new RangeError(`penalty, expected a whole 0 to 100 %, got ${penalty}`);
  const { by, acknowledgedAt } = delivery;
  if (acknowledgedAt !== null && acknowledgedAt <= by) return fee;
  return now < by ? null : (fee * BigInt(penalty)) / 100n;
}
