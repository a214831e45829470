import type { TestCase } from '../reports/junit.ts';
import { escapeMarkdown } from '../reports/text.ts';
import type { WorkChange } from './changes.ts';
import type { Comparison } from './compare.ts';
import type { TimeVerdict } from './pairs.ts';
import { columns } from './table.ts';

const TIME_HEAD = ['body', 'time', 'interval', 'pairs', 'verdict'];
const WORK_HEAD = ['body', 'work'];

/** For a terminal. */
export function comparisonText(comparison: Comparison): string {
  const { work, times } = comparison;
  const parts: string[] = [];
  const changed = work.filter(({ changes }) => changes.length > 0);
  if (changed.length > 0) parts.push(columns(WORK_HEAD, changed.map(workCells), [0, 1]).join('\n'));
  if (times.length > 0) parts.push(columns(TIME_HEAD, times.map(timeCells), [0, 2, 4]).join('\n'));
  return `${[...parts, summary(comparison)].join('\n\n')}\n`;
}

/** For job summaries and pull requests. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { work, times, passed } = comparison;
  const changed = work.filter(({ changes }) => changes.length > 0);
  const parts = [
    `## ${passed ? '✅' : '❌'} droptower bench`,
    `**${escapeMarkdown(summary(comparison))}**`,
  ];
  if (changed.length > 0) parts.push(markdownTable(WORK_HEAD, changed.map(workCells)));
  if (times.length > 0) parts.push(markdownTable(TIME_HEAD, times.map(timeCells)));
  return `${parts.join('\n\n')}\n`;
}

export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A case for each body's work and one for its time. */
export function comparisonCases({ work, times, limits }: Comparison): TestCase[] {
  return [
    ...work.map(({ body, pass, changes }) => ({
      name: `work of ${body}`,
      pass,
      message: changes.join(', '),
    })),
    ...times.map((time) => ({
      name: `time of ${time.body}`,
      pass: time.verdict !== 'slower',
      message: `${timeCells(time).slice(1, 4).join(' ')} pairs, limit +${percent(limits.relative)}`,
    })),
  ];
}

function workCells({ body, pass, changes }: WorkChange): string[] {
  return [body, `${pass ? '' : 'fails: '}${changes.join(', ')}`];
}

function timeCells(time: TimeVerdict): string[] {
  if (time.verdict === 'skipped') return [time.body, '-', '', '', `skipped: ${time.reason}`];
  const { body, verdict, ratio, low, high, pairs } = time;
  return [body, signed(ratio), `${signed(low)} to ${signed(high)}`, String(pairs), verdict];
}

function signed(ratio: number): string {
  const change = ratio - 1;
  return `${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function summary({ work, times, baseline, passed }: Comparison): string {
  const same = work.filter(({ changes }) => changes.length === 0).length;
  const slower = times.filter(({ verdict }) => verdict === 'slower').map(({ body }) => body);
  const unclear = times.filter(({ verdict }) => verdict === 'unclear').length;
  const timed = times.filter(({ verdict }) => verdict !== 'skipped').length;
  return [
    ...(work.length === 0
      ? []
      : [
          `${same} of ${work.length} bodies do exactly the work of ${baseline?.slice(0, 12) ?? 'the baseline'}.`,
        ]),
    ...(times.length === 0
      ? []
      : [
          slower.length === 0
            ? `None of ${timed} timed bodies is slower${unclear === 0 ? '' : `, ${unclear} unclear`}.`
            : `Slower: ${slower.join(', ')}.`,
        ]),
    passed ? 'Passed.' : 'Failed.',
  ].join(' ');
}
