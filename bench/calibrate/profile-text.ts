import { formatQuantity } from '../../scenarios/units.ts';
import type { Percentiles } from '../../sim/hardware/quantiles.ts';
import { PERCENTILE_NAMES } from '../../sim/hardware/section.ts';
import { type StorageFigures, similarDevice } from './figures.ts';

/** A figure with how it was found. */
export interface Noted {
  readonly value: number;
  readonly note: string;
}

export interface StorageText {
  readonly figures: StorageFigures;
  /** How the figures were found, one line each. */
  readonly notes: readonly string[];
}

export interface ProcessorText {
  readonly like: string;
  readonly cores: number;
  /** Bytes per second by the name in `hardware.processors`. */
  readonly rates: Readonly<Record<string, Noted>>;
  readonly notes: readonly string[];
}

export interface ProfileText {
  /** What the machine is called in scenarios. */
  readonly name: string;
  /** The file as it is named in scenarios. */
  readonly file: string;
  readonly head: readonly string[];
  readonly storage: StorageText;
  readonly processor: ProcessorText | null;
}

/** The text of a section `hardware` in a file of its own. */
export function profileText({ name, file, head, storage, processor }: ProfileText): string {
  const uses = [`disk.profile: ${name}`];
  if (processor !== null) uses.push(`storage.groups.GROUP.processor: ${name}`);
  return [
    ...comment(0, [
      ...head,
      '',
      `A scenario names this file, and then the machine: hardware: ${file}, ${uses.join(', ')}.`,
      'Whatever is not written here is that of the profile after `like`.',
    ]),
    'storage:',
    `  ${key(name)}:`,
    ...storageLines(storage),
    ...(processor === null ? [] : ['processors:', `  ${key(name)}:`, ...processorLines(processor)]),
    '',
  ].join('\n');
}

/** YAML would take some names for numbers or nothing. */
function key(name: string): string {
  return /^(null|true|false|[0-9-].*)$/i.test(name) ? JSON.stringify(name) : name;
}

function comment(indent: number, lines: readonly string[]): string[] {
  // A line break in a host name or a file name must not become a line of the profile.
  return lines.map((line) => `${' '.repeat(indent)}# ${line.replace(/[^ -~]/g, '?')}`.trimEnd());
}

function storageLines({ figures, notes }: StorageText): string[] {
  const { read, readRate, write, writeRate } = figures;
  const lines = [...comment(4, notes), `    like: ${similarDevice(read)}`];
  if (figures.readIops !== null) lines.push(`    readIops: ${Math.round(figures.readIops)}`);
  for (const key of ['sequentialRead', 'sequentialWrite'] as const) {
    const value = figures[key];
    if (value !== null) lines.push(`    ${key}: ${rateText(value)}`);
  }
  lines.push('    read:', ...measuredLines(read, readRate));
  if (write !== null) lines.push('    write:', ...measuredLines(write, writeRate));
  return lines;
}

function measuredLines(percentiles: Percentiles, rate: number | null): string[] {
  const lines = PERCENTILE_NAMES.map(
    (name) => `      ${name}: ${formatQuantity('duration', percentiles[name])}`,
  );
  return rate === null ? lines : [...lines, `      rate: ${rateText(rate)}`];
}

function processorLines({ like, cores, rates, notes }: ProcessorText): string[] {
  return [
    ...comment(4, notes),
    `    like: ${like}`,
    `    cores: ${cores}`,
    ...Object.entries(rates).map(
      ([key, { value, note }]) => `    ${key}: ${rateText(value)} # ${note}`,
    ),
  ];
}

/** Four digits: more would be noise. */
export function rateText(bytesPerSecond: number): string {
  return formatQuantity('rate', Math.max(1, Math.round(Number(bytesPerSecond.toPrecision(4)))));
}
