/** Cells of a CSV text with their places (RFC 4180; `\n` or `\r\n`; a byte order mark is skipped). */
import { ScheduleProblem } from './problem.ts';

export interface Cell {
  /** Without the blanks around it. */
  readonly text: string;
  /** Line and column of its first character, from 1. */
  readonly line: number;
  readonly column: number;
}

/**
 * Rows that hold anything.
 * @throws ScheduleProblem for a quote that does not end
 */
export function readCells(text: string): Cell[][] {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let [line, lineStart] = [1, at];
  const endRow = (): void => {
    if (row.some((cell) => cell.text !== '')) rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const place = { line, column: at - lineStart + 1 };
    const quote = /^[ \t]*"/.exec(text.slice(at, at + 80));
    let end: number;
    if (quote === null) {
      end = bareEnd(text, at);
      row.push({ text: text.slice(at, end).trim(), ...place });
    } else {
      const from = at + quote[0].length;
      const close = quotedEnd(text, from, line);
      const inner = text.slice(from, close);
      row.push({ text: inner.replaceAll('""', '"').trim(), ...place });
      end = bareEnd(text, close + 1);
      const after = text.slice(close + 1, end).trim();
      if (after !== '') {
        throw new ScheduleProblem(`line ${line}`, 'a comma after the closing quote', after);
      }
      line += inner.split('\n').length - 1;
      const newLine = inner.lastIndexOf('\n');
      if (newLine >= 0) lineStart = from + newLine + 1;
    }
    at = end + 1;
    if (text[end] === ',') {
      if (at === text.length) row.push({ text: '', line, column: at - lineStart + 1 });
      continue;
    }
    endRow();
    line++;
    lineStart = at;
  }
  endRow();
  return rows;
}

/** The comma or the end of the line after `at`. */
function bareEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end++;
  return end;
}

function quotedEnd(text: string, from: number, line: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] !== '"') return end;
  }
  throw new ScheduleProblem(`line ${line}`, 'a closing quote', 'the end of the text');
}
