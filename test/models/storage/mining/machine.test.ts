import { describe, expect, it } from 'vitest';
import { hashSeconds, readSeconds } from '../../../../models/storage/mining/attempt-cost.ts';
import {
  attemptWork,
  coreCosts,
  coreSeconds,
  gpuSeconds,
  MEASURED_CORE,
} from '../../../../models/storage/mining/hash-cost.ts';
import { attemptRate, localMachine } from '../../../../models/storage/mining/machine.ts';
import { cpuProfile, gpuProfile, storageProfile } from '../../../../sim/hardware/profiles.ts';
import { device, GEN3, GEN4, HDD, pipelined, RAM, SATA, SERVER } from './machine-devices.ts';

const GIGABIT = { rate: 125e6, rtt: 0 };

describe('hash work of an attempt', () => {
  it('is 2113 Blake2b compressions and 513 keccak-f', () => {
    // 1 + 64 x 33 and 2 x 256 + 1
    expect(attemptWork(true, 1)).toEqual({ blake2b: 2113, keccak: 513 });
    // + 64 x 128
    expect(attemptWork(false, 1)).toEqual({ blake2b: 2113, keccak: 8705 });
    // half of the nonces read nothing: 1 + 32 x 33; 513 + 32 x 128
    expect(attemptWork(false, 0.5)).toEqual({ blake2b: 1057, keccak: 4609 });
  });

  it('takes 0.73 ms of the measured core, 1370 loads per second', () => {
    // 2113 x 0.24 us + 513 x 0.44 us = 507.12 + 225.72 us
    const seconds = coreSeconds(attemptWork(true, 1), MEASURED_CORE);
    expect(seconds).toBeCloseTo(732.84e-6, 12);
    expect(1 / seconds).toBeGreaterThan(1360);
    expect(1 / seconds).toBeLessThan(1370);
  });

  it('costs another core its share by the large-block rates', () => {
    expect(coreCosts(SERVER)).toEqual(MEASURED_CORE);
    const home = coreCosts(cpuProfile('cpu-home-8c'));
    // 0.24 us x 950 / 1250 and 0.44 us x 480 / 600
    expect(home.blake2b).toBeCloseTo(0.1824e-6, 15);
    expect(home.keccak).toBeCloseTo(0.352e-6, 15);
  });

  it('takes a GPU 0.6 us', () => {
    // 2113 / 5.7156e9 + 513 / 2.2335e9 = 0.36969 + 0.22968 us
    expect(gpuSeconds(attemptWork(true, 1), gpuProfile('rtx3090'))).toBeCloseTo(0.59937e-6, 10);
  });
});

describe('rates of the fact sheet', () => {
  it.each([
    ['hard disk', HDD, 75.19, 'disk', 75.19, 'disk'],
    ['SATA', SATA, 1364.55, 'cpu', 1678.5, 'disk'],
    ['NVMe gen3', GEN3, 1364.55, 'cpu', 10_681, 'disk'],
    // 5.6e9 / 262144 = 21 362 beside 16 / 732.84 us = 21 833: about equal.
    ['NVMe gen4', GEN4, 1364.55, 'cpu', 21_362, 'disk'],
    ['memory', RAM, 1364.55, 'cpu', 21_833, 'cpu'],
  ] as const)('%s, pipelined with 1 and 16 cores', (_name, storage, one, by1, many, by16) => {
    const single = attemptRate(pipelined(storage, 1));
    expect(single.rate / one).toBeCloseTo(1, 3);
    expect(single.bottleneck).toBe(by1);
    const sixteen = attemptRate(pipelined(storage, 16));
    expect(sixteen.rate / many).toBeCloseTo(1, 3);
    expect(sixteen.bottleneck).toBe(by16);
  });

  it.each([
    [125e6, 476.84, 'network', 476.84, 'network'],
    [1.25e9, 1364.55, 'cpu', 4768.4, 'network'],
  ] as const)('a remote copy at %d B/s', (rate, one, by1, many, by16) => {
    const at = (cores: number) => attemptRate(pipelined(RAM, cores, { link: { rate, rtt: 0 } }));
    expect(at(1).rate).toBeCloseTo(one, 1);
    expect(at(1).bottleneck).toBe(by1);
    expect(at(16).rate).toBeCloseTo(many, 1);
    expect(at(16).bottleneck).toBe(by16);
  });

  it('stock loop on NVMe: 1 / (0.12 + 0.73 ms)', () => {
    const { rate, bottleneck, limits } = attemptRate(localMachine(GEN4, SERVER));
    expect(rate).toBeCloseTo(1 / 852.84e-6, 3);
    expect(Math.abs(rate / 1180 - 1)).toBeLessThan(0.01);
    expect(bottleneck).toBe('cpu');
    expect(limits.disk).toBeCloseTo(1 / 0.12e-3, 6);
    expect(limits.cpu).toBeCloseTo(1364.55, 1);
  });

  it('1 Gb/s gives at most 40 % of a stock NVMe miner, 2 % of one that saturates its drive', () => {
    const remote = attemptRate(pipelined(RAM, 16, { link: GIGABIT })).rate;
    const stock = attemptRate(localMachine(GEN4, SERVER)).rate;
    expect(remote / stock).toBeCloseTo(0.407, 2);
    expect(remote / attemptRate(pipelined(GEN4, 16)).rate).toBeCloseTo(0.022, 3);
    const link = attemptRate(localMachine(GEN4, SERVER, { link: GIGABIT }));
    // 0.12 + 2.097152 + 0.73284 ms
    expect(link.rate).toBeCloseTo(1 / 2.949992e-3, 6);
    expect(link.bottleneck).toBe('network');
  });

  it('a hard disk earns 1/15 to 1/20 of NVMe with the stock loop, 1/280 of 16 cores', () => {
    const stock = (id: string) => attemptRate(localMachine(storageProfile(id), SERVER)).rate;
    for (const ratio of [
      stock('nvme-gen4') / stock('hdd-7200'),
      attemptRate(localMachine(GEN4, SERVER)).rate / attemptRate(localMachine(HDD, SERVER)).rate,
    ]) {
      expect(ratio).toBeGreaterThan(15);
      expect(ratio).toBeLessThan(20);
    }
    const ideal = attemptRate(pipelined(GEN4, 16)).rate / attemptRate(pipelined(HDD, 1)).rate;
    expect(Math.abs(ideal / 280 - 1)).toBeLessThan(0.02);
  });

  it('an unsealed copy runs at 17 % per core', () => {
    // 732.84 / (732.84 + 8192 x 0.44)
    const sealed = hashSeconds(pipelined(GEN4, 1));
    const unsealed = hashSeconds(pipelined(GEN4, 1, { sealed: false }));
    expect(unsealed - sealed).toBeCloseTo(3.60448e-3, 9);
    expect(sealed / unsealed).toBeCloseTo(0.169, 3);
  });
});

