import type { Key } from './log-entry.ts';

/*
 * What a transaction of an agent does, so that it can be done again: by a retry, and alone in the order of
 * the log. What it writes follows from all that it read, so a read that differs shows in every later state.
 */

/** One transaction: it reads its keys, then writes the first of them. */
export interface Program {
  readonly stream: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly salt: number;
  /** Of all that it puts. */
  readonly bytes: number;
}

/** What a program runs on: a `Transaction`, or a plain map. */
export interface Store {
  get(stream: string, key: string): number | undefined;
  put(stream: string, key: string, value: number): void;
}

/** Values are whole numbers below this prime; it stays exact when one is multiplied by a few hundred. */
const VALUES = 1_000_003;

/** Runs a program and returns what it read, -1 for an absent value. */
export function perform({ stream, reads, writes, salt }: Program, store: Store): number[] {
  const seen = reads.map((key) => store.get(stream, key) ?? -1);
  const mixed = seen.reduce((sum, value) => (sum * 31 + value + 1) % VALUES, salt);
  writes.forEach((key, i) => {
    store.put(stream, key, (mixed * (i + 2)) % VALUES);
  });
  return seen;
}

/** Bytes of an entry beside its values, for each key: stream id and key of 32 B. Estimate. */
const KEY_BYTES = 64;

/** Bytes of the log entry that these programs share. */
export function entryBytes(programs: readonly Program[], reads: readonly Key[]): number {
  const puts = programs.reduce((sum, { writes }) => sum + writes.length, 0);
  const values = programs.reduce((sum, { bytes }) => sum + bytes, 0);
  return values + KEY_BYTES * (puts + reads.length);
}
