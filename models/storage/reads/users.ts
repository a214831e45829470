import type { Simulation } from '../../../sim/engine/simulation.ts';
import { ZERO } from '../../../sim/time.ts';
import { OperationClient } from '../../workloads/operation-client.ts';
import type { TrainingProfile } from '../../workloads/training.ts';
import { TrainingClient } from '../../workloads/training-client.ts';
import type { Store } from '../../workloads/workload.ts';
import type { DataSet } from './data-set.ts';
import type { ReadDesk } from './desk.ts';
import type { Fabric } from './fabric.ts';
import { readLayers } from './layers.ts';
import type { ReadsValues } from './parameters.ts';
import { ReadAhead } from './windows.ts';

export interface UsersOptions {
  readonly simulation: Simulation;
  readonly fabric: Fabric;
  readonly values: ReadsValues;
  readonly data: DataSet;
  readonly desk: ReadDesk;
  /** Nodes of the readers. */
  readonly readers: readonly number[];
}

export interface Users {
  /** Utilisation of each accelerator that trains. */
  utilisations(): number[];
  /** Forgets the past: the end of the warm-up. */
  reset(): void;
}

/** The accelerators or users of every reader, at work. The run stops when all have ended. */
export function startUsers(options: UsersOptions): Users {
  const { simulation, values, data, readers } = options;
  const { training } = data;
  const users = readers.length * values.accelerators;
  let left = users * (training === null ? values.depth : 1);
  const ended = () => {
    if (--left === 0) simulation.stop();
  };
  const trainers: TrainingClient[] = [];
  for (let user = 0; user < users; user++) {
    const reader = Math.floor(user / values.accelerators);
    const store = storeOf(options, reader);
    if (training !== null) {
      const client = trainer(options, training, user, users, store, ended);
      trainers.push(client);
      client.start();
      continue;
    }
    const parallel = data.loop === 'open' ? 1 : values.depth;
    left -= data.loop === 'open' ? values.depth - 1 : 0;
    for (let i = 0; i < parallel; i++) {
      const name = `reads/user/${user}/${i}`;
      const stream = simulation.streams.stream(`${name}/operations`);
      const operations = data.reads(stream, user * parallel + i, users * parallel);
      new OperationClient(simulation, name, { operations, loop: data.loop, store, ended }).start();
    }
  }
  return {
    utilisations: () => trainers.map((client) => client.statistics().utilisation),
    reset: () => {
      for (const client of trainers) client.resetStatistics();
    },
  };
}

function trainer(
  { simulation, values }: UsersOptions,
  profile: TrainingProfile,
  number: number,
  of: number,
  store: Store,
  ended: () => void,
): TrainingClient {
  const { job, accelerator } = values;
  return new TrainingClient(simulation, `reads/accelerator/${number}`, {
    ...{ profile, accelerator, store, ended, client: { number, of } },
    readers: job.readers,
    prefetch: job.prefetch,
    files: job.files ?? profile.files,
    epochs: job.epochs,
  });
}

/** The layer as a reader's users see it: reads are cut to `most`, writes cost nothing. */
function storeOf({ fabric, values, data, desk, readers }: UsersOptions, reader: number): Store {
  const node = readers[reader];
  const later = (then: () => void) => fabric.wait(node, ZERO, then);
  const fetch: Store['read'] = (object, offset, whole, done) => {
    const bytes = Math.min(whole, values.most ?? whole);
    const full = data.objectBytes(object, offset, whole);
    const objectBytes = bytes < whole ? Math.min(full, offset + bytes) : full;
    desk.read({ reader, node, object, objectBytes, offset, bytes }, done);
  };
  const write: Store['write'] = (_object, _offset, _bytes, done) => later(() => done(true));
  if (data.training === null) return { read: fetch, write };
  const bytesOf = (object: number) => data.objectBytes(object, 0, 0);
  const { whole } = readLayers[values.layer];
  const window = whole === true ? Number.POSITIVE_INFINITY : values.readAhead;
  const ahead = new ReadAhead(fetch, bytesOf, window, later);
  return { read: (...request) => ahead.read(...request), write };
}
