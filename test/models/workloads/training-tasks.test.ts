import { describe, expect, it } from 'vitest';
import { fileBytes } from '../../../models/workloads/samples.ts';
import type { Task, Work } from '../../../models/workloads/task.ts';
import { trainingProfile } from '../../../models/workloads/training.ts';
import { ends, type Sets, tasksOf, worksOf } from './tasks.ts';

/** Wall time of tasks one after the other, and the share of it that local steps take. */
function play(tasks: readonly Task[], seconds: (work: Work) => number) {
  const wall = tasks.reduce((sum, task) => sum + task.wait + Math.max(...ends(task, seconds)), 0);
  const computed = worksOf(tasks, 'local').reduce((sum, work) => sum + work.seconds, 0);
  return { wall, utilisation: computed / wall };
}

/** A store in which every read and every checkpoint takes so many seconds. */
const store =
  (read: number, write: number) =>
  (work: Work): number => {
    if (work.lane === 'read') return read;
    return work.lane === 'write' ? write : work.lane === 'local' ? work.seconds : 0;
  };

const train = (sets: Sets, client = { number: 0, of: 1 }) =>
  tasksOf('training', 1e6, { sets: { epochs: 1, ...sets }, ...client });

describe('training', () => {
  // One sample and 0.0035 s a step with h100
  const cosmoflow: Sets = { job: 'cosmoflow', files: 200, checkpointEvery: 100, readers: 1 };

  it('computes all the time on a store that takes none', () => {
    const { wall, utilisation } = play(train(cosmoflow), store(0, 0));
    expect(utilisation).toBeCloseTo(1, 12);
    expect(wall).toBeCloseTo(200 * 0.0035, 12);
  });

  it('reads ahead: a step takes the longer of reading and computing', () => {
    // 100 reads of 1 ms, one after the other: only the first of a stretch is waited for
    expect(play(train(cosmoflow), store(0.001, 0)).wall).toBeCloseTo(2 * (0.001 + 0.35), 9);
    // 100 reads of 7 ms, and the last step
    expect(play(train(cosmoflow), store(0.007, 0)).wall).toBeCloseTo(2 * (0.7 + 0.0035), 9);
    // Half of the time, apart from the first read
    const slow = play(train({ ...cosmoflow, checkpointEvery: 200 }), store(0.007, 0));
    expect(slow.utilisation).toBeCloseTo(0.5, 2);
    // With four threads the samples of three steps ahead are under way: a read has the 7 ms of two steps
    // between the end of step b - 3, when it begins, and the start of step b
    const four = play(train({ ...cosmoflow, readers: 4 }), store(0.007, 0));
    expect(four.wall).toBeCloseTo(2 * (0.007 + 0.35), 9);
  });

  it('reads no further ahead than asked', () => {
    // Prefetch 1, 2 readers, reads of 10 ms: two batches are read together, then batch b awaits step b - 2.
    // Steps 0 and 1 end at 13.5 and 17 ms; batches 2 and 3 are there at 23.5 and 27: two steps take 13.5 ms
    const sets = { ...cosmoflow, readers: 2, prefetch: 1, files: 100 };
    expect(play(train(sets), store(0.01, 0)).wall).toBeCloseTo(49 * 0.0135 + 0.017, 9);
  });

  it('awaits a checkpoint with its accelerator, not with its readers', () => {
    // Three stretches, three checkpoints: of 2 s, in which the reads of 1 ms hide; first reads of a stretch
    // are waited for only at the start
    const sets = { ...cosmoflow, files: 300 };
    expect(play(train(sets), store(0.001, 2)).wall).toBeCloseTo(0.001 + 3 * 0.35 + 3 * 2, 9);
  });

  it('saves each n steps and at the end, 14 bytes a parameter over all clients', () => {
    const saved = [0, 1, 2].map((number) => {
      const tasks = train(
        { job: 'cosmoflow', files: 300, checkpointEvery: 30, modelParameters: 10_000_001 },
        { number, of: 3 },
      );
      return worksOf(tasks, 'write');
    });
    for (const [number, writes] of saved.entries()) {
      // 100 steps: after 30, 60, 90 and at the end, after the files of the data set
      expect(writes.map(({ object }) => object)).toEqual(
        [0, 1, 2, 3].map((i) => 300 + number + 3 * i),
      );
    }
    // 140,000,014 / 3 = 46,666,671 and 1 over
    expect(saved.map(([{ bytes }]) => bytes)).toEqual([46_666_672, 46_666_671, 46_666_671]);
  });

  it('ends without a step when the files fill no batch', () => {
    expect(train({ job: 'unet3d', files: 6 })).toEqual([]);
  });

  it.each(['a100', 'h100'] as const)('takes the steps of %s', (accelerator) => {
    const steps = worksOf(train({ job: 'resnet50', files: 4, accelerator }), 'local');
    // hardware-network-workloads D1: 4 x 1251 samples in batches of 400
    expect(steps).toHaveLength(12);
    expect(new Set(steps.map(({ seconds }) => seconds))).toEqual(
      new Set([{ a100: 0.435, h100: 0.224 }[accelerator]]),
    );
  });
});

describe('the reads of training', () => {
  it('take what lies together at once: a batch of records from each thread', () => {
    const tasks = train({ job: 'resnet50', files: 8, readers: 4 });
    const [first] = tasks[0].steps.map(({ work }) => work);
    // 400 images over 4 threads
    expect(first).toMatchObject({ lane: 'read', offset: 0, bytes: 100 * 114_660 });
    // 25 whole batches: 25 x 400 of 10,008 samples
    const reads = worksOf(tasks, 'read');
    expect(reads.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(25 * 400 * 114_660);
    // A thread's batch lies in one file or in two
    expect(reads.length).toBeLessThanOrEqual(25 * 4 + 8);
  });

  it('cover the data set once in each epoch, and stay within its files', () => {
    const profile = trainingProfile('unet3d');
    const tasks = train({ job: 'unet3d', files: 70, epochs: 3, checkpointEvery: 4 });
    const reads = worksOf(tasks, 'read');
    expect(reads).toHaveLength(3 * 70);
    for (const epoch of [0, 1, 2]) {
      const files = reads.slice(70 * epoch, 70 * (epoch + 1)).map(({ object }) => object);
      expect([...files].sort((a, b) => a - b)).toEqual(Array.from({ length: 70 }, (_, i) => i));
    }
    for (const { object, offset, bytes } of reads) {
      expect([offset, bytes]).toEqual([0, fileBytes(profile, object)]);
    }
  });
});
