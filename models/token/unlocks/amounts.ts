/** Amounts of tokens: text to base units of 10^-18 token, and base units to whole tokens. */
import { decimal, type Fraction, fraction, multiply } from './fraction.ts';

/** Base units of one token. */
export const TOKEN = 1_000_000_000_000_000_000n;
/** Whole tokens of a supply stay exact as numbers in JSON. */
export const MOST_TOKENS = BigInt(Number.MAX_SAFE_INTEGER);

const SCALES: Readonly<Record<string, bigint>> = {
  '': 1n,
  k: 1_000n,
  M: 1_000_000n,
  bn: 1_000_000_000n,
  B: 1_000_000_000n,
};

/**
 * `280,000,000`, `280M`, `1.5bn`, `26.5M tokens` in base units; null for other text and for amounts
 * that are no whole number of base units. Negative amounts are read, and not judged.
 */
export function readTokens(text: string): bigint | null {
  const match = /^(-?[\d.,_]+)\s*(k|M|bn|B|)(?:\s*tokens?)?$/.exec(text.trim());
  if (match === null) return null;
  const value = decimal(match[1]);
  if (value === null) return null;
  const units = multiply(value, fraction(SCALES[match[2]] * TOKEN, 1n));
  return units.denominator === 1n ? units.numerator : null;
}

/** A share of a bucket that was written as tokens: `26.5M tokens`; null for other text. */
export function readTokenShare(text: string, amount: bigint): Fraction | null {
  if (!/tokens?\s*$/.test(text)) return null;
  const tokens = readTokens(text);
  return tokens === null ? null : fraction(tokens, amount);
}

/** Whole tokens in base units, rounded down or, as spreadsheets print, half up; for amounts from 0. */
export function wholeTokens(units: bigint, rounding: 'floor' | 'half-up' = 'floor'): bigint {
  return (rounding === 'floor' ? units : units + TOKEN / 2n) / TOKEN;
}
