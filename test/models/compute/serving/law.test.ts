import { describe, expect, it } from 'vitest';
import {
  contextTokens,
  type ServingSetup,
  stepLaw,
  weightBytesRead,
} from '../../../../models/compute/serving/law.ts';
import {
  languageModel,
  languageModelNames,
  ownModel,
} from '../../../../models/compute/serving/models.ts';
import { GPU_PROFILE_IDS, gpuProfile } from '../../../../sim/hardware/profiles.ts';

const setup = (gpu: string, cards: number, model: string): ServingSetup => ({
  ...{ gpu: gpuProfile(gpu), cards, model: languageModel(model), slowdown: 1 },
});

/** Milliseconds of a step that gives one token to each of `requests`. */
const step = (gpu: string, cards: number, model: string, requests = 1) =>
  stepLaw(setup(gpu, cards, model)).step(requests, 0, 0) * 1e3;

describe('language models', () => {
  it('bytes of weights and of context: hardware-network-workloads D4', () => {
    expect(languageModel('llama-3-8b').weightBytes / 1e9).toBeCloseTo(16.06, 2);
    expect(languageModel('llama-3-70b').weightBytes / 1e9).toBeCloseTo(141, 0);
    expect(Math.abs(languageModel('llama-3.1-405b').weightBytes / 810e9 - 1)).toBeLessThan(0.005);
    expect(languageModel('llama-3-8b').kvBytesPerToken).toBe(131_072);
    expect(languageModel('llama-3-70b').kvBytesPerToken).toBe(327_680);
    expect(languageModel('llama-3.1-405b').kvBytesPerToken).toBe(516_096);
    expect(languageModel('deepseek-v3').kvBytesPerToken).toBe(70_272);
  });

  it('fp8 keeps the two tables of embeddings in bf16', () => {
    // 2 x 128,256 x 8192 = 2,101,346,304 parameters at 2 bytes, the other 68,448,653,696 at 1.
    expect(languageModel('llama-3-70b-fp8').weightBytes).toBeCloseTo(72_651_346_304, -1);
  });

  it('a token uses fewer parameters than there are in mixtures only', () => {
    for (const name of languageModelNames) {
      const { parameters, activeParameters, experts, layers, width } = languageModel(name);
      expect(activeParameters, name).toBeLessThanOrEqual(parameters);
      expect(activeParameters < parameters, name).toBe(experts !== null);
      expect(layers * width, name).toBeGreaterThan(0);
    }
  });

  it('names what it knows when it is asked for another', () => {
    expect(() => languageModel('gpt-9')).toThrow(/^language model, expected one of llama-2-7b, /);
  });

  it('a model of your own with the figures of Llama-3-8B is as fast on one card', () => {
    const own = ownModel('own', {
      ...{ parameters: 8.03e9, activeParameters: null, experts: null, format: 'bf16' },
      ...{ kvBytesPerToken: 131_072, layers: null, width: null },
    });
    expect(Math.abs(own.layers / 32 - 1)).toBeLessThan(0.2);
    expect(Math.abs(own.width / 4096 - 1)).toBeLessThan(0.1);
    const time = stepLaw({ ...setup('h100-80g-pcie', 1, 'llama-3-8b'), model: own }).step(1, 0, 0);
    // The table of embeddings, 1.05 of 16.06 GB, is read like any weight.
    expect(Math.abs((time * 1e3) / step('h100-80g-pcie', 1, 'llama-3-8b') - 1)).toBeLessThan(0.07);
  });
});

describe('a mixture of experts', () => {
  const mixtral = languageModel('mixtral-8x7b');

  it('reads what one token uses, and everything in a large batch', () => {
    // Without the table of embeddings, 32,000 x 4096 parameters: 12.88e9 - 131,072,000, 2 bytes each.
    expect(weightBytesRead(mixtral, 1)).toBeCloseTo(25_497_856_000, -2);
    // 46.7e9 - 131,072,000.
    expect(weightBytesRead(mixtral, 1000)).toBeCloseTo(93_137_856_000, -2);
  });

  it('reads more with every token of a step', () => {
    const read = [1, 2, 4, 8, 16, 32].map((tokens) => weightBytesRead(mixtral, tokens));
    expect([...read].sort((a, b) => a - b)).toEqual(read);
  });
});

