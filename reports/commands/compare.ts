import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Samples } from '../../scenarios/experiment.ts';
import { loadScenario } from '../../scenarios/load.ts';
import type { Summary } from '../../scenarios/results.ts';
import { firstDivergence } from '../../sim/engine/divergence.ts';
import { readTrace, type TracedEvent } from '../../sim/engine/trace.ts';
import { type Comparison, compareSamples, renderComparison } from '../comparison.ts';
import { ResultError } from '../result-error.ts';
import { visible } from '../text.ts';
import {
  execute,
  Interrupted,
  readyThreads,
  reportInterruption,
  type ThreadOptions,
} from './execute.ts';
import { ExitCode, type Io } from './io.ts';
import { readExtra, samples } from './result-extras.ts';

export interface CompareOptions extends ThreadOptions {
  readonly a: string;
  readonly b: string;
  readonly setA: readonly string[];
  readonly setB: readonly string[];
  /** Largest change of a mean that passes, as a share; without it nothing fails. */
  readonly tolerance?: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * `droptower compare A B`: paired differences of two results or two variants of scenarios, or the first
 * event in which two traces differ.
 */
export async function compareCommand(options: CompareOptions, io: Io): Promise<number> {
  readyThreads(options);
  if (isFile(options.a) && isFile(options.b) && bothJson(options))
    return compareTraces(options, io);
  try {
    const a = await side(options.a, options.setA, options, io);
    const b = await side(options.b, options.setB, options, io);
    const comparison = compareSamples(a, b, options.tolerance);
    if (options.json) io.out(`${JSON.stringify(comparison, null, 2)}\n`);
    else io.out(renderComparison(comparison));
    return failed(comparison) ? ExitCode.failed : ExitCode.done;
  } catch (error) {
    if (error instanceof Interrupted) return reportInterruption(io);
    throw error;
  }
}

function failed(comparison: Comparison): boolean {
  return comparison.rows.some((row) => row.verdict === 'beyond tolerance');
}

export interface Side {
  readonly summary: Summary;
  readonly samples: readonly Samples[];
}

async function side(
  given: string,
  sets: readonly string[],
  options: CompareOptions,
  io: Io,
): Promise<Side> {
  if (isFolder(given)) {
    if (sets.length > 0) {
      throw new ResultError(given, 'a scenario, since values are set', 'a result directory');
    }
    const { readResult } = await import('../result-directory.ts');
    const { summary } = readResult(given);
    return { summary, samples: readSamples(given) };
  }
  return execute(loadScenario(given, sets), io, options);
}

function readSamples(dir: string): Samples[] {
  return readExtra(join(dir, 'samples.json'), 'the values of each replication', samples);
}

function compareTraces({ a, b, json }: CompareOptions, io: Io): number {
  const divergence = firstDivergence(traceOf(a), traceOf(b));
  if (json) io.out(`${JSON.stringify(divergence ?? null, null, 2)}\n`);
  else if (divergence === undefined) io.out('the traces are equal\n');
  else {
    io.out(`first difference at event ${divergence.at + 1}: ${divergence.field}\n`);
    for (const [name, chain] of [
      [a, divergence.left],
      [b, divergence.right],
    ] as const) {
      io.out(`\n${visible(name)}\n`);
      if (chain.length === 0) io.out('  has ended\n');
      chain.forEach((event, i) => {
        io.out(`  ${i === 0 ? 'event' : 'caused by'} ${describe(event)}\n`);
      });
    }
  }
  return divergence === undefined ? ExitCode.done : ExitCode.failed;
}

function describe({ ordinal, tick, lane, entity, kind, argument }: TracedEvent): string {
  return `${ordinal} at ${tick / 1e7} s: ${visible(entity)} ${visible(kind)}(${argument}) [${lane}]`;
}

function traceOf(file: string): TracedEvent[] {
  try {
    return readTrace(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ResultError(file, 'a trace written by droptower', (error as Error).message);
  }
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const isFolder = (path: string) =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const bothJson = ({ a, b }: CompareOptions) => a.endsWith('.json') && b.endsWith('.json');
