import { DAY_SECONDS } from '../../calendar.ts';
import { accountOf } from '../../ledger/books.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { penaltyShare } from '../../unlocks/claims.ts';
import { compare, type Fraction, portion } from '../../unlocks/fraction.ts';
import { type Bucket, released, releasedAt, type Schedule } from '../../unlocks/schedule.ts';
import { type ClaimValues, exact, mustClaim } from './claim-terms.ts';

/*
 * Who claims what and when, and what penalties do. No price changes it, so all paths share it. Amounts are
 * base units of 10^-18.
 */

/** Of a day since the token event. */
export type DayAmount = readonly [day: number, amount: bigint];

/** One bucket that holders claim from, or to which penalties go back. */
export interface BucketClaims {
  /** Place in the schedule. */
  readonly bucket: number;
  /** Whether releases wait to be claimed. */
  readonly waits: boolean;
  /** Released since the event by the start of a month, penalties that came back included. */
  readonly released: readonly bigint[];
  /** Claimed in the month before its start, penalties included, and the penalties. */
  readonly claimed: readonly bigint[];
  readonly lost: readonly bigint[];
  /** What becomes free, by day. */
  readonly free: readonly DayAmount[];
  /** Parts of `free` that reach those who claim early and those who wait. */
  readonly early: readonly DayAmount[];
  readonly late: readonly DayAmount[];
  /** Penalties by day. */
  readonly penalties: readonly DayAmount[];
}

export interface Claims {
  readonly penalties: ClaimValues['penalties'];
  /** Part of the holders who claim as soon as they may. */
  readonly share: number;
  /** Place of the bucket under whose schedule penalties go back; null for that of the claim. */
  readonly into: number | null;
  readonly buckets: readonly BucketClaims[];
}

/** Claims from month to month. @param schedule with the terms of the section @param marks days of the months */
export function claimsOf(
  { buckets }: Schedule,
  values: ClaimValues,
  marks: readonly number[],
): Claims {
  const { early, penalties, into: name } = values;
  const target = buckets.findIndex(({ id }) => id === name);
  const into = target < 0 ? null : target;
  const share = exact(early);
  const anyWaits = buckets.some((bucket) => mustClaim(bucket, values));
  const holders = buckets.flatMap((bucket, i) => {
    const waits = mustClaim(bucket, values);
    return waits || (anyWaits && i === into) ? [new Claimants(bucket, i, waits, share)] : [];
  });
  for (let month = 0; month < marks.length; month++) {
    const first = month === 0 ? 0 : marks[month - 1] + 1;
    for (let day = first; day <= marks[month]; day++) for (const each of holders) each.act(day);
    for (const each of holders) {
      const lost = each.close();
      if (penalties !== 'bucket') continue;
      (holders.find(({ bucket }) => bucket === into) ?? each).back += lost;
    }
  }
  return { penalties, share: early, into, buckets: holders };
}

/** Those who claim from one bucket, day by day. */
class Claimants implements BucketClaims {
  readonly bucket: number;
  readonly waits: boolean;
  readonly released: bigint[] = [];
  readonly claimed: bigint[] = [];
  readonly lost: bigint[] = [];
  readonly free: DayAmount[] = [];
  readonly early: DayAmount[] = [];
  readonly late: DayAmount[] = [];
  readonly penalties: DayAmount[] = [];
  /** Penalties that came back and are not released again. */
  back = 0n;
  private readonly terms: Bucket;
  private readonly share: Fraction;
  /** Day from which those who wait claim, and days of the delay. */
  private readonly patience: number;
  private readonly delay: number;
  /** Released by the schedule alone; and penalties released again, by day. */
  private planned = 0n;
  private readonly again: bigint[] = [];
  /** Claimed since the event, penalties included, by those who come early and those who wait. */
  private readonly done = { early: 0n, late: 0n };
  private monthClaimed = 0n;
  private monthLost = 0n;

