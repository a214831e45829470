import { describe, expect, it } from 'vitest';
import type { enclaves } from '../../../../models/compute/verification/enclaves.ts';
import { verificationModes } from '../../../../models/compute/verification/modes.ts';
import { defaultSettings } from '../../../../models/compute/verification/settings.ts';
import {
  type Ask,
  cpuWork,
  gpuWork,
  machineSeconds,
  type Work,
} from '../../../../models/compute/verification/work.ts';
import { cpuProfile, gpuProfile } from '../../../../sim/hardware/profiles.ts';
import { Streams } from '../../../../sim/random.ts';

const h100 = gpuProfile('h100-80g-sxm');
const ask: Ask = {
  ...{ parameters: 8e9, weightBytes: 16e9, batch: 10 },
  ...{ inputTokens: 1000, outputTokens: 100, swaps: 0 },
};

describe('work on a machine', () => {
  it('GPU: weights over bandwidth, operations over peak', () => {
    const work = gpuWork(h100, 2, { ...ask, swaps: 0.5 });
    // 16e9 / (0.78 x 3350e9 x 2) = 3.06161 ms, x (1 + 0.006 x 10) = 3.24531 ms
    expect(work.step).toBeCloseTo(0.003245312, 9);
    // 2 x 8e9 x 1000 / (0.5 x 989e12 x 2) = 16.177958 ms
    expect(work.prefill).toBeCloseTo(0.016177958, 9);
    // 16e9 / (0.4 x 50e9 x 2) = 0.4 s
    expect(work.load).toBeCloseTo(0.4, 12);
    // 16.17796 ms + 100 x 3.245312 ms / 10 + 0.5 x 0.4 s
    expect(machineSeconds(work)).toBeCloseTo(0.248631, 6);
  });

  it('CPU: reads the weights, then computes each token of the batch', () => {
    const work = cpuWork(cpuProfile('cpu-server-64c'), ask);
    // 16e9 / (0.72 x 400e9) = 55.5556 ms; a token 2 x 8e9 / (0.5 x 5e12) = 6.4 ms
    expect(work.memory).toBeCloseTo(0.0555556, 7);
    expect(work.step).toBeCloseTo(0.0555556 + 0.064, 7);
    expect(work.prefill).toBeCloseTo(6.4, 9);
    expect(work.load).toBe(0);
  });

  it('CPU: gives the tokens per second of its profile to 1 % alone, for Llama-3-8B in bf16', () => {
    const llama = { ...ask, weightBytes: 16.06e9, batch: 1 };
    // The profile's 18 tokens/s are memory time alone: 1 / 0.0558 s.
    expect(1 / cpuWork(cpuProfile('cpu-server-64c'), llama).memory).toBeGreaterThan(17.82);
    expect(1 / cpuWork(cpuProfile('cpu-server-64c'), llama).memory).toBeLessThan(18.18);
  });

  it('refuses an empty batch and swaps beyond one', () => {
    expect(() => gpuWork(h100, 1, { ...ask, batch: 0 })).toThrow(
      'batch, expected at least 1, got 0',
    );
    expect(() => gpuWork(h100, 1, { ...ask, swaps: 1.5 })).toThrow(
      'swaps, expected 0 to 1, got 1.5',
    );
  });
});

const slowdown = (work: Work, enclave: keyof typeof enclaves) =>
  verificationModes.tee.slowdown(work, {
    ...defaultSettings,
    tee: { ...defaultSettings.tee, enclave },
  });

describe('the slowdown of an enclave', () => {
  const work: Work = {
    ...{ batch: 4, prefill: 0.1, step: 0.01, memory: 0.008 },
    ...{ outputTokens: 200, load: 2, swaps: 0 },
  };
  // plain: 0.1 + 200 x 0.01 / 4 = 0.6 s

  it('H100: a hand-over for each step', () =>
    // 0.45 ms x 200 / 4 = 22.5 ms; 22.5 / 600 = 3.75 %
    expect(slowdown(work, 'h100')).toBeCloseTo(1.0375, 12));

  it('H100: loads take 1.6 x as long', () =>
    // plain 0.6 + 0.5 x 2 = 1.6 s; extra 22.5 ms + 0.6 x 1 s
    expect(slowdown({ ...work, swaps: 0.5 }, 'h100')).toBeCloseTo(1 + 0.6225 / 1.6, 12));

  it('CPU: reads of memory take 1.2 x as long', () =>
    // 0.2 x 8 ms x 50 steps = 80 ms of 600
    expect(slowdown(work, 'cpu')).toBeCloseTo(1 + 0.08 / 0.6, 12));

  it('hides nearly all hand-overs under an engine that knows of it', () =>
    // 0.05 ms x 50 = 2.5 ms of 600; naive 3 ms x 50 = 150 ms of 600
    expect([slowdown(work, 'blackwell-aware'), slowdown(work, 'blackwell')]).toEqual([
      expect.closeTo(1 + 0.0025 / 0.6, 12),
      expect.closeTo(1.25, 12),
    ]));

  it('shrinks as batch, model and input grow, whatever the work', () => {
    const stream = new Streams('enclave', 0).stream('work');
    for (let i = 0; i < 300; i++) {
      const parameters = stream.between(1e9, 5e10);
      const own: Ask = {
        ...{ parameters, weightBytes: 2 * parameters, batch: 1 + stream.below(100), swaps: 0 },
        ...{ inputTokens: 1 + stream.below(8000), outputTokens: 1 + stream.below(1000) },
      };
      const cost = (change: Partial<Ask>) =>
        slowdown(gpuWork(h100, 1, { ...own, ...change }), 'h100');
      const place = `seed enclave, work ${i}: ${JSON.stringify(own)}`;
      expect(cost({}), place).toBeGreaterThan(1);
      expect(cost({ batch: own.batch + 1 }), place).toBeLessThan(cost({}));
      expect(cost({ inputTokens: own.inputTokens + 1 }), place).toBeLessThan(cost({}));
      const twice = { parameters: 2 * parameters, weightBytes: 4 * parameters };
      expect(cost(twice), place).toBeLessThan(cost({}));
      expect(cost({ swaps: 1 }), place).toBeLessThan(1.6);
    }
  });
});
