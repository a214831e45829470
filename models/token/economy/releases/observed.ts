import type { ParameterTable, Values } from '../../../../sim/parameters.ts';

/*
 * What releases that wait for the market may ask of a path: measures as they stood at the end of the day before,
 * which is all that anybody knows when a day begins.
 */

export const releaseParameters = {
  implied: {
    kind: 'number',
    default: null,
    min: 1e-6,
    max: 1e6,
    about: 'USD that `price.implied` stands for; without it the price at the start, `token.price`',
    status: 'estimate',
    source:
      'token-economics 9, SRC-48 holds the price against an implied one and does not say how that is found',
  },
  activity: {
    kind: 'group',
    about:
      'What `activity` and `community.activity` stand for: a measure over its target, such as for what remains of the community bucket of 0G',
    status: 'estimate',
    source: 'token-economics 2: no schedule of the remainder is published',
    fields: {
      measure: {
        kind: 'text',
        default: 'fees.total',
        about: 'The measure',
        status: 'estimate',
        source: 'token-economics 2: not published',
      },
      target: {
        kind: 'number',
        default: 14_610_000,
        min: 1e-6,
        about:
          'Its value at which all is released; the default is what users pay in 1,461 days at $10,000 a day',
        status: 'estimate',
        source: 'token-economics 2: not published; four years of the default of `demand.fees`',
      },
    },
  },
} as const satisfies ParameterTable;

export type ReleaseValues = Values<typeof releaseParameters>;

/** A path when a day begins; NaN is what nobody knows yet, and holds no condition. */
export interface Seen {
  day: number;
  /** Whole months of the calendar since the token event. */
  months: number;
  /** USD per token after the last trade. */
  price: number;
  /** Part of the usual. */
  demand: number;
  /** USD that users paid on the day before, and since the token event. */
  fees: number;
  feesTotal: number;
  /** Tokens traded on the day before. */
  volume: number;
  /** Staked part of what circulates. */
  stakingRatio: number;
  /** Tokens. */
  circulating: number;
  /** USD per token after the trades of every day before. */
  readonly prices: Float64Array;
}

/** Takes a measure from a path. */
export type Reader = (seen: Seen) => number;

const READERS: Readonly<Record<string, Reader>> = {
  price: ({ price }) => price,
  demand: ({ demand }) => demand,
  fees: ({ fees }) => fees,
  'fees.total': ({ feesTotal }) => feesTotal,
  volume: ({ volume }) => volume,
  staking_ratio: ({ stakingRatio }) => stakingRatio,
  'supply.circulating': ({ circulating }) => circulating,
  months: ({ months }) => months,
};
const ACTIVITIES: readonly string[] = ['activity', 'community.activity'];
const TWAP = /^price\.twap([1-9]\d{0,3})d$/;

/** Measures of a path that an activity may be; a mean price is one of any number of days up to 9999. */
export const pathMeasures: readonly string[] = [...Object.keys(READERS), 'price.twap30d'];
/** All that a schedule may ask for. */
export const askedMeasures: readonly string[] = [...pathMeasures, 'price.implied', ...ACTIVITIES];

/** The reader of a measure of a path; null for a name that is none. */
export function pathReader(name: string): Reader | null {
  if (Object.hasOwn(READERS, name)) return READERS[name];
  const days = TWAP.exec(name)?.[1];
  return days === undefined ? null : meanPrice(Number(days));
}

/** The reader of a measure that a schedule asks for; null for a name that is none. */
export function readerOf(
  name: string,
  { implied, activity }: ReleaseValues,
  startPrice: number,
): Reader | null {
  if (name === 'price.implied') return () => implied ?? startPrice;
  if (!ACTIVITIES.includes(name)) return pathReader(name);
  const reader = pathReader(activity.measure);
  return reader === null ? null : (seen) => reader(seen) / activity.target;
}

/** Mean of the last prices of so many days, all weighing the same; unknown before there are as many. */
function meanPrice(days: number): Reader {
  return ({ day, prices }) => {
    if (day < days) return Number.NaN;
    let sum = 0;
    for (let i = day - days; i < day; i++) sum += prices[i];
    return sum / days;
  };
}
