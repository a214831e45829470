import { describe, expect, it } from 'vitest';
import {
  acceleratorsFed,
  deliveredRate,
  type Feed,
  utilisation,
} from '../../../models/workloads/accelerators.ts';
import { trainingProfile } from '../../../models/workloads/training.ts';
import { TrainingClient } from '../../../models/workloads/training-client.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { Disk } from '../../../sim/hardware/disk.ts';
import { storageProfile } from '../../../sim/hardware/profiles.ts';
import { seconds, type Tick } from '../../../sim/time.ts';

const feed = (storage: string, job: string, accelerator: 'a100' | 'h100', readers = 4): Feed => {
  const profile = trainingProfile(job);
  const requestBytes = profile.sampleBytes;
  return { storage: storageProfile(storage), job: profile, accelerator, readers, requestBytes };
};

/** Steps before and while it is measured, so that each run has some hundred reads for each accelerator. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  unet3d: [5, 40],
  resnet50: [3, 5],
  cosmoflow: [30, 200],
};

/** Mean utilisation of n training clients on one drive, one request for each sample. */
function simulated({ storage, job, accelerator, readers }: Feed, n: number): number {
  const simulation = new Simulation({ seed: 'accelerators' });
  const disk = new Disk(simulation, 'disk', storage);
  const store = {
    read: (_object: number, _offset: number, bytes: number, done: (ok: boolean) => void) => {
      disk.read(bytes, () => done(true));
    },
  };
  const clients = Array.from({ length: n }, (_, number) => {
    return new TrainingClient(simulation, `client/${number}`, {
      ...{ profile: job, accelerator, readers, prefetch: 2, files: 2000, epochs: 1000 },
      ...{ client: { number, of: n }, store },
    });
  });
  for (const client of clients) client.start();
  const [before, measured] = STEPS[job.name];
  // A drive that feeds nobody takes longer for a step.
  const rate = deliveredRate(
    { storage, job, accelerator, readers, requestBytes: job.sampleBytes },
    n,
  );
  const step = Math.max(job.stepSeconds[accelerator], (n * job.batch * job.sampleBytes) / rate);
  simulation.run(seconds(before * step, 'nearest'));
  for (const client of clients) client.resetStatistics();
  simulation.run((simulation.now + seconds(measured * step, 'nearest')) as Tick);
  return clients.reduce((sum, client) => sum + client.statistics().utilisation, 0) / n;
}

