/**
 * A result directory: `manifest.json`, `summary.json`, `metrics.csv`, `series.csv`, `report.html`.
 *
 * `summary.json` and `series.csv` are the sources; `metrics.csv` and `report.html` are made from
 * them. The manifest is written last, and a directory without it is not a result.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Series } from '../scenarios/results.ts';
import { metricsCsv, readSeriesCsv, seriesCsv } from './csv.ts';
import { renderReport } from './html.ts';
import type { Manifest, ReportInput } from './input.ts';
import { ResultError } from './result-error.ts';
import { parseManifest, parseSummary } from './result-schema.ts';
import { splitBreakdown } from './selection.ts';

const MANIFEST = 'manifest.json';
const SUMMARY = 'summary.json';
const SERIES = 'series.csv';
const DERIVED = ['metrics.csv', 'report.html'];

/** SHA-256 in hexadecimal, as the manifest lists it for each file. */
export function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Reads a complete result.
 * @throws {ResultError} when the manifest is missing, a listed file is missing or differs from its
 *   digest, or the manifest and the summary do not belong together.
 */
export function readResult(dir: string): ReportInput {
  const manifest = readManifest(dir);
  return assemble(dir, manifest, checkFiles(dir, manifest, Object.keys(manifest.files)));
}

/**
 * Writes `metrics.csv`, `series.csv` and `report.html`.
 * @returns the SHA-256 of each, for the manifest.
 */
export function writeReportFiles(dir: string, input: ReportInput): Record<string, string> {
  return writeFiles(dir, { ...derived(input), [SERIES]: seriesCsv(input.series) });
}

/** What the manifest keeps for {@link rebuildReport} beside the summary and the series. */
export function manifestReport({
  assumptions,
  highlights,
  companions,
  series,
}: ReportInput): Manifest['report'] {
  const marked = series.filter(({ stack }) => stack).map(({ name }) => splitBreakdown(name)[0]);
  return { assumptions, highlights, companions, stacks: [...new Set(marked)] };
}

/**
 * Makes `metrics.csv` and `report.html` again from the sources, which must be intact; the derived
 * files may be missing or changed. The manifest then lists the new digests.
 * @returns what the report was made from, e.g. to print it.
 * @throws {ResultError} like {@link readResult}.
 */
export function rebuildReport(dir: string): ReportInput {
  const manifest = readManifest(dir);
  const sources = Object.keys(manifest.files).filter((name) => !DERIVED.includes(name));
  const input = assemble(dir, manifest, checkFiles(dir, manifest, sources));
  const files = { ...manifest.files, ...writeFiles(dir, derived(input)) };
  writeFiles(dir, { [MANIFEST]: `${JSON.stringify({ ...manifest, files }, null, 2)}\n` });
  return input;
}

function derived(input: ReportInput): Record<string, string> {
  return { 'metrics.csv': metricsCsv(input.summary), 'report.html': renderReport(input) };
}

/** Each file appears whole or not at all: it is written beside its place and then renamed. */
function writeFiles(dir: string, files: Readonly<Record<string, string>>): Record<string, string> {
  const digests: Record<string, string> = {};
  for (const [name, content] of Object.entries(files)) {
    const path = join(dir, name);
    writeFileSync(`${path}.partial`, content);
    renameSync(`${path}.partial`, path);
    digests[name] = digest(content);
  }
  return digests;
}

function readManifest(dir: string): Manifest {
  const file = join(dir, MANIFEST);
  return parseManifest(file, read(file, 'the manifest of a finished result').toString('utf8'));
}

function checkFiles(dir: string, manifest: Manifest, names: readonly string[]) {
  const contents = new Map<string, string>();
  for (const name of names) {
    const file = join(dir, name);
    const content = read(file, 'the file that the manifest lists');
    const found = digest(content);
    const expected = manifest.files[name]!;
    if (found !== expected) throw new ResultError(file, `SHA-256 ${expected}`, found);
    contents.set(name, content.toString('utf8'));
  }
  return contents;
}

function assemble(
  dir: string,
  manifest: Manifest,
  contents: ReadonlyMap<string, string>,
): ReportInput {
  const text = contents.get(SUMMARY);
  if (text === undefined) {
    throw new ResultError(join(dir, MANIFEST), `${SUMMARY} among its files`, 'no such entry');
  }
  const summaryFile = join(dir, SUMMARY);
  const summary = parseSummary(summaryFile, text);
  const pairs = [
    ['certificate', manifest.certificate, summary.certificate],
    ['seed', manifest.seed, summary.seed],
    ['scenario hash', manifest.scenario.hash, summary.scenario.hash],
  ] as const;
  for (const [name, expected, found] of pairs) {
    if (expected !== found) {
      throw new ResultError(summaryFile, `the manifest's ${name} ${expected}`, found);
    }
  }
  const { files: _, report, ...rest } = manifest;
  const { stacks = [], ...shown } = report;
  const series = readSeries(dir, contents.get(SERIES)).map((each) => marked(each, stacks));
  return { summary, series, manifest: rest, ...shown };
}

function marked(series: Series, stacks: readonly string[]): Series {
  const [base, key] = splitBreakdown(series.name);
  return key !== null && stacks.includes(base) ? { ...series, stack: true } : series;
}

function readSeries(dir: string, text: string | undefined): Series[] {
  if (text === undefined) return [];
  const file = join(dir, SERIES);
  try {
    return readSeriesCsv(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ResultError(file, 'the columns that droptower writes', error.message);
  }
}

function read(file: string, expected: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new ResultError(file, expected, 'no file');
    if (code === 'EISDIR') throw new ResultError(file, expected, 'a directory');
    throw error;
  }
}
