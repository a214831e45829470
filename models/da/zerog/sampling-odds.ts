import { exp, log1p, regularizedBeta } from '../../../sim/math.ts';
import type { Stream } from '../../../sim/random.ts';
import { SUBLINES } from './geometry.ts';
import { MAX_RESPONSES } from './sampling.ts';

/*
 * The fast form of the lottery in `sampling.ts`: qualities are independent and uniform on 256 bits, so the
 * number of valid responses can be drawn without hashing.
 */

/** Target as a share of all qualities; rounding apart, (T + 1) / 2^256. */
function share(target: bigint): number {
  return Number(target + 1n) / Number(1n << 256n);
}

/**
 * Chance that one sub-line is valid: (T + 1)(T + 2) / 2 of the 2^512 pairs of qualities have a sum of at most
 * T, and none of those overflows.
 */
export function sublineOdds(target: bigint): number {
  return Number(((target + 1n) * (target + 2n)) / 2n) / Number(1n << 512n);
}

/** Valid sub-lines expected of one row. */
export function expectedPerRow(target: bigint): number {
  return SUBLINES * sublineOdds(target);
}

/**
 * Chance of exactly k = 1 to 32 valid sub-lines in one row, at index k - 1. They share the quality x of their
 * row, and each is valid with chance q - x, where q is the target's share. Summed over x from 0 to q, with
 * n = 32:  C(n, k) B(k + 1, n - k + 1) I_q(k + 1, n - k + 1) = I_q(k + 1, n - k + 1) / (n + 1).
 */
export function rowOdds(target: bigint): number[] {
  const q = share(target);
  return Array.from({ length: SUBLINES }, (_, i) => {
    const valid = i + 1;
    return regularizedBeta(valid + 1, SUBLINES - valid + 1, q) / (SUBLINES + 1);
  });
}

/**
 * Draws the responses of a round: the row of each, in the order in which they arrive, which is random. Stops
 * counting at `most`, which no round pays beyond.
 * @param rows that are stored and eligible, at most 2^32
 * @returns numbers from 0 to `rows - 1`; a row with two valid sub-lines appears twice
 * @throws RangeError for rows that are no whole number from 0 to 2^32
 */
export function drawResponses(
  rows: number,
  target: bigint,
  stream: Stream,
  most = MAX_RESPONSES,
): number[] {
  if (!(Number.isInteger(rows) && rows >= 0 && rows <= 4_294_967_296)) {
    throw new RangeError(`rows, expected a whole number from 0 to 2^32, got ${rows}`);
  }
  const odds = rowOdds(target);
  const winning = odds.reduce((sum, chance) => sum + chance, 0);
  const winners = fewSuccesses(rows, winning, stream.uniform(), most);
  const responses: number[] = [];
  for (const row of stream.sample(winners, rows)) {
    const valid = 1 + stream.weighted(odds);
    for (let k = 0; k < valid; k++) responses.push(row);
  }
  return stream.shuffle(responses).slice(0, most);
}

/** Quantile `u` of the binomial law, cut off at `most`: a walk from 0, for laws with few successes. */
function fewSuccesses(trials: number, chance: number, u: number, most: number): number {
  const odds = chance / (1 - chance);
  const end = Math.min(trials, most);
  let density = exp(trials * log1p(-chance));
  let below = density;
  let successes = 0;
  while (successes < end && u >= below) {
    density *= ((trials - successes) / (successes + 1)) * odds;
    successes++;
    below += density;
  }
  return successes;
}
