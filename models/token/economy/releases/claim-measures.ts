import type { Measures } from '../../../measures.ts';
import { DAY_SECONDS } from '../../calendar.ts';
import { released } from '../../unlocks/schedule.ts';
import type { Add } from '../desks/desk.ts';
import type { TokenValues } from '../parameters.ts';
import { type Plan, toTokens } from '../plan.ts';
import { type BucketClaims, type DayAmount, waitingAt } from './claims.ts';

/**
 * What claims brought at the prices of one path, by token that the schedule released to those who came early and
 * to those who waited, and what penalties were worth on their days.
 */
export function noteClaims(
  { claims, schedule, marks, months }: Plan,
  { claims: values }: TokenValues,
  price: Float64Array,
  add: Add,
): void {
  for (const each of claims.buckets) {
    if (!each.waits) continue;
    const bucket = schedule.buckets[each.bucket];
    const { id } = bucket;
    const all = toTokens(released(bucket, marks[months]));
    const early = worth(each.early, price);
    const late = worth(each.late, price);
    const perToken = (who: string, usd: number, part: number): void => {
      if (all * part > 0) add(`token.claims.value.${who}[${id}]`, 'USD', usd / (all * part));
    };
    perToken('early', early, claims.share);
    perToken('late', late, 1 - claims.share);
    add(`token.claims.cost[${id}]`, 'USD', worth(each.penalties, price));
    const licences = values.of[id]?.licences ?? null;
    if (licences !== null) add(`token.claims.per_licence[${id}]`, 'USD', (early + late) / licences);
  }
}

/** USD, each day at its price; what is claimed at the horizon is not traded any more. */
function worth(amounts: readonly DayAmount[], price: Float64Array): number {
  let usd = 0;
  for (const [day, units] of amounts) if (day < price.length) usd += toTokens(units) * price[day];
  return usd;
}

/** What was claimed, lost and waits at the horizon, and from month to month; the same on all paths. */
export function reportClaims(measures: Measures, plan: Plan): void {
  for (const each of plan.claims.buckets) {
    if (!each.waits) continue;
    const { id } = plan.schedule.buckets[each.bucket];
    const paid = running(each.claimed).map((sum, k) => sum - running(each.lost)[k]);
    const figures: Readonly<Record<string, readonly bigint[]>> = {
      paid,
      lost: running(each.lost),
      waiting: plan.marks.map((_, month) => waitingAt(each, month)),
    };
    for (const [name, amounts] of Object.entries(figures)) {
      const points = amounts.map((units, k): [number, number] => [
        plan.marks[k] * DAY_SECONDS,
        toTokens(units),
      ]);
      const key = `token.claims.${name}[${id}]`;
      measures.value(key, 'token', points[plan.months][1]);
      measures.series({ name: key, xUnit: 's', yUnit: 'token', points });
    }
  }
}

function running(amounts: BucketClaims['claimed']): bigint[] {
  let sum = 0n;
  return amounts.map((amount) => {
    sum += amount;
    return sum;
  });
}
