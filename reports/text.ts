/**
 * Text from outside (scenario names, labels, swept values, messages) stays text wherever it is shown.
 *
 * Control characters are not dropped but made visible, so that a reader sees that something is odd:
 * ESC becomes `␛`, a newline `␊`, a right-to-left override `<U+202E>`.
 */

/** C0 and C1 controls, line separators, bidirectional overrides, invisible joiners, non-characters. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

function picture(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/**
 * One line of harmless text: every control, bidirectional or invisible character is replaced by a
 * visible picture, so a terminal cannot be steered by it and XML may carry it.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, picture);
}

/** Like {@link visible} for texts of several lines: `\n` and `\t` stay, `\r\n` becomes `\n`. */
export function visibleLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.split('\t').map(visible).join('\t'))
    .join('\n');
}

/** Text for HTML content and for double- or single-quoted attributes. */
export function escapeHtml(text: string): string {
  return entities(visibleLines(text));
}

/** Text for XML 1.0 content and attributes; characters XML forbids are made visible. */
export function escapeXml(text: string): string {
  return entities(visible(text));
}

function entities(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * Text for one line or table cell of GitHub Markdown. Underscores inside a word stay bare, as
 * GitHub does not read them as emphasis and metric names are full of them.
 */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[\\`*[\]|~#!$]/g, (mark) => '\\' + mark)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** A value of a swept path or an assumption as one text: strings as they are, the rest as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value);
}

const MARKS = /\p{Mark}/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** Columns a text takes on a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += MARKS.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** Cuts a text to at most `width` columns; what was cut is shown by `…`. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const character of text) {
    const columns = displayWidth(character);
    if (used + columns > width - 1) break;
    cut += character;
    used += columns;
  }
  return cut + '…';
}
