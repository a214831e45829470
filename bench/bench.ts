import { benchKernel, FULL, type KernelReport, QUICK } from './kernel.ts';

export interface BenchOptions {
  readonly suite: 'kernel';
  /** One JSON document on `out` instead of a table. */
  readonly json: boolean;
  /** Fewer sizes and events: a look, not a figure to publish. */
  readonly quick: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Runs a suite and prints it. @returns the exit code: 0, or 2 for an unknown suite */
export async function runBench({ suite, json, quick, out, err }: BenchOptions): Promise<number> {
  if (suite !== 'kernel') {
    err(`suite, expected kernel, got ${String(suite)}\n`);
    return 2;
  }
  const report = benchKernel(quick ? QUICK : FULL, (text) => err(`${text}\n`));
  out(json ? `${JSON.stringify(report, undefined, 2)}\n` : kernelTable(report));
  return 0;
}

/** The report as text: a table, ratios, skipped peers, and a closing sentence. */
export function kernelTable({ rows, ratios, skipped }: KernelReport): string {
  const lines = ['Hold model, million events per second', ''];
  const head = ['pending', 'kernel', 'best', 'median', 'spread'];
  const body = rows.map(({ pending, contender, rate, skipped: why }) =>
    rate === undefined
      ? [String(pending), contender, '-', '-', why ?? '']
      : [
          String(pending),
          contender,
          millions(rate.best),
          millions(rate.median),
          `${Math.round(rate.spread * 100)} %`,
        ],
  );
  const widths = head.map((_, i) =>
    Math.max(...[head, ...body].map((cells) => (i === 4 ? 0 : cells[i].length))),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => (i === 1 || i === 4 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd();
  lines.push(
    line(head),
    ...body.map(line),
    '',
    'How many times faster droptower was, in the median round and best against best:',
    '',
  );
  for (const { pending, peer, paired, best } of ratios) {
    lines.push(
      `  ${String(pending).padStart(9)} pending  ${paired.toFixed(2).padStart(6)}  ${best.toFixed(2).padStart(6)}  ${peer}`,
    );
  }
  for (const { contender, reason } of skipped) lines.push(`  ${contender} skipped: ${reason}`);
  return `${lines.join('\n')}\n\n${closing(ratios)}\n`;
}

function millions(rate: number): string {
  return (rate / 1e6).toFixed(3);
}

function closing(ratios: KernelReport['ratios']): string {
  if (ratios.length === 0)
    return 'No peer could be measured here, so these rates compare with nothing.';
  const range = (peer: string) => {
    const found = ratios.filter((r) => r.peer === peer).map((r) => r.paired);
    if (found.length === 0) return [];
    return [`${Math.min(...found).toFixed(2)} to ${Math.max(...found).toFixed(2)} times ${peer}`];
  };
  const parts = ['SIM.JS', 'SimPy', 'ns-3'].flatMap(range);
  return `With its certificate on, droptower ran at ${parts.join(', ')} (fastest scheduler at each size).`;
}
