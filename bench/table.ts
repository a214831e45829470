import type { BenchReport, GateResult, Ratio, SuiteName, Timing, Work } from './report.ts';

/** A table of texts: columns in `left` begin at one place, the others end at one. */
export function columns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  left: readonly number[],
): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((cells) => cells[i].length)));
  return all.map((cells) =>
    cells
      .map((cell, i) => (left.includes(i) ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}

/** Everything that was measured, for a terminal. */
export function reportText(report: BenchReport): string {
  const { suites, work, timings, ratios, gates, quick } = report;
  const parts = [`${report.processor}, ${report.runtime}${quick ? ', quick' : ''}`];
  for (const suite of suites) {
    const counted = work.filter((each) => each.suite === suite);
    if (counted.length > 0) parts.push(workText(suite, counted));
    const timed = timings.filter((each) => each.suite === suite);
    for (const unit of new Set(timed.map((each) => each.unit)))
      parts.push(
        timingText(
          suite,
          timed.filter((each) => each.unit === unit),
        ),
      );
    if (suite === 'peers') parts.push(ratioText(ratios));
    const judged = gates.filter((each) => each.suite === suite);
    if (judged.length > 0) parts.push(gateText(suite, judged));
  }
  return `${parts.join('\n\n')}\n`;
}

function workText(suite: SuiteName, work: readonly Work[]): string {
  const names = [...new Set(work.flatMap(({ counters }) => Object.keys(counters)))];
  const rows = work.map(({ body, counters, certificate }) => [
    body,
    ...names.map((name) => grouped(counters[name])),
    certificate.slice(0, 12),
  ]);
  const head = ['body', ...names, 'certificate'];
  return [`${suite}: work, equal on every machine`, '', ...columns(head, rows, [0])].join('\n');
}

function timingText(suite: SuiteName, timings: readonly Timing[]): string {
  const rows = timings.map(({ group, contender, unit, rate, skipped = '' }, i) => [
    i > 0 && timings[i - 1].group === group ? '' : group,
    contender,
    ...(rate === undefined
      ? ['-', '-', '-', skipped]
      : [
          scaled(rate.best, unit),
          scaled(rate.median, unit),
          `${Math.round(rate.spread * 100)} %`,
          '',
        ]),
  ]);
  const head = ['', 'contender', 'best', 'median', 'spread', ''];
  return [`${suite}: ${SHOWN[timings[0].unit]}`, '', ...columns(head, rows, [0, 1, 5])].join('\n');
}

function ratioText(ratios: readonly Ratio[]): string {
  if (ratios.length === 0)
    return 'No peer could be measured here, so these rates compare with nothing.';
  const rows = ratios.map(({ pending, peer, paired, best }) => [
    String(pending),
    paired.toFixed(2),
    best.toFixed(2),
    peer,
  ]);
  const ranges = ['SIM.JS', 'SimPy', 'ns-3'].flatMap((peer) => {
    const found = ratios.filter((ratio) => ratio.peer === peer).map(({ paired }) => paired);
    if (found.length === 0) return [];
    return [`${Math.min(...found).toFixed(2)} to ${Math.max(...found).toFixed(2)} times ${peer}`];
  });
  return [
    'How many times faster droptower was, in the median round and best against best:',
    '',
    ...columns(['pending', 'median', 'best', 'peer'], rows, [3]),
    '',
    `With its certificate on, droptower ran at ${ranges.join(', ')} (fastest scheduler at each size).`,
  ].join('\n');
}

function gateText(suite: SuiteName, gates: readonly GateResult[]): string {
  const rows = gates.map(({ what, found, least, good, verdict, reason }) => [
    what,
    found === undefined ? '-' : ratio(found),
    least === null ? '-' : ratio(least),
    good === null ? '-' : ratio(good),
    reason === undefined ? verdict : `${verdict}: ${reason}`,
  ]);
  const head = ['gate', 'found', 'gate at', 'good', 'verdict'];
  return [`${suite}: gates, best round over best round`, '', ...columns(head, rows, [0, 4])].join(
    '\n',
  );
}

function ratio(value: number): string {
  return value < 1 ? value.toFixed(3) : value.toFixed(2);
}

/** Units as shown. */
export const SHOWN = {
  'B/s': 'MB/s',
  'events/s': 'million events/s',
  'runs/s': 'runs/s',
  'jobs/s': 'jobs/s',
} as const;

/** A rate in the unit that is shown. */
export function scaled(rate: number, unit: Timing['unit']): string {
  const shown = unit === 'runs/s' || unit === 'jobs/s' ? rate : rate / 1e6;
  return shown.toFixed(shown < 100 ? 3 : 0);
}

/** 1,234,567. */
export function grouped(value: number | undefined): string {
  return value === undefined ? '-' : String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
