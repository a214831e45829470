import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { Disk, type DiskOptions, type RequestOptions } from '../../../sim/hardware/disk.ts';
import { FailSlow, failSlowLaw } from '../../../sim/hardware/fail-slow.ts';
import { parseStorageProfile, storageProfile } from '../../../sim/hardware/profiles.ts';
import { sustainedIops } from '../../../sim/hardware/queue-depth.ts';
import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import { TokenBucket } from '../../../sim/hardware/token-bucket.ts';
import { Streams } from '../../../sim/random.ts';
import { hours, seconds, type Tick } from '../../../sim/time.ts';

const KIB = 1024;

interface Load {
  readonly depth: number;
  readonly bytes?: number;
  readonly requests?: number;
  readonly write?: boolean;
  readonly options?: DiskOptions;
  /** Options of the n-th request. */
  readonly address?: (n: number) => RequestOptions;
}

/**
 * Keeps `depth` requests outstanding, forgets the first fifth, then measures up to the last one:
 * rates per second and mean latency in seconds.
 */
function closedLoop(profile: StorageProfile, load: Load) {
  const simulation = new Simulation({ seed: 'disk' });
  const disk = new Disk(simulation, 'disk', profile, load.options);
  const bytes = load.bytes ?? 4 * KIB;
  const requests = load.requests ?? 30_000;
  let sent = 0;
  let completed = 0;
  let since = 0;
  const send = () => {
    const options = load.address?.(sent) ?? {};
    sent++;
    if (load.write) disk.write(bytes, next, options);
    else disk.read(bytes, next, options);
  };
  const next = () => {
    completed++;
    if (completed === requests / 5) {
      disk.resetStatistics();
      since = simulation.now;
    }
    if (completed === requests) simulation.stop();
    else send();
  };
  for (let i = 0; i < load.depth; i++) send();
  simulation.run();
  const elapsed = (simulation.now - since) / 1e7;
  const statistics = disk.statistics();
  return {
    iops: statistics.completed / elapsed,
    rate: (statistics.completed * bytes) / elapsed,
    latency: statistics.meanLatency / 1e7,
    statistics,
  };
}

function within(found: number, expected: number, tolerance: number): void {
  const message = `found ${found}, expected ${expected} within ${tolerance * 100} %`;
  expect(Math.abs(found / expected - 1), message).toBeLessThanOrEqual(tolerance);
}

describe('queue depth', { timeout: 60_000 }, () => {
  it('a hard disk goes from 80 to 160 random reads per second', () => {
    const disk = storageProfile('hdd-7200');
    within(closedLoop(disk, { depth: 1 }).iops, 80, 0.02);
    // 80 x (1 + 0.25 log2 4)
    within(closedLoop(disk, { depth: 4 }).iops, 120, 0.02);
    within(closedLoop(disk, { depth: 32 }).iops, 160, 0.02);
    // The drive takes no more than 32: the rest waits outside and nothing is gained.
    within(closedLoop(disk, { depth: 100 }).iops, 160, 0.02);
  });

  it('a nearline disk goes from 85 to 170 at depth 16', () => {
    const disk = storageProfile('hdd-enterprise');
    within(closedLoop(disk, { depth: 1 }).iops, 85, 0.03);
    within(closedLoop(disk, { depth: 16 }).iops, 170, 0.02);
  });

  it('a SATA drive reaches its 95 k at depth 32', () => {
    within(closedLoop(storageProfile('ssd-sata'), { depth: 32 }).iops, 95_000, 0.03);
  });

  it('a gen4 drive needs depth 64 or more to come near 1 M', () => {
    const drive = storageProfile('nvme-gen4');
    const at = (depth: number) => closedLoop(drive, { depth, requests: 100_000 }).iops;
    expect(at(16)).toBeLessThan(350_000);
    expect(at(32)).toBeLessThan(600_000);
    expect(at(64)).toBeGreaterThan(750_000);
    within(at(128), 1e6, 0.1);
    within(at(512), 1e6, 0.02);
  });

  it('smooth minimum: IOPS(q) = ((q/S)^-2 + max^-2)^(-1/2) with S from depth 1', () => {
    const drive = storageProfile('nvme-enterprise');
    const service = 78.97e-6; // mean of the fact sheet's law, seconds
    for (const depth of [2, 8, 32, 128]) {
      const law = 1 / Math.sqrt((service / depth) ** 2 + 1e-6 ** 2);
      const found = closedLoop(drive, { depth, requests: 60_000 });
      within(found.iops, law, 0.02);
      within(found.latency, depth / law, 0.02);
    }
  });

  it('NVMe saturates with 64 KiB reads at depth 8 to 16, and never passes the sequential rate', () => {
    const drive = storageProfile('nvme-gen4');
    const at = (depth: number) => closedLoop(drive, { depth, bytes: 64 * KIB }).rate;
    expect(at(4)).toBeLessThan(0.6 * 7.1e9);
    expect(at(8)).toBeGreaterThan(0.8 * 7.1e9);
    within(at(16), 7.1e9, 0.02);
    expect(at(64)).toBeLessThan(1.005 * 7.1e9);
  });

  it('writes are held to the sequential write rate', () => {
    const drive = storageProfile('nvme-enterprise');
    const found = closedLoop(drive, { depth: 32, bytes: 256 * KIB, write: true });
    within(found.rate, 4.1e9, 0.02);
  });

  it('an object store serves any number at once, up to the cap of each prefix', () => {
    const store = storageProfile('s3-standard');
    within(closedLoop(store, { depth: 100 }).iops, 100 / 0.0479, 0.05);
    within(closedLoop(store, { depth: 2000, requests: 60_000 }).iops, 5500, 0.05);
    const two = closedLoop(store, {
      depth: 2000,
      requests: 110_000,
      address: (n) => ({ prefix: n % 2 }),
    });
    within(two.iops, 11_000, 0.06);
  });

  it('DRAM copies of 4.5 ticks keep their rate', () => {
    within(closedLoop(storageProfile('ram-ddr5'), { depth: 1 }).iops, 1 / 0.4585e-6, 0.01);
  });

  it.each(['hdd-7200', 'ssd-sata', 'nvme-gen5', 'cloud-pd-ssd', 's3-express'])(
    '%s: the closed form for ceilings agrees with the device',
    (id) => {
      const profile = storageProfile(id);
      for (const [depth, bytes] of [
        [1, 4 * KIB],
        [8, 16 * KIB],
        [24, 256 * KIB],
      ]) {
        const found = closedLoop(profile, { depth, bytes, requests: 20_000 });
        within(found.iops, sustainedIops(profile, depth, bytes), 0.04);
      }
    },
  );
});

