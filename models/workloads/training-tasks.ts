import { OPTIMISER_BYTES, WEIGHT_BYTES } from './checkpoint.ts';
import { FileOrder, type Sample, SampleReader } from './samples.ts';
import type { Step, Task, TaskSource, Work } from './task.ts';
import { type TaskSettings, trainingFiles } from './task-settings.ts';
import { type TrainingProfile, trainingProfile } from './training.ts';
import { type Client, checkClient } from './workload.ts';

/** Bytes that a reader thread takes at once: a sample, or several that lie one after the other. */
interface BatchRead extends Sample {
  readonly reader: number;
}

/** Samples are dealt to the reader threads in turn; what fills no batch at the end is dropped. */
function* batches(
  profile: TrainingProfile,
  order: FileOrder,
  count: number,
): Generator<BatchRead[], void, void> {
  const readers = Array.from({ length: count }, (_, reader) => {
    return { reader, samples: new SampleReader(profile, order) };
  });
  for (let turn = 0; ; ) {
    const reads: BatchRead[] = [];
    for (let filled = 0; filled < profile.batch; ) {
      if (readers.length === 0) return;
      turn %= readers.length;
      const { reader, samples } = readers[turn];
      const sample = samples.next();
      if (sample === undefined) {
        readers.splice(turn, 1);
        continue;
      }
      join(reads, { reader, ...sample });
      filled++;
      turn++;
    }
    yield reads;
  }
}

/** Adds a read, or lengthens the last one of its reader that ends where it begins. */
function join(reads: BatchRead[], read: BatchRead): void {
  const at = reads.findLastIndex(({ reader }) => reader === read.reader);
  const last = reads[at];
  if (last?.object === read.object && last.offset + last.bytes === read.offset) {
    reads[at] = { ...last, bytes: last.bytes + read.bytes };
  } else {
    reads.push(read);
  }
}

/**
 * Steps of training as one task. A reader thread reads one thing after the other; a batch is read once the one
 * that was computed `prefetch` + 1 before it is done. The checkpoint of the stretch before is written first:
 * computing awaits it, reading does not.
 */
function stretch(
  run: readonly (readonly BatchRead[])[],
  checkpoint: Work | undefined,
  prefetch: number,
  seconds: number,
): Task {
  const steps: Step[] = [];
  const add = (work: Work, after: readonly (number | undefined)[]): number =>
    steps.push({ work, after: after.filter((index) => index !== undefined) }) - 1;
  let before = checkpoint === undefined ? undefined : add(checkpoint, []);
  const lastRead = new Map<number, number>();
  const computed: number[] = [];
  for (const [batch, reads] of run.entries()) {
    const room = computed[batch - prefetch - 1];
    const needed = reads.map(({ reader, ...sample }) => {
      const index = add({ lane: 'read', ...sample }, [lastRead.get(reader), room]);
      lastRead.set(reader, index);
      return index;
    });
    before = add({ lane: 'local', seconds }, [before, ...needed]);
    computed.push(before);
  }
  return { steps, wait: 0 };
}

/** Bytes of a client's share of a checkpoint; the shares of all clients sum to it. */
function shareBytes({ modelParameters }: TaskSettings, { number, of }: Client): number {
  const bytes = modelParameters * (WEIGHT_BYTES + OPTIMISER_BYTES);
  return Math.floor(bytes / of) + (number < bytes % of ? 1 : 0);
}

/**
 * One accelerator of a job, stretch after stretch of steps between two checkpoints, until its epochs end.
 * Utilisation is the time of its local steps over wall time.
 */
export const trainingTasks: TaskSource = {
  name: 'training',
  about:
    'Training: a data set is read ahead of the accelerators, which compute and save checkpoints',
  knowledge: 'published',
  source: 'hardware-network-workloads D1: MLPerf Storage v1.0 and v2.0 workload definitions',
  loop: 'closed',
  *tasks(stream, settings, client) {
    checkClient(client);
    const profile = trainingProfile(settings.job);
    const files = trainingFiles(settings);
    const order = new FileOrder(files, settings.epochs, client, stream);
    const bytes = shareBytes(settings, client);
    const seconds = profile.stepSeconds[settings.accelerator];
    let checkpoints = 0;
    const save = (): Work => {
      const object = files + client.number + checkpoints * client.of;
      checkpoints++;
      return { lane: 'write', object, bytes };
    };
    let checkpoint: Work | undefined;
    let run: BatchRead[][] = [];
    for (const reads of batches(profile, order, settings.readers)) {
      run.push(reads);
      if (run.length < settings.checkpointEvery) continue;
      yield stretch(run, checkpoint, settings.prefetch, seconds);
      checkpoint = save();
      run = [];
    }
    if (run.length > 0) {
      yield stretch(run, checkpoint, settings.prefetch, seconds);
      checkpoint = save();
    }
    if (checkpoint !== undefined) yield stretch([], checkpoint, settings.prefetch, seconds);
  },
};
