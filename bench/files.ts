import { appendFileSync, writeFileSync } from 'node:fs';
import { renderJUnit, type TestCase } from '../reports/junit.ts';
import { ResultError } from '../reports/result-error.ts';
import { escapeMarkdown } from '../reports/text.ts';
import type { Outputs } from './bench.ts';
import type { Comparison } from './compare.ts';
import { comparisonCases, comparisonMarkdown, markdownTable } from './comparison-text.ts';
import { bencherMetrics, githubBenchmark } from './formats.ts';
import { historyLine } from './history.ts';
import type { BenchReport } from './report.ts';
import { SHOWN, scaled } from './table.ts';

/** Writes the files that were asked for. @throws ResultError when the file system refuses */
export function writeOutputs(report: BenchReport, outputs: Outputs): void {
  const { markdown, junit, githubBenchmark: github, bencher, history, date } = outputs;
  write(markdown, () => reportMarkdown(report));
  write(junit, () => renderJUnit('droptower bench', gateCases(report)));
  write(github, () => json(githubBenchmark(report)));
  write(bencher, () => json(bencherMetrics(report)));
  if (date !== undefined)
    write(history, () => `${JSON.stringify(historyLine(report, date))}\n`, appendFileSync);
}

/** As `writeOutputs`, for what a comparison can write. */
export function writeComparison(comparison: Comparison, { markdown, junit }: Outputs): void {
  write(markdown, () => comparisonMarkdown(comparison));
  write(junit, () => renderJUnit('droptower bench', comparisonCases(comparison)));
}

function write(
  path: string | undefined,
  render: () => string,
  how: (path: string, text: string) => void = writeFileSync,
): void {
  if (path === undefined) return;
  try {
    how(path, render());
  } catch (error) {
    throw new ResultError(path, 'a file that can be written', (error as Error).message);
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A case for each gate that could be judged. */
function gateCases({ gates }: BenchReport): TestCase[] {
  return gates
    .filter(({ verdict }) => verdict === 'held' || verdict === 'missed')
    .map(({ what, found, least, verdict }) => ({
      name: what,
      pass: verdict === 'held',
      message: `found ${found?.toPrecision(3)}, gate at ${least}`,
    }));
}

function reportMarkdown({ processor, runtime, timings, gates }: BenchReport): string {
  const parts = ['## droptower bench', escapeMarkdown(`${processor}, ${runtime}`)];
  const judged = gates.map(({ what, found, least, good, verdict, reason }) => [
    what,
    found?.toPrecision(3) ?? '-',
    String(least ?? '-'),
    String(good ?? '-'),
    { held: '✅ held', missed: '❌ missed', told: 'told', skipped: `skipped: ${reason}` }[verdict],
  ]);
  if (judged.length > 0)
    parts.push(markdownTable(['gate', 'found', 'gate at', 'good', 'verdict'], judged));
  const measured = timings.flatMap(({ suite, group, contender, unit, rate }) =>
    rate === undefined
      ? []
      : [
          [
            suite,
            group,
            contender,
            scaled(rate.best, unit),
            scaled(rate.median, unit),
            SHOWN[unit],
          ],
        ],
  );
  parts.push(markdownTable(['suite', 'group', 'contender', 'best', 'median', 'unit'], measured));
  return `${parts.join('\n\n')}\n`;
}
