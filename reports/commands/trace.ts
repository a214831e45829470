import { closeSync, openSync, writeSync } from 'node:fs';
import type { Loaded } from '../../scenarios/bundle.ts';
import { type EngineName, freshEvents } from '../../scenarios/engines.ts';
import { taskOf } from '../../scenarios/experiment.ts';
import { replicate } from '../../scenarios/replicate.ts';
import { type TraceFilter, TraceWriter } from '../../sim/engine/trace.ts';
import { ResultError } from '../result-error.ts';

export interface TraceOptions {
  readonly file: string;
  /** Sweep point to trace, from 0, and its replication. */
  readonly point: number;
  readonly replication: number;
  readonly filter: TraceFilter;
}

/** Runs one replication again with a recorder and writes its trace. */
export async function writeTrace(
  { resolved, attachments }: Loaded,
  options: TraceOptions,
  engine: EngineName = 'native',
): Promise<void> {
  const points = resolved.points.length;
  if (!(options.point < points)) {
    throw new ResultError('--trace-point', `a point from 0 to ${points - 1}`, `${options.point}`);
  }
  let file: number;
  try {
    file = openSync(options.file, 'w');
  } catch (error) {
    throw new ResultError(options.file, 'a file that can be written', (error as Error).message);
  }
  let buffer = '';
  const flush = () => {
    writeSync(file, buffer);
    buffer = '';
  };
  const writer = new TraceWriter((text) => {
    buffer += text;
    if (buffer.length > 1_000_000) flush();
  }, options.filter);
  const events = (await freshEvents(engine))();
  try {
    replicate(taskOf(resolved, attachments, options.point, options.replication), {
      recorder: writer.record,
      ...(events === undefined ? {} : { events }),
    });
    writer.end();
    flush();
  } finally {
    closeSync(file);
  }
}
