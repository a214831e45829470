import { readFileSync, writeFileSync } from 'node:fs';
import { ExitCode, type Io } from '../reports/commands/io.ts';
import { htmlTable } from '../reports/html-table.ts';
import { drawLines } from '../reports/line-chart.ts';
import { html, type Markup, trusted } from '../reports/markup.ts';
import { page } from '../reports/page.ts';
import { ResultError } from '../reports/result-error.ts';
import { valueScale } from '../reports/scales.ts';
import { displayUnit } from '../reports/units.ts';
import { type HistoryLine, readHistory } from './history.ts';
import { grouped } from './table.ts';

/** Pixels. */
const WIDTH = 720;
const COMMIT_DIGITS = 7;

/** `droptower bench history`: draws a history. @returns the exit code */
export function historyCommand(file: string, out: string, io: Io): number {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ResultError(file, 'a history of figures', (error as Error).message);
  }
  const drawn = historyPage(readHistory(file, text));
  try {
    writeFileSync(out, drawn);
  } catch (error) {
    throw new ResultError(out, 'a file that can be written', (error as Error).message);
  }
  io.out(`history: ${out}\n`);
  return ExitCode.done;
}

/** One HTML page: rates as curves over the lines of the history, and the counters that moved. */
export function historyPage(lines: readonly HistoryLine[]): string {
  const names = [...new Set(lines.flatMap(({ rates }) => Object.keys(rates)))];
  const from = name(lines[0]);
  const to = name(lines[lines.length - 1]);
  return page(
    'droptower bench',
    html`<header><h1>droptower bench</h1>
<p class="question">${lines.length} measurements, ${from} to ${to}</p></header>
<main>${names.map((group) => rateSection(group, lines))}
<h2>Counters that moved</h2>
${movedTable(lines)}
<h2>Where and when</h2>
${placesTable(lines)}</main>`,
  );
}

function name({ commit, date }: HistoryLine): string {
  return commit === null ? date : `${commit.slice(0, COMMIT_DIGITS)} ${date}`;
}

function rateSection(group: string, lines: readonly HistoryLine[]): Markup {
  const contenders = [...new Set(lines.flatMap(({ rates }) => Object.keys(rates[group] ?? {})))];
  const rates = lines.flatMap((line) => Object.values(line.rates[group] ?? {}));
  const unit = group.endsWith('(B/s)')
    ? displayUnit(Math.max(...rates), 'B/s')
    : { size: 1e6, name: 'million events/s' };
  const values = valueScale(
    rates.map((rate) => rate / unit.size),
    [],
  );
  const drawn = contenders.map((contender, style) => ({
    name: contender,
    style,
    points: lines.flatMap((line, x) => {
      const rate = line.rates[group]?.[contender];
      if (rate === undefined) return [];
      const mean = rate / unit.size;
      return [{ x, mean, low: mean, high: mean, n: 0, companion: null }];
    }),
  }));
  const picture = drawLines(
    {
      description: `Median rate of ${contenders.join(', ')} at ${lines.length} commits`,
      lines: drawn,
      across: acrossScale(lines),
      acrossLabel: 'commit',
      values,
      valuesLabel: unit.name,
      direct: true,
      banded: false,
      width: WIDTH,
    },
    'swept',
  );
  return html`<h2>${group.replace(/ \([^)]*\)$/, '')}</h2>\n${trusted(picture)}\n`;
}

function acrossScale(lines: readonly HistoryLine[]) {
  const ticks = lines.map(({ commit, date }, at) => ({
    at,
    label: commit?.slice(0, COMMIT_DIGITS) ?? date,
  }));
  return { log: false, low: 0, high: Math.max(1, lines.length - 1), ticks };
}

/** A row for each counter of a commit that differs from that of the last commit before that has it. */
function movedTable(lines: readonly HistoryLine[]): Markup {
  const last = new Map<string, number>();
  const rows: string[][] = [];
  for (const line of lines) {
    for (const [body, counters] of Object.entries(line.counters)) {
      for (const [counter, value] of Object.entries(counters)) {
        const key = `${body}, ${counter}`;
        const before = last.get(key);
        if (before !== undefined && before !== value)
          rows.push([name(line), key, grouped(before), grouped(value)]);
        last.set(key, value);
      }
    }
  }
  if (rows.length === 0) return html`<p>None of ${last.size} counters moved.</p>`;
  return htmlTable(
    'Counters by commit',
    [
      { head: 'commit', align: 'left' },
      { head: 'counter', align: 'left' },
      { head: 'before', align: 'right' },
      { head: 'now', align: 'right' },
    ],
    rows,
  );
}

function placesTable(lines: readonly HistoryLine[]): Markup {
  return htmlTable(
    'Rates of different processors or runtimes do not compare',
    ['commit', 'runtime', 'processor'].map((head) => ({ head, align: 'left' })),
    lines.map((line) => [name(line), line.runtime, line.processor]),
  );
}
