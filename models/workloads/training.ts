import { FileOrder, SampleReader } from './samples.ts';
import type { Operation, Workload } from './workload.ts';

export type AcceleratorName = 'a100' | 'h100';

/** What one training job asks of storage. */
export interface TrainingProfile {
  readonly name: 'unet3d' | 'resnet50' | 'cosmoflow';
  /** Mean and standard deviation of the bytes of a sample; of a file that holds one sample. */
  readonly sampleBytes: number;
  readonly sampleDeviation: number;
  /** More than one: a record file, read from its start to its end. */
  readonly samplesPerFile: number;
  readonly files: number;
  /** Samples of a step. */
  readonly batch: number;
  /** Seconds that an accelerator computes in one step. */
  readonly stepSeconds: Readonly<Record<AcceleratorName, number>>;
  /** Least accelerator utilisation (compute time over wall time) that passes. */
  readonly passMark: number;
}

const SOURCE = 'hardware-network-workloads D1: MLPerf Storage v1.0 and v2.0 workload definitions';

/**
 * Files of unet3d are not fixed by the benchmark ("many"): 3,500 are 500 steps of 7, an estimate.
 * Source of all other figures: hardware-network-workloads D1.
 */
export const trainingProfiles: readonly TrainingProfile[] = [
  {
    name: 'unet3d',
    sampleBytes: 146_600_628,
    sampleDeviation: 68_341_808,
    samplesPerFile: 1,
    files: 3500,
    batch: 7,
    stepSeconds: { a100: 0.636, h100: 0.323 },
    passMark: 0.9,
  },
  {
    name: 'resnet50',
    sampleBytes: 114_660,
    sampleDeviation: 0,
    samplesPerFile: 1251,
    files: 1024,
    batch: 400,
    stepSeconds: { a100: 0.435, h100: 0.224 },
    passMark: 0.9,
  },
  {
    name: 'cosmoflow',
    sampleBytes: 2_828_486,
    sampleDeviation: 71_311,
    samplesPerFile: 1,
    files: 524_288,
    batch: 1,
    stepSeconds: { a100: 0.00551, h100: 0.0035 },
    passMark: 0.7,
  },
];

/** @throws RangeError for an unknown name */
export function trainingProfile(name: string): TrainingProfile {
  const profile = trainingProfiles.find((candidate) => candidate.name === name);
  if (profile === undefined) {
    const names = trainingProfiles.map((candidate) => candidate.name).join(', ');
    throw new RangeError(`training workload, expected one of ${names}, got ${name}`);
  }
  return profile;
}

/** Bytes per second that one accelerator asks for while it never waits: batch x sample / step. */
export function trainingDemand(profile: TrainingProfile, accelerator: AcceleratorName): number {
  return (profile.batch * profile.sampleBytes) / profile.stepSeconds[accelerator];
}

/** The job as a client that does not read ahead; `TrainingClient` does. */
function trainingWorkload(profile: TrainingProfile, about: string): Workload {
  return {
    name: profile.name,
    about,
    knowledge: 'published',
    source: SOURCE,
    loop: 'closed',
    *operations(stream, settings, client): Generator<Operation, void, void> {
      const files = settings.files ?? profile.files;
      const order = new FileOrder(files, settings.epochs, client, stream);
      const reader = new SampleReader(profile, order);
      const step = profile.stepSeconds[settings.accelerator];
      for (let read = 0; ; read++) {
        const sample = reader.next();
        if (sample === undefined) return;
        const computes = read > 0 && read % profile.batch === 0;
        yield { kind: 'read', ...sample, wait: computes ? step : 0 };
      }
    },
  };
}

export const unet3d = trainingWorkload(
  trainingProfile('unet3d'),
  'Training of 3D U-Net: whole files of 147 MB in the mean, in random order',
);
export const resnet50 = trainingWorkload(
  trainingProfile('resnet50'),
  'Training of ResNet-50: record files of 1,251 images, each read from start to end',
);
export const cosmoflow = trainingWorkload(
  trainingProfile('cosmoflow'),
  'Training of CosmoFlow: whole files of 2.8 MB in random order, one for each step',
);
