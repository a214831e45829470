import { describe, expect, it } from 'vitest';
import { type TrainingProfile, trainingProfile } from '../../../models/workloads/training.ts';
import {
  TrainingClient,
  type TrainingClientOptions,
} from '../../../models/workloads/training-client.ts';
import { Lane } from '../../../sim/engine/order.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { millis, seconds, type Tick } from '../../../sim/time.ts';

/** A store in which every read takes the same time; `fails` says which ones, by their number. */
function steadyStore(simulation: Simulation, latency: Tick, fails?: (read: number) => boolean) {
  const entity = simulation.entity('store');
  const kind = simulation.handler('store.done', (_entity, _argument, done) => {
    store.inFlight--;
    (done as () => void)();
  });
  const store = {
    reads: 0,
    inFlight: 0,
    most: 0,
    read(_object: number, _offset: number, _bytes: number, done: (ok: boolean) => void): void {
      const ok = !fails?.(store.reads);
      store.reads++;
      store.inFlight++;
      store.most = Math.max(store.most, store.inFlight);
      simulation.schedule(latency, Lane.Service, entity, kind, 0, () => done(ok));
    },
  };
  return store;
}

interface Setup {
  readonly latency: Tick;
  readonly profile?: TrainingProfile;
  readonly options?: Partial<TrainingClientOptions>;
  readonly fails?: (read: number) => boolean;
}

const cosmoflow = trainingProfile('cosmoflow');

function client({ latency, profile = cosmoflow, options = {}, fails }: Setup) {
  const simulation = new Simulation({ seed: 'training-client' });
  const store = steadyStore(simulation, latency, fails);
  const training = new TrainingClient(simulation, 'client', {
    ...{ profile, accelerator: 'h100', readers: 1, prefetch: 2, files: 1000, epochs: 5 },
    ...{ client: { number: 0, of: 1 }, store, ...options },
  });
  return { simulation, store, training };
}

function utilisation(setup: Setup): number {
  const { simulation, training } = client(setup);
  training.start();
  simulation.run(seconds(0.5));
  training.resetStatistics();
  simulation.run(seconds(4));
  return training.statistics().utilisation;
}

describe('utilisation of a training client', () => {
  // cosmoflow on h100 computes 3.5 ms for each sample.
  it('is compute over reading when reading is slower', () => {
    // One thread, 7 ms a read: a step every 7 ms, 3.5 / 7
    expect(utilisation({ latency: millis(7) })).toBeCloseTo(0.5, 3);
    // Four threads, 28 ms a read: a step every 7 ms
    expect(utilisation({ latency: millis(28), options: { readers: 4 } })).toBeCloseTo(0.5, 3);
    // 10 ms a read: 3.5 / 10
    expect(utilisation({ latency: millis(10) })).toBeCloseTo(0.35, 3);
  });

  it('is 1 when reading is faster', () => {
    expect(utilisation({ latency: millis(3) })).toBe(1);
    expect(utilisation({ latency: millis(13), options: { readers: 4 } })).toBe(1);
  });

  it('is that of a batch in a job with batches', () => {
    // unet3d on h100: 7 reads of 0.1 s by one thread for 0.323 s of compute: 0.323 / 0.7
    const profile = trainingProfile('unet3d');
    const { simulation, training } = client({ latency: millis(100), profile });
    training.start();
    simulation.run(seconds(0.7));
    training.resetStatistics();
    simulation.run(seconds(70));
    expect(training.statistics().utilisation).toBeCloseTo(0.323 / 0.7, 3);
    expect(training.statistics().meanLatency).toBe(millis(100));
  });
});

describe('a training client', () => {
  it('keeps no more reads in flight than it has readers, and reads no further than its buffer', () => {
    const slow = { ...cosmoflow, stepSeconds: { a100: 1000, h100: 1000 }, batch: 5 };
    const options = { readers: 3, prefetch: 2 };
    const { simulation, store, training } = client({ latency: millis(1), profile: slow, options });
    training.start();
    simulation.run(seconds(900));
    expect(store.most).toBe(3);
    // 5 in the step, 2 batches of 5 ready, one in the hands of each of 3 readers
    expect(store.reads).toBe(5 + 10 + 3);
    expect(training.statistics()).toMatchObject({ steps: 0, reads: 18, failedReads: 0 });
  });

  it('ends after the last full batch of the last epoch', () => {
    const profile = { ...cosmoflow, batch: 4 };
    let ended = 0;
    const options = { files: 11, epochs: 2, readers: 3, ended: () => ended++ };
    const { simulation, store, training } = client({ latency: millis(2), profile, options });
    training.start();
    simulation.run();
    // 22 samples: 5 batches of 4, 2 samples dropped
    expect(store.reads).toBe(22);
    expect(training.statistics()).toMatchObject({ steps: 5, reads: 22 });
    expect(ended).toBe(1);
    expect(simulation.pending).toBe(0);
  });

  it('counts reads that fail and goes on', () => {
    const fails = (read: number) => read % 4 === 3;
    const options = { files: 100, epochs: 1, readers: 2 };
    const { simulation, training } = client({ latency: millis(2), fails, options });
    training.start();
    simulation.run();
    expect(training.statistics()).toMatchObject({ steps: 75, reads: 75, failedReads: 25 });
  });

  it('stops and goes on', () => {
    const { simulation, store, training } = client({ latency: millis(1) });
    training.start();
    simulation.run(seconds(1));
    training.stop();
    simulation.run(seconds(2));
    const { reads } = store;
    expect(simulation.pending).toBe(0);
    simulation.run(seconds(3));
    expect(store.reads).toBe(reads);
    training.start();
    simulation.run(seconds(4));
    expect(store.reads).toBeGreaterThan(reads + 200);
  });

  it('tells of each read', () => {
    const seen: number[] = [];
    const observe = (latency: Tick) => seen.push(latency);
    const options = { files: 10, epochs: 1, observe };
    const { simulation, training } = client({ latency: millis(2), options });
    training.start();
    simulation.run();
    expect(seen).toEqual(Array(10).fill(20_000));
    const { bytesRead } = training.statistics();
    expect(Math.abs(bytesRead / 10 / 2_828_486 - 1)).toBeLessThan(0.05);
  });

  it.each(['readers', 'prefetch'])('refuses %s below 1', (what) => {
    const options = { [what]: 0 };
    expect(() => client({ latency: millis(1), options })).toThrow(
      `${what}, expected a whole number of at least 1, got 0`,
    );
  });
});
