import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Loaded } from '../../scenarios/bundle.ts';
import { certificateFile } from '../../scenarios/certificates.ts';
import type { EngineName } from '../../scenarios/engines.ts';
import { type Outcome, presentation } from '../../scenarios/experiment.ts';
import { explain } from '../../scenarios/explain.ts';
import { loadScenario } from '../../scenarios/load.ts';
import type { Status } from '../../sim/parameters.ts';
import { wantsColour } from '../colour.ts';
import type { Assumption, ReportInput } from '../input.ts';
import { summaryJUnit } from '../junit.ts';
import { renderMarkdown } from '../markdown.ts';
import { ResultError } from '../result-error.ts';
import { renderSensitivity } from '../sensitivity-table.ts';
import { renderTable } from '../terminal.ts';
import {
  execute,
  Interrupted,
  readyThreads,
  reportInterruption,
  type ThreadOptions,
} from './execute.ts';
import { UsageError } from './flags.ts';
import { ExitCode, type Io } from './io.ts';
import type { ResultWriter } from './result-writer.ts';
import { type TraceOptions, writeTrace } from './trace.ts';
import { commit, runtime, version } from './version.ts';

export interface RunOptions extends ThreadOptions {
  readonly scenarios: readonly string[];
  readonly set: readonly string[];
  readonly seed?: string;
  readonly replications?: number;
  readonly engine?: EngineName;
  readonly out?: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly junit?: string;
  readonly markdown?: string;
  readonly trace?: TraceOptions;
}

/** `droptower run`: runs scenarios, prints tables, writes results; fails when an expectation fails. */
export async function runCommand(options: RunOptions, io: Io): Promise<number> {
  readyThreads(options);
  // Everything is read and checked before anything runs.
  const all = options.scenarios.map((given) => ({
    given,
    loaded: loadScenario(given, options.set, {
      seed: options.seed,
      replications: options.replications,
    }),
  }));
  checkOutputs(options, all);
  let failed = false;
  const summaries: unknown[] = [];
  const written: ReportInput[] = [];
  for (const { given, loaded } of all) {
    const dir = outputFolder(options.out, all.length, loaded);
    const writer = dir === undefined ? undefined : await resultWriter(dir);
    try {
      if (options.trace !== undefined) await writeTrace(loaded, options.trace, options.engine);
      const outcome = await execute(loaded, io, options);
      const input = reportInput(loaded, outcome, commandLine(given, options));
      writer?.finish(input, resultExtras(outcome));
      if (dir !== undefined && all.length > 1) written.push(input);
      writeSummaryFiles(options, input);
      failed ||= outcome.summary.expectations.some(({ pass }) => !pass);
      if (options.json) summaries.push(outcome.summary);
      else printTable(input, io);
      if (dir !== undefined && !options.json) {
        io.out(`report: ${join(dir, 'report.html')}\n`);
      }
    } catch (error) {
      writer?.abandon();
      if (error instanceof Interrupted) return reportInterruption(io);
      throw error;
    }
  }
  if (options.out !== undefined && written.length > 0) {
    const { writeCombinedPage } = await import('./combined-page.ts');
    const path = writeCombinedPage(options.out, written);
    if (!options.json) io.out(`all together: ${path}\n`);
  }
  if (options.json) {
    io.out(`${JSON.stringify(summaries.length === 1 ? summaries[0] : summaries, null, 2)}\n`);
  }
  return failed ? ExitCode.failed : ExitCode.done;
}

