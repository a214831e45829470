import { describe, expect, it } from 'vitest';
import {
  CPU_PROFILE_IDS,
  cpuProfile,
  GPU_PROFILE_IDS,
  gpuProfile,
  parseStorageProfile,
  STORAGE_PROFILE_IDS,
  storageProfile,
} from '../../../sim/hardware/profiles.ts';

describe('the library', () => {
  it('holds 13 storage, 8 GPU and 2 CPU profiles, each with a source', () => {
    expect(
      [STORAGE_PROFILE_IDS, GPU_PROFILE_IDS, CPU_PROFILE_IDS].map((ids) => ids.length),
    ).toEqual([13, 8, 2]);
    for (const id of STORAGE_PROFILE_IDS) expect(storageProfile(id).status.source).not.toBe('');
    for (const id of GPU_PROFILE_IDS) expect(gpuProfile(id).status.source).not.toBe('');
    for (const id of CPU_PROFILE_IDS) expect(cpuProfile(id).status.source).not.toBe('');
  });

  it('is in base units', () => {
    expect(storageProfile('hdd-7200')).toMatchObject({
      capacity: 8e12,
      seqRead: 210e6,
      maxReadIops: 160,
      pricePerTb: { 2024: 22, 2026: 24 },
      priceBasis: 'purchase',
      annualFailureRate: 0.019,
      service: { model: 'hdd', revolution: 83_330, extraRevolution: 0.08, mediaRate: 180e6 },
    });
    expect(storageProfile('cloud-gp3')).toMatchObject({
      priceBasis: 'per year',
      queueDepth: {
        law: 'tokenbucket',
        iops: 3000,
        rate: 131e6,
        burstRequests: 30,
        burstBytes: 1.31e6,
      },
    });
    expect(gpuProfile('h100-80g-pcie')).toMatchObject({
      memoryBandwidth: 2039e9,
      bf16Flops: 756e12,
      watts: 350,
      confidential: { throughputLoss: 0.06, hostTransferSlowdown: 2.5, attestationSeconds: 1.5 },
    });
    expect(cpuProfile('cpu-server-64c')).toMatchObject({
      cores: 64,
      hashRate: { blake2b: 950e6, 'sha3-256': 480e6, sha256: 1.7e9 },
    });
  });

  it('every mixture has weights that sum to one', () => {
    for (const id of STORAGE_PROFILE_IDS) {
      const { service } = storageProfile(id);
      if (service.model === 'hdd') continue;
      const sum = service.components.reduce((total, { weight }) => total + weight, 0);
      expect(sum, id).toBeCloseTo(1, 12);
    }
  });

  it('names the known ids when one is wrong', () => {
    expect(() => storageProfile('nvme-gen9')).toThrow(
      /^storage profile, expected one of hdd-7200, .*ram-ddr5, found "nvme-gen9"$/,
    );
    expect(() => gpuProfile('rtx')).toThrow(
      /^GPU profile, expected one of rtx3090, .* found "rtx"$/,
    );
    expect(() => cpuProfile('')).toThrow(
      'CPU profile, expected one of cpu-server-64c, cpu-home-8c',
    );
  });
});

