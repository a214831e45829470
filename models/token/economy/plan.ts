import { DAY_SECONDS, formatDate, monthsInSeconds } from '../calendar.ts';
import type { BucketSpec, ClassSpec } from '../ledger/books.ts';
import { type SellProfile, sellFlow, sellKernel, sellProfiles } from '../market/holders.ts';
import { parseCapTable } from '../unlocks/cap-table.ts';
import { scheduleOf } from '../unlocks/parameters.ts';
import { ZEROG_TGE } from '../unlocks/presets/zerog.ts';
import { type Bucket, releaseDays, released, type Schedule } from '../unlocks/schedule.ts';
import type { TokenValues } from './parameters.ts';

/*
 * What all paths of a replication share: releases and what is sold of them, which no price changes.
 * Token amounts in bigint are base units of 10^-18, in floats whole tokens.
 */

export interface Plan {
  readonly schedule: Schedule;
  readonly months: number;
  /** Days since the token event at which month 0, 1, ... begins, and the horizon. */
  readonly marks: readonly number[];
  /** Holder classes of the schedule, then those in `EXTRA`. */
  readonly classes: readonly ClassSpec[];
  readonly buckets: readonly BucketSpec[];
  /** Class that pays expenses and sells under a commitment; null without a treasury. */
  readonly treasury: string | null;
  /** Released since the event by the start of a month, by bucket. */
  readonly released: readonly (readonly bigint[])[];
  /** Days before the horizon; empty without a market, as what follows. */
  readonly days: number;
  /** Released and free to be traded by the start of a day. */
  readonly float: Float64Array;
  /** Sold on a day, by class of the schedule, and by all. */
  readonly sells: readonly Float64Array[];
  readonly sold: Float64Array;
  /** Base units sold from month to month, by month and by class of the schedule. */
  readonly due: readonly (readonly bigint[])[];
  /** The day after the first on which most is released; null when nothing is. */
  readonly unlock: { readonly day: number; readonly tokens: number } | null;
}

/** Classes beside those of a schedule: who buys what holders sell, and who buys under a commitment. */
export const EXTRA = { market: 'market', facility: 'facility' } as const;

const MICRO = 1_000_000_000_000n;

/** Base units of a number of tokens, down to a millionth of a token. */
export function toUnits(tokens: number): bigint {
  return BigInt(Math.floor(tokens * 1e6)) * MICRO;
}

/** Tokens as a float. */
export function toTokens(units: bigint): number {
  return Number(units) / 1e18;
}

/** @throws ScheduleProblem with the path below the schedule */
export function scheduleFor(
  values: TokenValues,
  attachments: Readonly<Record<string, string>>,
): Schedule {
  if (values.capTable === null) return scheduleOf(values.schedule);
  return parseCapTable(attachments[values.capTable] ?? '', values.schedule.tge ?? ZEROG_TGE);
}

/** @throws ScheduleProblem with the path below the schedule */
export function planOf(values: TokenValues, attachments: Readonly<Record<string, string>>): Plan {
  const schedule = scheduleFor(values, attachments);
  const { buckets, conventions } = schedule;
  const months = Math.round(values.years * 12);
  const marks = Array.from(
    { length: months + 1 },
    (_, k) => monthsInSeconds(conventions.tge, k, 'calendar') / DAY_SECONDS,
  );
  const ids = [...new Set(buckets.map(({ holderClass }) => holderClass))];
  const governed = (id: string): boolean =>
    buckets.some((bucket) => bucket.holderClass === id && bucket.governed);
  const shared = {
    schedule,
    months,
    marks,
    classes: [
      ...ids.map((id) => ({ id, governed: governed(id) })),
      ...Object.values(EXTRA).map((id) => ({ id })),
    ],
    buckets: buckets.map(
      ({ id, holderClass, amount }): BucketSpec => ({ id, holderClass, amount, into: 'liquid' }),
    ),
    treasury: buckets.find(({ id }) => id === values.treasury.bucket)?.holderClass ?? null,
    released: marks.map((day) => buckets.map((bucket) => released(bucket, day))),
  };
  return { ...shared, ...daily(values, schedule, ids, marks) };
}

/** First day of a plan, for people. */
export function startOf({ schedule }: Plan): string {
  return formatDate(schedule.conventions.tge);
}

/** Releases and sales day by day. */
function daily(
  values: TokenValues,
  { buckets }: Schedule,
  ids: readonly string[],
  marks: readonly number[],
): Pick<Plan, 'days' | 'float' | 'sells' | 'sold' | 'due' | 'unlock'> {
  const days = values.model === 'market' ? marks[marks.length - 1] : 0;
  const all = new Float64Array(days);
  const byClass = ids.map(() => new Float64Array(days));
  for (const bucket of buckets) {
    if (bucket.governed) continue;
    const target = byClass[ids.indexOf(bucket.holderClass)];
    for (const [day, tokens] of releasesOf(bucket, days)) {
      target[day] += tokens;
      all[day] += tokens;
    }
  }
  const sells = ids.map((id, i) => sellFlow(byClass[i], sellKernel(profileOf(values, id))));
  const sold = new Float64Array(days);
  for (const flow of sells) for (let day = 0; day < days; day++) sold[day] += flow[day];
  const float = new Float64Array(days);
  for (let day = 0, sum = 0; day < days; day++) {
    sum += all[day];
    float[day] = sum;
  }
  const due =
    days === 0
      ? []
      : marks.slice(1).map((mark, k) => sells.map((flow) => toUnits(sumOf(flow, marks[k], mark))));
  return { days, float, sells, sold, due, unlock: largest(all) };
}

function* releasesOf(bucket: Bucket, days: number): Generator<[day: number, tokens: number]> {
  let before = 0n;
  for (const day of releaseDays(bucket)) {
    if (day >= days) return;
    const now = released(bucket, day);
    yield [day, toTokens(now - before)];
    before = now;
  }
}

function sumOf(flow: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let day = from; day < to; day++) sum += flow[day];
  return sum;
}

function largest(releases: Float64Array): Plan['unlock'] {
  let day = 0;
  for (let d = 1; d < releases.length; d++) {
    // Monthly unlocks of one size differ by rounding only; the first one stands for them.
    if (day === 0 ? releases[d] > 0 : releases[d] > releases[day] * (1 + 1e-9)) day = d;
  }
  return day === 0 ? null : { day, tokens: releases[day] };
}

/** How a class sells, by the section and the defaults. */
function profileOf({ sell }: TokenValues, id: string): SellProfile {
  const known = (sellProfiles as Readonly<Record<string, SellProfile>>)[id] ?? {
    ...sellProfiles.team,
    share: sell.others,
  };
  const share = Math.min(1, (sell.shares[id] ?? known.share) * sell.scale);
  return { ...known, share, hedged: known.hedged * sell.hedged };
}