/** Refuses files that cannot be written, or that several scenarios would overwrite, before any run. */
function checkOutputs(options: RunOptions, all: readonly { loaded: Loaded }[]): void {
  const { junit, markdown, trace } = options;
  for (const [flag, path] of Object.entries({ junit, markdown, trace: trace?.file })) {
    if (path === undefined) continue;
    if (all.length > 1) {
      throw new UsageError(`--${flag}: expected one scenario, found ${all.length}`);
    }
    checkWritable(path);
  }
  const names = all.map(({ loaded }) => loaded.resolved.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (options.out !== undefined && twice !== undefined) {
    throw new UsageError(`--out: expected scenarios of different names, found "${twice}" twice`);
  }
}

function checkWritable(path: string): void {
  const existed = existsSync(path);
  try {
    closeSync(openSync(path, 'a'));
    if (!existed) rmSync(path);
  } catch (error) {
    throw new ResultError(path, 'a file that can be written', (error as Error).message);
  }
}

function outputFolder(out: string | undefined, count: number, loaded: Loaded): string | undefined {
  if (out === undefined) return undefined;
  return count === 1 ? out : join(out, loaded.resolved.name);
}

/** Reserves a result directory. What draws reports is slow to load: only for those who want one. */
async function resultWriter(dir: string): Promise<ResultWriter> {
  const { ResultWriter } = await import('./result-writer.ts');
  return new ResultWriter(dir);
}

/** What a report of an outcome is made from. */
export function reportInput(loaded: Loaded, outcome: Outcome, command: string): ReportInput {
  const { resolved, attachments } = loaded;
  return {
    summary: outcome.summary,
    series: outcome.series,
    manifest: {
      droptower: version(),
      commit: commit(),
      scenario: { name: resolved.name, hash: resolved.hash, text: resolved.text },
      attachments: { ...attachments },
      seed: resolved.seed,
      certificate: outcome.summary.certificate,
      runtime: runtime(),
      tickSeconds: 1e-7,
      command,
    },
    assumptions: assumptions(loaded),
    ...presentation(resolved),
  };
}

function resultExtras(outcome: Outcome): Record<string, string> {
  const certificates = certificateFile(outcome.summary.certificate, outcome.runs);
  return {
    'certificates.json': `${JSON.stringify(certificates, null, 1)}\n`,
    'samples.json': `${JSON.stringify(outcome.samples)}\n`,
  };
}

function assumptions({ resolved }: Loaded): Assumption[] {
  return explain(resolved)
    .filter(({ path, kind }) => path.includes('.') && kind !== 'group')
    .map(({ path, value, status, source, about, origin, swept }) => ({
      path,
      value: swept.length > 0 ? swept.join(' · ') : value,
      status: (status ?? 'choice') as Status,
      source: source ?? (status === null ? withoutFolder(origin) : ''),
      about,
    }));
}

/** `folder/da.yaml:9:10` without the folder, which means nothing on another machine. */
function withoutFolder(origin: string): string {
  return origin.replace(/^.*[\\/](?=[^\\/]+:\d+:\d+$)/, '');
}

function commandLine(given: string, options: RunOptions): string {
  const quoted = (text: string) =>
    /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  return [
    'droptower run',
    quoted(given),
    ...options.set.map((set) => `--set ${quoted(set)}`),
    ...(options.seed === undefined ? [] : [`--seed ${quoted(options.seed)}`]),
    ...(options.replications === undefined ? [] : [`--replications ${options.replications}`]),
  ].join(' ');
}

function printTable(input: ReportInput, io: Io): void {
  const colour = wantsColour('auto', io.stdout, io.env);
  io.out(
    renderTable(input.summary, {
      colour,
      width: io.stdout.columns ?? 120,
      highlights: input.highlights,
    }),
  );
  io.out(renderSensitivity(input.summary.sensitivity ?? [], { colour }));
  io.out(`certificate: ${input.summary.certificate}\n`);
}

function writeSummaryFiles(options: RunOptions, input: ReportInput): void {
  const files: [string | undefined, () => string][] = [
    [options.junit, () => summaryJUnit(input.summary)],
    [options.markdown, () => renderMarkdown(input.summary, { highlights: input.highlights })],
  ];
  for (const [path, render] of files) {
    if (path === undefined) continue;
    try {
      writeFileSync(path, render());
    } catch (error) {
      throw new ResultError(path, 'a file that can be written', (error as Error).message);
    }
  }
}
