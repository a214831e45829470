import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../scenarios/load.ts';
import type { HardwareValues } from '../../sim/hardware/section.ts';
import { inProcess } from '../cli/droptower.ts';
import { scratch } from '../scenarios/fixtures/files.ts';

const files = scratch();
/** What fio 3.33 wrote of the example job on a virtual disk, 128 MiB and a second a job, some parts left out. */
const FIXTURE = fileURLToPath(new URL('./fixtures/fio-3.33.json', import.meta.url));
const REAL = readFileSync(FIXTURE, 'utf8');
type Side = { iops: number; clat_ns: { percentile?: Record<string, number> } };
type Job = {
  jobname: string;
  error: number;
  'job options': Record<string, string>;
  read: Side;
  write: Side;
};
type Report = { jobs: Job[]; 'global options': Record<string, string> };
const fresh = (): Report => JSON.parse(REAL);

let made = 0;
async function profileOf(report: string) {
  const path = files.put(`report-${++made}.json`, report);
  const profile = join(files.folder, `profile-${made}.yaml`);
  return { profile, ...(await inProcess(['calibrate', '--from-fio', path, '--out', profile])) };
}

async function changed(change: (report: Report) => void) {
  const report = fresh();
  change(report);
  return profileOf(JSON.stringify(report));
}

function valuesOf(file: string, name: string): HardwareValues['storage'][string] {
  const scenario = `name: fio\nhardware: ${file}\ndisk: { profile: ${name} }\n`;
  const { components } = loadScenario(files.put('fio-scenario.yaml', scenario)).resolved;
  return (components.hardware as unknown as HardwareValues).storage[name];
}

