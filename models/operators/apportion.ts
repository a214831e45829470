import { apportion } from '../apportion.ts';

/*
 * Dividing things that cannot be cut, nodes or whole stakes, by shares. Shares become integers first, so
 * that ties are ties and not the noise of a float.
 */

/** Steps into which the sum of the shares is divided. */
const STEPS = 1e12;

/** Shares normalised to whole steps, with their sum. */
function inSteps(shares: readonly number[]): { steps: bigint[]; sum: bigint } {
  let total = 0;
  for (const share of shares) {
    if (!(share >= 0 && share < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`share, expected 0 or more, got ${share}`);
    }
    total += share;
  }
  if (!(total > 0)) throw new RangeError(`shares, expected a positive sum, got ${total}`);
  const steps = shares.map((share) => BigInt(Math.round((share / total) * STEPS)));
  return { steps, sum: steps.reduce((sum, step) => sum + step, 0n) };
}

/**
 * Seats by largest remainder (Hamilton): each owner gets the whole part of its quota, the seats that are
 * left go to the largest remainders, among equal ones to the first.
 * @param shares relative shares, normalised to 1
 * @returns seats of every owner; their sum is `seats`
 * @throws RangeError for a share below 0, or when all are 0
 */
export function largestRemainder(shares: readonly number[], seats: number): number[] {
  const { steps } = inSteps(shares);
  return apportion(BigInt(seats), steps).map(Number);
}

/**
 * Hands out whole items one after the other, each to the owner who lacks most of its share of the total
 * weight, among equal ones to the first. No owner gets as much as one item too much. Items of equal weight
 * give the counts of `largestRemainder`; the largest items should come first.
 * @param shares relative shares, normalised to 1
 * @param weights weight of every item, 0 or more
 * @returns owner of every item
 * @throws RangeError for a share below 0, or when all are 0
 */
export function dealByWeight(shares: readonly number[], weights: readonly bigint[]): number[] {
  const { steps, sum } = inSteps(shares);
  const total = weights.reduce((all, weight) => all + weight, 0n);
  const lacks = steps.map((step) => step * total);
  return weights.map((weight) => {
    let owner = 0;
    for (let i = 1; i < lacks.length; i++) if (lacks[i] > lacks[owner]) owner = i;
    lacks[owner] -= weight * sum;
    return owner;
  });
}
