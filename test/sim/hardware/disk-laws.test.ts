import { describe, expect, it } from 'vitest';
import { STORAGE_PROFILE_IDS, storageProfile } from '../../../sim/hardware/profiles.ts';
import { serviceTime } from '../../../sim/hardware/service-time.ts';
import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import { Streams } from '../../../sim/random.ts';

const KIB = 1024;
const TICKS_PER_MICRO = 10;

/** Sorted service times in microseconds. */
function draws(
  profile: StorageProfile,
  bytes: number,
  count: number,
  seed = 'disks',
): Float64Array {
  const stream = new Streams(seed, 0).stream(`${profile.id}/${bytes}`);
  const service = serviceTime(profile);
  const request = { bytes, write: false, offset: -1 };
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = service.draw(stream, request) / TICKS_PER_MICRO;
  return values.sort();
}

function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.ceil(q * sorted.length) - 1];
}

function relativeError(found: number, expected: number): number {
  return Math.abs(found / expected - 1);
}

/** 4 KiB reads at queue depth 1, in microseconds: p50, p99, p99.9 as published with the profiles. */
const PUBLISHED: Record<string, readonly [number, number, number]> = {
  'hdd-7200': [12_300, 24_700, 27_900],
  'hdd-enterprise': [11_500, 22_200, 26_200],
  'ssd-sata': [49, 95, 246],
  'nvme-gen3': [58, 125, 372],
  'nvme-gen4': [48, 114, 326],
  'nvme-gen5': [45, 111, 338],
  'nvme-enterprise': [78, 98, 201],
  'cloud-gp3': [600, 1290, 3800],
  'cloud-io2': [350, 504, 846],
  'cloud-pd-ssd': [750, 1660, 4700],
  's3-standard': [39_000, 223_000, 598_000],
  's3-express': [4500, 10_300, 30_000],
  'ram-ddr5': [0.45, 0.64, 1.05],
};

const QUANTILES = [
  ['p50', 0.5, 0.1],
  ['p99', 0.99, 0.15],
  ['p999', 0.999, 0.25],
] as const;

describe('correct disks: every profile reproduces its published latency', {
  timeout: 60_000,
}, () => {
  it('covers every profile of the library', () => {
    expect([...STORAGE_PROFILE_IDS].sort()).toEqual(Object.keys(PUBLISHED).sort());
  });

  it.each(STORAGE_PROFILE_IDS)(
    '%s: p50 within 10, p99 within 15, p99.9 within 25 percent, and the mean in closed form',
    (id) => {
      const profile = storageProfile(id);
      const sizes = [
        ['4k', 4 * KIB, 300_000],
        ['64k', 64 * KIB, 60_000],
        ['256k', 256 * KIB, 60_000],
      ] as const;
      for (const [size, bytes, count] of sizes) {
        const sorted = draws(profile, bytes, count);
        const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
        const closed = serviceTime(profile).mean(bytes, false) / TICKS_PER_MICRO;
        expect(relativeError(closed, mean), `${id}, ${size}, mean`).toBeLessThan(0.02);
        QUANTILES.forEach(([name, q, tolerance], i) => {
          const found = quantile(sorted, q);
          const published = (profile.readLatency?.[size][name] ?? Number.NaN) / TICKS_PER_MICRO;
          const where = `${id}, ${size}, ${name}: ${found} us against ${published} us`;
          expect(relativeError(found, published), where).toBeLessThan(tolerance);
          if (size === '4k') {
            expect(relativeError(found, PUBLISHED[id][i]), where).toBeLessThan(tolerance);
          }
        });
      }
    },
  );
});

