import type { Objection } from '../../../component.ts';
import { scheduleMeasures } from '../../unlocks/events.ts';
import type { Bucket, Schedule } from '../../unlocks/schedule.ts';
import type { TokenValues } from '../parameters.ts';
import { askedMeasures, pathMeasures, pathReader, readerOf } from './observed.ts';
import { isMoving } from './releases.ts';

/**
 * What is wrong with the milestones and controllers of a schedule.
 * @param path of the schedule below the section
 */
export function checkReleases(
  { buckets }: Schedule,
  { model, releases, price, staking }: TokenValues,
  path: string,
): Objection[] {
  const moving = buckets.filter(isMoving);
  if (moving.length === 0) return [];
  const object = (expected: string, waiting: readonly Bucket[]): Objection => ({
    path: `token.${path}`,
    expected,
    found: `milestones or controllers of ${waiting.map(({ id }) => JSON.stringify(id)).join(', ')}`,
  });
  if (model === 'supply') {
    const expected = 'parts that the calendar decides, as model "supply" has no prices to wait for';
    return [object(expected, moving)];
  }
  const staked = moving.filter(({ holderClass }) =>
    buckets.some((each) => each.holderClass === holderClass && each.stakeableWhileLocked),
  );
  if (staking.locked > 0 && staked.length > 0) {
    return [object('parts that the calendar decides where locked tokens stake', staked)];
  }
  const measure = releases.activity.measure;
  if (pathReader(measure) === null) {
    return [unknown('releases.activity.measure', measure, pathMeasures)];
  }
  return scheduleMeasures(buckets)
    .filter((name) => readerOf(name, releases, price) === null)
    .map((name) => unknown(path, name, askedMeasures));
}

function unknown(path: string, name: string, known: readonly string[]): Objection {
  const near = known.reduce((best, each) =>
    editsBetween(name, each) < editsBetween(name, best) ? each : best,
  );
  return {
    path: `token.${path}`,
    expected: `measures of a path: ${known.join(', ')}, or the mean price of other days`,
    found: `${JSON.stringify(name)}; the nearest is ${near}`,
  };
}

/** Letters to add, drop or change until one name is the other (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
