/**
 * What is wrong with an input, where, and what would be right.
 *
 * Every text that came from outside is escaped before it is stored here: a hostile file cannot move
 * the cursor, recolour a terminal or reorder a line of an error message.
 */

/** Where a value was written. `file` is a file path, or the flag as typed; flags have no line. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

export interface Problem extends Place {
  /** Dotted path of the value, or empty for the document as a whole. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
}

/** Problems beyond this number are counted, not kept: a hostile file can hold a hundred thousand. */
export const MAX_PROBLEMS = 100;

const MAX_FOUND = 80;
/** Controls, format marks (zero-width, direction), line separators, lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text with control characters and invisible marks shown as `\n`, `\x1b`, `\u202e`. */
export function escapeText(text: string): string {
  return text.replace(UNSAFE, (mark) => {
    if (mark === '\n') return '\\n';
    if (mark === '\t') return '\\t';
    if (mark === '\r') return '\\r';
    const code = mark.codePointAt(0)!;
    const hex = code.toString(16);
    if (code < 256) return `\\x${hex.padStart(2, '0')}`;
    return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
  });
}

function cut(text: string): string {
  if (text.length <= MAX_FOUND) return text;
  return `${[...text.slice(0, 2 * MAX_FOUND)].slice(0, MAX_FOUND - 1).join('')}…`;
}

/** Text from outside as it may be shown: in double quotes, escaped, cut to a readable length. */
export function quote(text: string): string {
  return `"${escapeText(cut(text)).replaceAll('"', '\\"')}"`;
}

/** `one of "a", "b", … (40 in all)`. */
export function oneOf(names: readonly string[], most = 16): string {
  if (names.length === 0) return 'nothing';
  const shown = names.slice(0, most).map(quote).join(', ');
  if (names.length === 1) return shown;
  return `one of ${shown}${names.length > most ? `, … (${names.length} in all)` : ''}`;
}

/** Builds a problem with every text made safe to print. */
export function problem(
  place: Place,
  path: string,
  expected: string,
  found: string,
  hint?: string,
): Problem {
  const base = {
    file: place.file,
    line: place.line,
    column: place.column,
    path: escapeText(cut(path)),
    expected: escapeText(expected),
    found: escapeText(found),
  };
  return hint === undefined ? base : { ...base, hint: escapeText(hint) };
}

/** One line: `scenario.yaml:9:5 da.layer: expected one of …; found "gosip"; did you mean "gossip"?` */
export function renderProblem(p: Problem): string {
  const where = p.line === null ? p.file : `${p.file}:${p.line}:${p.column ?? 1}`;
  const named = p.path === '' || (p.line === null && p.file.includes(p.path));
  const subject = named ? '' : ` ${p.path}`;
  const hint = p.hint === undefined ? '' : `; ${p.hint}`;
  return `${escapeText(where)}${subject}: expected ${p.expected}; found ${p.found}${hint}`;
}

/** Problems by file (in order of first appearance), line and column; places without a line last. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map((p) => p.file))];
  const key = (p: Problem): [number, number, number, number] => [
    p.line === null ? 1 : 0,
    files.indexOf(p.file),
    p.line ?? 0,
    p.column ?? 0,
  ];
  return problems.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? 0 : left[at]! - right[at]!;
  });
}

/** A wrong file, flag or value; a command that meets it exits with code 2 and no stack trace. */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(problems);
    const kept = sorted.slice(0, MAX_PROBLEMS);
    const more = sorted.length - kept.length;
    super([...kept.map(renderProblem), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'));
    this.name = 'InputError';
    this.problems = kept;
  }
}
