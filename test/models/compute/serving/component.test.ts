import { describe, expect, it } from 'vitest';
import { drawTokens, medianOf } from '../../../../models/compute/serving/prompts.ts';
import { stepsUntil, stretchTime } from '../../../../models/compute/serving/stretch.ts';
import { Streams } from '../../../../sim/random.ts';
import { objections, observed, probe, value } from '../../probes/probe.ts';

describe('tokens of prompts', () => {
  const law = { mean: 206, sigma: 1.05, longest: 1024 };

  it('the median gives the mean after the cut', () => {
    const stream = new Streams('median', 0).stream('tokens');
    const median = medianOf(law);
    let sum = 0;
    let count = 0;
    while (count < 200_000) {
      const tokens = stream.lognormal(median, law.sigma);
      if (tokens > law.longest) continue;
      sum += tokens;
      count++;
    }
    expect(Math.abs(sum / count / law.mean - 1)).toBeLessThan(0.01);
  });

  it('drawn ones have the mean, and none is below 2', () => {
    const drawn = drawTokens(new Streams('drawn', 0).stream('tokens'), 200, law);
    expect(drawn).toHaveLength(200);
    expect(Math.abs(drawn.reduce((sum, tokens) => sum + tokens, 0) / 200 - 206)).toBeLessThan(1);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(2);
  });

  it('refuses a mean that the cut does not allow', () => {
    const refused = { ...law, mean: 600 };
    expect(() => medianOf(refused)).toThrow('mean, expected above 0 and below 512 tokens, got 600');
  });
});

describe('a stretch of steps', () => {
  it('the smallest number of steps that take so long, by counting', () => {
    const stream = new Streams('stretch', 0).stream('steps');
    for (let i = 0; i < 2000; i++) {
      const stretch = { first: 1e4 + stream.below(1e6), growth: stream.uniform() * 100 };
      const ticks = stream.uniform() * 1e8;
      let steps = 0;
      let time = 0;
      while (time < ticks) {
        time += stretch.first + steps * stretch.growth;
        steps++;
      }
      expect(stepsUntil(stretch, ticks), `seed stretch, case ${i}`).toBe(steps);
      expect(Math.abs(stretchTime(stretch, steps) - time)).toBeLessThan(1e-3);
    }
  });
});

describe('the section serving', () => {
  it('answers every prompt and counts every token', () => {
    const { findings } = probe('serving', { prompts: 80, output: { mean: 100 } });
    const count = (name: string) => observed(findings, `compute.serving.${name}`).count;
    expect([count('ttft'), count('tpot'), count('latency')]).toEqual([80, 80, 80]);
    const ratio =
      value(findings, 'compute.serving.throughput') /
      value(findings, 'compute.serving.request_rate');
    expect(Math.abs(ratio - 100)).toBeLessThan(1);
  });

  it('the batch is what Little says: answers per second times their time in it', () => {
    const { findings } = probe('serving', { prompts: 400, repeated: true });
    // Latency counts the 6.2 ms before the queue and less than a step in it.
    const time = observed(findings, 'compute.serving.latency').mean - 0.0062;
    const law = value(findings, 'compute.serving.request_rate') * time;
    expect(Math.abs(value(findings, 'compute.serving.batch') / law - 1)).toBeLessThan(0.01);
  });

  it('prompts that come again save their prefill only where memory keeps them', () => {
    const first = (gpu: string, model: string, repeated: boolean) => {
      const { findings } = probe('serving', { gpu, model, repeated, rate: '16 /s' });
      return observed(findings, 'compute.serving.ttft').mean;
    };
    const h100 = 'h100-80g-pcie';
    expect(first(h100, 'llama-3-8b', true)).toBeLessThan(0.9 * first(h100, 'llama-3-8b', false));
    // 45 k tokens of room, 84 k of prompts and answers.
    expect(first('rtx4090', 'llama-3-8b', true)).toBe(first('rtx4090', 'llama-3-8b', false));
  });

  it('an enclave costs the share of the profile', () => {
    const tpot = (confidential: boolean) => {
      const { findings } = probe('serving', { confidential, rate: '0.1 /s', prompts: 20 });
      return observed(findings, 'compute.serving.tpot').mean;
    };
    expect(tpot(true) / tpot(false)).toBeCloseTo(1 / 0.94, 2);
  });

  it('objects to what cannot be', () => {
    const own = { model: 'own', own: { experts: 8 } };
    expect(objections('serving', { rate: '1 MB/s' })).toEqual([
      'serving.rate: expected requests, as 8 /s, found bytes',
    ]);
    expect(objections('serving', { gpu: 'rtx4090', confidential: true })).toEqual([
      'serving.confidential: expected a card with enclaves, found rtx4090',
    ]);
    expect(objections('serving', own)).toEqual([
      'serving.own: expected all or none of activeParameters, experts and chosen, found some',
    ]);
    expect(objections('serving', { model: 'llama-3-70b' })).toEqual([
      'serving.cards: expected room for 3748 tokens of context beside the weights, found none',
    ]);
    expect(objections('serving', { output: { mean: 500 } })).toEqual([
      'serving.output.mean: expected below half of output.longest, found 500',
    ]);
    const mixture = { parameters: 50e9, activeParameters: 10e9, experts: 8, chosen: 2 };
    expect(objections('serving', { model: 'own', own: { ...mixture, format: 'fp8' } })).toEqual([]);
  });
});
