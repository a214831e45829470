import { medianOf } from './stopwatch.ts';

/** Seconds that two builds took for the same work, one right after the other. */
export interface Pair {
  readonly base: number;
  readonly head: number;
}

/** What counts as slower: both must be exceeded. */
export interface Limits {
  /** Share of the base's time, such as 0.1. */
  readonly relative: number;
  /** Seconds of one slice. */
  readonly absolute: number;
}

export interface PairVerdict {
  /** `unclear`: the interval reaches over a limit; more pairs may tell. */
  readonly verdict: 'slower' | 'same' | 'faster' | 'unclear';
  /** Head over base: median of the pairs. */
  readonly ratio: number;
  /** Interval of that median: it is missed on either side in at most 1 of 100 cases, whatever the noise. */
  readonly low: number;
  readonly high: number;
  /** Median of head minus base, in seconds. */
  readonly difference: number;
  readonly pairs: number;
}

/** Chance that the interval lies wholly on one wrong side of the median. */
const MISSED = 0.01;
export const PAIRS_MIN = 7;

/**
 * Slower only if the whole interval of the median ratio is past the relative limit and the median difference
 * past the absolute one. The interval is that of the sign test: between order statistics, so that a few
 * rounds in which the machine was busy on one side alone decide nothing.
 * @throws RangeError below seven pairs, which give no interval
 */
export function judgePairs(pairs: readonly Pair[], limits: Limits): PairVerdict {
  if (pairs.length < PAIRS_MIN)
    throw new RangeError(`pairs, expected at least ${PAIRS_MIN}, got ${pairs.length}`);
  const ratios = pairs.map(({ base, head }) => head / base).sort((a, b) => a - b);
  const outside = signTestRank(pairs.length);
  const low = ratios[outside];
  const high = ratios[ratios.length - 1 - outside];
  const difference = medianOf(pairs.map(({ base, head }) => head - base));
  const slow = 1 + limits.relative;
  const slower = low > slow && difference > limits.absolute;
  const faster = high < 1 / slow && -difference > limits.absolute;
  const small = Math.abs(difference) <= limits.absolute;
  const inside = high <= slow && low >= 1 / slow;
  return {
    verdict: slower ? 'slower' : faster ? 'faster' : inside || small ? 'same' : 'unclear',
    ratio: medianOf(ratios),
    low,
    high,
    difference,
    pairs: pairs.length,
  };
}

/** From so many pairs on a median close to 1 is left as it is. */
const PAIRS_NEAR = 11;

/** Whether more pairs would hardly change what is found: it is clear, or far from the limit. */
export function isSettled({ verdict, ratio, pairs }: PairVerdict, { relative }: Limits): boolean {
  const near = 1 + relative / 2;
  return verdict !== 'unclear' || (pairs >= PAIRS_NEAR && ratio < near && ratio > 1 / near);
}

/**
 * How many of `n` sorted values lie outside the interval at either end: the most heads that, together with all
 * smaller numbers of heads, have a chance of at most 1 % in `n` throws.
 */
function signTestRank(n: number): number {
  let term = 0.5 ** n;
  let sum = term;
  let rank = -1;
  for (let heads = 0; sum <= MISSED; heads++) {
    rank = heads;
    term *= (n - heads) / (heads + 1);
    sum += term;
  }
  return rank;
}
