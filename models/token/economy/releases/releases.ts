import { DAY_SECONDS } from '../../calendar.ts';
import { type SellKernel, sellFlow, sellKernel } from '../../market/holders.ts';
import {
  type Changed,
  openMilestones,
  scheduleMeasures,
  stepControllers,
} from '../../unlocks/events.ts';
import type { Measure } from '../../unlocks/predicate.ts';
import { type Bucket, released } from '../../unlocks/schedule.ts';
import type { Add, Today } from '../desks/desk.ts';
import type { TokenValues } from '../parameters.ts';
import { type Plan, profileOf, releasesOf, toTokens } from '../plan.ts';
import type { Sellers } from '../sellers.ts';
import { type Reader, readerOf, type Seen } from './observed.ts';

/** Whether a part of a bucket waits for the market instead of the calendar. */
export function isMoving({ parts }: Bucket): boolean {
  return parts.some(({ kind }) => kind === 'milestone' || kind === 'controller');
}

/** A bucket whose release differs from path to path. */
interface Moving {
  /** Its place in the schedule, and that of its class. */
  readonly index: number;
  readonly holder: number;
  /** As it is now. */
  bucket: Bucket;
  /** Day on which the first of its milestones opened. */
  opened: number | null;
}

/**
 * Milestones and controllers along one path. Milestones are looked at when a day begins, controllers take their
 * step when a month of the calendar begins, the first one a month after the token event, after the milestones of
 * that day. Buckets whose start has not come are left alone. Rates of controllers are shares of the genesis
 * supply. The plan has what the calendar releases of these buckets; what is here comes on top of it.
 */
export class Releases {
  /** Tokens free to be traded, by whoever holds them. */
  float = 0;
  private readonly moving: readonly Moving[];
  private readonly plan: Plan;
  private readonly sellers: Sellers;
  private readonly kernels: readonly SellKernel[];
  private readonly seen: Seen;
  private readonly measure: Measure;
  /** Tokens that become free on a day. */
  private readonly freed: Float64Array;

  /** @param prices USD per token after the trades of a day, filled as days pass */
  constructor(values: TokenValues, plan: Plan, sellers: Sellers, prices: Float64Array) {
    this.plan = plan;
    this.sellers = sellers;
    this.moving = plan.schedule.buckets.flatMap((bucket, index) => {
      const holder = plan.classes.findIndex(({ id }) => id === bucket.holderClass);
      return isMoving(bucket) ? [{ index, holder, bucket, opened: null }] : [];
    });
    // Nobody sells ahead of a release that nobody could foresee.
    this.kernels = plan.sells.map((_, i) =>
      sellKernel({ ...profileOf(values, plan.classes[i].id), hedged: 0, lead: 0 }),
    );
    this.freed = new Float64Array(plan.days + 1);
    this.seen = {
      ...{ day: 0, months: 0, price: values.price, circulating: plan.float[0], feesTotal: 0 },
      ...{ demand: Number.NaN, fees: Number.NaN, volume: Number.NaN, stakingRatio: Number.NaN },
      prices,
    };
    this.measure = measureOf(values, plan, this.seen);
    this.begin();
  }

  /** Base units released since the token event by the start of a month that has just begun, by bucket. */
  cumulative(month: number): readonly bigint[] {
    const all = [...this.plan.released[month]];
    for (const { index, bucket } of this.moving)
      all[index] = released(bucket, this.plan.marks[month]);
    return all;
  }

  /** Reports when milestones opened. @param add takes figures of which there is a mean over paths */
  report(add: Add): void {
    const { buckets } = this.plan.schedule;
    for (const { index, opened } of this.moving) {
      const { id, parts } = buckets[index];
      if (!parts.some(({ kind }) => kind === 'milestone')) continue;
      add(`token.event[opened_${id}]`, '1', opened === null ? 0 : 1);
      if (opened !== null) add(`token.opening_time[${id}]`, 's', opened * DAY_SECONDS);
    }
  }

