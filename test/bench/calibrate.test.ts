import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { calibrateCommand } from '../../bench/calibrate/calibrate.ts';
import { percentilesOf, rateBeyond, similarDevice } from '../../bench/calibrate/figures.ts';
import {
  type Calibration,
  type CalibrationPlan,
  calibrate,
} from '../../bench/calibrate/measure.ts';
import { profileText, rateText } from '../../bench/calibrate/profile-text.ts';
import { measureRates } from '../../bench/calibrate/rates.ts';
import { openScratch } from '../../bench/calibrate/scratch.ts';
import { Interrupted } from '../../reports/commands/execute.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { InputError } from '../../scenarios/problem.ts';
import type { HardwareValues } from '../../sim/hardware/section.ts';
import { inProcess } from '../cli/droptower.ts';
import { scratch } from '../scenarios/fixtures/files.ts';

const files = scratch();
const MIB = 1_048_576;
const TINY: CalibrationPlan = {
  works: { rounds: 1, seconds: 0.02 },
  copyBytes: MIB,
  disk: { bytes: 2 * MIB, rounds: 2, seconds: 0.01, depths: [1, 2] },
};
const MACHINE = {
  date: '2026-01-02T03:04:05.000Z',
  version: '1.2.3',
  runtime: 'node v0 test',
  processor: 'Test CPU\nstorage: {}',
  cores: 2,
};

function terminal(aborted = false) {
  const sink = new PassThrough();
  const interruption = new AbortController();
  if (aborted) interruption.abort();
  const io = { out: () => {}, err: () => {}, stdout: sink, stderr: sink, env: {} };
  return { ...io, interrupted: interruption.signal };
}

const refusal = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no error';
};

