import { expect, it } from 'vitest';
import { plainKernels } from '../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { fftCode } from '../../sim/kernels/reed-solomon/fft-code.ts';
import { matrixCode } from '../../sim/kernels/reed-solomon/matrix-code.ts';
import { builds, withRelaxed } from '../sim/kernels/builds.ts';
import { codeCalls } from '../sim/kernels/fuzz/code-calls.ts';
import { hashCalls } from '../sim/kernels/fuzz/hash-calls.ts';
import { fuzz } from '../sim/kernels/fuzz/judge.ts';
import { only, randomShards, sameShards, stream } from '../sim/kernels/shards.ts';

/*
 * 1,000,000 random and hostile calls of hashes and codes: each gives the bytes that another side gives, or is
 * refused in words. What fails prints its seed and the number of its call; a call that never ends is among
 * those after the last line.
 */

withRelaxed();

const BATCH = 10_000;

function calls(name: string, make: Parameters<typeof fuzz>[1], count: number): void {
  let [given, refused] = [0, 0];
  for (let from = 0; from < count; from += BATCH) {
    const tally = fuzz(name, make, from, BATCH);
    given += tally.given;
    refused += tally.refused;
    console.log(
      `${name}, calls ${from} to ${from + BATCH - 1}: ${given} given, ${refused} refused so far`,
    );
    expect(tally.findings).toEqual([]);
  }
  expect(given + refused).toBe(count);
}

it.each(hashCalls)('100,000 calls of %s', (name, make) => calls(name, make, 100_000), 1_800_000);

it.each([...builds.map(([name]) => name), 'without WebAssembly'])(
  '60,000 calls of codes, %s',
  (side) => {
    const [name, make] = codeCalls().find(([each]) => each === `codes, ${side}`)!;
    calls(name, make, 60_000);
  },
  1_800_000,
);

it.each(builds)('the largest codes that there are, %s', (name, make) => {
  const kernels = make();
  for (const [data, parity] of [
    [32_768, 32_768],
    [1, 65_535],
    [16_384, 49_152],
    [255, 1],
    [128, 128],
  ]) {
    const draws = stream(`largest ${data} ${parity}`);
    const wide = data + parity > 256;
    const shards = randomShards(draws, data, wide ? 64 : 3000);
    const [oracle, code] = [plainKernels, kernels].map((each) =>
      wide ? fftCode(data, parity, undefined, each) : matrixCode(data, parity, each),
    );
    const all = [...shards, ...oracle.encode(shards)];
    const what = `${name}, seed largest ${data} ${parity}`;
    expect(sameShards(code.encode(shards), all.slice(data)), what).toBe(true);
    const kept = draws.sample(data, data + parity);
    expect(sameShards(code.reconstruct(only(all, kept)), all), what).toBe(true);
    expect(() => code.reconstruct(only(all, kept.slice(1))), what).toThrow(
      `shards, expected at least ${data}, got ${data - 1}`,
    );
  }
});