  /**
   * Takes note of a day when its trades are done, and begins the next one.
   * @param price USD per token after its trades
   * @param fees USD that users paid
   * @param staked tokens
   */
  close({ day, volume, float, demand }: Today, price: number, fees: number, staked: number): void {
    const { seen } = this;
    seen.day = day + 1;
    seen.price = price;
    seen.demand = demand;
    seen.fees = fees;
    seen.feesTotal += fees;
    seen.volume = volume;
    seen.circulating = float;
    seen.stakingRatio = staked / float;
    this.begin();
  }

  private begin(): void {
    const { seen, plan, measure } = this;
    const { day } = seen;
    const monthBegins = day === plan.marks[seen.months + 1];
    if (monthBegins) seen.months++;
    this.open(openMilestones(this.waiting('milestone'), day, measure));
    if (monthBegins) {
      const { total } = plan.schedule;
      this.step(stepControllers(this.waiting('controller'), total, measure));
    }
    this.float += this.freed[day];
  }

  /** Buckets that have begun and have a part of that kind. */
  private waiting(kind: 'milestone' | 'controller'): Bucket[] {
    const now = this.seen.day * DAY_SECONDS;
    const buckets: Bucket[] = [];
    for (const { bucket } of this.moving) {
      if (bucket.start <= now && bucket.parts.some((part) => part.kind === kind)) {
        buckets.push(bucket);
      }
    }
    return buckets;
  }

  /** From the day on which a milestone opens everybody knows what will be released. */
  private open({ buckets, changes }: Changed): void {
    const { plan, seen } = this;
    for (const { bucket: id, part } of changes) {
      const moving = this.take(id, buckets);
      moving.opened ??= seen.day;
      const { parts, weights } = moving.bucket;
      const alone = { ...moving.bucket, parts: [parts[part]], weights: [weights[part]] };
      const releases = new Float64Array(plan.days - seen.day);
      for (const [day, tokens] of releasesOf(alone, plan.days)) releases[day - seen.day] += tokens;
      this.release(moving, releases);
    }
  }

  private step({ buckets, changes }: Changed): void {
    const { day } = this.seen;
    for (const id of new Set(changes.map(({ bucket }) => bucket))) {
      const moving = this.find(id);
      const before = released(moving.bucket, day);
      this.take(id, buckets);
      this.release(moving, Float64Array.of(toTokens(released(moving.bucket, day) - before)));
    }
  }

  private find(id: string): Moving {
    return this.moving.find(({ bucket }) => bucket.id === id) as Moving;
  }

  /** A bucket as it is from now on. */
  private take(id: string, buckets: readonly Bucket[]): Moving {
    const moving = this.find(id);
    moving.bucket = buckets.find((bucket) => bucket.id === id) as Bucket;
    return moving;
  }

  /** @param releases tokens by day, from today on */
  private release({ bucket, holder }: Moving, releases: Float64Array): void {
    if (bucket.governed) return;
    const { day } = this.seen;
    for (const [i, tokens] of releases.entries()) this.freed[day + i] += tokens;
    const kernel = this.kernels[holder];
    const days = Math.min(releases.length + kernel.weights.length, this.plan.days - day);
    const padded = new Float64Array(days);
    padded.set(releases.subarray(0, days));
    this.sellers.add(holder, day, sellFlow(padded, kernel), releases);
  }
}

/** Milestones and controllers of a path; null when the calendar decides all releases. */
export function releasesAlong(
  values: TokenValues,
  plan: Plan,
  sellers: Sellers,
  prices: Float64Array,
): Releases | null {
  if (!plan.schedule.buckets.some(isMoving)) return null;
  return new Releases(values, plan, sellers, prices);
}

/** What a schedule asks of a path. @throws RangeError for a name that the check of a scenario refuses */
function measureOf({ releases, price }: TokenValues, plan: Plan, seen: Seen): Measure {
  const readers = new Map<string, Reader>();
  for (const name of scheduleMeasures(plan.schedule.buckets)) {
    const reader = readerOf(name, releases, price);
    if (reader === null) throw new RangeError(`measure, expected one of a path, got "${name}"`);
    readers.set(name, reader);
  }
  return (name) => (readers.get(name) as Reader)(seen);
}
