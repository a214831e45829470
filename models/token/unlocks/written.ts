/**
 * A schedule as it is written: plain data, in scenarios, presets and cap tables alike. Absent and null
 * mean the same. See README.md for the notation of shares, spans and instants.
 */
import type { MonthConvention } from '../calendar.ts';
import type { Evenness, SliceConvention } from './steps.ts';

type Maybe<T> = T | null | undefined;

export const partKinds = [
  'instant',
  'linear',
  'cliff_catchup',
  'power',
  'decay',
  'tranche',
  'milestone',
  'controller',
  'held',
] as const;
export type PartKind = (typeof partKinds)[number];

/** Kinds that may follow a milestone. */
export const laterKinds = ['instant', 'linear', 'cliff_catchup', 'power', 'tranche'] as const;

export const cliffSenses = ['delay', 'catch-up'] as const;
export type CliffSense = (typeof cliffSenses)[number];

export const ruleNames = ['adoption', 'activity'] as const;

export interface WrittenRule {
  readonly name?: Maybe<(typeof ruleNames)[number]>;
  readonly price?: Maybe<string>;
  readonly implied?: Maybe<string>;
  readonly exponent?: Maybe<number>;
  readonly rate?: Maybe<number>;
  readonly least?: Maybe<number>;
  readonly most?: Maybe<number>;
  readonly weight?: Maybe<number>;
  readonly measure?: Maybe<string>;
  readonly target?: Maybe<number>;
}

/** What follows a milestone; spans count from the day on which it opens. */
export interface WrittenLater {
  readonly kind?: Maybe<PartKind>;
  readonly at?: Maybe<string>;
  readonly from?: Maybe<string>;
  readonly to?: Maybe<string>;
  readonly cliffAt?: Maybe<string>;
  readonly step?: Maybe<string>;
  readonly slice?: Maybe<SliceConvention>;
  readonly even?: Maybe<Evenness>;
  readonly exponent?: Maybe<number>;
}

export interface WrittenPart extends WrittenLater {
  readonly kind: PartKind;
  /** Absent: what the other parts leave. */
  readonly share?: Maybe<string>;
  readonly every?: Maybe<string>;
  readonly keep?: Maybe<string>;
  readonly when?: Maybe<string>;
  readonly then?: Maybe<WrittenLater>;
  readonly rule?: Maybe<WrittenRule>;
}

export interface WrittenClaim {
  readonly delay?: Maybe<string>;
  readonly penalty?: Maybe<readonly { readonly at: string; readonly share: string }[]>;
  readonly uptime?: Maybe<string>;
}

/**
 * Either `parts`, or the street notation: `tgeShare`, `cliff`, `duration`, `step`, `sense`; `cliff` is a
 * span or a date, `duration` a span or the date of its end.
 */
export interface WrittenBucket {
  readonly amount?: Maybe<string>;
  readonly holderClass?: Maybe<string>;
  readonly start?: Maybe<string>;
  readonly slice?: Maybe<SliceConvention>;
  readonly parts?: Maybe<readonly WrittenPart[]>;
  readonly tgeShare?: Maybe<string>;
  readonly cliff?: Maybe<string>;
  readonly duration?: Maybe<string>;
  readonly step?: Maybe<string>;
  readonly sense?: Maybe<CliffSense>;
  readonly claim?: Maybe<WrittenClaim>;
  readonly stakeableWhileLocked?: Maybe<boolean>;
  readonly rewardsLiquid?: Maybe<boolean>;
  readonly governed?: Maybe<boolean>;
}

export interface WrittenSchedule {
  readonly tge: string;
  readonly month?: Maybe<MonthConvention>;
  readonly slice?: Maybe<SliceConvention>;
  readonly epoch?: Maybe<string>;
  /** Tokens; needed where amounts are shares of it, and checked against their sum. */
  readonly total?: Maybe<string>;
  readonly buckets: Readonly<Record<string, WrittenBucket>>;
}
