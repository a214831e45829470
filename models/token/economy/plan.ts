import { DAY_SECONDS, formatDate, monthsInSeconds } from '../calendar.ts';
import type { BucketSpec, ClassSpec } from '../ledger/books.ts';
import { type SellProfile, sellFlow, sellKernel, sellProfiles } from '../market/holders.ts';
import { parseCapTable } from '../unlocks/cap-table.ts';
import { scheduleOf } from '../unlocks/parameters.ts';
import { ZEROG_TGE } from '../unlocks/presets/zerog.ts';
import { type Bucket, releaseDays, released, type Schedule } from '../unlocks/schedule.ts';
import type { TokenValues } from './parameters.ts';
import { mustClaim, withTerms } from './releases/claim-terms.ts';
import { type Claims, claimsOf, type DayAmount } from './releases/claims.ts';
import { type LockedStake, lockedStakes } from './supply/locked-stake.ts';

/*
 * What all paths of a replication share: releases and what is sold of them, which no price changes.
 * Token amounts in bigint are base units of 10^-18, in floats whole tokens.
 */

export interface Plan {
  readonly schedule: Schedule;
  readonly months: number;
  /** Days since the token event at which month 0, 1, ... begins, and the horizon. */
  readonly marks: readonly number[];
  /** Holder classes of the schedule, then those of `extraClasses`. */
  readonly classes: readonly ClassSpec[];
  readonly buckets: readonly BucketSpec[];
  /** Class that pays expenses and sells under a commitment; null without a treasury. */
  readonly treasury: string | null;
  /** Released since the event by the start of a month, by bucket; claimed or not. */
  readonly released: readonly (readonly bigint[])[];
  readonly claims: Claims;
  readonly lockedStakes: readonly LockedStake[];
  /** Days before the horizon; empty without a market, as what follows. */
  readonly days: number;
  /** Released, claimed where it has to be, and free to be traded by the start of a day. */
  readonly float: Float64Array;
  /** That on a day, by class of the schedule. */
  readonly free: readonly Float64Array[];
  /** Sold on a day, by class of the schedule, and by all. */
  readonly sells: readonly Float64Array[];
  readonly sold: Float64Array;
  /** Base units sold from month to month, by month and by class of the schedule. */
  readonly due: readonly (readonly bigint[])[];
  /** The day after the first on which most is released; null when nothing is. */
  readonly unlock: { readonly day: number; readonly tokens: number } | null;
}

/**
 * Classes beside those of a schedule: who buys what holders sell, who buys under a commitment, a treasury
 * company, who locked tokens for compute, validators, and who restakes assets of other chains.
 */
export const EXTRA = {
  market: 'market',
  facility: 'facility',
  company: 'company',
  iai: 'iai',
  validators: 'validators',
  restakers: 'restakers',
} as const;

/** Those of `EXTRA` that a section asks for. */
export function extraClasses({ company, iai, staking }: TokenValues): string[] {
  const asked = [EXTRA.market, EXTRA.facility] as string[];
  if (company.bucket !== null) asked.push(EXTRA.company);
  if (iai.target !== null) asked.push(EXTRA.iai);
  if (staking.commission > 0) asked.push(EXTRA.validators);
  if (staking.restaked > 0) asked.push(EXTRA.restakers);
  return asked;
}

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
  const schedule = withTerms(scheduleFor(values, attachments), values.claims);
  const { buckets, conventions } = schedule;
  const months = Math.round(values.years * 12);
  const marks = Array.from(
    { length: months + 1 },
    (_, k) => monthsInSeconds(conventions.tge, k, 'calendar') / DAY_SECONDS,
  );
  const ids = [...new Set(buckets.map(({ holderClass }) => holderClass))];
  const governed = (id: string): boolean =>
    buckets.some((bucket) => bucket.holderClass === id && bucket.governed);
  const treasury = buckets.find(({ id }) => id === values.treasury.bucket)?.holderClass ?? null;
  const claims = claimsOf(schedule, values.claims, marks);
  const ofClaims = (i: number) => claims.buckets.find(({ bucket }) => bucket === i);
  const stakes = lockedStakes(schedule, values.staking.locked, treasury);
  const shared = {
    ...{ schedule, months, marks, treasury, claims, lockedStakes: stakes },
    classes: [
      ...ids.map((id) => ({ id, governed: governed(id) })),
      ...extraClasses(values).map((id) => ({ id })),
    ],
    buckets: buckets.map((bucket): BucketSpec => {
      const { id, holderClass, amount } = bucket;
      const into = mustClaim(bucket, values.claims) ? 'unlocked' : 'liquid';
      return { id, holderClass, amount, into };
    }),
    released: marks.map((day, month) =>
      buckets.map((bucket, i) => ofClaims(i)?.released[month] ?? released(bucket, day)),
    ),
  };
  return { ...shared, ...daily(values, schedule, ids, marks, shared) };
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
  { claims, lockedStakes: stakes }: Pick<Plan, 'claims' | 'lockedStakes'>,
): Pick<Plan, 'days' | 'float' | 'free' | 'sells' | 'sold' | 'due' | 'unlock'> {
  const days = values.model === 'market' ? marks[marks.length - 1] : 0;
  const all = new Float64Array(days);
  const byClass = ids.map(() => new Float64Array(days));
  for (const [i, bucket] of buckets.entries()) {
    if (bucket.governed) continue;
    const target = byClass[ids.indexOf(bucket.holderClass)];
    const ofClaims = claims.buckets.find((each) => each.bucket === i);
    const free = ofClaims === undefined ? releasesOf(bucket, days) : freeOf(ofClaims.free, days);
    for (const [day, tokens] of free) {
      target[day] += tokens;
      all[day] += tokens;
    }
    if (ofClaims === undefined || claims.penalties !== 'treasury') continue;
    for (const [day, tokens] of freeOf(ofClaims.penalties, days)) all[day] += tokens;
  }
  for (const stake of stakes) {
    const locked = stake.buckets.reduce((sum, i) => sum + buckets[i].amount, 0n);
    cut(byClass[ids.indexOf(stake.holderClass)], all, toTokens(locked - stake.amount));
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
  return { days, float, free: byClass, sells, sold, due, unlock: largest(all) };
}

/** Leaves out what is released beyond an amount, which stays staked; from all as well. */
function cut(releases: Float64Array, all: Float64Array, most: number): void {
  for (let day = 0, sum = 0; day < releases.length; day++) {
    const excess = Math.min(releases[day], Math.max(0, sum + releases[day] - most));
    sum += releases[day];
    releases[day] -= excess;
    all[day] -= excess;
  }
}

/** Tokens by day before the horizon. */
function freeOf(amounts: readonly DayAmount[], days: number): [day: number, tokens: number][] {
  return amounts.flatMap(([day, units]) => (day < days ? [[day, toTokens(units)]] : []));
}

/** Tokens that a bucket releases, by day before the horizon. */
export function* releasesOf(
  bucket: Bucket,
  days: number,
): Generator<[day: number, tokens: number]> {
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
export function profileOf({ sell }: TokenValues, id: string): SellProfile {
  // A class may have any name, `toString` among them.
  const known: SellProfile = Object.hasOwn(sellProfiles, id)
    ? sellProfiles[id as keyof typeof sellProfiles]
    : { ...sellProfiles.team, share: sell.others };
  const part = Object.hasOwn(sell.shares, id) ? sell.shares[id] : known.share;
  const share = Math.min(1, part * sell.scale);
  return { ...known, share, hedged: known.hedged * sell.hedged };
}
