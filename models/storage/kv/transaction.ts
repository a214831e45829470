import type { KvState } from './kv-state.ts';
import type { Key, LogEntry, Put } from './log-entry.ts';

/**
 * A transaction of a client, on the state of the node that it asks. It keeps what it reads and buffers what
 * it writes until its commit record goes into the log, whose replay decides. The state may go on replaying
 * meanwhile: a later read then sees a newer value, and the start position still covers it.
 */
export class Transaction<V> {
  private readonly state: KvState<V>;
  private readonly start: number;
  private readonly reads: Key[] = [];
  private readonly writes: Put<V>[] = [];

  /** Begins at the position that the state has reached. */
  constructor(state: KvState<V>) {
    this.state = state;
    this.start = state.position;
  }

  /**
   * The transaction's own put of the key, or else the value in the state, which joins the read set.
   * @throws RangeError for a stream that the node does not follow
   */
  get(stream: string, key: string): V | undefined {
    const own = this.writes.findLast((put) => put.stream === stream && put.key === key);
    if (own !== undefined) return own.value;
    const value = this.state.get(stream, key);
    this.reads.push({ stream, key });
    return value;
  }

  put(stream: string, key: string, value: V): void {
    this.writes.push({ stream, key, value });
  }

  /** The record to append to the log. */
  commit(): LogEntry<V> {
    return { puts: [...this.writes], reads: { start: this.start, keys: [...this.reads] } };
  }
}
