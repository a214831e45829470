import { DAY_SECONDS } from '../../token/calendar.ts';
import { toTokens, toUnits } from '../../token/economy/plan.ts';
import {
  type SellProfile,
  sellFlow,
  sellKernel,
  sellProfiles,
} from '../../token/market/holders.ts';
import { releaseDays, released, type Schedule, scheduleEnd } from '../../token/unlocks/schedule.ts';

/*
 * What the schedule releases and its holders mean to sell, week by week: the same on every path. Tokens are of
 * the rules in `token/`; only the cut into weeks is made here.
 */

export const WEEK_DAYS = 7;

export interface SellTerms {
  /** Factor on all parts that are sold, which stay below 1. */
  readonly scale: number;
  /** Part that classes without a profile of their own sell. */
  readonly others: number;
}

export interface WeeklyReleases {
  /** Holder classes of the schedule. */
  readonly classes: readonly { readonly id: string; readonly governed: boolean }[];
  /** Base units released since the start by the start of a week, by bucket; one more than there are weeks. */
  readonly released: readonly (readonly bigint[])[];
  /** Tokens sold on a day by all. */
  readonly sold: Float64Array;
  /** Base units sold in a week, by class. */
  readonly due: readonly (readonly bigint[])[];
}

/** Cuts a schedule into weeks. */
export function weeklyReleases(
  { buckets }: Schedule,
  weeks: number,
  terms: SellTerms,
): WeeklyReleases {
  const days = weeks * WEEK_DAYS;
  const ids = [...new Set(buckets.map(({ holderClass }) => holderClass))];
  const flows = ids.map((id) => {
    const free = new Float64Array(days);
    for (const bucket of buckets) {
      if (bucket.holderClass !== id || bucket.governed) continue;
      let before = 0n;
      for (const day of releaseDays(bucket)) {
        if (day >= days) break;
        const now = released(bucket, day);
        free[day] += toTokens(now - before);
        before = now;
      }
    }
    return sellFlow(free, sellKernel(profileOf(id, terms)));
  });
  const sold = new Float64Array(days);
  for (const flow of flows) for (let day = 0; day < days; day++) sold[day] += flow[day];
  const weekly = (flow: Float64Array, week: number): bigint => {
    let tokens = 0;
    for (let day = week * WEEK_DAYS; day < (week + 1) * WEEK_DAYS; day++) tokens += flow[day];
    return toUnits(tokens);
  };
  return {
    classes: ids.map((id) => ({
      id,
      governed: buckets.some((bucket) => bucket.holderClass === id && bucket.governed),
    })),
    released: Array.from({ length: weeks + 1 }, (_, week) =>
      buckets.map((bucket) => released(bucket, week * WEEK_DAYS)),
    ),
    sold,
    due: Array.from({ length: weeks }, (_, week) => flows.map((flow) => weekly(flow, week))),
  };
}

/** Week after which the calendar releases nothing more. */
export function lastRelease({ buckets }: Schedule): number {
  return Math.ceil(scheduleEnd(buckets) / DAY_SECONDS / WEEK_DAYS);
}

/** How a class sells: its own profile, or that of a team with another part. */
function profileOf(id: string, { scale, others }: SellTerms): SellProfile {
  const known: SellProfile = Object.hasOwn(sellProfiles, id)
    ? sellProfiles[id as keyof typeof sellProfiles]
    : { ...sellProfiles.team, share: others };
  return { ...known, share: Math.min(1, known.share * scale) };
}