  constructor(terms: Bucket, bucket: number, waits: boolean, share: Fraction) {
    this.bucket = bucket;
    this.waits = waits;
    this.terms = terms;
    this.share = share;
    this.patience = dayOfLeast(terms);
    this.delay = Math.ceil(terms.claim.delay / DAY_SECONDS);
  }

  act(day: number): void {
    const { terms, waits } = this;
    const freed = this.release(day);
    if (!waits) {
      if (freed > 0n) this.free.push([day, freed]);
      return;
    }
    const due =
      releasedAt(terms, day * DAY_SECONDS - terms.claim.delay) +
      (this.again[day - this.delay] ?? 0n);
    const claimable = portion(due, terms.claim.uptime);
    const early = portion(claimable, this.share);
    const paid = [
      this.take('early', day, early),
      day < this.patience ? 0n : this.take('late', day, claimable - early),
    ];
    if (paid[0] + paid[1] > 0n) this.free.push([day, paid[0] + paid[1]]);
  }

  /** Ends a month. @returns penalties of it */
  close(): bigint {
    const lost = this.monthLost;
    this.released.push(this.planned + (this.again[this.again.length - 1] ?? 0n));
    this.claimed.push(this.monthClaimed);
    this.lost.push(lost);
    this.monthClaimed = 0n;
    this.monthLost = 0n;
    return lost;
  }

  /** What a bucket releases on a day; of what came back the same part as of what is left. */
  private release(day: number): bigint {
    const { terms, again, planned } = this;
    const now = released(terms, day);
    const more = now === planned ? 0n : (this.back * (now - planned)) / (terms.amount - planned);
    this.planned = now;
    this.back -= more;
    again.push((again[day - 1] ?? 0n) + more);
    return now - planned + more;
  }

  /** Claims up to an amount since the event. @returns what reaches the holders */
  private take(who: 'early' | 'late', day: number, upTo: bigint): bigint {
    const amount = upTo - this.done[who];
    if (amount === 0n) return 0n;
    this.done[who] = upTo;
    const penalty = portion(amount, penaltyShare(this.terms, day));
    if (penalty > 0n) this.penalties.push([day, penalty]);
    this[who].push([day, amount - penalty]);
    this.monthClaimed += amount;
    this.monthLost += penalty;
    return amount - penalty;
  }
}

/** The first day on which the penalty is least; nothing is released before the bucket starts. */
function dayOfLeast(bucket: Bucket): number {
  const days = bucket.claim.penalty.flatMap(({ at }) => [
    Math.floor(at / DAY_SECONDS),
    Math.ceil(at / DAY_SECONDS),
  ]);
  let best = 0;
  for (const day of days) {
    const isLess = compare(penaltyShare(bucket, day), penaltyShare(bucket, best)) < 0;
    if (day > best && isLess) best = day;
  }
  return best;
}

/** Posts the claims of the month before a start. @param treasury class to which penalties may go */
export function postClaims(
  ledger: Ledger,
  { buckets, penalties, into }: Claims,
  month: number,
  treasury: string | null,
): void {
  for (const { bucket, claimed, lost } of buckets) {
    const [amount, penalty] = [claimed[month], lost[month]];
    if (amount === 0n) continue;
    const holder = ledger.books.holders[bucket];
    if (penalties === 'bucket') {
      ledger.claim(holder, amount, penalty, into ?? bucket);
      continue;
    }
    ledger.claim(holder, amount);
    if (penalty === 0n) continue;
    const liquid = accountOf(holder, 'liquid');
    if (penalties === 'burn') ledger.burn(liquid, penalty, 'claims');
    else if (treasury !== null) {
      ledger.move(liquid, accountOf(ledger.holder(treasury), 'liquid'), penalty);
    }
  }
}

/** Base units released and not claimed by the start of a month. */
export function waitingAt({ released: all, claimed, waits }: BucketClaims, month: number): bigint {
  if (!waits) return 0n;
  let waiting = all[month];
  for (let k = 0; k <= month; k++) waiting -= claimed[k];
  return waiting;
}
