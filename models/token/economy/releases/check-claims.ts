import type { Objection } from '../../../component.ts';
import type { Bucket, Schedule } from '../../unlocks/schedule.ts';
import type { TokenValues } from '../parameters.ts';
import { classesOf } from '../supply/locked-stake.ts';
import { hasTerms, mustClaim } from './claim-terms.ts';
import { isMoving } from './releases.ts';

const PLAIN = 'that the calendar releases and about which no vote decides';

function isPlain(bucket: Bucket): boolean {
  return !bucket.governed && !isMoving(bucket);
}

/** What is wrong with claims. @param schedule as written @param path of the schedule */
export function checkClaims(
  schedule: Schedule,
  { claims: values, treasury: { bucket: treasury } }: TokenValues,
  path: string,
): Objection[] {
  const found: Objection[] = [];
  const ids = schedule.buckets.map(({ id }) => id);
  const object = (where: string, expected: string, what: string): void => {
    found.push({ path: `token.claims.${where}`, expected, found: what });
  };
  for (const id of Object.keys(values.of)) {
    const bucket = schedule.buckets.find((each) => each.id === id);
    if (bucket === undefined) {
      object('of', `buckets: ${ids.join(', ')}`, JSON.stringify(id));
    } else if (hasTerms(bucket)) {
      object(`of.${id}`, 'a bucket for whose claims the schedule states nothing', 'terms of both');
    }
  }
  for (const bucket of schedule.buckets) {
    if (!mustClaim(bucket, values) || isPlain(bucket)) continue;
    found.push({
      path: `token.${Object.hasOwn(values.of, bucket.id) ? 'claims.of' : path}`,
      expected: `claims from buckets ${PLAIN}`,
      found: JSON.stringify(bucket.id),
    });
  }
  const { penalties, into } = values;
  const plain = schedule.buckets.filter(isPlain).map(({ id }) => id);
  if (into !== null && penalties !== 'bucket') {
    object('into', `none with penalties "${penalties}"`, JSON.stringify(into));
  } else if (into !== null && !plain.includes(into)) {
    object('into', `a bucket ${PLAIN}: ${plain.join(', ')}`, JSON.stringify(into));
  }
  if (penalties === 'treasury' && treasury === null) {
    object('penalties', '"bucket" or "burn" without `treasury.bucket`', '"treasury"');
  }
  return found;
}

/** The ledger knows classes, so all buckets of one have to be alike. @param path of the schedule */
export function checkLockedStake(
  { buckets }: Schedule,
  { claims, staking }: TokenValues,
  path: string,
): Objection[] {
  if (staking.locked === 0) return [];
  const found: Objection[] = [];
  const object = (expected: string, holderClass: string): void => {
    found.push({ path: `token.${path}`, expected, found: JSON.stringify(holderClass) });
  };
  for (const [holderClass, places] of classesOf(buckets)) {
    const own = places.map((place) => buckets[place]);
    if (!own.some(({ stakeableWhileLocked }) => stakeableWhileLocked)) continue;
    const [first] = own;
    const alike = own.every(
      ({ stakeableWhileLocked, rewardsLiquid }) =>
        stakeableWhileLocked && rewardsLiquid === first.rewardsLiquid,
    );
    if (!alike) {
      const what = 'can be staked while locked, with rewards liquid or not';
      object(`holder classes of which all buckets, or none, ${what}`, holderClass);
    }
    if (own.some((bucket) => mustClaim(bucket, claims))) {
      object('holder classes that claim what is released, or stake while locked', holderClass);
    }
  }
  return found;
}
