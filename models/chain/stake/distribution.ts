import { exp, normalQuantile, pow } from '../../../sim/math.ts';
import { apportion } from '../../apportion.ts';

/** A law of how stake spreads over validators. */
export interface StakeDistribution {
  readonly name: string;
  readonly about: string;
  /** Relative stakes, largest first. @param exponent of the laws that have one */
  weights(validators: number, exponent: number): number[];
}

/** Published largest share of a Solana validator: Helius, October 2024, 1414 validators. */
const LARGEST_SHARE = 0.032;
/**
 * Standard deviation of the logarithm of stake, before the largest are cut to `LARGEST_SHARE`.
 * Fitted, so an estimate: 1414 validators then have the published Nakamoto coefficient of 19.
 */
const SPREAD = 1.97;

/** Every law; add one here. */
export const stakeDistributions: readonly StakeDistribution[] = [
  {
    name: 'equal',
    about: 'all alike',
    weights: (validators) => new Array<number>(validators).fill(1),
  },
  {
    name: 'zipf',
    about: 'the i-th largest has 1 / i^exponent',
    weights: (validators, exponent) =>
      Array.from({ length: validators }, (_, i) => pow(i + 1, -exponent)),
  },
  {
    name: 'solana-2024',
    about: 'lognormal, cut at the published largest share of 3.2 %, fitted to Nakamoto 19',
    weights: solanaWeights,
  },
];

export const distributionNames: readonly string[] = stakeDistributions.map(({ name }) => name);

/** @throws RangeError naming the known laws */
export function stakeDistribution(name: string): StakeDistribution {
  const found = stakeDistributions.find((law) => law.name === name);
  if (found === undefined) {
    const known = distributionNames.join(', ');
    throw new RangeError(`distribution of stake, expected one of ${known}, got "${name}"`);
  }
  return found;
}

/**
 * Quantiles of the lognormal law, cut so that no share is above 3.2 %. In a set of less than 63,
 * where that would make most validators alike, the cut is two mean stakes (estimate).
 */
function solanaWeights(validators: number): number[] {
  const sizes = Array.from({ length: validators }, (_, i) =>
    exp(-SPREAD * normalQuantile((i + 0.5) / validators)),
  );
  return capped(sizes, Math.max(LARGEST_SHARE, 2 / validators));
}

/** Shares in proportion to falling `sizes`, none above `cap`, which leaves room for all. */
function capped(sizes: readonly number[], cap: number): number[] {
  let rest = 0;
  for (const size of sizes) rest += size;
  let room = 1;
  let cut = 0;
  while (cut < sizes.length && sizes[cut] * room > cap * rest) {
    rest -= sizes[cut];
    room -= cap;
    cut++;
  }
  return sizes.map((size, i) => (i < cut ? cap : (size * room) / rest));
}

export interface StakeShape {
  /** Name of a law. */
  readonly distribution: string;
  /** Exponent of `zipf`. */
  readonly exponent: number;
}

/** Weights as whole numbers: 52 bits below the largest. */
const WEIGHT_ONE = 4_503_599_627_370_496;

/**
 * Voting powers in whole tokens, largest first, that sum to `total` exactly. Each validator gets
 * `least`; the law spreads what remains, by largest remainder.
 * @throws RangeError for an unknown law, counts that are not whole, or a total below
 * `validators * least`
 */
export function stakePowers(
  shape: StakeShape,
  validators: number,
  total: number,
  least = 0,
): number[] {
  if (!(Number.isSafeInteger(validators) && validators >= 1)) {
    throw new RangeError(`validators, expected a whole number of 1 or more, got ${validators}`);
  }
  if (!(Number.isSafeInteger(least) && least >= 0)) {
    throw new RangeError(`least stake, expected a whole number of 0 or more, got ${least}`);
  }
  if (!(Number.isSafeInteger(total) && total >= validators * least)) {
    const expected = `a whole number of ${validators * least} or more`;
    throw new RangeError(`total stake, expected ${expected}, got ${total}`);
  }
  const weights = stakeDistribution(shape.distribution).weights(validators, shape.exponent);
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, weight);
  const whole = weights.map((weight) => BigInt(Math.round((weight / largest) * WEIGHT_ONE)));
  const parts = apportion(BigInt(total - validators * least), whole);
  return parts.map((part) => Number(part) + least);
}
