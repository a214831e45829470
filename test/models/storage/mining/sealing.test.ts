import { describe, expect, it } from 'vitest';
import { localMachine } from '../../../../models/storage/mining/machine.ts';
import { sealingPaybackEpochs, sealingTime } from '../../../../models/storage/mining/sealing.ts';
import { gpuProfile, storageProfile } from '../../../../sim/hardware/profiles.ts';
import { GEN4, HDD, pipelined, RAM, SERVER } from './machine-devices.ts';

const GIB = 1_073_741_824;
const TIB = 1024 * GIB;
const EPOCH = 1500;

describe('time to seal a copy', () => {
  it('3.6 ms for a load on one core', () => {
    // 8192 x 0.44 us
    const { seconds, bottleneck } = sealingTime(localMachine(GEN4, SERVER), 262_144);
    expect(seconds).toBeCloseTo(3.60448e-3, 12);
    expect(bottleneck).toBe('cpu');
  });

  it('chunks of 4 KiB go to different cores, the words of one do not', () => {
    const many = localMachine(RAM, SERVER, { cores: 64 });
    // 128 x 0.44 us, whether 1 or 64 chunks; 65 take two rounds
    expect(sealingTime(many, 4096).hash).toBeCloseTo(56.32e-6, 12);
    expect(sealingTime(many, 64 * 4096).hash).toBeCloseTo(56.32e-6, 12);
    expect(sealingTime(many, 65 * 4096).hash).toBeCloseTo(112.64e-6, 12);
  });

  it('8 TiB: 34 hours of one core; with 8 cores a hard disk takes longer', () => {
    const storage = storageProfile('hdd-7200');
    // 2^43 / 32 x 0.44 us
    const one = sealingTime(localMachine(storage, SERVER), 8 * TIB);
    expect(one.seconds).toBeCloseTo(120_946.6, 0);
    const eight = sealingTime(localMachine(storage, SERVER, { cores: 8 }), 8 * TIB);
    expect(eight.hash).toBeCloseTo(120_946.6 / 8, 1);
    // 2^43 / 210e6 + 2^43 / 200e6
    expect(eight.seconds).toBeCloseTo(85_866.6, 1);
    expect(eight.bottleneck).toBe('disk');
  });

  it('a GPU waits for the drives', () => {
    const gpu = { profile: gpuProfile('rtx3090'), resident: false };
    const time = sealingTime(pipelined(storageProfile('nvme-gen4'), 1, { gpu }), 8 * TIB);
    // 2^38 / 2.2335e9
    expect(time.hash).toBeCloseTo(123.07, 1);
    expect(time.bottleneck).toBe('disk');
  });

  it('refuses parts of a chunk', () => {
    expect(() => sealingTime(localMachine(GEN4, SERVER), 5000)).toThrow(
      'bytes, expected whole chunks of 4096, got 5000',
    );
  });
});

describe('epochs until sealing has paid', () => {
  it('100 GiB on NVMe with one core: 1.2', () => {
    // 409 600 loads x 3.60448 ms = 1476.4 s = 0.98426 epochs
    // s = 1 / 0.85284 ms, u = 1 / 4.45732 ms: s / (s - u) = 4.45732 / 3.60448
    const found = sealingPaybackEpochs(localMachine(GEN4, SERVER), 100 * GIB, EPOCH);
    expect(found).toBeCloseTo(0.984263 * 1.236606, 4);
  });

  it('grows with the copy: 8 TiB take 100 epochs', () => {
    const found = sealingPaybackEpochs(localMachine(GEN4, SERVER), 8 * TIB, EPOCH);
    expect(found).toBeCloseTo((120_946.6 / EPOCH) * 1.236606, 2);
  });

  it('never where the drive limits either way', () => {
    expect(sealingPaybackEpochs(pipelined(HDD, 1), TIB, EPOCH)).toBe(Number.POSITIVE_INFINITY);
  });
});
