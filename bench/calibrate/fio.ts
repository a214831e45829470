import { InputError, problem } from '../../scenarios/problem.ts';
import type { Percentiles } from '../../sim/hardware/quantiles.ts';
import { PERCENTILE_NAMES } from '../../sim/hardware/section.ts';
import { inTicks, LARGE, LEVELS, rateBeyond, SMALL, type StorageFigures } from './figures.ts';
import type { FioJob, FioReport, FioSide } from './fio-report.ts';

type Direction = 'read' | 'write';

/** What a profile takes from a report, and where it found it. */
export interface FioFigures {
  readonly figures: StorageFigures;
  readonly notes: readonly string[];
}

const PERCENTILE_LIST = PERCENTILE_NAMES.map((name) => LEVELS[name]).join(':');
const NANOS_PER_MICRO = 1000;

/**
 * The figures of a storage profile. Reads of 4 KiB, one in flight, are needed, with their completion
 * latencies; what else the report lacks stays that of a similar device.
 * @param file its name, for messages
 * @throws InputError without such reads, or when percentiles are missing
 */
export function fioFigures({ jobs }: FioReport, file: string): FioFigures {
  const notes: string[] = [];
  const note = (what: string, { name }: FioJob): void => {
    notes.push(`${what}: job ${name}`);
  };
  const alone = (direction: Direction, block: number): FioJob | undefined =>
    find(jobs, direction, true).find((job) => job.block === block && job.depth === 1);
  const reads = alone('read', SMALL);
  if (reads === undefined) {
    const found = jobs.map(({ name, pattern, depth }) => `${name} (rw=${pattern}, ${depth} deep)`);
    const expected = 'a job with rw=randread, bs=4k and iodepth=1';
    throw refusal(file, 'jobs', expected, found.join(', '));
  }
  note('read', reads);
  const writes = alone('write', SMALL);
  if (writes !== undefined) note('write', writes);
  const beyond = (direction: Direction, small: FioJob): number | null => {
    const large = alone(direction, LARGE);
    if (large === undefined) return null;
    note(`${direction}.rate, with 4 KiB`, large);
    const median = (job: FioJob) => percentiles(job, direction, file).p50;
    return rateBeyond(median(small) / 10, median(large) / 10);
  };
  const best = (direction: Direction, random: boolean, value: (side: FioSide) => number) => {
    const fitting = find(jobs, direction, random).filter(({ block }) => !random || block === SMALL);
    const job = fitting.toSorted((a, b) => value(b[direction]) - value(a[direction]))[0];
    if (job === undefined) return null;
    const what = random ? 'readIops' : `sequential${direction === 'read' ? 'Read' : 'Write'}`;
    note(what, job);
    return value(job[direction]);
  };
  const figures = {
    read: percentiles(reads, 'read', file),
    readRate: beyond('read', reads),
    write: writes === undefined ? null : percentiles(writes, 'write', file),
    writeRate: writes === undefined ? null : beyond('write', writes),
    readIops: best('read', true, ({ iops }) => iops),
    sequentialRead: best('read', false, ({ bw_bytes }) => bw_bytes),
    sequentialWrite: best('write', false, ({ bw_bytes }) => bw_bytes),
  };
  return { figures, notes };
}

/** Jobs that did such requests, those that did no others first. */
function find(jobs: readonly FioJob[], direction: Direction, random: boolean): FioJob[] {
  const pure = random ? `rand${direction}` : direction;
  const mixed = random ? ['randrw'] : ['rw', 'readwrite'];
  return [
    ...jobs.filter(({ pattern }) => pattern === pure),
    ...jobs.filter(({ pattern }) => mixed.includes(pattern)),
  ].filter((job) => job[direction].total_ios > 0);
}

function percentiles(job: FioJob, direction: Direction, file: string): Percentiles {
  const given = new Map(
    Object.entries(job[direction].clat_ns.percentile ?? {}).map(([level, value]) => [
      Number(level),
      value,
    ]),
  );
  const missing = PERCENTILE_NAMES.map((name) => LEVELS[name]).filter((level) => !given.has(level));
  if (missing.length > 0) {
    const path = `jobs.${job.name}.${direction}.clat_ns.percentile`;
    const hint = `add percentile_list=${PERCENTILE_LIST} to the job`;
    throw refusal(file, path, `the levels ${PERCENTILE_LIST}`, `no ${missing.join(', ')}`, hint);
  }
  return inTicks((name) => given.get(LEVELS[name])! / NANOS_PER_MICRO);
}

function refusal(
  file: string,
  path: string,
  expected: string,
  found: string,
  hint?: string,
): InputError {
  return new InputError([problem({ file, line: null, column: null }, path, expected, found, hint)]);
}
