/** Numbers as text, without locale: a point for decimals, no grouping, `1.2e-7` beyond plain sizes. */

/**
 * A number with `digits` significant digits. Digits before the point are never rounded away, and
 * zeros after the point only stay when they say that something was rounded: 12 → `12`, 12.04 → `12.0`.
 */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return notFinite(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e15) return exponent(value, digits);
  const decimals = Math.max(0, digits - 1 - magnitude(Number(value.toPrecision(digits))));
  const text = value.toFixed(Math.min(100, decimals));
  // Twelve digits, so that the noise of a division does not count as something rounded away.
  return Number(text) === Number(value.toPrecision(12)) ? trimZeros(text) : text;
}

/** The power of ten of the leading digit: 12.5 → 1, 0.03 → -2. */
export function magnitude(value: number): number {
  if (value === 0) return 0;
  const text = Math.abs(value).toExponential();
  return Number(text.slice(text.indexOf('e') + 1));
}

/** `1.50` → `1.5`, `2.0` → `2`, `100` stays. */
export function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

export function notFinite(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  return value > 0 ? 'infinite' : '-infinite';
}

function exponent(value: number, digits: number): string {
  const [mantissa, power] = value.toExponential(digits - 1).split('e');
  return `${trimZeros(mantissa!)}e${Number(power)}`;
}
