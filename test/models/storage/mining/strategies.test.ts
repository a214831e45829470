import { describe, expect, it } from 'vitest';
import {
  attemptRate,
  localMachine,
  type Machine,
} from '../../../../models/storage/mining/machine.ts';
import { activeShare } from '../../../../models/storage/mining/machine-schedule.ts';
import {
  relativeHits,
  type StrategyOptions,
  strategies,
  strategyNamed,
  strategyNames,
} from '../../../../models/storage/mining/strategies.ts';
import { gpuProfile, storageProfile } from '../../../../sim/hardware/profiles.ts';
import { Streams } from '../../../../sim/random.ts';
import { GEN4, HDD, pipelined, RAM, SERVER } from './machine-devices.ts';

/** Mainnet: windows of 5 minutes in epochs of 25. */
const MAINNET = { epochBlocks: 3750, subtasks: 4, intervalBlocks: 800, windowBlocks: 750 };

const OPTIONS: StrategyOptions = {
  claimedBytes: 1e12,
  schedule: MAINNET,
  identities: 1,
  held: 0.1,
  link: { rate: 125e6, rtt: 0.02 },
  memory: RAM,
  gpu: { profile: gpuProfile('rtx3090'), resident: false },
};

const stockHdd = localMachine(HDD, SERVER);
const stockNvme = localMachine(GEN4, SERVER);

function gain(name: string, base: Machine, changes: Partial<StrategyOptions> = {}): number {
  const options = { ...OPTIONS, ...changes };
  return relativeHits(
    strategyNamed(name).plan(base, options),
    strategyNamed('honest').plan(base, options),
  );
}

describe('share of an epoch with an open window', () => {
  it('mainnet: 20 % with one id, 80 % at most', () => {
    // 0.8 x (1 - (3/4)^k)
    expect(activeShare(MAINNET, 1)).toBeCloseTo(0.2, 12);
    expect(activeShare(MAINNET, 2)).toBeCloseTo(0.35, 12);
    expect(activeShare(MAINNET, 4)).toBeCloseTo(0.546875, 12);
    expect(activeShare(MAINNET, 1000)).toBeCloseTo(0.8, 12);
  });

  it('one subtask: more ids open nothing more', () => {
    const older = { epochBlocks: 1200, subtasks: 1, intervalBlocks: 600, windowBlocks: 600 };
    expect([1, 2, 50].map((k) => activeShare(older, k))).toEqual([0.5, 0.5, 0.5]);
  });

  it('windows that overlap or pass the end of the epoch', () => {
    const overlap = { epochBlocks: 100, subtasks: 2, intervalBlocks: 10, windowBlocks: 20 };
    expect(activeShare(overlap, 1)).toBeCloseTo(0.2, 12);
    // 10 x 3/4 + 10 + 10 x 3/4
    expect(activeShare(overlap, 2)).toBeCloseTo(0.25, 12);
    // 10 / 2 + 10 + 5 / 2 of 25
    expect(activeShare({ ...overlap, epochBlocks: 25 }, 1)).toBeCloseTo(0.7, 12);
    expect(() => activeShare(overlap, 0)).toThrow('identities, expected a whole number');
  });

  it('agrees with draws of subtasks, block by block', () => {
    const stream = new Streams('windows', 0).stream('subtask');
    for (let trial = 0; trial < 5; trial++) {
      const schedule = {
        epochBlocks: 20 + stream.below(40),
        subtasks: 1 + stream.below(4),
        intervalBlocks: 1 + stream.below(10),
        windowBlocks: 1 + stream.below(20),
      };
      const identities = 1 + stream.below(4);
      let open = 0;
      const epochs = 4000;
      for (let epoch = 0; epoch < epochs; epoch++) {
        const blocks = new Set<number>();
        for (let id = 0; id < identities; id++) {
          const start = stream.below(schedule.subtasks) * schedule.intervalBlocks;
          for (let b = start; b < start + schedule.windowBlocks; b++) {
            if (b < schedule.epochBlocks) blocks.add(b);
          }
        }
        open += blocks.size / schedule.epochBlocks / epochs;
      }
      expect(Math.abs(open - activeShare(schedule, identities)), `windows ${trial}`).toBeLessThan(
        0.02,
      );
    }
  });
});

