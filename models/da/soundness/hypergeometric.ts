import { exp, log } from '../../../sim/math.ts';
import { lnBinomial } from './combinations.ts';

function checkCounts(total: number, marked: number, drawn: number): void {
  if (!(Number.isSafeInteger(total) && total >= 1)) {
    throw new RangeError(`total, expected a whole number of 1 or more, got ${total}`);
  }
  for (const [name, value] of Object.entries({ marked, drawn })) {
    if (!(Number.isInteger(value) && value >= 0 && value <= total)) {
      throw new RangeError(`${name}, expected a whole number 0 to ${total}, got ${value}`);
    }
  }
}

/**
 * Natural logarithm of the chance that `drawn` distinct things of `total` miss all `marked` ones:
 * C(total - marked, drawn) / C(total, drawn), as a sum of logarithms of its factors, so that it neither
 * cancels nor underflows; -Infinity where a miss is impossible. Absolute error below 3e-16 `drawn`, plus
 * 1e-15 of the result.
 * @throws RangeError unless the counts are whole and at most `total`
 */
export function lnMiss(total: number, marked: number, drawn: number): number {
  checkCounts(total, marked, drawn);
  if (drawn > total - marked) return -Infinity;
  let sum = 0;
  for (let i = 0; i < drawn; i++) sum += log((total - marked - i) / (total - i));
  return sum;
}

/**
 * Natural logarithm of the chance that `drawn` distinct things of `total` hold at least `least` of the
 * `marked` ones; -Infinity where that is impossible. Absolute error as of three `lnBinomial`.
 * @throws RangeError unless the counts are whole and at most `total`
 */
export function lnAtLeast(total: number, marked: number, drawn: number, least: number): number {
  checkCounts(total, marked, drawn);
  const fewest = Math.max(0, drawn - (total - marked));
  const most = Math.min(marked, drawn);
  if (least <= fewest) return 0;
  if (least > most) return -Infinity;
  const first = Math.ceil(least);
  const terms = [
    lnBinomial(marked, first) +
      lnBinomial(total - marked, drawn - first) -
      lnBinomial(total, drawn),
  ];
  for (let hits = first; hits < most; hits++) {
    const up = (marked - hits) * (drawn - hits);
    const down = (hits + 1) * (total - marked - drawn + hits + 1);
    terms.push(terms[terms.length - 1] + log(up / down));
  }
  // Relative to the largest term, which would underflow by itself.
  const peak = terms.reduce((a, b) => Math.max(a, b));
  const sum = terms.reduce((total, term) => total + exp(term - peak), 0);
  return Math.min(0, peak + log(sum));
}