describe('profiles that users write', () => {
  it('may be an id', () => {
    expect(parseStorageProfile('ssd-sata')).toEqual(storageProfile('ssd-sata'));
  });

  it('may start from another and override fields; these become choices', () => {
    const profile = parseStorageProfile({
      like: 'nvme-gen4',
      capacity_tb: 4,
      max_read_iops_4k: 700_000,
      service_time: { bw_qd1_MBps: 1000 },
    });
    expect(profile).toMatchObject({
      id: 'nvme-gen4 (changed)',
      capacity: 4e12,
      maxReadIops: 700_000,
      seqRead: 7.1e9,
      service: { model: 'mixture', rate: 1e9 },
      status: { limits: 'choice', service_time: 'choice', read_qd1: 'choice', price: 'estimate' },
    });
    expect(profile.service).toMatchObject({ components: [{ weight: 0.98, median: 480 }, {}, {}] });
    // The published percentiles belong to the law that was replaced.
    expect(profile.readLatency).toBeNull();
    expect(storageProfile('nvme-gen4').readLatency).not.toBeNull();
  });

  it('may replace the whole law by another one', () => {
    const profile = parseStorageProfile({
      like: 'hdd-7200',
      id: 'ideal',
      service_time: {
        model: 'mixture',
        bw_qd1_MBps: 100,
        components: [{ w: 1, d: 'lognormal', median_us: 50, sigma: 0 }],
      },
      queue_depth_model: { law: 'smoothmin', k: 2, qmax: 8 },
    });
    expect(profile.service).toEqual({
      model: 'mixture',
      rate: 100e6,
      components: [{ law: 'lognormal', weight: 1, median: 500, sigma: 0, shift: 0 }],
    });
    expect(profile.queueDepth).toEqual({ law: 'smoothmin', k: 2, qmax: 8 });
  });

  const like = (fields: object) => () =>
    parseStorageProfile({ like: 'nvme-gen4', ...fields }, 'disk');
  const component = { w: 1, d: 'lognormal', median_us: 50, sigma: 0.1 };

  it.each([
    [
      'no map',
      () => parseStorageProfile(7, 'disk'),
      'disk, expected a profile id or a map of fields, found 7',
    ],
    [
      'unknown base',
      like({ like: 'nvme' }),
      /^disk\.like, expected one of hdd-7200.*, found "nvme"$/,
    ],
    [
      'text for a number',
      like({ capacity_tb: '4 TB' }),
      'disk.capacity_tb, expected TB, more than 0, found "4 TB"',
    ],
    ['negative', like({ watts_idle: -1 }), 'disk.watts_idle, expected watts, 0 or more, found -1'],
    [
      'zero rate',
      like({ seq_read_MBps: 0 }),
      'disk.seq_read_MBps, expected MB/s, more than 0, found 0',
    ],
    [
      'not a number',
      like({ capacity_tb: Number.NaN }),
      'disk.capacity_tb, expected TB, more than 0, found NaN',
    ],
    [
      'percent',
      like({ annual_failure_rate_pct: 120 }),
      'expected percent from 0 to 100, found 120',
    ],
    [
      'unknown field',
      like({ iops: 5 }),
      /^disk\.iops, expected like or one of id, .* found an unknown field$/,
    ],
    [
      'unknown law',
      like({ queue_depth_model: { law: 'fast' } }),
      'disk.queue_depth_model.law, expected "ncq", "smoothmin", "tokenbucket" or "parallel", found "fast"',
    ],
    [
      'broken depth',
      like({ queue_depth_model: { qmax: 1.5 } }),
      'disk.queue_depth_model.qmax, expected a whole number of requests, 1 or more, found 1.5',
    ],
    [
      'no components',
      like({ service_time: { components: [] } }),
      'disk.service_time.components, expected at least one component, found []',
    ],
    [
      'weights of zero',
      like({ service_time: { components: [{ ...component, w: 0 }] } }),
      'expected a weight w above 0, found none',
    ],
    [
      'a component field',
      like({ service_time: { components: [{ ...component, sigma: 'x' }] } }),
      'disk.service_time.components[0].sigma, expected a number, 0 or more, found "x"',
    ],
    [
      'a cap below the least',
      like({
        service_time: { components: [{ w: 1, d: 'pareto', min_us: 9, alpha: 1, cap_us: 8 }] },
      }),
      'disk.service_time.components[0].cap_us, expected at least min_us',
    ],
    [
      'a missing field',
      () => parseStorageProfile({ id: 'mine' }, 'disk'),
      'disk.capacity_tb, expected TB, more than 0, found nothing',
    ],
    [
      'a seek range',
      () => parseStorageProfile({ like: 'hdd-7200', service_time: { seek_tmax_us: 1 } }, 'disk'),
      'disk.service_time.seek_tmax_us, expected at least seek_t0_us',
    ],
  ])('says what is wrong: %s', (_name, parse, message) => {
    expect(parse).toThrow(RangeError);
    expect(parse).toThrow(message);
  });
});