describe('strategies', () => {
  it('are named and found by name', () => {
    expect(strategyNames).toEqual([
      'honest',
      'remote',
      'unsealed',
      'identities',
      'partial',
      'ram',
      'gpu',
    ]);
    expect(() => strategyNamed('lazy')).toThrow('strategy, expected one of honest, remote');
    for (const { name, plan } of strategies) {
      const { notes } = plan(pipelined(HDD, 4), OPTIONS);
      expect(notes.length, name).toBeGreaterThan(10);
      expect(gain(name, pipelined(HDD, 4)), name).toBeGreaterThan(0);
    }
    expect(gain('honest', stockHdd)).toBe(1);
  });

  it('remote: 1 Gb/s at 20 ms', () => {
    // (0.12 + 0.73284) / (20 + 2.097152 + 0.12 + 0.73284)
    expect(gain('remote', stockNvme)).toBeCloseTo(0.85284 / 22.949992, 6);
    // At no distance, many in flight: 477 of 1173.
    const many = pipelined(GEN4, 16);
    const near = { link: { rate: 125e6, rtt: 0 } };
    expect(gain('remote', many, near)).toBeCloseTo(476.84 / 21_362, 4);
  });

  it('unsealed: 17 % per core where the core limits, nothing lost where a hard disk does', () => {
    expect(gain('unsealed', pipelined(RAM, 4))).toBeCloseTo(0.169, 3);
    // (13.3 + 0.73284) / (13.3 + 0.73284 + 3.60448)
    expect(gain('unsealed', stockHdd)).toBeCloseTo(0.7956, 4);
    expect(gain('unsealed', pipelined(HDD, 1))).toBe(1);
    const plan = strategyNamed('unsealed').plan(stockHdd, { ...OPTIONS, identities: 8 });
    expect([plan.storageBytes, plan.identities]).toEqual([1e12, 8]);
    // 0.8 x (1 - 0.75^8) / 0.2
    expect(plan.dutyFactor).toBeCloseTo(3.59955, 5);
  });

  it('identities: up to four times the open windows, one copy for each', () => {
    const plan = strategyNamed('identities').plan(stockNvme, { ...OPTIONS, identities: 4 });
    expect(plan.dutyFactor).toBeCloseTo(2.734375, 9);
    expect(plan.storageBytes).toBe(4e12);
    // 2 TB each
    expect(plan.machine.drives).toBe(2);
    const rented = { ...stockNvme, storage: storageProfile('cloud-gp3') };
    const volume = strategyNamed('identities').plan(rented, { ...OPTIONS, identities: 4 });
    expect(volume.machine.drives).toBe(1);
    expect(gain('identities', stockNvme, { identities: 4 })).toBeCloseTo(2.734375, 9);
  });

  it('partial: a tenth of the data keeps most hits of a hard disk, fewer of NVMe', () => {
    // pad 0.24 + 513 x 0.44 = 225.96 us; hits = f x T / (pad + f (T - pad))
    // 0.1 x 14.03284 / (0.22596 + 0.1 x 13.80688)
    expect(gain('partial', stockHdd)).toBeCloseTo(0.8734, 4);
    // 0.1 x 0.85284 / (0.22596 + 0.1 x 0.62688)
    expect(gain('partial', stockNvme)).toBeCloseTo(0.2955, 4);
    // A pipeline of 16 cores before a hard disk: 75 reads per second are still found.
    expect(gain('partial', pipelined(HDD, 16))).toBe(1);
    const plan = strategyNamed('partial').plan(stockHdd, OPTIONS);
    expect([plan.availableFraction, plan.storageBytes]).toEqual([0.1, 1e11]);
    expect(gain('partial', stockNvme, { held: 1 })).toBe(1);
  });

  it('ram: nothing where the cores limit, 20 times a stock hard disk', () => {
    expect(gain('ram', pipelined(GEN4, 1))).toBe(1);
    // 14.03284 / (0.0131 + 0.73284)
    expect(gain('ram', stockHdd)).toBeCloseTo(18.812, 3);
  });

  it('gpu: the drive limits again, and sealing on the fly costs nothing', () => {
    const plan = strategyNamed('gpu').plan({ ...pipelined(GEN4, 1), loop: 'stock' }, OPTIONS);
    const sealed = attemptRate(plan.machine);
    expect([sealed.bottleneck, Math.round(sealed.rate)]).toEqual(['disk', 21_362]);
    const unsealed = attemptRate({ ...plan.machine, sealed: false });
    expect(unsealed.rate).toBe(sealed.rate);
    // 2113 / 5.7156e9 + 8705 / 2.2335e9 = 4.2672 us
    expect(unsealed.limits.gpu).toBeCloseTo(1 / 4.2672e-6, -3);
  });
});
