/** Random erasures of FFT codes, each rebuilt by the fastest kernels of the host, and the largest shapes. */
import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { fftCode } from '../../sim/kernels/reed-solomon/fft-code.ts';
import {
  pairSymbols,
  type SymbolLayout,
  splitSymbols,
} from '../../sim/kernels/reed-solomon/symbols.ts';
import { only, randomShards, sameShards, stream } from '../sim/kernels/shards.ts';

/** Data and parity, the latter made without WebAssembly. */
function codewordOf(data: number, parity: number, layout: SymbolLayout, bytes: number) {
  const draws = stream(`heavy fft ${data} ${parity}`);
  const shards = randomShards(draws, data, bytes);
  return { draws, all: [...shards, ...fftCode(data, parity, layout, plainKernels).encode(shards)] };
}

describe('FFT code', () => {
  it.each([
    [16, 16, 'split', 77, 2000],
    [64, 64, 'split', 33, 2000],
    [128, 128, 'split', 40, 2000],
    [512, 666, 'pairs', 6, 1500],
    [128, 200, 'split', 64, 1500],
    [1024, 1024, 'split', 64, 700],
    [1024, 2048, 'pairs', 34, 300],
  ])(
    '%i + %i, %s, %i B: %i random sets of shards give all back',
    (data, parity, name, bytes, rounds) => {
      const layout = name === 'pairs' ? pairSymbols : splitSymbols;
      const code = fftCode(data, parity, layout);
      const { draws, all } = codewordOf(data, parity, layout, bytes);
      for (let round = 0; round < rounds; round++) {
        const more = round % 2 === 0 ? 0 : draws.below(parity);
        const kept = draws.sample(data + more, data + parity);
        const what = `seed heavy fft ${data} ${parity}, round ${round}`;
        expect(sameShards(code.reconstruct(only(all, kept)), all), what).toBe(true);
      }
    },
  );

  it.each([
    [8192, 8192, 1088],
    [32_768, 32_768, 64],
    [16_384, 49_152, 192],
    [1, 65_535, 192],
    [4096, 60_000, 64],
  ])('%i + %i, %i B: large codes, in one piece or several', (data, parity, bytes) => {
    const code = fftCode(data, parity);
    const { draws, all } = codewordOf(data, parity, splitSymbols, bytes);
    expect(sameShards(code.encode(all.slice(0, data)), all.slice(data))).toBe(true);
    const kept = draws.sample(data, data + parity);
    expect(sameShards(code.reconstruct(only(all, kept)), all)).toBe(true);
  });
});
