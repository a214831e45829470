/** Work by way of the shared memory, all of it in this thread, against work without. */
import { describe, expect, it } from 'vitest';
import { plainKernels as plainHashes } from '../../../../sim/kernels/hashing/plain.ts';
import { helpedJobs } from '../../../../sim/kernels/jobs/helped-jobs.ts';
import { inlineJobs } from '../../../../sim/kernels/jobs/jobs.ts';
import { wholeMemory } from '../../../../sim/kernels/jobs/shared-work.ts';
import { plainKernels } from '../../../../sim/kernels/reed-solomon/chosen-kernels.ts';
import { fftCode } from '../../../../sim/kernels/reed-solomon/fft-code.ts';
import { matrixCode } from '../../../../sim/kernels/reed-solomon/matrix-code.ts';
import { pairSymbols, splitSymbols } from '../../../../sim/kernels/reed-solomon/symbols.ts';
import { sharedMemory } from '../../../../sim/kernels/reed-solomon/wasm.ts';
import { randomBytes, randomShards, sameShards, stream } from '../shards.ts';

const jobsAlone = () =>
  helpedJobs({ memory: wholeMemory(sharedMemory()!), helpers: 0, isAlive: () => true });

describe('divided work', () => {
  it('encodes by FFT as undivided work does: below and above the least size, any ends of parts', () => {
    const { codes } = jobsAlone();
    for (const [data, parity, length, layout] of [
      // 128 x 1,024 B is the least that is divided; below 256 points shards have any length.
      [128, 128, 1023, splitSymbols],
      [128, 128, 1024, splitSymbols],
      [128, 100, 4133, splitSymbols],
      [64, 190, 9001, splitSymbols],
      [1, 3, 300_001, splitSymbols],
      [512, 600, 1024, splitSymbols],
      [512, 40, 1098, pairSymbols],
      [1024, 1024, 2112, splitSymbols],
    ] as const) {
      const draws = stream(`encode ${data} ${parity} ${length}`);
      const shards = randomShards(draws, data, length);
      const divided = fftCode(data, parity, layout, codes).encode(shards);
      const whole = fftCode(data, parity, layout, inlineJobs.codes).encode(shards);
      expect(sameShards(divided, whole), `${data} + ${parity}, ${length} B`).toBe(true);
    }
  });

  it('encodes by FFT what tables of logarithms encode', () => {
    const shards = randomShards(stream('tables'), 64, 4160);
    const divided = fftCode(64, 64, splitSymbols, jobsAlone().codes).encode(shards);
    expect(sameShards(divided, fftCode(64, 64, splitSymbols, plainKernels).encode(shards))).toBe(
      true,
    );
  });

  it('combines and rebuilds by matrix as undivided work does', () => {
    const { codes } = jobsAlone();
    for (const [data, parity, length] of [
      [10, 4, 13_107],
      [10, 4, 65_536],
      [3, 1, 100_001],
      [200, 56, 701],
    ]) {
      const shards = randomShards(stream(`combine ${data} ${parity} ${length}`), data, length);
      const code = matrixCode(data, parity, codes);
      const all = [...shards, ...matrixCode(data, parity, plainKernels).encode(shards)];
      expect(sameShards(code.encode(shards), all.slice(data)), `${length} B`).toBe(true);
      const some = all.map((shard, i) => (i < parity ? undefined : shard));
      expect(sameShards(code.reconstruct(some), all), `rebuilt, ${length} B`).toBe(true);
    }
  });

  it('computes for codes alone, which check what they are given', () => {
    for (const { codes } of [jobsAlone(), inlineJobs]) {
      // Callers could give kernels shards of unequal lengths.
      expect(Object.keys(codes)).toEqual([]);
      const shards = randomShards(stream('unequal'), 10, 65_536);
      shards[3] = shards[3].subarray(1);
      for (const code of [matrixCode(10, 4, codes), fftCode(8, 8, splitSymbols, codes)])
        expect(() => code.encode(shards.slice(0, code.data))).toThrow(
          new RangeError('shard length, expected 65536 B, got 65535 B'),
        );
    }
  });

  it('hashes trees of the bytes as they were at the start, joined once, twice or late', () => {
    const jobs = jobsAlone();
    const draws = stream('trees');
    const data = randomBytes(draws, 8 * 4096);
    const expected = Array.from({ length: 8 }, (_, i) =>
      plainHashes.keccakTreeRoot(data.subarray(i * 4096, (i + 1) * 4096), 256),
    );
    for (const each of [jobs, inlineJobs]) {
      const bytes = data.slice();
      const first = each.treeRoots(bytes, 256, 4096);
      bytes.fill(0);
      const second = each.treeRoots(data, 256, 4096);
      expect(second.join()).toEqual(expected);
      expect(first.join()).toEqual(expected);
      expect(first.join()).toEqual(expected);
      expect(each.treeRoots(new Uint8Array(0), 256, 4096).join()).toEqual([]);
      expect(() => each.treeRoots(data, 256, 5000)).toThrow(RangeError);
    }
  });

  it('goes on where neither the ring nor the arena has room', () => {
    // 1 MiB in all.
    const memory = sharedMemory()!;
    const jobs = helpedJobs({ memory, helpers: 0, isAlive: () => true });
    const draws = stream('room');
    const root = (data: Uint8Array) => inlineJobs.treeRoots(data, 256, data.length).join();
    const small = Array.from({ length: 150 }, () => randomBytes(draws, 256));
    const large = Array.from({ length: 5 }, () => randomBytes(draws, 262_144));
    const all = [...small, ...large, new Uint8Array(1_048_576).fill(7), ...small.slice(0, 70)];
    const started = all.map((data) => jobs.treeRoots(data, 256, data.length));
    expect(started.map((each) => each.join())).toEqual(all.map(root));
    const shards = randomShards(draws, 128, 9024);
    const divided = fftCode(128, 256, splitSymbols, jobs.codes).encode(shards);
    expect(sameShards(divided, fftCode(128, 256).encode(shards))).toBe(true);
  });

  it('is cleared of what nobody joined, and used again', () => {
    const jobs = jobsAlone();
    const data = randomBytes(stream('clear'), 65_536);
    for (let run = 0; run < 3; run++) {
      for (let i = 0; i < 30; i++) jobs.treeRoots(data, 256, 32_768);
      jobs.clear();
    }
    expect(jobs.treeRoots(data, 256, 65_536).join()).toEqual(
      inlineJobs.treeRoots(data, 256, 65_536).join(),
    );
  });
});
