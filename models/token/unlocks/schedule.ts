/**
 * A schedule of releases, ready to be asked: how much of each bucket is released by a day.
 *
 * Cumulative release is floor(amount * f(t)) with f an exact fraction, and what is released between
 * two days is the difference of cumulatives, so no dust is lost. Days and seconds count from the start
 * of the day of the token event (TGE). Source: facts token-economics 13.2 and 13.5 law 3.
 */
import { DAY_SECONDS, monthsInSeconds } from '../calendar.ts';
import type { Fraction } from './fraction.ts';
import type { Calendar } from './moment.ts';
import { powered } from './power.ts';
import type { Predicate } from './predicate.ts';
import { position, type Ratio, type SliceConvention, type Steps, stepDays } from './steps.ts';
import type { WrittenPart } from './written.ts';

/** All of it at one instant. */
export interface Lump {
  readonly kind: 'instant' | 'tranche';
  readonly share: Fraction;
  readonly at: number;
}

/** Little by little; nothing before `cliffAt`, which is `from` unless the cliff catches up. */
export interface Gradual {
  readonly kind: 'linear' | 'cliff_catchup' | 'power';
  readonly share: Fraction;
  readonly from: number;
  readonly to: number;
  readonly cliffAt: number;
  /** 1 is linear; released is the elapsed share to this power. */
  readonly exponent: number;
  readonly steps: Steps;
  readonly slice: SliceConvention;
}

/** Not released by any schedule. */
export interface Held {
  readonly kind: 'held';
  readonly share: Fraction;
}

/** Waits for a predicate, then becomes the part `then`; see `openMilestones`. */
export interface Milestone {
  readonly kind: 'milestone';
  readonly share: Fraction;
  readonly when: Predicate;
  readonly then: WrittenPart;
}

export type ControllerRule =
  | {
      readonly name: 'adoption';
      /** Names of the measures whose ratio moves the rate. */
      readonly price: string;
      readonly implied: string;
      readonly exponent: number;
      /** Bounds of the rate, as shares of the supply a step. */
      readonly least: number;
      readonly most: number;
      /** What this bucket gets of the rate. */
      readonly weight: number;
    }
  | { readonly name: 'activity'; readonly measure: string; readonly target: number };

/** Released by a rule that looks at the world; see `stepControllers`. */
export interface Controller {
  readonly kind: 'controller';
  readonly share: Fraction;
  readonly rule: ControllerRule;
  /** Share of the supply a step, of the last step; unused by `activity`. */
  readonly rate: number;
  /** Base units released so far, whatever the day that is asked for. */
  readonly paid: bigint;
}

export type Part = Lump | Gradual | Held | Milestone | Controller;

export interface Claim {
  /** Seconds between release and the first claim of it. */
  readonly delay: number;
  /** Share lost by claiming at that second: linear between points, constant outside. */
  readonly penalty: readonly { readonly at: number; readonly share: Fraction }[];
  /** Part of what is released that may be claimed. */
  readonly uptime: Fraction;
}

export interface Bucket {
  readonly id: string;
  /** Base units of 10^-18 token. */
  readonly amount: bigint;
  readonly holderClass: string;
  /** Seconds since the token event from which the bucket's own spans count. */
  readonly start: number;
  readonly parts: readonly Part[];
  /** Shares of the parts over one denominator. */
  readonly weights: readonly bigint[];
  readonly denominator: bigint;
  readonly claim: Claim;
  readonly stakeableWhileLocked: boolean;
  readonly rewardsLiquid: boolean;
  /** Released tokens wait for a decision of governance: available, and not circulating. */
  readonly governed: boolean;
  /** What parts that are made later are written in. */
  readonly conventions: Conventions;
}

export interface Conventions extends Calendar {
  readonly slice: SliceConvention;
  readonly epoch: string | null;
}

export interface Schedule {
  readonly conventions: Conventions;
  /** Sum of the buckets, base units. */
  readonly total: bigint;
  readonly buckets: readonly Bucket[];
}

const ZERO: Ratio = { numerator: 0n, denominator: 1n };
const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** How much of a part is released by that second. */
function progress(bucket: Bucket, index: number, second: number): Ratio {
  const part = bucket.parts[index];
  switch (part.kind) {
    case 'instant':
    case 'tranche':
      return second >= part.at ? ONE : ZERO;
    case 'held':
    case 'milestone':
      return ZERO;
    case 'controller': {
      const numerator = part.paid * bucket.denominator;
      const denominator = bucket.amount * bucket.weights[index];
      return numerator >= denominator ? ONE : { numerator, denominator };
    }
    default:
      if (second < part.cliffAt) return ZERO;
      if (second >= part.to) return ONE;
      return powered(position(part.steps, part.from, part.to, second, part.slice), part.exponent);
  }
}

/**
 * Base units of a bucket released by a second since the start of the TGE day, cumulative; never falls
 * as time passes.
 */
export function releasedAt(bucket: Bucket, second: number): bigint {
  const { parts, weights } = bucket;
  let [numerator, denominator] = [0n, 1n];
  for (let index = 0; index < parts.length; index++) {
    const done = progress(bucket, index, second);
    if (done.numerator === 0n) continue;
    if (done.denominator === denominator) {
      numerator += weights[index] * done.numerator;
    } else {
      numerator = numerator * done.denominator + weights[index] * done.numerator * denominator;
      denominator *= done.denominator;
    }
  }
  return (bucket.amount * numerator) / (bucket.denominator * denominator);
}

/** {@link releasedAt} the start of a day since the token event. */
export function released(bucket: Bucket, day: number): bigint {
  return releasedAt(bucket, day * DAY_SECONDS);
}

/** Base units that holders may transfer freely: released, and not waiting for governance. */
export function circulatingAt(buckets: readonly Bucket[], second: number): bigint {
  return sum(buckets.filter(({ governed }) => !governed).map((each) => releasedAt(each, second)));
}

/** Base units that are released, waiting for governance or not. */
export function availableAt(buckets: readonly Bucket[], second: number): bigint {
  return sum(buckets.map((bucket) => releasedAt(bucket, second)));
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/**
 * Days since the token event on which the release grows, rising: when the economy has to act. Days
 * before the event count as day 0. Milestones that are not open and controllers have none.
 */
export function* releaseDays(bucket: Bucket): Generator<number> {
  const days = new Set<number>();
  for (const part of bucket.parts) {
    if (part.kind === 'instant' || part.kind === 'tranche') {
      days.add(Math.max(0, Math.ceil(part.at / DAY_SECONDS)));
    } else if ('steps' in part) {
      const cliffDay = Math.ceil(part.cliffAt / DAY_SECONDS);
      days.add(Math.max(0, cliffDay));
      for (const day of stepDays(part.steps, part.from, part.to)) {
        if (day >= cliffDay) days.add(Math.max(0, day));
      }
    }
  }
  let before = 0n;
  for (const day of [...days].sort((a, b) => a - b)) {
    const now = released(bucket, day);
    if (now > before) yield day;
    before = now;
  }
}

/** The second since the token event after which nothing more is released by the calendar; 0 or later. */
export function scheduleEnd(buckets: readonly Bucket[]): number {
  let end = 0;
  for (const { parts } of buckets) {
    for (const part of parts) {
      if ('to' in part) end = Math.max(end, part.to);
      else if ('at' in part) end = Math.max(end, part.at);
    }
  }
  return end;
}

/** The second at which month `k` after the token event begins. */
export function monthMark({ tge, month }: Calendar, k: number): number {
  return monthsInSeconds(tge, k, month);
}
