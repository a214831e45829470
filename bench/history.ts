import { z } from 'zod';
import { ResultError } from '../reports/result-error.ts';
import { parsed } from './baseline.ts';
import type { BenchReport } from './report.ts';

/** One line of a history: what was measured at one commit. */
export interface HistoryLine {
  /** As given with `--date`. */
  readonly date: string;
  readonly commit: string | null;
  readonly droptower: string;
  readonly runtime: string;
  readonly processor: string;
  /** Median rates in bytes or events a second, by suite, group and contender. */
  readonly rates: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Counters by suite and body. */
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const table = z.record(z.string(), z.record(z.string(), z.number()));
const line: z.ZodType<HistoryLine> = z.object({
  date: z.string(),
  commit: z.string().nullable(),
  droptower: z.string(),
  runtime: z.string(),
  processor: z.string(),
  rates: table,
  counters: table,
});

export function historyLine(report: BenchReport, date: string): HistoryLine {
  const { commit, droptower, runtime, processor, timings, work } = report;
  const rates: Record<string, Record<string, number>> = {};
  for (const { suite, group, contender, unit, rate } of timings) {
    if (rate === undefined) continue;
    const name = `${suite}: ${group} (${unit})`;
    rates[name] = { ...rates[name], [contender]: rate.median };
  }
  const counters = Object.fromEntries(
    work.map(({ suite, body, counters: counted }) => [`${suite}: ${body}`, counted]),
  );
  return { date, commit, droptower, runtime, processor, rates, counters };
}

/** @throws ResultError naming the line that is wrong */
export function readHistory(file: string, text: string): HistoryLine[] {
  const lines = text.split('\n').filter((each) => each !== '');
  if (lines.length === 0) throw new ResultError(file, 'a history of figures', 'no line');
  return lines.map((each, i) => parsed(`${file}:${i + 1}`, each, line, 'a line of a history'));
}
