import { describe, expect, it } from 'vitest';
import { localMachine } from '../../../../models/storage/mining/machine.ts';
import { type MachinePrices, machineCost } from '../../../../models/storage/mining/machine-cost.ts';
import { gpuProfile, storageProfile } from '../../../../sim/hardware/profiles.ts';
import { days } from '../../../../sim/time.ts';
import { SERVER } from './machine-devices.ts';

const PRICES: MachinePrices = {
  priceYear: '2026',
  wholeDrives: true,
  lifetime: days(1825),
  electricity: 0.12,
  linkPrice: 3.6,
};

const hdd = localMachine(storageProfile('hdd-7200'), SERVER);

describe('cost of a machine in USD a year', () => {
  it('a hard disk and a core of 64, active a fifth of the time', () => {
    const cost = machineCost(hdd, 1e12, 0.2, PRICES);
    // 8 TB x 24 / 5 years
    expect(cost.storage).toBeCloseTo(38.4, 9);
    // 7000 / 64 / 5
    expect(cost.processor).toBeCloseTo(21.875, 9);
    // (5.5 + 0.2 x 3 + 0.2 x 320 / 64) W x 8760 h x 0.12 / 1000
    expect(cost.power).toBeCloseTo(7.1 * 8.76 * 0.12, 9);
    expect([cost.gpu, cost.link]).toEqual([0, 0]);
    expect(cost.total).toBeCloseTo(38.4 + 21.875 + 7.46352, 9);
  });

  it('bytes that need more drives than the machine has', () => {
    // 17 TB: 3 drives of 8 TB
    expect(machineCost(hdd, 17e12, 0, PRICES).storage).toBeCloseTo(3 * 38.4, 9);
    const shared = { ...PRICES, wholeDrives: false };
    // an eighth of a drive: 24 / 5, and 5.5 / 8 W
    const part = machineCost(hdd, 1e12, 0, shared);
    expect(part.storage).toBeCloseTo(4.8, 9);
    expect(part.power).toBeCloseTo((5.5 / 8) * 8.76 * 0.12, 9);
  });

  it('flash has a price year', () => {
    const nvme = localMachine(storageProfile('nvme-gen4'), SERVER);
    // 2 TB x 195 or 70 / 5
    expect(machineCost(nvme, 1e12, 0, PRICES).storage).toBeCloseTo(78, 9);
    const past = { ...PRICES, priceYear: '2024' } as const;
    expect(machineCost(nvme, 1e12, 0, past).storage).toBeCloseTo(28, 9);
  });

  it('volumes are rented by the year and draw no power', () => {
    const cost = machineCost(localMachine(storageProfile('cloud-gp3'), SERVER), 2e12, 0, PRICES);
    expect([cost.storage, cost.power]).toEqual([1920, 0]);
  });

  it('a GPU and a link', () => {
    const machine = {
      ...hdd,
      loop: 'pipelined' as const,
      gpu: { profile: gpuProfile('rtx3090'), resident: false },
      link: { rate: 125e6, rtt: 0.02 },
    };
    const cost = machineCost(machine, 1e12, 1, PRICES);
    expect(cost.gpu).toBeCloseTo(180, 9);
    expect(cost.link).toBeCloseTo(3600, 9);
    expect(cost.power).toBeCloseTo((8.5 + 350) * 8.76 * 0.12, 9);
  });

  it('names a profile without a price', () => {
    const storage = { ...hdd.storage, pricePerTb: { 2024: 22, 2026: null } };
    expect(() => machineCost({ ...hdd, storage }, 1e12, 0, PRICES)).toThrow(
      'storage profile hdd-7200, expected a price per TB in 2026, got none',
    );
  });
});
