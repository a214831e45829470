/** Amounts of tokens: text to base units of 10^-18 token, and base units to whole tokens. */
import { decimal, type Fraction, fraction, multiply, parseShare, SHARES } from './fraction.ts';
import { quoted, ScheduleProblem } from './problem.ts';

/** Base units of one token. */
export const TOKEN = 1_000_000_000_000_000_000n;
/** Whole tokens of a supply stay exact as numbers in JSON. */
export const MOST_TOKENS = BigInt(Number.MAX_SAFE_INTEGER);

const SHARE_HELP = `${SHARES}, or tokens such as "26.5M tokens"`;

/** In small letters; a `T` is a trillion, as supplies are written. */
const SCALES: Readonly<Record<string, bigint>> = {
  '': 1n,
  k: 1_000n,
  thousand: 1_000n,
  m: 1_000_000n,
  mn: 1_000_000n,
  million: 1_000_000n,
  b: 1_000_000_000n,
  bn: 1_000_000_000n,
  billion: 1_000_000_000n,
  t: 1_000_000_000_000n,
  tn: 1_000_000_000_000n,
  trillion: 1_000_000_000_000n,
};

/** `280,000,000`, `280M`, `1.5 billion`, `2e9`; null for other text. Negative numbers are read, and not judged. */
export function readScaled(text: string): Fraction | null {
  const match = /^(-?[\d.,_]+(?:e\+?\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const scale = match === null ? undefined : match[2].toLowerCase();
  if (match === null || scale === undefined || !Object.hasOwn(SCALES, scale)) return null;
  const value = decimal(match[1]);
  return value === null ? null : multiply(value, fraction(SCALES[scale], 1n));
}

/**
 * What {@link readScaled} reads, with or without the word `tokens`, in base units; null for other text and
 * for amounts that are no whole number of base units.
 */
export function readTokens(text: string): bigint | null {
  const value = readScaled(text.trim().replace(/\s*tokens?$/, ''));
  if (value === null) return null;
  const units = multiply(value, fraction(TOKEN, 1n));
  return units.denominator === 1n ? units.numerator : null;
}

/**
 * A share of a bucket, which may be written as tokens: `1/3`, `33 %`, `26.5M tokens`, `26.5M`.
 * @param amount base units of the bucket
 * @throws ScheduleProblem with the path
 */
export function parseShareOf(text: string, amount: bigint, path: string): Fraction {
  const tokens = /[a-z]\s*$/i.test(text) ? readTokens(text) : null;
  if (tokens === null) return parseShare(text, path, SHARE_HELP);
  if (tokens >= 0n && tokens <= amount) return fraction(tokens, amount);
  throw new ScheduleProblem(path, 'at most the tokens of the bucket', quoted(text));
}

/** Whole tokens in base units, rounded down or, as spreadsheets print, half up; for amounts from 0. */
export function wholeTokens(units: bigint, rounding: 'floor' | 'half-up' = 'floor'): bigint {
  return (rounding === 'floor' ? units : units + TOKEN / 2n) / TOKEN;
}
