import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { InputError, problem } from '../../scenarios/problem.ts';
import { clockGrain, medianOf, type Rate, summarise } from '../stopwatch.ts';
import { type Answer, serve, type Task } from './disk-worker.ts';
import { LARGE, percentilesOf, rateBeyond, SMALL, type StorageFigures } from './figures.ts';
import { openScratch, pageAligned, type Scratch } from './scratch.ts';

export interface DiskPlan {
  readonly bytes: number;
  readonly rounds: number;
  /** Of each job in each round. */
  readonly seconds: number;
  /** Requests in flight for random reads of 4 KiB, ascending from 1. */
  readonly depths: readonly number[];
}

/** One pattern of access. */
interface Job {
  readonly name: string;
  readonly write: boolean;
  readonly block: number;
  readonly depth: number;
  readonly sequential: boolean;
}

export interface JobResult extends Job {
  /** Requests per second over the rounds. */
  readonly rate: Rate;
  /** Latencies of all requests of all rounds, microseconds. */
  readonly micros: Float64Array;
}

export interface DiskResult {
  readonly direct: boolean;
  readonly jobs: readonly JobResult[];
  readonly figures: StorageFigures;
}

const MIB = 1_048_576;
/** Bytes between two looks at whether the user has had enough. */
const FILL_STEP = 16 * MIB;
/** Threads that read or write the file from its start. */
const STREAMS = 4;
/** Time for threads to wake up before a job starts, ns. */
const HEAD_START = 10e6;
/** Steps of the clock that a median latency must have. */
const STEPS = 10;

const kib = (bytes: number): string => (bytes < MIB ? `${bytes / 1024} KiB` : '1 MiB');

function job(write: boolean, block: number, depth: number, sequential = false): Job {
  const verb = `${sequential ? 'sequential' : 'random'} ${write ? 'writes' : 'reads'}`;
  return { name: `${verb} of ${kib(block)}, ${depth} in flight`, write, block, depth, sequential };
}

const readJobs = (depths: readonly number[]): Job[] => [
  ...depths.map((depth) => job(false, SMALL, depth)),
  job(false, LARGE, 1),
  job(false, MIB, STREAMS, true),
];
const WRITE_JOBS = [job(true, SMALL, 1), job(true, LARGE, 1), job(true, MIB, STREAMS, true)];

/** How often `measureDisk` calls `pause`. */
export function diskSteps({ bytes, rounds, depths }: DiskPlan): number {
  return Math.ceil(bytes / FILL_STEP) + rounds * (readJobs(depths).length + WRITE_JOBS.length);
}

/**
 * Measures the device behind a folder with a scratch file.
 * @param pause called between two jobs with the name of the next; it may end the measurement by throwing
 * @throws InputError when there is no room, the file system refuses, or the clock cannot resolve a read
 */
export async function measureDisk(
  folder: string,
  plan: DiskPlan,
  pause: (name: string) => void,
): Promise<DiskResult> {
  const scratch = openScratch(folder, plan.bytes);
  const threads: Worker[] = [];
  try {
    await fill(scratch, plan.bytes, pause);
    for (let i = 0; i < Math.max(STREAMS, ...plan.depths); i++) threads.push(thread(scratch));
    // Threads start while they do what nobody counts.
    await perform(job(false, SMALL, threads.length), threads, { ...plan, seconds: 0.001 });
    const measured = [
      ...(await measure(readJobs(plan.depths), threads, folder, plan, pause)),
      ...(await measure(WRITE_JOBS, threads, folder, plan, pause)),
    ];
    return { direct: scratch.direct, jobs: measured, figures: figuresOf(measured, folder) };
  } finally {
    await Promise.all(threads.map((each) => each.terminate()));
    scratch.close();
  }
}

