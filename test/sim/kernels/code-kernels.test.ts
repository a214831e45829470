/** Every build of the kernels against the plain ones, on random work. */
import { describe, expect, it } from 'vitest';
import { RELAXED } from '../../../sim/kernels/reed-solomon/binary.generated.ts';
import {
  chosenKernels,
  plainKernels,
  wasmKernels,
} from '../../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { unchecked } from '../../../sim/kernels/reed-solomon/kernels.ts';
import { matrixCode } from '../../../sim/kernels/reed-solomon/matrix-code.ts';
import {
  codeInstance,
  knowsRelaxed,
  sharedMemory,
  type WasmHost,
  WORK,
} from '../../../sim/kernels/reed-solomon/wasm.ts';
import { builds, moved, withRelaxed } from './builds.ts';
import { only, randomBytes, randomShards, sameShards, stream } from './shards.ts';

const { WebAssembly } = globalThis as WasmHost;
const plain = plainKernels[unchecked];

withRelaxed();

describe.each(builds)('kernels of codes, %s', (_, kernelsOf) => {
  it('combine as the plain ones do: any counts, lengths and places', () => {
    expect(knowsRelaxed()).toBe(true);
    const kernels = kernelsOf()[unchecked];
    for (let round = 0; round < 150; round++) {
      const draws = stream(`combine ${round}`);
      const large = round % 30 === 0;
      const [inputs, outputs] = [1 + draws.below(large ? 255 : 20), 1 + draws.below(9)];
      const length = large ? 900 + draws.below(6000) : draws.below(400);
      const rows = randomShards(draws, outputs, inputs);
      const data = randomShards(draws, inputs, length);
      const what = `seed combine ${round}: ${inputs} to ${outputs} shards of ${length} B`;
      const expected = plain.combination(rows)(data, length);
      const combine = kernels.combination(rows);
      expect(sameShards(combine(data, length), expected), what).toBe(true);
      const elsewhere = data.map((shard) => moved(shard, draws.below(40), draws.below(2) === 0));
      const results = combine(elsewhere, length);
      expect(sameShards(results, expected), what).toBe(true);
      expect(sameShards(elsewhere, data), what).toBe(true);
      for (const result of results) expect(result.buffer).not.toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it('combine at the ends of a pass and of a strip', () => {
    const kernels = kernelsOf()[unchecked];
    const draws = stream('ends');
    const rows = randomShards(draws, 5, 3);
    const ready = kernels.combination(rows);
    const expected = plain.combination(rows);
    // Eight shards take strips of 32,576 B: 262,144 / 8 - 192.
    for (const whole of [0, 32, 64, 4096, 32_576, 65_152]) {
      for (const length of [whole - 1, whole, whole + 1].filter((bytes) => bytes >= 0)) {
        const data = randomShards(draws, 3, length);
        expect(sameShards(ready(data, length), expected(data, length)), `${length} B`).toBe(true);
      }
    }
  });

  it('rebuild 40 + 30 from random sets of shards', () => {
    const draws = stream('rebuild');
    const code = matrixCode(40, 30, kernelsOf());
    const data = randomShards(draws, 40, 100);
    const all = [...data, ...matrixCode(40, 30, plainKernels).encode(data)];
    expect(sameShards([...data, ...code.encode(data)], all)).toBe(true);
    for (let round = 0; round < 60; round++) {
      const kept = draws.sample(40 + draws.below(30), 70);
      const what = `seed rebuild, round ${round}, kept ${kept}`;
      expect(sameShards(code.reconstruct(only(all, kept)), all), what).toBe(true);
    }
  });
});

describe('an instance', () => {
  it('is in use here', () => {
    expect(chosenKernels()[unchecked].combination).not.toBe(plain.combination);
    expect(chosenKernels()).toBe(chosenKernels());
  });

  it('gives way where a host has no WebAssembly, or refuses to compile', () => {
    expect(codeInstance({ host: {} })).toBeUndefined();
    expect(sharedMemory({})).toBeUndefined();
    class Refusing {
      constructor() {
        throw new RangeError('too large for this thread');
      }
    }
    const host = {
      WebAssembly: {
        ...{ Module: Refusing, Instance: Refusing, Memory: Refusing },
        validate: () => true,
      },
    } as never;
    expect(codeInstance({ host })).toBeUndefined();
    expect(sharedMemory(host)).toBeUndefined();
  });

  it('is the plain build where a host does not know the relaxed one', () => {
    const { Module, Instance, Memory, validate } = WebAssembly!;
    const compiled: string[] = [];
    class Watched extends Module {
      constructor(binary: Uint8Array) {
        super(binary);
        compiled.push(Buffer.from(binary).toString('base64'));
      }
    }
    for (const knows of [true, false])
      codeInstance({
        host: {
          WebAssembly: { Module: Watched, Instance, Memory, validate: (b) => knows && validate(b) },
        },
      });
    expect(compiled.map((text) => text === RELAXED)).toEqual([true, false]);
  });

  it('keeps to its part of a shared memory', () => {
    const memory = sharedMemory()!;
    const draws = stream('parts');
    const [a, b] = [WORK, WORK + 500_000].map(
      (work) => wasmKernels(codeInstance({ memory, work })!)[unchecked],
    );
    const parts = [a, b].map((kernels, i) => {
      const rows = randomShards(draws, 3 + i, 4);
      const data = randomShards(draws, 4, 700 + i);
      const expected = plain.combination(rows)(data, 700 + i);
      const combine = kernels.combination(rows);
      return () => sameShards(combine(data, 700 + i), expected);
    });
    for (let round = 0; round < 3; round++)
      expect(parts.map((part) => part())).toEqual([true, true]);
    const others = new Uint8Array(memory.buffer, WORK, 500_000);
    const before = others.fill(7).slice();
    expect(parts[1]()).toBe(true);
    expect(sameShards([others], [before])).toBe(true);
  });

  it('grows its memory when a call needs more, and sees that another has', () => {
    const memory = sharedMemory()!;
    const [a, b] = [codeInstance({ memory })!, codeInstance({ memory })!];
    a.view(0)[5000] = 77;
    const grown = a.view(5_000_000);
    expect(grown.length).toBeGreaterThanOrEqual(WORK + 5_000_000);
    expect(b.view(5_000_000).length).toBe(grown.length);
    expect(b.view(0)[5000]).toBe(77);
    expect(() => a.view(2 ** 27)).toThrow(RangeError);
    const own = codeInstance()!;
    own.view(0)[5000] = 78;
    expect(own.view(3_000_000)[5000]).toBe(78);
  });
});

describe('hostile counts and lengths', () => {
  it('are refused by a RangeError, or the bytes are right', () => {
    for (let round = 0; round < 400; round++) {
      const draws = stream(`hostile ${round}`);
      const [k, m] = [1 + draws.below(6), 1 + draws.below(6)];
      const code = matrixCode(k, m);
      const data = randomShards(draws, k, draws.below(50));
      const all = [...data, ...code.encode(data)];
      const given = only(all, draws.sample(draws.below(k + m + 1), k + m));
      // One may have another length, one may lie elsewhere, one may be too many or too few.
      if (draws.below(3) === 0) given[draws.below(k + m)] = randomBytes(draws, draws.below(50));
      if (draws.below(5) === 0) given.length += draws.below(3) - 1;
      const present = given.filter((shard) => shard !== undefined);
      const isWrong =
        given.length !== k + m ||
        present.length < k ||
        present.some((shard) => shard.length !== present[0].length);
      const what = `seed hostile ${round}`;
      if (isWrong) expect(() => code.reconstruct(given), what).toThrow(RangeError);
      else if (present.every((shard) => all.includes(shard)))
        expect(sameShards(code.reconstruct(given), all), what).toBe(true);
    }
  });

  it('of a list with holes mean erasures', () => {
    const code = matrixCode(3, 2);
    const data = randomShards(stream('holes'), 3, 10);
    const all = [...data, ...code.encode(data)];
    const given: Uint8Array[] = new Array(5);
    for (const place of [1, 3, 4]) given[place] = all[place];
    expect(sameShards(code.reconstruct(given), all)).toBe(true);
  });
});