describe('rate limits', { timeout: 60_000 }, () => {
  it('a capped volume delivers its cap exactly, in requests and in bytes', () => {
    const volume = storageProfile('cloud-gp3');
    within(closedLoop(volume, { depth: 64, requests: 60_000 }).iops, 3000, 0.002);
    const big = closedLoop(volume, { depth: 16, bytes: 256 * KIB, requests: 20_000 });
    within(big.rate, 131e6, 0.002);
    expect(big.statistics.meanThrottle).toBeGreaterThan(0);
  });

  it('below the cap a volume is as fast as its latency allows', () => {
    const found = closedLoop(storageProfile('cloud-gp3'), { depth: 1 });
    within(found.latency, 638e-6, 0.02);
    expect(found.statistics.meanThrottle).toBe(0);
  });

  it('a volume reaches its cap as soon as the mean demand does: min(q/S, cap)', () => {
    // Two reads of 638 us each ask for 3135 per second, the cap is 3000.
    within(
      closedLoop(storageProfile('cloud-gp3'), { depth: 2, requests: 60_000 }).iops,
      3000,
      0.01,
    );
    within(
      closedLoop(storageProfile('cloud-pd-ssd'), { depth: 12, requests: 60_000 }).iops,
      12 / 803e-6,
      0.02,
    );
  });

  it('a bucket lets a burst pass, then its rate', () => {
    const bucket = new TokenBucket(1000, 5);
    const starts = Array.from({ length: 8 }, () => bucket.take(0, 1));
    expect(starts.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(starts.slice(5).map((tick) => Math.round(tick))).toEqual([10_000, 20_000, 30_000]);
    // 3 ms after the last start three tokens are back.
    expect([0, 1, 2].map(() => bucket.take(60_000, 1))).toEqual([60_000, 60_000, 60_000]);
    expect(Math.round(bucket.take(60_000, 1))).toBe(70_000);
  });

  it('a bucket lets a request larger than itself start when full and wait for its debt', () => {
    const bucket = new TokenBucket(1000, 5);
    expect(bucket.take(0, 20)).toBe(0);
    // 15 below zero and one needed: 16 ms.
    expect(Math.round(bucket.take(0, 1))).toBe(160_000);
  });

  it('a user sets the burst of a volume', () => {
    const volume = parseStorageProfile({
      like: 'cloud-gp3',
      queue_depth_model: { iops: 100, burst_ios: 50 },
    });
    const simulation = new Simulation({ seed: 'burst' });
    const disk = new Disk(simulation, 'disk', volume);
    for (let i = 0; i < 150; i++) disk.read(4 * KIB, () => {});
    simulation.run(seconds(0.5));
    const early = disk.statistics().completed;
    expect(early).toBeGreaterThanOrEqual(50 + 48);
    expect(early).toBeLessThanOrEqual(50 + 50);
    simulation.run(seconds(2));
    expect(disk.statistics().completed).toBe(150);
  });
});

describe('a disk on the kernel', { timeout: 60_000 }, () => {
  it('serves by priority, then in order, what waits outside the device', () => {
    const simulation = new Simulation({ seed: 'priority' });
    const disk = new Disk(simulation, 'disk', storageProfile('hdd-7200'), { queueDepth: 1 });
    const order: string[] = [];
    const read = (name: string, priority: number) =>
      disk.read(4 * KIB, () => order.push(name), { priority });
    read('first', 5);
    read('low a', 5);
    read('low b', 5);
    read('high', 1);
    const taken = read('cancelled', 0);
    expect(disk.cancel(taken)).toBe(true);
    expect(disk.cancel(taken)).toBe(false);
    simulation.run();
    expect(order).toEqual(['first', 'high', 'low a', 'low b']);
  });

  it('counts what it did', () => {
    const simulation = new Simulation({ seed: 'count' });
    const disk = new Disk(simulation, 'disk', storageProfile('nvme-gen4'), { queueDepth: 2 });
    for (let i = 0; i < 6; i++) disk.read(4 * KIB, () => {});
    disk.write(8 * KIB, () => {});
    expect(disk.pending).toBe(7);
    simulation.run(seconds(1));
    const all = disk.statistics();
    expect(all.completed).toBe(7);
    expect([all.bytesRead, all.bytesWritten]).toEqual([6 * 4096, 8192]);
    expect(all.mostWaiting).toBe(5);
    // Seven services of about 50 us, two at a time, in a second.
    expect(all.meanInFlight).toBeGreaterThan(7 * 35e-6);
    expect(all.utilisation).toBeLessThan(all.meanInFlight);
    disk.resetStatistics();
    simulation.run(seconds(2));
    expect(disk.statistics()).toMatchObject({ completed: 0, utilisation: 0, meanInFlight: 0 });
  });

  it('reads on at the rate of the track', () => {
    const bytes = 1024 * KIB;
    const found = closedLoop(storageProfile('hdd-7200'), {
      depth: 1,
      bytes,
      requests: 2000,
      address: (n) => ({ offset: n * bytes }),
    });
    within(found.rate, 210e6, 0.01);
  });

  it('short strokes are faster than full ones', () => {
    const disk = storageProfile('hdd-7200');
    const scattered = (span: number) => {
      const addresses = new Streams('addresses', 0).stream('a');
      return closedLoop(disk, {
        depth: 1,
        requests: 10_000,
        address: () => ({ offset: addresses.below(Math.floor((span * 8e12) / 4096)) * 4096 }),
      }).latency;
    };
    // Seek 0.8 ms + 12.7 ms sqrt(span) 8/15, half a turn and 8 % of one, overhead.
    within(scattered(0.1), 0.1e-3 + 0.8e-3 + 12.7e-3 * Math.sqrt(0.1) * (8 / 15) + 4.833e-3, 0.02);
    within(scattered(1), 12.5e-3, 0.02);
  });

  it('two runs give the same certificate', () => {
    const run = () => {
      const simulation = new Simulation({ seed: 'same' });
      const disk = new Disk(simulation, 'disk', storageProfile('ssd-sata'), {
        failSlow: failSlowLaw(storageProfile('ssd-sata')),
      });
      for (let i = 0; i < 200; i++) disk.read(4 * KIB * (1 + (i % 3)), () => {});
      simulation.run();
      return simulation.certify('x');
    };
    expect(run()).toEqual(run());
  });

  it('refuses wrong requests by name', () => {
    const simulation = new Simulation({ seed: 'wrong' });
    const profile = storageProfile('hdd-7200');
    const disk = new Disk(simulation, 'disk', profile);
    const done = () => {};
    expect(() => disk.read(0, done)).toThrow('bytes, expected a whole number of at least 1, got 0');
    expect(() => disk.read(4096, done, { offset: 8e12 })).toThrow(
      /offset, expected 0 to .* got 8000/,
    );
    expect(() => disk.read(4096, done, { offset: 0.5 })).toThrow('got 0.5');
    expect(() => new Disk(simulation, 'other', profile, { queueDepth: 0 })).toThrow('queueDepth');
  });
});

describe('fail-slow', { timeout: 60_000 }, () => {
  it('is slow for the published share of time, by 2 to 10', () => {
    for (const [id, share] of [
      ['hdd-7200', 0.002],
      ['nvme-gen4', 0.006],
    ] as const) {
      const failSlow = new FailSlow(
        failSlowLaw(storageProfile(id)),
        new Streams('slow', 0).stream(id),
      );
      let slow = 0;
      const samples = 4_000_000;
      for (let i = 0; i < samples; i++) {
        // Every six minutes for 45 years, beyond the clock but not beyond the law.
        const factor = failSlow.slowdown((i * hours(0.1)) as Tick);
        if (factor !== 1) {
          slow++;
          if (factor < 2 || factor > 10) throw new Error(`slowdown, found ${factor}`);
        }
      }
      within(slow / samples, share, 0.15);
    }
  });

  it('stretches every service while it lasts', () => {
    const profile = storageProfile('nvme-enterprise');
    const law = { share: 0.999999, duration: hours(1000), least: 4, most: 4 };
    const slow = closedLoop(profile, { depth: 1, options: { failSlow: law } });
    const healthy = closedLoop(profile, { depth: 1 });
    within(slow.latency / healthy.latency, 4, 0.01);
  });

  it('refuses a share of one', () => {
    const stream = new Streams('slow', 0).stream('x');
    const law = { share: 1, duration: hours(1), least: 2, most: 10 };
    expect(() => new FailSlow(law, stream)).toThrow('expected more than 0 and below 1, got 1');
  });
});