/** The largest n that passes, by running n = 1, 2, 4, ... and then halving the interval. */
function largest(from: Feed): number {
  const passes = (n: number) => simulated(from, n) >= from.job.passMark;
  if (!passes(1)) return 0;
  let good = 1;
  let bad = 2;
  while (passes(bad)) {
    good = bad;
    bad *= 2;
  }
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (passes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

describe('accelerators that a drive can feed, by arithmetic', () => {
  it('are bandwidth over demand at the pass mark when bandwidth is what limits', () => {
    // 13.5 GB/s / (0.9 x 3177 MB/s) = 4.7
    expect(acceleratorsFed(feed('nvme-gen5', 'unet3d', 'h100'))).toBe(4);
    // 7.1 GB/s / (0.9 x 1614 MB/s) = 4.9
    expect(acceleratorsFed(feed('nvme-gen4', 'unet3d', 'a100'))).toBe(4);
    // 545 MB/s / (0.9 x 105.43 MB/s) = 5.7
    expect(acceleratorsFed(feed('ssd-sata', 'resnet50', 'a100'))).toBe(5);
    // 13.5 GB/s / (0.7 x 808 MB/s) = 23.9
    expect(acceleratorsFed(feed('nvme-gen5', 'cosmoflow', 'h100'))).toBe(23);
  });

  it('are none on a hard disk', () => {
    for (const job of ['unet3d', 'resnet50', 'cosmoflow']) {
      expect(acceleratorsFed(feed('hdd-7200', job, 'a100')), job).toBe(0);
    }
    // resnet50, 4 in flight: mean access 12.51 ms / 1.5 = 8.34 ms, 114,660 B at 180 MB/s 0.64 ms:
    // 111.4 reads/s = 12.8 MB/s of 105.4 MB/s
    expect(utilisation(feed('hdd-7200', 'resnet50', 'a100'), 1)).toBeCloseTo(0.121, 3);
  });

  it('never grow with a stricter mark, a faster accelerator or smaller requests', () => {
    for (const storage of ['ssd-sata', 'nvme-gen4', 'nvme-gen5']) {
      for (const job of ['resnet50', 'cosmoflow', 'unet3d']) {
        const slow = feed(storage, job, 'a100');
        const fed = acceleratorsFed(slow);
        const strict = { ...slow, job: { ...slow.job, passMark: 0.99 } };
        expect(acceleratorsFed(strict)).toBeLessThanOrEqual(fed);
        expect(acceleratorsFed(feed(storage, job, 'h100'))).toBeLessThanOrEqual(fed);
        const pieces = { ...slow, requestBytes: 16_384 };
        expect(acceleratorsFed(pieces)).toBeLessThanOrEqual(fed);
        for (let n = 1; n < fed + 3; n++) {
          expect(utilisation(slow, n + 1)).toBeLessThanOrEqual(utilisation(slow, n));
        }
      }
    }
  });

  it('follow latency when a single small request is in flight', () => {
    // 256 KiB at depth 1 on nvme-gen4: 184 us in the median, so 1.4 GB/s; unet3d asks for 1.6 GB/s
    const one = { ...feed('nvme-gen4', 'unet3d', 'a100', 1), requestBytes: 262_144 };
    expect(utilisation(one, 1)).toBeGreaterThan(0.8);
    expect(utilisation(one, 1)).toBeLessThan(0.9);
    expect(acceleratorsFed(one)).toBe(0);
    expect(acceleratorsFed({ ...one, readers: 4 })).toBeGreaterThan(1);
  });
});

describe('accelerators that a drive can feed, simulated', { timeout: 120_000 }, () => {
  it.each([
    ['hdd-7200', 'resnet50', 'a100'],
    ['hdd-7200', 'cosmoflow', 'a100'],
    ['hdd-7200', 'unet3d', 'a100'],
    ['ssd-sata', 'resnet50', 'a100'],
    ['ssd-sata', 'cosmoflow', 'a100'],
    ['ssd-sata', 'unet3d', 'a100'],
    ['nvme-gen4', 'resnet50', 'h100'],
    ['nvme-gen4', 'cosmoflow', 'a100'],
    ['nvme-gen4', 'unet3d', 'a100'],
    ['nvme-gen5', 'resnet50', 'h100'],
    ['nvme-gen5', 'cosmoflow', 'h100'],
    ['nvme-gen5', 'unet3d', 'h100'],
  ] as const)(
    '%s with %s on %s: as the arithmetic says, within one',
    (storage, job, accelerator) => {
      const from = feed(storage, job, accelerator);
      const expected = acceleratorsFed(from);
      const found = largest(from);
      expect(
        Math.abs(found - expected),
        `found ${found}, expected ${expected}`,
      ).toBeLessThanOrEqual(1);
    },
  );

  it('a drive that is too slow gives the utilisation of the arithmetic', () => {
    for (const [storage, job, n] of [
      ['hdd-7200', 'resnet50', 1],
      ['hdd-7200', 'cosmoflow', 2],
      ['ssd-sata', 'cosmoflow', 4],
      ['nvme-gen4', 'cosmoflow', 40],
    ] as const) {
      const from = feed(storage, job, 'a100');
      const expected = utilisation(from, n);
      const found = simulated(from, n);
      const message = `${n} ${job} on ${storage}: found ${found}, expected ${expected}`;
      expect(Math.abs(found / expected - 1), message).toBeLessThan(0.05);
    }
  });
});