describe('limits of the machine', () => {
  it('the library reads 256 KiB in 14.0, 0.590, 0.186 ms', () => {
    expect(readSeconds(storageProfile('hdd-7200'))).toBeCloseTo(14.0e-3, 4);
    expect(readSeconds(storageProfile('ssd-sata'))).toBeCloseTo(0.59e-3, 5);
    expect(readSeconds(storageProfile('nvme-gen4'))).toBeCloseTo(0.186e-3, 5);
  });

  it('a capped volume holds the stock loop down although it answers faster', () => {
    const gp3 = storageProfile('cloud-gp3');
    const { rate, bottleneck } = attemptRate(localMachine(gp3, SERVER));
    // 1 / (1.63 + 0.73 ms) = 423 is below the cap of 131 MB/s / 256 KiB = 500.
    expect(rate).toBeCloseTo(423, 0);
    const fast = attemptRate(localMachine({ ...device(0.1, 26_214_400) }, SERVER));
    // 100 loads per second may pass, 1200 would fit.
    expect(fast.rate).toBeCloseTo(100, 6);
    expect([bottleneck, fast.bottleneck]).toEqual(['disk', 'disk']);
  });

  it('reads of users take their share of the drives', () => {
    const busy = attemptRate(localMachine(HDD, SERVER, { readShare: 0.5 }));
    // 26.6 + 0.73284 ms
    expect(busy.rate).toBeCloseTo(1 / 27.33284e-3, 6);
    expect(attemptRate(pipelined(HDD, 1, { readShare: 0.5 })).rate).toBeCloseTo(37.59, 2);
    const none = attemptRate(localMachine(HDD, SERVER, { readShare: 0 }));
    expect([none.rate, none.bottleneck]).toEqual([0, 'disk']);
  });

  it('half a processor: the loop sleeps as long as it works', () => {
    const whole = attemptRate(localMachine(GEN4, SERVER)).rate;
    const half = attemptRate(localMachine(GEN4, SERVER, { cpuPercentage: 50 })).rate;
    expect(half / whole).toBeCloseTo(0.5, 12);
  });

  it('too few reads in flight over a long way limit the network', () => {
    const link = { rate: 1.25e9, rtt: 0.1 };
    const { rate, bottleneck } = attemptRate(pipelined(GEN4, 16, { link, depth: 8 }));
    // 8 / (0.12 + 100 + 0.2097152 ms)
    expect(rate).toBeCloseTo(8 / 100.3297152e-3, 6);
    expect(bottleneck).toBe('network');
  });

  it('a GPU waits for the bus, or for its memory when the data is there', () => {
    const profile = gpuProfile('rtx3090');
    const many = pipelined(RAM, 1, { drives: 10, gpu: { profile, resident: false } });
    // 25e9 / 262144
    expect(attemptRate(many).rate).toBeCloseTo(95_367.4, 1);
    expect(attemptRate(many).bottleneck).toBe('host-link');
    const there = attemptRate({ ...many, gpu: { profile, resident: true } });
    expect(there.rate).toBeCloseTo(1 / 0.59937e-6, -3);
    expect(there.bottleneck).toBe('gpu');
    expect(there.limits['gpu-memory']).toBeCloseTo(936e9 / 262_144, 0);
    expect(there.limits.disk).toBeUndefined();
  });

  it('refuses machines that cannot be', () => {
    const rate = (changes: Parameters<typeof localMachine>[2]) => () =>
      attemptRate(localMachine(HDD, SERVER, changes));
    expect(rate({ cores: 65 })).toThrow('cores, expected at most 64 on cpu-server-64c, got 65');
    expect(rate({ held: 0 })).toThrow('held, expected above 0 to 1, got 0');
    expect(rate({ readShare: 1.1 })).toThrow('readShare, expected 0 to 1, got 1.1');
    expect(rate({ drives: 0 })).toThrow('drives, expected a whole number of at least 1, got 0');
    expect(rate({ cpuPercentage: 0 })).toThrow('cpuPercentage, expected above 0 to 100, got 0');
    expect(rate({ cpuPercentage: 50, loop: 'pipelined' })).toThrow('expected 100 with the pipel');
    expect(rate({ gpu: { profile: gpuProfile('rtx3090'), resident: false } })).toThrow(
      'loop, expected pipelined with a GPU, got stock',
    );
    expect(rate({ link: { rate: 0, rtt: 0 } })).toThrow('link.rate, expected bytes per second');
    expect(rate({ core: { blake2b: Number.NaN, keccak: 1 } })).toThrow('core, expected seconds');
  });
});
