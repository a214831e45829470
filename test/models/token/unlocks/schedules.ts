import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import type { Bucket, Schedule } from '../../../../models/token/unlocks/schedule.ts';
import type { WrittenBucket, WrittenPart } from '../../../../models/token/unlocks/written.ts';

/** Base units of whole tokens. */
export const tokens = (whole: number): bigint => BigInt(whole) * 10n ** 18n;

export function bucketOf(schedule: Schedule, id: string): Bucket {
  const found = schedule.buckets.find((bucket) => bucket.id === id);
  if (found === undefined) throw new Error(`no bucket ${id}`);
  return found;
}

/** A bucket alone in its schedule. */
export function oneBucket(
  written: WrittenBucket,
  schedule: { tge?: string; month?: 'calendar' | '30d' | 'year/12'; slice?: 'end' | 'start' } = {},
): Bucket {
  return parseSchedule({ tge: '2025-09-22', ...schedule, buckets: { one: written } }).buckets[0];
}

export const ofParts = (amount: string, ...parts: WrittenPart[]): Bucket =>
  oneBucket({ amount, parts });

/** A milestone that opens a part. */
export function milestone(when: string, then?: WrittenPart['then'], share?: string): WrittenPart {
  return { kind: 'milestone', when, then, share };
}
