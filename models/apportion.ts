/**
 * Splits `total` over `weights` by largest remainder: whole parts that sum to it exactly. Between
 * equal remainders the earlier part gets the unit. No part exceeds its weight while `total` does
 * not exceed the sum of the weights.
 * @throws RangeError for a negative total or weight, or a total without any weight
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) throw new RangeError(`total, expected 0 or more, got ${total}`);
  let sum = 0n;
  for (const weight of weights) {
    if (weight < 0n) throw new RangeError(`weight, expected 0 or more, got ${weight}`);
    sum += weight;
  }
  if (total === 0n) return weights.map(() => 0n);
  if (sum === 0n) throw new RangeError('weights, expected a positive sum, got 0');
  let left = total;
  const rests: bigint[] = [];
  const parts = weights.map((weight) => {
    const exact = weight * total;
    const part = exact / sum;
    rests.push(exact - part * sum);
    left -= part;
    return part;
  });
  const byRest = rests.map((_, i) => i);
  byRest.sort((a, b) => (rests[a] === rests[b] ? a - b : rests[a] > rests[b] ? -1 : 1));
  for (let i = 0; i < Number(left); i++) parts[byRest[i]]++;
  return parts;
}
