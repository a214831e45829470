import { stockSeconds } from './attempt-cost.ts';
import { attemptRate, type Machine } from './machine.ts';

/**
 * Round trip in seconds at which a stock miner with its copy behind `machine.link` makes `rate`
 * attempts per second; nearer than that it is faster. Null when it is too slow at any distance.
 *
 * The rate is 1 / (held (read + rtt + transfer) + hash), solved for rtt.
 *
 * @param machine a stock miner with a link, whose own round trip does not matter
 * @throws RangeError for another machine or a rate that is not above 0
 */
export function breakEvenRoundTrip(machine: Machine, rate: number): number | null {
  if (machine.link === null || machine.loop !== 'stock') {
    throw new RangeError('machine, expected a stock loop behind a link, got another one');
  }
  if (!(rate > 0)) throw new RangeError(`rate, expected attempts per second above 0, got ${rate}`);
  const near = { ...machine, link: { ...machine.link, rtt: 0 } };
  if (attemptRate(near).rate < rate) return null;
  return (machine.cpuPercentage / 100 / rate - stockSeconds(near)) / machine.held;
}

/** A plan in money: attempts that can hit per second, USD a year for storage and for all the rest. */
export interface Economy {
  readonly income: number;
  readonly storage: number;
  readonly other: number;
}

/**
 * Factor on the price of storage at which two plans earn the same for a dollar; null when no positive
 * one does. From (p S + O) / I equal on both sides: p = (O2/I2 - O1/I1) / (S1/I1 - S2/I2).
 *
 * @throws RangeError for an income that is not above 0
 */
export function breakEvenStoragePrice(one: Economy, other: Economy): number | null {
  for (const { income } of [one, other]) {
    if (!(income > 0)) throw new RangeError(`income, expected a number above 0, got ${income}`);
  }
  const storage = one.storage / one.income - other.storage / other.income;
  const rest = other.other / other.income - one.other / one.income;
  const factor = rest / storage;
  return factor > 0 && factor < Number.POSITIVE_INFINITY ? factor : null;
}
