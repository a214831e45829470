/** Exact fractions: shares of a bucket, of a supply, of a claim. */
import { quoted, ScheduleProblem } from './problem.ts';

/** In lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const NONE: Fraction = { numerator: 0n, denominator: 1n };
export const ALL: Fraction = { numerator: 1n, denominator: 1n };

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [large, small] = [a, b];
  while (small !== 0n) [large, small] = [small, large % small];
  return large < 0n ? -large : large;
}

/** A fraction in lowest terms. @throws RangeError for a denominator that is not positive */
export function fraction(numerator: bigint, denominator: bigint): Fraction {
  if (denominator <= 0n) {
    throw new RangeError(`fraction, expected a denominator above 0, got ${denominator}`);
  }
  const shared = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / shared, denominator: denominator / shared };
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** floor(amount * share), for shares that are not negative. */
export function portion(amount: bigint, share: Fraction): bigint {
  return (amount * share.numerator) / share.denominator;
}

/** `1/3`, or `1` for whole numbers. */
export function formatFraction({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

/** `12.5` as 25/2, `1,000` as 1000, `1.5e9`; null when the text is no such number. Exact, without a float. */
export function decimal(text: string): Fraction | null {
  const match = /^(-?)(\d{1,3}(?:[,_]\d{3})+|\d+)(?:\.(\d+))?(?:e\+?(\d{1,2}))?$/i.exec(text);
  if (match === null || text.length > 60) return null;
  const [, sign, whole, decimals = '', tens = '0'] = match;
  const digits = BigInt(whole.replace(/[,_]/g, '') + decimals + '0'.repeat(Number(tens)));
  return fraction(sign === '-' ? -digits : digits, BigInt(`1${'0'.repeat(decimals.length)}`));
}

/** `1/3`, `33 %`, `7.41%`, `0.25`; null for other text. Negative numbers are read, and not judged. */
export function readFraction(text: string): Fraction | null {
  const trimmed = text.trim();
  const ratio = /^(-?[\d.,_]+)\s*\/\s*([\d.,_]+)$/.exec(trimmed);
  if (ratio !== null) {
    const [top, bottom] = [decimal(ratio[1]), decimal(ratio[2])];
    if (top === null || bottom === null || bottom.numerator === 0n) return null;
    return multiply(top, { numerator: bottom.denominator, denominator: bottom.numerator });
  }
  const percent = /^(.*?)\s*%$/.exec(trimmed);
  const value = decimal(percent === null ? trimmed : percent[1]);
  if (value === null || percent === null) return value;
  return multiply(value, { numerator: 1n, denominator: 100n });
}

export const SHARES = 'a share from 0 to 1 such as "1/3", "33 %" or "0.25"';

/** A share from 0 to 1 as written. @throws ScheduleProblem with the path */
export function parseShare(text: string, path: string, expected = SHARES): Fraction {
  const value = readFraction(text);
  if (value === null || compare(value, NONE) < 0 || compare(value, ALL) > 0) {
    throw new ScheduleProblem(path, expected, quoted(text));
  }
  return value;
}
