/** Random erasures of large matrix codes, each rebuilt by the fastest kernels of the host. */
import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { matrixCode } from '../../sim/kernels/reed-solomon/matrix-code.ts';
import { only, randomShards, sameShards, stream } from '../sim/kernels/shards.ts';

describe('matrix code', () => {
  it.each([
    [10, 4, 1000],
    [32, 32, 333],
    [34, 66, 40],
    [200, 56, 65],
    [128, 128, 33],
  ])('%i + %i: 1,000 random sets of shards of %i B give all back', (data, parity, length) => {
    const seed = `heavy ${data} ${parity}`;
    const draws = stream(seed);
    const code = matrixCode(data, parity);
    const shards = randomShards(draws, data, length);
    const all = [...shards, ...matrixCode(data, parity, plainKernels).encode(shards)];
    for (let round = 0; round < 1000; round++) {
      const kept = draws.sample(data + draws.below(parity), data + parity);
      const what = `seed ${seed}, round ${round}`;
      expect(sameShards(code.reconstruct(only(all, kept)), all), what).toBe(true);
    }
  });
});
