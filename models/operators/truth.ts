import { type Breakdown, passes, type Threshold, totalOf } from './concentration.ts';

/*
 * What still works when owners are gone follows from shares alone: a commit, a certificate and a read each
 * ask that a share of the seats is left.
 */

/**
 * Which of several things still work once owners are gone.
 * @param seats owner to seats; seats are whole numbers, and shares compared exactly
 * @param lost owners whose seats are gone; owners without seats take nothing away
 * @param thresholds share of all seats that must be left, by what it is needed for
 * @throws RangeError for a breakdown without weight
 */
export function outageTruth<Name extends string>(
  seats: Breakdown,
  lost: Iterable<string>,
  thresholds: Readonly<Record<Name, Threshold>>,
): Record<Name, boolean> {
  const total = totalOf(seats);
  let left = total;
  for (const owner of new Set(lost)) left -= seats.get(owner) ?? 0n;
  const works: Partial<Record<Name, boolean>> = {};
  for (const name of Object.keys(thresholds) as Name[]) {
    works[name] = passes(left, total, thresholds[name]);
  }
  return works as Record<Name, boolean>;
}
