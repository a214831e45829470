import { attemptWork, coreCosts, coreSeconds } from '../../models/storage/mining/hash-cost.ts';
import { Interrupted } from '../../reports/commands/execute.ts';
import type { Io } from '../../reports/commands/io.ts';
import { createProgress } from '../../reports/progress.ts';
import { formatValue } from '../../reports/units.ts';
import { CPU_PROFILE_IDS, cpuProfile } from '../../sim/hardware/profiles.ts';
import { sustainedIops } from '../../sim/hardware/queue-depth.ts';
import { type HardwareValues, namedProcessor } from '../../sim/hardware/section.ts';
import { type DiskPlan, type DiskResult, diskSteps, type JobResult, measureDisk } from './disk.ts';
import { deviceOf, percentilesOf, SMALL } from './figures.ts';
import type { Machine } from './machine.ts';
import type { Noted, ProcessorText, StorageText } from './profile-text.ts';
import { type Measured, measureRates, type RoundPlan } from './rates.ts';
import { OPENSSL, openssl, PORA, processorWorks } from './works.ts';

export interface CalibrationPlan {
  readonly works: RoundPlan;
  readonly copyBytes: number;
  readonly disk: DiskPlan;
}

type ProcessorFigures = HardwareValues['processors'][string];

const MIB = 1_048_576;

export const FULL: CalibrationPlan = {
  works: { rounds: 7, seconds: 0.1 },
  copyBytes: 256 * MIB,
  disk: { bytes: 1024 * MIB, rounds: 5, seconds: 1, depths: [1, 4, 16, 32] },
};

export const QUICK: CalibrationPlan = {
  works: { rounds: 3, seconds: 0.025 },
  copyBytes: 32 * MIB,
  disk: { bytes: 64 * MIB, rounds: 3, seconds: 0.1, depths: [1, 4] },
};

export interface Calibration {
  readonly processor: ProcessorText;
  readonly storage: StorageText;
  readonly works: readonly Measured[];
  readonly disk: DiskResult;
}

/**
 * Measures processor and disk, with progress.
 * @param folder where the scratch file goes
 * @throws Interrupted when the user interrupts; InputError as `measureDisk`
 */
export async function calibrate(
  folder: string,
  plan: CalibrationPlan,
  machine: Machine,
  io: Io,
  quiet: boolean,
): Promise<Calibration> {
  const tasks = processorWorks(plan.copyBytes);
  const total = tasks.length * plan.works.rounds + diskSteps(plan.disk);
  const progress = createProgress({ label: 'calibrate', total, quiet, stream: io.stderr });
  let done = 0;
  const pause = (name: string): void => {
    if (io.interrupted.aborted) throw new Interrupted('interrupted');
    progress.update(done++, name);
  };
  try {
    const disk = await measureDisk(folder, plan.disk, pause);
    const works = await measureRates(tasks, plan.works, pause);
    return { processor: processorOf(works, machine), storage: storageOf(disk), works, disk };
  } finally {
    progress.stop();
  }
}

/** `13.0 k/s, best 13.2 k/s, spread 4 % of 5 rounds` with the amounts of one request or call. */
export function rateNote(
  { rate }: Pick<JobResult, 'rate'>,
  unit: 'B/s' | '1/s',
  times = 1,
): string {
  const show = (value: number) => formatValue(value * times, unit);
  const spread = `${Math.round(100 * rate.spread)} %`;
  return `median ${show(rate.median)}, best ${show(rate.best)}, spread ${spread} of ${rate.rounds.length} rounds`;
}

function processorOf(works: readonly Measured[], { cores, processor }: Machine): ProcessorText {
  const like = similarProcessor(cores);
  const measured: ProcessorFigures = { like, cores, blake2b: null, sha3: null, sha256: null };
  const rates: Record<string, Noted> = {};
  const notes = [`${processor}; one thread; values are medians`];
  for (const [key, algorithm] of Object.entries(OPENSSL)) {
    const name = openssl(algorithm);
    const rate = works.find((work) => work.name === name)?.rate ?? null;
    if (rate === null) continue;
    measured[key as keyof typeof OPENSSL] = rate.median;
    rates[key] = { value: rate.median, note: `${name}: ${rateNote({ rate }, 'B/s')}` };
  }
  const core = namedProcessor('measured', { storage: {}, processors: { measured } });
  const attempts = 1 / coreSeconds(attemptWork(true, 1), coreCosts(core));
  for (const work of works) {
    if (work.rate !== null && work.name.startsWith('OpenSSL')) continue;
    const law = `; the simulated core: ${formatValue(attempts, '1/s')}`;
    notes.push(`${work.name}: ${workNote(work)}${work.name === PORA ? law : ''}`);
  }
  return { like, cores, rates, notes };
}

/** Its rate, or why there is none. */
export function workNote({ unit, rate, refused }: Measured): string {
  if (rate === null) return `not measured, ${refused}`;
  return rateNote({ rate }, unit === 'B' ? 'B/s' : '1/s');
}

/** The processor of the library with the nearest number of cores, by ratio. */
function similarProcessor(cores: number): string {
  const distance = (id: string) => Math.abs(Math.log(cores / cpuProfile(id).cores));
  return CPU_PROFILE_IDS.toSorted((a, b) => distance(a) - distance(b))[0];
}

function storageOf({ direct, jobs, figures }: DiskResult): StorageText {
  const device = deviceOf(figures);
  const through = direct
    ? 'direct I/O, past the page cache; a cache of the host or of the device may have answered'
    : 'NO direct I/O here: the page cache answered, so this is memory and not the device';
  return {
    figures,
    notes: [
      `${through}; writes are acknowledged, not flushed`,
      ...jobs.map((job) => {
        const note = `${job.name}: ${jobNote(job)}`;
        if (job.write || job.sequential || job.block !== SMALL) return note;
        const law = formatValue(sustainedIops(device, job.depth), '1/s');
        return `${note}; the simulated device: ${law}`;
      }),
    ],
  };
}

/** Rate, number of requests and the latencies that a person looks for. */
export function jobNote(job: JobResult): string {
  const rate = job.sequential ? rateNote(job, 'B/s', job.block) : rateNote(job, '1/s');
  const { p50, p99 } = percentilesOf(job.micros);
  const seconds = (ticks: number) => formatValue(ticks / 1e7, 's');
  return `${rate}, ${job.micros.length} requests, p50 ${seconds(p50)}, p99 ${seconds(p99)}`;
}