describe('a calibration in a fraction of a second', () => {
  let found: Calibration;
  let text = '';

  beforeAll(async () => {
    found = await calibrate(files.folder, TINY, MACHINE, terminal(), true);
    const { processor, storage } = found;
    const head = ['Measured in a test'];
    text = profileText({ name: 'mine', file: './mine.yaml', head, storage, processor });
    files.put('mine.yaml', text);
  });

  it('measures every pattern of access, and leaves nothing behind', () => {
    expect(found.disk.jobs.map(({ name }) => name)).toEqual([
      'random reads of 4 KiB, 1 in flight',
      'random reads of 4 KiB, 2 in flight',
      'random reads of 256 KiB, 1 in flight',
      'sequential reads of 1 MiB, 4 in flight',
      'random writes of 4 KiB, 1 in flight',
      'random writes of 256 KiB, 1 in flight',
      'sequential writes of 1 MiB, 4 in flight',
    ]);
    for (const { name, rate, micros } of found.disk.jobs) {
      expect(rate.rounds, name).toHaveLength(2);
      expect(micros.length, name).toBeGreaterThanOrEqual(2);
      expect(Math.min(...micros), name).toBeGreaterThan(0);
    }
    expect(readdirSync(files.folder)).toEqual(['mine.yaml']);
  });

  it('measures hashing, coding and memory', () => {
    const names = found.works.map(({ name }) => name).join('\n');
    for (const part of [
      'keccak-256 tree',
      'BLAKE2b-512 chain',
      'PoRA attempt',
      'Reed-Solomon',
      'memory copy',
    ]) {
      expect(names).toContain(part);
    }
    for (const { name, rate } of found.works) expect(rate?.median, name).toBeGreaterThan(0);
  });

  it('is a section that a scenario can name, with the figures that were measured', () => {
    const path = files.put(
      'scenario.yaml',
      'name: mine\nhardware: ./mine.yaml\ndisk: { profile: mine }\n',
    );
    const { components } = loadScenario(path).resolved;
    const { storage, processors } = components.hardware as unknown as HardwareValues;
    const { figures } = found.storage;
    expect(storage.mine.read).toMatchObject(figures.read);
    expect(storage.mine.write).toMatchObject(figures.write!);
    expect(storage.mine.readIops).toBe(Math.round(figures.readIops!));
    // Rates are written with four digits.
    expect(Math.abs(storage.mine.sequentialRead! / figures.sequentialRead! - 1)).toBeLessThan(1e-3);
    expect(processors.mine.cores).toBe(2);
    const blake2b = found.processor.rates.blake2b.value;
    expect(Math.abs(processors.mine.blake2b! / blake2b - 1)).toBeLessThan(1e-3);
  });

  it('says how each figure was found, and nobody can write lines of his own into it', () => {
    expect(text).toContain('# random reads of 4 KiB, 1 in flight: median ');
    expect(text).toMatch(/spread \d+ % of 2 rounds/);
    expect(text).toMatch(found.disk.direct ? /# direct I\/O/ : /# NO direct I\/O/);
    expect(text).toContain('# Test CPU?storage: {}');
  });
});

describe('what a calibration refuses', () => {
  it('a clock that cannot resolve the work', async () => {
    const works = [{ name: 'short', unit: '1', amount: 1, call: () => {} }] as const;
    const [{ rate, refused }] = await measureRates(works, { rounds: 1, seconds: 1e-4 }, () => {});
    expect(rate).toBeNull();
    expect(refused).toMatch(/too short|steps of the clock/);
  });

  it('a folder with too little room, or none at all', async () => {
    // 2^50 bytes and the spare 64 MiB.
    expect(await refusal(() => openScratch(files.folder, 1_125_899_906_842_624))).toMatch(
      /--dir: expected .* free for the scratch file; found/,
    );
    const none = join(files.folder, 'none');
    expect(await refusal(() => openScratch(none, MIB))).toMatch(/--dir: expected a folder; found/);
  });

  it('to go on when the user interrupts, and leaves nothing behind', async () => {
    const before = readdirSync(files.folder);
    const io = terminal(true);
    const run = () => calibrate(files.folder, TINY, MACHINE, io, true);
    await expect(run).rejects.toBeInstanceOf(Interrupted);
    expect(readdirSync(files.folder)).toEqual(before);
  });

  it('to overwrite a file, before it measures', async () => {
    const out = files.put('kept.yaml', 'precious\n');
    const options = { out, quick: true, force: false, json: false, quiet: true };
    expect(await refusal(() => calibrateCommand(options, terminal(), MACHINE))).toMatch(
      /kept.yaml: expected a file that does not exist yet; found one that does; .*--force/,
    );
    expect(readFileSync(out, 'utf8')).toBe('precious\n');
    const lost = join(files.folder, 'none', 'x.yaml');
    const there = { ...options, out: lost };
    expect(await refusal(() => calibrateCommand(there, terminal(), MACHINE))).toMatch(
      /expected a folder that can be written to/,
    );
    expect(existsSync(lost)).toBe(false);
  });

  it('flags that do not go together, with exit code 2', async () => {
    const { code, err } = await inProcess(['calibrate', '--from-fio', 'x.json', '--quick']);
    expect(code).toBe(2);
    expect(err).toContain('--from-fio: expected neither --quick nor --dir');
  });
});

describe('figures', () => {
  it('are nearest-rank percentiles in ticks of 100 ns', () => {
    // 1 us to 10,000 us in some order: the percentile of p % is 100 p us, 1000 p ticks.
    const micros = Float64Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 10_000) + 1);
    expect(percentilesOf(micros)).toEqual({
      ...{ p1: 1000, p10: 10_000, p50: 50_000, p90: 90_000, p99: 99_000 },
      ...{ p999: 99_900, p9999: 99_990 },
    });
    expect(percentilesOf(Float64Array.of(0.01)).p50).toBe(1);
  });

  it('have a rate beyond 4 KiB', () => {
    // 252 KiB in 100 us are 258,048 B / 1e-4 s.
    expect(rateBeyond(50, 150)).toBeCloseTo(2.58048e9, 0);
    expect(rateBeyond(50, 50)).toBeNull();
    expect(rateText(2_580_480_000)).toBe('2.58 GB/s');
  });

  it('are of the device of the library with the nearest median', () => {
    const of = (p50: number) =>
      similarDevice({ p1: 1, p10: 1, p50, p90: 1, p99: 1, p999: 1, p9999: 1 });
    // 78 us, 12.3 ms and 0.45 us are the medians of these; volumes of a cloud have laws of their own.
    expect(of(790)).toBe('nvme-enterprise');
    expect(of(126_000)).toBe('hdd-7200');
    expect(of(5)).toBe('ram-ddr5');
  });
});