describe('a profile from a report of fio', () => {
  it('has the completion latencies, rates and requests of its jobs', async () => {
    const { code, err, profile } = await profileOf(REAL);
    expect(code, err).toBe(0);
    expect(err).toBe('');
    const values = valuesOf(profile, `profile-${made}`);
    // Read off the report, ns to ticks of 100 ns: read-4k and write-4k.
    expect(values.read).toMatchObject({
      ...{ p1: 371, p10: 402, p50: 468, p90: 576, p99: 10_035, p999: 45_548, p9999: 66_519 },
    });
    expect(values.write).toMatchObject({
      ...{ p1: 262, p10: 288, p50: 356, p90: 535, p99: 37_847, p999: 72_417, p9999: 192_676 },
    });
    // read-4k-deep, 64 in flight; read-1m; write-1m.
    expect(values.readIops).toBe(49_910);
    expect(values.sequentialRead).toBe(944.4e6);
    expect(values.sequentialWrite).toBe(3323e6);
    // 258,048 B in 238.6 - 46.8 = 191.8 us of reads, and in 88.6 - 35.6 = 53 us of writes.
    expect(values.read.rate).toBe(1345e6);
    expect(values.write.rate).toBe(4869e6);
  });

  it('makes a simulated device with those percentiles', async () => {
    const { profile } = await profileOf(REAL);
    const scenario = `name: fio\nreplications: 1\nhardware: ${profile}\ndisk: { profile: profile-${made}, reads: 100000 }\n`;
    const path = files.put('device.yaml', scenario);
    const run = await inProcess(['run', path, '--workers', '0', '--quiet', '--json']);
    expect(run.code, run.err).toBe(0);
    const { quantiles } = JSON.parse(run.out).cells[0].metrics['disk.read'];
    // Seconds of job read-4k. 1000 reads are beyond p99 and 100 beyond p99.9, where the law is steep:
    // their shares are known to 3 and 10 %.
    for (const [name, expected, tolerance] of [
      ['p50', 46.848e-6, 0.05],
      ['p90', 57.6e-6, 0.05],
      ['p99', 1003.52e-6, 0.15],
      ['p999', 4554.752e-6, 0.25],
    ] as const) {
      expect(Math.abs(quantiles[name] / expected - 1), name).toBeLessThan(tolerance);
    }
  });

  it('does with reads of 4 KiB alone', async () => {
    const { code, profile } = await changed((report) => {
      report.jobs = report.jobs.filter(({ jobname }) => jobname === 'read-4k');
    });
    expect(code).toBe(0);
    const values = valuesOf(profile, `profile-${made}`);
    expect(values).toMatchObject({ readIops: 10_517, sequentialRead: null, sequentialWrite: null });
    expect(values.read.p50).toBe(468);
    expect(values.write.p50).toBeNull();
  });

  it('takes both directions of a mixed job, and pure jobs first', async () => {
    const mix = ({ jobs }: Report) => {
      const [read, write] = ['read-4k', 'write-4k'].map((name) => {
        return jobs.find(({ jobname }) => jobname === name)!;
      });
      return { ...read, jobname: 'mixed', 'job options': { rw: 'randrw' }, write: write.write };
    };
    const alone = await changed((report) => {
      report.jobs = [mix(report)];
    });
    expect(valuesOf(alone.profile, `profile-${made}`).write.p50).toBe(356);
    const beside = await changed((report) => {
      const mixed = mix(report);
      mixed.read = { ...mixed.read, clat_ns: report.jobs[3].read.clat_ns };
      report.jobs.unshift(mixed);
    });
    expect(valuesOf(beside.profile, `profile-${made}`).read.p50).toBe(468);
  });

  it('warns of jobs that the page cache may have answered', async () => {
    const { code, err } = await changed((report) => {
      report['global options'].direct = '0';
    });
    expect(code).toBe(0);
    expect(err).toMatch(/jobs without direct=1.*write-1m, read-1m/);
  });

  it('never overwrites without --force', async () => {
    const out = files.put('kept.yaml', 'precious\n');
    const words = ['calibrate', '--from-fio', FIXTURE, '--out', out];
    const { code, err } = await inProcess(words);
    expect(code).toBe(2);
    expect(err).toContain('overwrite it with --force');
    expect(readFileSync(out, 'utf8')).toBe('precious\n');
    expect((await inProcess([...words, '--force'])).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('from fio-3.33.json of fio-3.33');
  });
});

describe('what is no such report', () => {
  it.each([
    ['text', '[global]\nrw=read\n', 'expected a JSON report of fio 3; found text that is no JSON'],
    ['other JSON', '{"name":"droptower"}', 'found JSON without "fio version"'],
    ['null', 'null', 'found JSON without "fio version"'],
    [
      'fio 2',
      '{"fio version":"fio-2.21"}',
      'fio version: expected fio-3 and its number; found "fio-2.21"',
    ],
    ['no jobs', '{"fio version":"fio-3.33"}', 'jobs: expected what fio 3 writes there'],
    [
      'a job without sides',
      '{"fio version":"fio-3.33","jobs":[{"jobname":"a"}]}',
      'jobs.0.read: expected',
    ],
  ])('is refused by name: %s', async (_what, text, message) => {
    const { code, err } = await profileOf(text);
    expect(code).toBe(2);
    expect(err).toContain(`report-${made}.json`);
    expect(err).toContain(message);
  });

  it.each<[string, (report: Report) => void, string]>([
    [
      'a percentile too few',
      ({ jobs }) => delete jobs[2].read.clat_ns.percentile!['99.990000'],
      'jobs.read-4k.read.clat_ns.percentile: expected the levels 1:10:50:90:99:99.9:99.99; found no 99.99; add percentile_list=1:10:50:90:99:99.9:99.99 to the job',
    ],
    [
      'no percentiles of writes',
      ({ jobs }) => delete jobs[5].write.clat_ns.percentile,
      'jobs.write-4k.write.clat_ns.percentile: expected',
    ],
    [
      'no small reads one by one',
      (report) => {
        report.jobs.splice(2, 1);
      },
      'jobs: expected a job with rw=randread, bs=4k and iodepth=1; found write-1m (rw=write, 8 deep)',
    ],
    [
      'a job that failed',
      ({ jobs }) => {
        jobs[0].error = 28;
      },
      'jobs.write-1m: expected a job that ended well; found error 28',
    ],
  ])('is refused with what is missing: %s', async (_what, change, message) => {
    const { code, err } = await changed(change);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('is refused when it is not there', async () => {
    const { code, err } = await inProcess([
      'calibrate',
      '--from-fio',
      'none.json',
      '--out',
      join(files.folder, 'x'),
    ]);
    expect(code).toBe(2);
    expect(err).toContain('none.json: expected a file of at most 64 MB');
  });
});
