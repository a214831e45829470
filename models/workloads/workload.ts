import type { Status } from '../../sim/parameters.ts';
import type { Stream } from '../../sim/random.ts';
import type { WorkloadValues } from './parameters.ts';
import type { WorkloadName } from './workload-names.ts';

/** One thing that a user asks of a store. */
export interface Operation {
  readonly kind: 'read' | 'write';
  /** Number of a file or log; two clients of one workload share objects only where they share data. */
  readonly object: number;
  /** First byte within the object. */
  readonly offset: number;
  readonly bytes: number;
  /**
   * Seconds to wait before it: after the previous operation began (open loop) or ended (closed loop);
   * before the first operation, after the start.
   */
  readonly wait: number;
}

/** One client among those that run the same workload. */
export interface Client {
  /** From 0. */
  readonly number: number;
  readonly of: number;
}

/** An arrival process or trace of AI users. */
export interface Workload {
  readonly name: WorkloadName;
  readonly about: string;
  readonly knowledge: Status;
  readonly source: string;
  /** Open: arrivals do not care how long the store takes. Closed: each operation awaits the last one. */
  readonly loop: 'open' | 'closed';
  /**
   * Operations of one client in order, endless unless the workload ends itself.
   * @param stream of this client and nobody else
   * @throws RangeError for settings that the workload cannot keep
   */
  operations(
    stream: Stream,
    settings: WorkloadValues,
    client: Client,
  ): Generator<Operation, void, void>;
}

/** Called once, not before the call that started the operation returned. */
export type StoreDone = (ok: boolean) => void;

/** Where clients read and write: a disk, a network of nodes, a rival. */
export interface Store {
  read(object: number, offset: number, bytes: number, done: StoreDone): void;
  /** Ends when the bytes are as safe as the store makes them. */
  write(object: number, offset: number, bytes: number, done: StoreDone): void;
}

/** @throws RangeError unless `number` is a whole number from 0 to `of - 1` */
export function checkClient({ number, of }: Client): void {
  if (!(Number.isSafeInteger(of) && of >= 1)) {
    throw new RangeError(`clients, expected a whole number of at least 1, got ${of}`);
  }
  if (!(Number.isSafeInteger(number) && number >= 0 && number < of)) {
    throw new RangeError(`client, expected a whole number from 0 to ${of - 1}, got ${number}`);
  }
}
