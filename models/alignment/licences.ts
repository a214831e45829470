/** Licences of alignment nodes and what one of them is paid, in exact base units of 10^-18 token. */
import { TOKEN } from '../token/unlocks/amounts.ts';
import { claim, claimable } from '../token/unlocks/claims.ts';
import { type Fraction, fraction, multiply, portion } from '../token/unlocks/fraction.ts';
import { parseSchedule } from '../token/unlocks/parse-schedule.ts';
import type { Bucket } from '../token/unlocks/schedule.ts';

/** Source: 0g-da-chain-compute 4. The number sold is a difference: 43,750 were not. */
export const LICENCES_OFFERED = 175_500;
export const LICENCES_SOLD = 131_750;
/** Days of the daily part. Source: 0g-da-chain-compute 6.4; 36 months of the calendar are 1,096. */
export const REWARD_DAYS = 1095;
/** First day on which the first part is taken without a penalty: 12 months after the token event. */
export const PENALTY_DAYS = 365;

/** Who gets the rewards of licences that nobody bought. */
export const unsoldRules = ['late-and-running', 'all-sold', 'nobody'] as const;
export type UnsoldRule = (typeof unsoldRules)[number];

/**
 * The pool as a schedule: 33 % at the token event, 67 % in equal days. A first part that is taken at once
 * keeps 10 of the 33 hundredths; that the loss falls evenly is an estimate, since the curve is not published.
 * Source: 0g-da-chain-compute 4 (150 M tokens; split; 10 % of the total free of penalty at once).
 */
export function nodePool(): { readonly first: Bucket; readonly daily: Bucket } {
  const { buckets } = parseSchedule({
    tge: '2025-09-22',
    total: '150M',
    buckets: {
      first: {
        amount: '33 %',
        parts: [{ kind: 'instant' }],
        claim: {
          penalty: [
            { at: 'TGE', share: '23/33' },
            { at: 'TGE + 12 months', share: '0' },
          ],
        },
      },
      daily: {
        amount: '67 %',
        parts: [{ kind: 'linear', to: `${REWARD_DAYS} days`, step: 'day' }],
      },
    },
  });
  return { first: buckets[0], daily: buckets[1] };
}

/** Tokens that a licence earns each day while it runs, without those of unsold ones: 13,400 / 25,623. */
export function licenceDay(): Fraction {
  return fraction(nodePool().daily.amount, TOKEN * BigInt(LICENCES_OFFERED * REWARD_DAYS));
}

export interface LicenceTerms {
  readonly sold: number;
  readonly unsold: UnsoldRule;
  /** Licences whose owner claims the first part late, at no penalty; 0 to `sold`. */
  readonly late: number;
  /** Part of all days on which every licence runs. */
  readonly uptime: Fraction;
}

/** Base units for one licence; each part is rounded down. */
export interface LicenceRewards {
  /** First part after its penalty. */
  readonly first: bigint;
  /** Lost by claiming the first part early. */
  readonly penalty: bigint;
  /** Daily part until the last day. */
  readonly daily: bigint;
  /** From the licences that nobody bought. */
  readonly unsold: bigint;
}

/**
 * Rewards of one licence over all days, whose first part is claimed on one day.
 *
 * `late-and-running` gives 33 % of what unsold licences would have had to licences that claim late, and 67 %
 * to those that run, all alike here. `all-sold` divides the whole pool by the licences sold, penalty and
 * uptime included. `nobody` leaves it unpaid.
 * Source: 0g-da-chain-compute 4 for the first rule, token-economics 2 for the second.
 * @param day days since the token event on which the first part is claimed
 * @throws RangeError for counts of licences that are impossible
 */
export function licenceRewards(terms: LicenceTerms, day: number): LicenceRewards {
  const { sold, unsold, late, uptime } = terms;
  checkLicences(sold, late);
  const pool = nodePool();
  const sharers = BigInt(unsold === 'all-sold' ? sold : LICENCES_OFFERED);
  const first: Bucket = { ...pool.first, amount: pool.first.amount / sharers };
  const daily: Bucket = {
    ...pool.daily,
    amount: pool.daily.amount / sharers,
    claim: { ...pool.daily.claim, uptime },
  };
  const { paid, penalty } = claim(first, day, first.amount, 0n);
  return {
    first: paid,
    penalty,
    daily: claimable(daily, REWARD_DAYS),
    unsold: unsold === 'late-and-running' ? fromUnsold(terms, day >= PENALTY_DAYS) : 0n,
  };
}

function fromUnsold({ sold, late, uptime }: LicenceTerms, isLate: boolean): bigint {
  const { first, daily } = nodePool();
  const left = fraction(BigInt(LICENCES_OFFERED - sold), BigInt(LICENCES_OFFERED));
  const forLate = isLate ? portion(first.amount, each(left, late)) : 0n;
  const forRunning = uptime.numerator > 0n ? portion(daily.amount, each(left, sold)) : 0n;
  return forLate + forRunning;
}

/** The part of one of `count` licences that share something alike; none of them, nothing. */
function each(share: Fraction, count: number): Fraction {
  return count === 0 ? fraction(0n, 1n) : multiply(share, fraction(1n, BigInt(count)));
}

function checkLicences(sold: number, late: number): void {
  if (!(Number.isInteger(sold) && sold >= 1 && sold <= LICENCES_OFFERED)) {
    throw new RangeError(`licences sold, expected 1 to ${LICENCES_OFFERED}, got ${sold}`);
  }
  if (!(Number.isInteger(late) && late >= 0 && late <= sold)) {
    throw new RangeError(`licences that claim late, expected 0 to ${sold}, got ${late}`);
  }
}