function thread({ fd }: Scratch): Worker {
  const start = `const { parentPort } = require('node:worker_threads');
(${serve.toString()})(parentPort, ${fd}, ${MIB}, require('node:fs'));`;
  const worker = new Worker(start, { eval: true, execArgv: [] });
  worker.setMaxListeners(0);
  return worker;
}

/** Data that neither compresses nor repeats. */
async function fill({ fd }: Scratch, bytes: number, pause: (name: string) => void): Promise<void> {
  const block = pageAligned(MIB);
  for (let at = 0; at < bytes; at += MIB) {
    if (at % FILL_STEP === 0) {
      await setImmediate();
      pause('writing the scratch file');
    }
    fs.writeSync(fd, randomFillSync(block), 0, MIB, at);
  }
  fs.fsyncSync(fd);
}

async function measure(
  jobs: readonly Job[],
  threads: readonly Worker[],
  folder: string,
  plan: DiskPlan,
  pause: (name: string) => void,
): Promise<JobResult[]> {
  const rates = jobs.map((): number[] => []);
  const latencies = jobs.map((): Float64Array[] => []);
  for (let round = 0; round < plan.rounds; round++) {
    for (const [i, each] of jobs.entries()) {
      pause(each.name);
      let requests = 0;
      for (const answer of await perform(each, threads.slice(0, each.depth), plan)) {
        if ('error' in answer) throw refusal(folder, 'requests that succeed', answer.error);
        latencies[i].push(answer.micros);
        requests += answer.micros.length;
      }
      rates[i].push(requests / plan.seconds);
    }
  }
  return jobs.map(({ name, block, depth, write, sequential }, i) => {
    const micros = joined(latencies[i]);
    return { name, block, depth, write, sequential, rate: summarise(rates[i]), micros };
  });
}

/** One job of one round: every thread keeps one request in flight over the same span. */
function perform(job: Job, threads: readonly Worker[], plan: DiskPlan): Promise<Answer[]> {
  const from = Number(process.hrtime.bigint()) + HEAD_START;
  const { write, block, sequential, depth } = job;
  const blocks = Math.floor(plan.bytes / block);
  return Promise.all(
    threads.map(async (thread, first) => {
      const answer = once(thread, 'message');
      const sequence = sequential ? { first, step: depth } : null;
      const until = from + plan.seconds * 1e9;
      thread.postMessage({ write, block, blocks, sequence, from, until } satisfies Task);
      return (await answer)[0] as Answer;
    }),
  );
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function figuresOf(jobs: readonly JobResult[], folder: string): StorageFigures {
  const found = (write: boolean, block: number, sequential = false): JobResult[] =>
    jobs.filter(
      (job) => job.write === write && job.block === block && job.sequential === sequential,
    );
  const [reads, ...deeper] = found(false, SMALL);
  const [writes] = found(true, SMALL);
  const median = medianOf([...reads.micros]);
  const grain = clockGrain() * 1e6;
  if (median < STEPS * grain) {
    const expected = `reads that take ${STEPS} steps of the clock (${grain.toFixed(3)} us each)`;
    throw refusal(folder, expected, `a median of ${median.toFixed(3)} us`);
  }
  const beyond = (small: JobResult, [large]: JobResult[]): number | null =>
    rateBeyond(medianOf([...small.micros]), medianOf([...large.micros]));
  const bytesPerSecond = ([job]: JobResult[]): number => job.rate.median * job.block;
  return {
    read: percentilesOf(reads.micros),
    readRate: beyond(reads, found(false, LARGE)),
    write: percentilesOf(writes.micros),
    writeRate: beyond(writes, found(true, LARGE)),
    readIops: Math.max(...[reads, ...deeper].map(({ rate }) => rate.median)),
    sequentialRead: bytesPerSecond(found(false, MIB, true)),
    sequentialWrite: bytesPerSecond(found(true, MIB, true)),
  };
}

function refusal(folder: string, expected: string, found: string): InputError {
  return new InputError([problem({ file: folder, line: null, column: null }, '', expected, found)]);
}