describe('the law of a step', () => {
  it('one token of Llama-3-8B on an H100 PCIe, by hand', () => {
    // Bytes: (8.03e9 - 525,336,576) x 2 = 15,009,326,848, over 0.89 x 2039e9 B/s: 8.2709 ms.
    // Operations: 2 x 7,504,663,424 over 0.67 x 756e12 /s: 0.0296 ms; root of the squares 8.2710 ms.
    // Host: 2.16 + 0.034 ms.
    expect(step('h100-80g-pcie', 1, 'llama-3-8b')).toBeCloseTo(10.465, 3);
  });

  it('a prompt of 1000 tokens is read at the speed of the matrix units', () => {
    const law = stepLaw(setup('h100-80g-pcie', 1, 'llama-3-8b'));
    // 15.0093e9 x 1000 / 506.52e12 = 29.632 ms; attention 500,000 pairs x 4 x 32 x 4096 / 506.52e12 = 0.518 ms;
    // root of 30.150^2 + 8.271^2 = 31.264 ms, and 2.16 ms of the host.
    expect(law.step(0, 1000, 500_000) * 1e3).toBeCloseTo(33.42, 2);
  });

  it('cards that were not fitted: faster memory gives faster tokens, in proportion', () => {
    const order = [
      'a100-80g-sxm',
      'h100-80g-pcie',
      'h100-80g-sxm',
      'h200-141g-sxm',
      'b200-180g-sxm',
    ];
    const times = order.map((gpu) => step(gpu, 1, 'llama-3-8b', 8));
    expect([...times].sort((a, b) => b - a)).toEqual(times);
    const host = 2.16 + 0.034;
    const card = (gpu: string) => step(gpu, 1, 'llama-3-8b') - host;
    expect(card('h100-80g-pcie') / card('h100-80g-sxm')).toBeCloseTo(3350 / 2039, 2);
    const home = ['rtx3090', 'rtx4090', 'rtx5090'].map((gpu) => step(gpu, 1, 'llama-3-8b'));
    expect([...home].sort((a, b) => b - a)).toEqual(home);
  });

  it('agrees within 25 % with the profiles of all cards on Llama-3-8B alone; those of servers leave the host out', () => {
    for (const id of GPU_PROFILE_IDS) {
      const host = id.startsWith('rtx') ? 0 : 2.2;
      const { llama8bTokenSeconds } = gpuProfile(id).serving;
      const error = (step(id, 1, 'llama-3-8b') - host) / (llama8bTokenSeconds * 1e3) - 1;
      expect(Math.abs(error), `${id}: ${error}`).toBeLessThan(0.25);
    }
  });

  it('half the bytes take half the time of the card', () => {
    const exchange = 160 * (0.07 + (8192 * 2) / 30e6);
    const rest = 2.16 + 0.034 + exchange;
    const bf16 = step('h100-80g-pcie', 2, 'llama-3-70b') - rest;
    const fp8 = step('h100-80g-pcie', 2, 'llama-3-70b-fp8') - rest;
    expect(Math.abs(fp8 / bf16 - 0.51)).toBeLessThan(0.01);
  });

  it('NVLink adds less to a step than PCIe', () => {
    const added = (gpu: string) =>
      step(gpu, 2, 'llama-3-8b', 16) - step(gpu, 1, 'llama-3-8b', 16) / 2;
    expect(added('h100-80g-sxm')).toBeLessThan(added('h100-80g-pcie') / 2);
  });

  it('more requests never make a step shorter, nor more cards the memory smaller', () => {
    for (const gpu of GPU_PROFILE_IDS) {
      let last = 0;
      for (const requests of [1, 2, 5, 20, 100, 256]) {
        const time = step(gpu, 1, 'qwen2.5-1.5b', requests);
        expect(time, `${gpu}, ${requests}`).toBeGreaterThan(last);
        last = time;
      }
      expect(contextTokens(setup(gpu, 2, 'qwen2.5-1.5b'))).toBeGreaterThan(
        contextTokens(setup(gpu, 1, 'qwen2.5-1.5b')),
      );
    }
  });

  it('fits what was run: 70B in bf16 on two cards of 80 GB and not on one, 8B on a card of 24 GB', () => {
    expect(contextTokens(setup('h100-80g-pcie', 2, 'llama-3-70b'))).toBeGreaterThan(10_000);
    expect(contextTokens(setup('h100-80g-pcie', 1, 'llama-3-70b'))).toBeLessThan(0);
    expect(contextTokens(setup('rtx4090', 1, 'llama-3-8b'))).toBeGreaterThan(10_000);
  });
});
