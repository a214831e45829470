/**
 * What the calendar alone does not decide: milestones that open and rules that look at the world. Pure:
 * buckets in, buckets out. Bucket by bucket in the order of their ids, part by part, so that ties
 * always fall the same way. Source: facts token-economics 9 and 13.2.
 */
import { pow } from '../../../sim/math.ts';
import { DAY_SECONDS, dateOf, dayNumber } from '../calendar.ts';
import { openedAt, parsePart } from './parse-part.ts';
import { holds, type Measure, measuresOf } from './predicate.ts';
import type { Bucket, Controller, Milestone, Part } from './schedule.ts';

/** A part that changed. */
export interface Change {
  readonly bucket: string;
  /** Index in `parts`. */
  readonly part: number;
}

export interface Changed {
  /** In the order that was given. */
  readonly buckets: readonly Bucket[];
  readonly changes: readonly Change[];
}

/**
 * Opens every milestone whose predicate holds at the start of a day since the token event: the part that
 * was waiting begins on that day.
 */
export function openMilestones(buckets: readonly Bucket[], day: number, measure: Measure): Changed {
  return changeParts(buckets, (part, bucket) =>
    part.kind === 'milestone' && holds(part.when, day * DAY_SECONDS, measure)
      ? opened(part, bucket, day)
      : part,
  );
}

function opened(part: Milestone, { conventions }: Bucket, day: number): Part {
  const date = dateOf(dayNumber(conventions.tge) + day);
  return parsePart(part.then, part.share, {
    path: 'then',
    conventions,
    ...openedAt(conventions, date),
  });
}

/**
 * One step of every controller. `adoption` moves its rate by (price / implied price)^exponent within its
 * bounds and releases that share of the supply times its weight; a ratio that is no number above 0 leaves
 * the rate. `activity` has released the share of its target that the measure has reached, and takes
 * nothing back.
 * @param supply base units that the rates are shares of
 */
export function stepControllers(
  buckets: readonly Bucket[],
  supply: bigint,
  measure: Measure,
): Changed {
  return changeParts(buckets, (part, bucket, index) =>
    part.kind === 'controller' ? stepped(part, allotted(bucket, index), supply, measure) : part,
  );
}

/** Base units of a part, rounded up, so that the floor of the bucket's sum is reached. */
function allotted({ amount, weights, denominator }: Bucket, index: number): bigint {
  return (amount * weights[index] + denominator - 1n) / denominator;
}

function stepped(part: Controller, most: bigint, supply: bigint, measure: Measure): Controller {
  const { rule, paid } = part;
  if (rule.name === 'activity') {
    const due = scaled(most, measure(rule.measure) / rule.target);
    return due > paid ? { ...part, paid: due } : part;
  }
  const ratio = measure(rule.price) / measure(rule.implied);
  const moved = ratio > 0 ? part.rate * pow(ratio, rule.exponent) : part.rate;
  const rate = Math.min(rule.most, Math.max(rule.least, moved));
  const due = paid + scaled(supply, rate * rule.weight);
  return { ...part, rate, paid: due < most ? due : most };
}

/** floor(amount * share) for a share that is cut to 0 to 1 and rounded down to 2^-53. */
function scaled(amount: bigint, share: number): bigint {
  const SCALE = 9_007_199_254_740_992;
  const cut = Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share));
  return (amount * BigInt(Math.floor(cut * SCALE))) / BigInt(SCALE);
}

function changeParts(
  buckets: readonly Bucket[],
  change: (part: Part, bucket: Bucket, index: number) => Part,
): Changed {
  const byId = [...buckets].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const changes: Change[] = [];
  const next = new Map<Bucket, Bucket>();
  for (const bucket of byId) {
    const parts = bucket.parts.map((part, index) => {
      const after = change(part, bucket, index);
      if (after !== part) changes.push({ bucket: bucket.id, part: index });
      return after;
    });
    if (parts.some((part, index) => part !== bucket.parts[index])) {
      next.set(bucket, { ...bucket, parts });
    }
  }
  return { buckets: buckets.map((bucket) => next.get(bucket) ?? bucket), changes };
}

/** Names of the measures that milestones and controllers ask for, sorted. */
export function scheduleMeasures(buckets: readonly Bucket[]): string[] {
  const names = buckets.flatMap(({ parts }) =>
    parts.flatMap((part) => {
      if (part.kind === 'milestone') return measuresOf(part.when);
      if (part.kind !== 'controller') return [];
      const { rule } = part;
      return rule.name === 'activity' ? [rule.measure] : [rule.price, rule.implied];
    }),
  );
  return [...new Set(names)].sort();
}
