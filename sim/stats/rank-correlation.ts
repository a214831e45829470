import { exactSum } from './moments.ts';
import type { Refusal } from './refusal.ts';

/**
 * Rank correlation of Spearman: that of Pearson between ranks, ties at their mean rank; 1 when `b` grows
 * with `a`, whatever the shape.
 * @returns a refusal when there are fewer than three pairs or a side is constant
 * @throws RangeError if the lengths differ
 */
export function rankCorrelation(
  a: readonly number[],
  b: readonly number[],
): { readonly value: number } | Refusal {
  if (a.length !== b.length) {
    throw new RangeError(`pairs, expected equal lengths, got ${a.length}, ${b.length}`);
  }
  if (a.length < 3) return { refused: `a rank correlation needs 3 pairs, found ${a.length}` };
  const middle = (a.length + 1) / 2;
  const [left, right] = [a, b].map((values) => ranks(values).map((rank) => rank - middle));
  const product = (x: readonly number[], y: readonly number[]) =>
    exactSum(x.map((v, i) => v * y[i]));
  const spread = Math.sqrt(product(left, left)) * Math.sqrt(product(right, right));
  if (spread === 0) return { refused: 'a rank correlation needs values that vary on both sides' };
  return { value: Math.max(-1, Math.min(1, product(left, right) / spread)) };
}

/** Ranks counted from 1; equal values share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j] || i - j);
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let at = from; at < to; at++) found[order[at]] = (from + 1 + to) / 2;
    from = to;
  }
  return found;
}
