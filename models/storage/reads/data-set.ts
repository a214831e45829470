import type { Stream } from '../../../sim/random.ts';
import { fileBytes } from '../../workloads/samples.ts';
import { type TrainingProfile, trainingProfiles } from '../../workloads/training.ts';
import type { Operation, Workload } from '../../workloads/workload.ts';
import { workloads } from '../../workloads/workloads.ts';
import type { ReadsValues } from './parameters.ts';

/** What the users of a scenario read. */
export interface DataSet {
  /** Set for the workloads that train. */
  readonly training: TrainingProfile | null;
  readonly loop: Workload['loop'];
  /** Reads of one user in order; those of training come from its client. */
  reads(stream: Stream, user: number, users: number): Iterator<Operation, void>;
  /** Bytes of the object in which a read lies. */
  objectBytes(object: number, offset: number, bytes: number): number;
}

function* wholeObjects(
  { objects, objectBytes }: ReadsValues,
  user: number,
): Generator<Operation, void, void> {
  for (let object = user % objects; ; object = (object + 1) % objects) {
    yield { kind: 'read', object, offset: 0, bytes: objectBytes, wait: 0 };
  }
}

function* randomBlocks(
  { objects, objectBytes, block }: ReadsValues,
  stream: Stream,
): Generator<Operation, void, void> {
  const bytes = Math.min(block, objectBytes);
  const blocks = Math.floor(objectBytes / bytes);
  while (true) {
    const object = stream.below(objects);
    yield { kind: 'read', object, offset: stream.below(blocks) * bytes, bytes, wait: 0 };
  }
}

/** Checkpoints are read as if they had been written before. */
function* withoutWrites(operations: Iterable<Operation>): Generator<Operation, void, void> {
  for (const operation of operations) if (operation.kind === 'read') yield operation;
}

/** @throws RangeError for a workload that is not one of `workloads` */
export function dataSet(values: ReadsValues): DataSet {
  const { workload: name, objectBytes } = values;
  if (name === 'sequential' || name === 'random') {
    return {
      ...{ training: null, loop: 'closed', objectBytes: () => objectBytes },
      reads: (stream, user) =>
        name === 'random' ? randomBlocks(values, stream) : wholeObjects(values, user),
    };
  }
  const training = trainingProfiles.find((profile) => profile.name === name) ?? null;
  const workload = workloads.find((candidate) => candidate.name === name);
  if (workload === undefined) throw new RangeError(`workload, expected a known one, got ${name}`);
  const settings = { ...values.job, workload: name, accelerator: values.accelerator };
  return {
    ...{ training, loop: workload.loop },
    reads: (stream, number, of) => {
      const operations = workload.operations(stream, settings, { number, of });
      return name.startsWith('checkpoint') ? withoutWrites(operations) : operations;
    },
    objectBytes: (object, offset, bytes) =>
      training === null ? offset + bytes : fileBytes(training, object),
  };
}