describe('the laws against measured devices', { timeout: 60_000 }, () => {
  it('a 7200 rpm disk: fio percentiles of a full-stroke random read (ms)', () => {
    // fio log in "Fio Output Explained" (2014); p5 and p95 from the fact sheet on the same log.
    const measured: readonly (readonly [number, number])[] = [
      [0.01, 3.95],
      [0.05, 5.8],
      [0.1, 7.2],
      [0.5, 12.6],
      [0.9, 18.8],
      [0.95, 20.6],
      [0.99, 23.4],
      [0.999, 26.8],
    ];
    const sorted = draws(storageProfile('hdd-7200'), 4 * KIB, 1_000_000);
    for (const [q, ms] of measured) {
      const found = quantile(sorted, q) / 1000;
      expect(relativeError(found, ms), `p${q * 100}: ${found} ms against ${ms} ms`).toBeLessThan(
        0.06,
      );
    }
  });

  it('a Samsung 840 Pro: 40 us plus lognormal (us)', () => {
    // Same article; the body of the SATA profile without its estimated tail.
    const profile = storageProfile('ssd-sata');
    if (profile.service.model !== 'mixture') throw new Error('ssd-sata, expected a mixture');
    const body = { ...profile.service.components[0], weight: 1 };
    const sorted = draws(
      { ...profile, service: { ...profile.service, components: [body] } },
      4 * KIB,
      1_000_000,
    );
    const measured: readonly (readonly [number, number])[] = [
      [0.01, 42],
      [0.1, 45],
      [0.5, 49],
      [0.9, 60],
      [0.99, 78],
      [0.999, 94],
      [0.9999, 112],
    ];
    for (const [q, us] of measured) {
      const found = quantile(sorted, q);
      expect(relativeError(found, us), `p${q * 100}: ${found} us against ${us} us`).toBeLessThan(
        0.07,
      );
    }
  });

  it('64 dependent 4 KiB reads take what the fact sheet computed (p50, p99 in ms)', () => {
    const table: Record<string, readonly [number, number]> = {
      'hdd-7200': [801, 884],
      'hdd-enterprise': [740, 815],
      'ssd-sata': [3.3, 4.5],
      'nvme-gen4': [3.2, 4.1],
      'nvme-enterprise': [5.0, 5.3],
      'cloud-gp3': [40, 53],
      's3-standard': [3000, 5100],
    };
    for (const [id, [p50, p99]] of Object.entries(table)) {
      const profile = storageProfile(id);
      const stream = new Streams('sums', 0).stream(id);
      const service = serviceTime(profile);
      const request = { bytes: 4 * KIB, write: false, offset: -1 };
      const sums = new Float64Array(5000);
      for (let i = 0; i < sums.length; i++) {
        for (let read = 0; read < 64; read++) sums[i] += service.draw(stream, request);
      }
      sums.sort();
      const found = [quantile(sums, 0.5) / 1e4, quantile(sums, 0.99) / 1e4];
      expect(relativeError(found[0], p50), `${id} p50 ${found[0]}`).toBeLessThan(0.1);
      expect(relativeError(found[1], p99), `${id} p99 ${found[1]}`).toBeLessThan(0.1);
    }
  });
});

describe('service times', { timeout: 60_000 }, () => {
  it('take the draws that the law names, whatever comes out', () => {
    const counts: Record<string, number> = { 'hdd-7200': 4, 'nvme-gen4': 2, 'ram-ddr5': 2 };
    for (const [id, perRequest] of Object.entries(counts)) {
      const stream = new Streams('count', 0).stream(id);
      const service = serviceTime(storageProfile(id));
      for (let i = 0; i < 100; i++) service.draw(stream, { bytes: 4096, write: false, offset: -1 });
      expect(stream.draws, id).toBe(100 * perRequest);
    }
  });

  it('seek by the real distance when addresses are given', () => {
    const profile = storageProfile('hdd-7200');
    const mean = (step: number) => {
      const stream = new Streams('seek', 0).stream('seek');
      const service = serviceTime(profile);
      let sum = 0;
      for (let i = 0; i < 20_000; i++) {
        const offset = i % 2 === 0 ? 0 : Math.round(step * 8e12);
        sum += service.draw(stream, { bytes: 4096, write: false, offset });
      }
      return sum / 20_000 / TICKS_PER_MICRO;
    };
    // Overhead, 800 + 12 700 sqrt(d), half a turn and 8 % of one, 4 KiB at 210 (outer) or slower.
    const fixed = 100 + 8333 * 0.58;
    expect(mean(0.01)).toBeCloseTo(fixed + 800 + 1270 + 20, -2);
    expect(mean(0.25)).toBeCloseTo(fixed + 800 + 6350 + 21, -2);
    expect(relativeError(mean(0.25), fixed + 7170)).toBeLessThan(0.01);
  });

  it('read on without a seek, at twice the rate on the outer tracks', () => {
    const profile = storageProfile('hdd-7200');
    const rate = (start: number) => {
      const stream = new Streams('stream', 0).stream('stream');
      const service = serviceTime(profile);
      const bytes = 1024 * KIB;
      service.draw(stream, { bytes, write: false, offset: start });
      let ticks = 0;
      for (let i = 1; i <= 50; i++) {
        ticks += service.draw(stream, { bytes, write: false, offset: start + i * bytes });
      }
      return (50 * bytes) / (ticks / 1e7) / 1e6;
    };
    expect(rate(0)).toBeCloseTo(210, 1);
    expect(rate(8e12 - 60 * 1024 * KIB)).toBeCloseTo(105, 1);
  });

  it('flash under writes reads slower in the tail and the same in the middle', () => {
    const profile = storageProfile('nvme-gen4');
    const service = serviceTime(profile, 0.3);
    const stream = new Streams('writes', 0).stream('writes');
    const values = new Float64Array(200_000);
    for (let i = 0; i < values.length; i++) {
      values[i] = service.draw(stream, { bytes: 4096, write: false, offset: -1 }) / TICKS_PER_MICRO;
    }
    values.sort();
    const quiet = draws(profile, 4 * KIB, 200_000);
    expect(relativeError(quantile(values, 0.5), quantile(quiet, 0.5))).toBeLessThan(0.05);
    // A tenth of the reads meets a busy die of median 110 us.
    expect(quantile(values, 0.98)).toBeGreaterThan(1.5 * quantile(quiet, 0.98));
    expect(quantile(values, 0.999)).toBeGreaterThan(1.5 * quantile(quiet, 0.999));
  });
});
