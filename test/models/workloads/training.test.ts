import { describe, expect, it } from 'vitest';
import {
  FileOrder,
  fileBytes,
  SampleReader,
  sampleBytes,
} from '../../../models/workloads/samples.ts';
import {
  resnet50,
  trainingDemand,
  trainingProfile,
  unet3d,
} from '../../../models/workloads/training.ts';
import { Streams } from '../../../sim/random.ts';
import { storageResults } from './mlperf-results.ts';
import { deviation, first, mean, settings } from './settings.ts';

const stream = (name = 'a') => new Streams('training', 0).stream(name);
const ALONE = { number: 0, of: 1 };

describe('demand of training', () => {
  // hardware-network-workloads D1, MB/s (10^6 B/s): batch x sample bytes / seconds of a step.
  it.each([
    ['unet3d', 'a100', 1614], // 7 x 146.600628 / 0.636
    ['unet3d', 'h100', 3177], // 7 x 146.600628 / 0.323
    ['resnet50', 'a100', 105], // 400 x 0.114660 / 0.435
    ['resnet50', 'h100', 205], // 400 x 0.114660 / 0.224
    ['cosmoflow', 'a100', 513], // 2.828486 / 0.00551
    ['cosmoflow', 'h100', 808], // 2.828486 / 0.0035
  ] as const)('of %s on %s is %d MB/s', (name, accelerator, published) => {
    const demand = trainingDemand(trainingProfile(name), accelerator);
    expect(Math.round(demand / 1e6)).toBe(published);
  });

  // Published rates are never higher; they are lowest where an epoch has few steps.
  it.each([
    ['resnet50', 0.01],
    ['cosmoflow', 0.035],
    ['unet3d', 0.095],
  ])('of %s times the utilisation is the published rate within a share of %d', (model, band) => {
    const results = storageResults.filter((result) => result.model === model);
    expect(results.length).toBeGreaterThan(10);
    const profile = trainingProfile(model);
    for (const { accelerator, utilisation, rate, accelerators } of results) {
      const derived = (trainingDemand(profile, accelerator) * utilisation) / 100 / 1_048_576;
      const error = derived / rate - 1;
      const message = `${model} on ${accelerators} ${accelerator}: ${derived} MiB/s, published ${rate}`;
      expect(error, message).toBeLessThan(band);
      expect(error, message).toBeGreaterThan(-0.001);
    }
  });

  it('counts only systems that passed the mark', () => {
    for (const { model, utilisation } of storageResults) {
      expect(utilisation / 100).toBeGreaterThanOrEqual(trainingProfile(model).passMark);
    }
  });

  it('names the known jobs when it does not know one', () => {
    expect(() => trainingProfile('bert')).toThrow(
      'training workload, expected one of unet3d, resnet50, cosmoflow, got bert',
    );
  });
});

describe('samples', () => {
  it.each(['unet3d', 'cosmoflow'])('of %s have the published mean and deviation', (name) => {
    const profile = trainingProfile(name);
    const sizes = Array.from({ length: 20_000 }, (_, file) => sampleBytes(profile, file));
    expect(sizes.every((size) => Number.isSafeInteger(size) && size > 0)).toBe(true);
    expect(mean(sizes) / profile.sampleBytes).toBeCloseTo(1, 2);
    // Of unet3d the cut at 0 and at twice the mean (2.1 deviations) takes 3 % of the deviation.
    const kept = deviation(sizes) / profile.sampleDeviation;
    expect(kept).toBeGreaterThan(0.96);
    expect(kept).toBeLessThan(1.01);
  });

  it('of resnet50 fill files of 143 MB', () => {
    // 1,251 x 114,660 = 143,439,660
    expect(fileBytes(trainingProfile('resnet50'), 7)).toBe(143_439_660);
  });

  it('of a record file are read one behind the other, then those of the next file', () => {
    const profile = { ...trainingProfile('resnet50'), samplesPerFile: 3 };
    const order = new FileOrder(2, 1, ALONE, stream());
    const reader = new SampleReader(profile, order);
    const samples = first(7, { next: () => ({ value: reader.next(), done: false }) });
    expect(samples.map((sample) => sample?.offset)).toEqual([
      ...[0, 114_660, 229_320, 0, 114_660, 229_320, undefined],
    ]);
    expect(samples[0]?.object).toBe(samples[2]?.object);
    expect(new Set([samples[0]?.object, samples[3]?.object])).toEqual(new Set([0, 1]));
  });
});

describe('the order of files', () => {
  const epochs = (files: number, client: { number: number; of: number }, count: number) => {
    const order = new FileOrder(files, count, client, stream(`order/${client.number}`));
    const all: number[] = [];
    for (let file = order.next(); file !== undefined; file = order.next()) all.push(file);
    return all;
  };

  it('is a new permutation for each epoch', () => {
    const all = epochs(50, ALONE, 3);
    expect(all).toHaveLength(150);
    const orders = [0, 50, 100].map((from) => all.slice(from, from + 50));
    const sorted = Array.from({ length: 50 }, (_, i) => i);
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual(sorted);
    expect(orders[1]).not.toEqual(orders[0]);
    expect(orders[2]).not.toEqual(orders[1]);
    expect(orders[0]).not.toEqual(sorted);
  });

  it('gives every file to one client', () => {
    const shares = [0, 1, 2].map((number) => epochs(10, { number, of: 3 }, 1));
    expect(shares.map((share) => share.length)).toEqual([4, 3, 3]);
    expect(shares.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('starts with each file equally often', () => {
    const counts = [0, 0, 0, 0];
    for (let run = 0; run < 4000; run++) {
      const order = new FileOrder(4, 1, ALONE, stream(`start/${run}`));
      counts[order.next() as number]++;
    }
    // 1,000 each with a deviation of 27
    for (const count of counts) expect(Math.abs(count - 1000), `${counts}`).toBeLessThan(110);
  });

  it('refuses fewer files than clients, and clients that are none', () => {
    expect(() => epochs(2, { number: 0, of: 3 }, 1)).toThrow(
      'files, expected at least one for each of 3 clients, got 2',
    );
    expect(() => epochs(9, { number: 3, of: 3 }, 1)).toThrow(
      'client, expected a whole number from 0 to 2, got 3',
    );
    expect(() => epochs(9, { number: 0, of: 0 }, 1)).toThrow(
      'clients, expected a whole number of at least 1, got 0',
    );
  });
});

describe('training as a list of operations', () => {
  it('computes for a step between one batch and the next', () => {
    const values = settings({ accelerator: 'a100', files: 3, epochs: 5 });
    const operations = [...unet3d.operations(stream(), values, ALONE)];
    // 3 files x 5 epochs; steps before the 8th and the 15th read
    expect(operations).toHaveLength(15);
    expect(operations.map(({ wait }) => wait)).toEqual(
      Array.from({ length: 15 }, (_, i) => (i === 7 || i === 14 ? 0.636 : 0)),
    );
    expect(operations.every(({ kind, offset }) => kind === 'read' && offset === 0)).toBe(true);
  });

  it('reads the files of the workload when the scenario names no number', () => {
    const [operation] = first(1, resnet50.operations(stream(), settings(), ALONE));
    expect(operation.bytes).toBe(114_660);
    expect(operation.object).toBeLessThan(1024);
  });
});
