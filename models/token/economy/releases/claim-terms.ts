import type { ParameterTable, Values } from '../../../../sim/parameters.ts';
import { DAY_SECONDS } from '../../calendar.ts';
import { ALL, type Fraction, fraction, NONE } from '../../unlocks/fraction.ts';
import type { Bucket, Claim, Schedule } from '../../unlocks/schedule.ts';

/*
 * On what terms holders claim what is released to them, and how they behave. Those of 0G's nodes are not
 * published, so a section states them beside any schedule: token-economics 2 and 13.2.
 */

const FACTS = 'token-economics';

/** Terms of one bucket. */
const terms = {
  shape: {
    kind: 'choice',
    options: ['none', 'falling', 'flat'],
    default: 'none',
    about: 'Penalty: `falling` evenly from `level` to nothing, or `flat` at `level`, over `days`',
    status: 'estimate',
    source: `${FACTS} 2: depends on when it is taken and on a vote; no curve is published`,
  },
  level: {
    kind: 'fraction',
    default: '50 %',
    about: 'Part that a claim on the first day loses',
    status: 'estimate',
    source: `no figure in ${FACTS} 2`,
  },
  days: {
    kind: 'count',
    default: 365,
    min: 1,
    max: 10_000,
    about: 'Days from the start of the bucket until nothing is lost any more',
    status: 'estimate',
    source: `no figure in ${FACTS} 2`,
  },
  uptime: {
    kind: 'fraction',
    default: 1,
    about:
      'Part of what is released that may ever be claimed; the rest waits for good. Were it for the other nodes, all would be claimed: 1',
    status: 'estimate',
    source: `${FACTS} 2: stated in general terms only`,
  },
  licences: {
    kind: 'count',
    default: null,
    min: 1,
    about: 'Licences that share the bucket; without it no result is given by licence',
    status: 'estimate',
    source: `${FACTS} 2: a partner sale offered 31,400 nodes; how many were sold is not published`,
  },
} as const satisfies ParameterTable;

export const claimParameters = {
  early: {
    kind: 'fraction',
    default: '50 %',
    about:
      'Part of the holders who claim as soon as they may, at the penalty of that day; the others wait until it is least',
    status: 'estimate',
    source: `no figure in ${FACTS} 2`,
  },
  penalties: {
    kind: 'choice',
    options: ['bucket', 'burn', 'treasury'],
    default: 'bucket',
    about:
      'Where penalties go: back under the schedule of a bucket, which then releases more, or burned, or to the class of the treasury',
    status: 'estimate',
    source: `${FACTS} 2: subject to a vote; 13.5, law 3, has them move between buckets`,
  },
  into: {
    kind: 'text',
    default: null,
    about: 'Bucket under whose schedule penalties go back; by default that of the claim',
    status: 'estimate',
    source: `not published; ${FACTS} 2 gives what unsold licences would have got to the others`,
  },
  of: {
    kind: 'map',
    of: {
      kind: 'group',
      fields: terms,
      about: 'Terms of a bucket for whose claims the schedule states none',
      status: 'estimate',
      source: `${FACTS} 2: those of 0G are not published`,
    },
    default: {},
    about: 'Terms of claims by bucket, beside those that the schedule states',
    status: 'estimate',
    source: `${FACTS} 2: those of 0G are not published`,
  },
} as const satisfies ParameterTable;

export type ClaimValues = Values<typeof claimParameters>;
type Terms = ClaimValues['of'][string];

/** A part as an exact fraction, to a billionth. */
export function exact(part: number): Fraction {
  return fraction(BigInt(Math.round(part * 1e9)), 1_000_000_000n);
}

/** Whether holders have to claim what a bucket releases. */
export function mustClaim(bucket: Bucket, { of }: ClaimValues): boolean {
  return Object.hasOwn(of, bucket.id) || hasTerms(bucket);
}

/** Whether a schedule states terms for the claims of a bucket. */
export function hasTerms({ claim: { delay, penalty, uptime } }: Bucket): boolean {
  return delay !== 0 || penalty.length > 0 || uptime.numerator !== uptime.denominator;
}

/** A schedule with the terms that a section states. */
export function withTerms(schedule: Schedule, { of }: ClaimValues): Schedule {
  const buckets = schedule.buckets.map((bucket) =>
    Object.hasOwn(of, bucket.id) ? { ...bucket, claim: claimOf(bucket, of[bucket.id]) } : bucket,
  );
  return { ...schedule, buckets };
}

function claimOf({ start }: Bucket, { shape, level, days, uptime }: Terms): Claim {
  const share = exact(level);
  const end = start + days * DAY_SECONDS;
  const falls = { at: end, share: NONE };
  const penalty =
    shape === 'none'
      ? []
      : shape === 'falling'
        ? [{ at: start, share }, falls]
        : [{ at: start, share }, { at: end - 1, share }, falls];
  return { delay: 0, penalty, uptime: uptime === 1 ? ALL : exact(uptime) };
}
