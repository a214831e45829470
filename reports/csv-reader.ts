/** A small reader for the CSV that droptower writes (RFC 4180 with `\n` or `\r\n`). */

export interface CsvRecord {
  /** Line of the file at which the record starts, from 1. */
  readonly line: number;
  readonly fields: string[];
}

/** @throws {SyntaxError} when a quoted field does not end, or goes on after its end. */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const record: CsvRecord = { line, fields: [] };
    for (;;) {
      const field = text[at] === '"' ? quoted(text, at, line) : bare(text, at);
      record.fields.push(field.value);
      line += field.lines;
      at = field.end;
      if (text[at] !== ',') break;
      at++;
    }
    if (text[at] === '\r') at++;
    if (at < text.length && text[at] !== '\n') {
      throw new SyntaxError(
        `line ${line}: expected a comma or the end of the line after a quoted field, found "${text[at]}"`,
      );
    }
    at++;
    line++;
    records.push(record);
  }
  return records;
}

interface Field {
  value: string;
  end: number;
  lines: number;
}

function bare(text: string, start: number): Field {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++;
  return { value: text.slice(start, end), end, lines: 0 };
}

function quoted(text: string, start: number, line: number): Field {
  let value = '';
  let from = start + 1;
  for (;;) {
    const end = text.indexOf('"', from);
    if (end < 0) throw new SyntaxError(`line ${line}: expected a closing quote, found the end`);
    value += text.slice(from, end);
    if (text[end + 1] !== '"') return { value, end: end + 1, lines: value.split('\n').length - 1 };
    value += '"';
    from = end + 2;
  }
}
