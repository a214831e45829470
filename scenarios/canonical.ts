/**
 * Canonical text: the resolved scenario written out whole, one way only.
 *
 * Two files that mean the same give the same bytes, however they are laid out, commented, quoted or
 * split over `extends`. The text is YAML and a scenario itself: resolving it gives the same text.
 * It is written here and not by a library, so that a library's next version cannot move every hash.
 */

/** Writes plain data (maps, lists, text, numbers, booleans, null) in block style, keys as they come. */
export function writeCanonical(value: Readonly<Record<string, unknown>>): string {
  return mapLines(value, '').join('\n') + '\n';
}

function mapLines(map: object, indent: string): string[] {
  return Object.entries(map).flatMap(([name, value]) =>
    attach(`${indent}${key(name)}:`, value, `${indent}  `),
  );
}

function attach(head: string, value: unknown, indent: string): string[] {
  if (isFilled(value)) return [head, ...lines(value, indent)];
  return [`${head} ${scalar(value)}`];
}

function lines(value: object, indent: string): string[] {
  if (!Array.isArray(value)) return mapLines(value, indent);
  return value.flatMap((item: unknown) => attach(`${indent}-`, item, `${indent}  `));
}

function isFilled(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return '[]';
  return typeof value === 'object' && value !== null ? '{}' : String(value);
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const WORDS = /^(true|false|null|yes|no|on|off|y|n)$/i;

function key(name: string): string {
  return PLAIN_KEY.test(name) && !WORDS.test(name) ? name : JSON.stringify(name);
}
