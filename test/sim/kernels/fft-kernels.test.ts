/** Every build of the transforms against the plain ones, on random work. */
import { describe, expect, it } from 'vitest';
import { plainKernels, wasmKernels } from '../../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { fftCode } from '../../../sim/kernels/reed-solomon/fft-code.ts';
import {
  pairSymbols,
  type SymbolLayout,
  splitSymbols,
} from '../../../sim/kernels/reed-solomon/symbols.ts';
import {
  codeInstance,
  knowsRelaxed,
  sharedMemory,
  WORK,
} from '../../../sim/kernels/reed-solomon/wasm.ts';
import { builds, moved, withRelaxed } from './builds.ts';
import { codeword, only, randomBytes, randomShards, sameShards, stream } from './shards.ts';

withRelaxed();

/**
 * Counts, layout and lengths: on both sides of a vector, of the 4 KiB below which results share a buffer and
 * of the 8 KiB that go through at once.
 */
const shapes: readonly [number, number, SymbolLayout, readonly number[]][] = [
  [1, 1, splitSymbols, [0, 1, 40]],
  [1, 6, splitSymbols, [0, 33]],
  [2, 3, splitSymbols, [1, 15, 16, 17, 31, 32, 33]],
  [4, 11, splitSymbols, [0, 63, 64, 65, 4095, 4096, 4097]],
  [8, 3, splitSymbols, [5, 8191, 8192, 8193, 12_345]],
  [16, 16, splitSymbols, [7, 100, 4100]],
  [32, 32, splitSymbols, [50]],
  [64, 64, splitSymbols, [33]],
  [128, 128, splitSymbols, [1, 512]],
  [2, 300, pairSymbols, [0, 2, 30, 32, 34, 66]],
  [128, 200, pairSymbols, [2, 62, 258]],
  [256, 1, splitSymbols, [0, 64, 4096, 8256]],
  [64, 700, splitSymbols, [64, 192]],
  [512, 512, splitSymbols, [64, 192]],
  [1024, 2048, splitSymbols, [64]],
  [2048, 1000, pairSymbols, [2]],
];

/** Each shape's random data by lengths, and its parity without WebAssembly. */
const works = shapes.map(([data, parity, layout, lengths]) => {
  const plain = fftCode(data, parity, layout, plainKernels);
  return lengths.map((length) => {
    const shards = randomShards(stream(`transforms ${data} ${parity} ${length}`), data, length);
    return { length, shards, expected: plain.encode(shards) };
  });
});

describe.each(builds)('transforms of codes, %s', (_, kernels) => {
  it('give the parity that the plain ones give: any counts, layouts, lengths and places', () => {
    expect(knowsRelaxed()).toBe(true);
    const used = kernels();
    shapes.forEach(([data, parity, layout], shape) => {
      const code = fftCode(data, parity, layout, used);
      for (const { length, shards, expected } of works[shape]) {
        const what = `seed transforms: ${data} + ${parity} shards of ${length} B, ${layout.name}`;
        const draws = stream(`places ${data} ${parity} ${length}`);
        expect(sameShards(code.encode(shards), expected), what).toBe(true);
        const elsewhere = shards.map((each) => moved(each, draws.below(40), draws.below(2) === 0));
        const results = code.encode(elsewhere);
        expect(sameShards(results, expected), what).toBe(true);
        expect(sameShards(elsewhere, shards), what).toBe(true);
        for (const result of results) expect(result.buffer).not.toBeInstanceOf(SharedArrayBuffer);
      }
    });
  });

  it('rebuild every shape from random sets of shards', () => {
    const used = kernels();
    shapes.forEach(([data, parity, layout], shape) => {
      const { length, shards, expected } = works[shape][works[shape].length - 1];
      const all = [...shards, ...expected];
      const seed = `rebuilt ${data} ${parity}`;
      const draws = stream(seed);
      const code = fftCode(data, parity, layout, used);
      for (let round = 0; round < 6; round++) {
        const kept = draws.sample(
          data + (draws.below(1 + round * 3) % (parity + 1)),
          data + parity,
        );
        const given = only(all, kept).map(
          (each) => each && moved(each, draws.below(40), draws.below(2) === 0),
        );
        const what = `seed ${seed}, round ${round}, ${length} B`;
        expect(sameShards(code.reconstruct(given), all), what).toBe(true);
      }
    });
  });

  it('leave no trace from one call or code to the next', () => {
    const used = kernels();
    const draws = stream('traces');
    const codes = [fftCode(4, 4, splitSymbols, used), fftCode(256, 256, splitSymbols, used)];
    const turns = codes.flatMap((code) =>
      [64, 320, 0].map((length) => {
        const all = codeword(code, draws, length);
        const given = only(all, draws.sample(code.data, 2 * code.data));
        return () => {
          expect(sameShards(code.encode(all.slice(0, code.data)), all.slice(code.data))).toBe(true);
          expect(sameShards(code.reconstruct(given), all)).toBe(true);
        };
      }),
    );
    for (let round = 0; round < 30; round++) turns[draws.below(turns.length)]();
  });
});

describe('two instances on a shared memory', () => {
  it('code in turns, each in its part', () => {
    const memory = sharedMemory()!;
    const draws = stream('turns');
    const turns = [WORK, WORK + 1_000_000].map((work, i) => {
      const code = fftCode(
        64,
        64 + 100 * i,
        splitSymbols,
        wasmKernels(codeInstance({ memory, work })!),
      );
      const all = codeword(code, draws, 512);
      const given = only(all, draws.sample(64, all.length));
      return () => sameShards(code.reconstruct(given), all);
    });
    for (let round = 0; round < 3; round++)
      expect(turns.map((turn) => turn())).toEqual([true, true]);
    const others = new Uint8Array(memory.buffer, WORK, 1_000_000);
    const before = others.fill(7).slice();
    expect(turns[1]()).toBe(true);
    expect(sameShards([others], [before])).toBe(true);
  });
});

describe('hostile counts and lengths', () => {
  it('are refused by a RangeError, or the bytes are right', () => {
    for (let round = 0; round < 300; round++) {
      const draws = stream(`hostile fft ${round}`);
      const wide = round % 3 === 0;
      const [k, m] = [2 ** draws.below(4), wide ? 260 : 1 + draws.below(9)];
      const granule = wide ? 2 : 1;
      const code = fftCode(k, m, pairSymbols);
      const all = codeword(code, draws, granule * draws.below(50));
      const given = only(all, draws.sample(draws.below(k + m + 1), k + m));
      // One may have another length, and one place may be too many or too few.
      if (draws.below(3) === 0) given[draws.below(k + m)] = randomBytes(draws, draws.below(99));
      if (draws.below(5) === 0) given.length += draws.below(3) - 1;
      const present = given.filter((shard) => shard !== undefined);
      const isWrong =
        given.length !== k + m ||
        present.length < k ||
        present.some((shard) => shard.length !== present[0].length) ||
        present[0].length % granule !== 0;
      const what = `seed hostile fft ${round}`;
      if (isWrong) expect(() => code.reconstruct(given), what).toThrow(RangeError);
      else if (present.every((shard) => all.includes(shard)))
        expect(sameShards(code.reconstruct(given), all), what).toBe(true);
    }
  });

  it('of a list with holes mean erasures', () => {
    const code = fftCode(4, 3);
    const all = codeword(code, stream('holes'), 10);
    const given: Uint8Array[] = new Array(7);
    for (const place of [1, 3, 4, 6]) given[place] = all[place];
    expect(sameShards(code.reconstruct(given), all)).toBe(true);
  });
});
