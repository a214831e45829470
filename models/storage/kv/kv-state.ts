import type { LogEntry, ReadRecord } from './log-entry.ts';

/** Puts that one replayed entry wrote into the state, and transactions (0 or 1) that it aborted. */
export interface ReplayOutcome {
  readonly applied: number;
  readonly aborted: number;
}

/** A value and the log position that wrote it. */
interface Cell<V> {
  readonly value: V;
  readonly position: number;
}

/**
 * Key-value state of a node that replays the log: 0g-storage 1. It follows the streams it subscribes to and
 * skips everything else, so that the state of a stream is the same on every node that follows it.
 *
 * Readings, as the facts are silent:
 * - A key is touched by a put that was applied, by a batch or a commit; aborted transactions touch nothing.
 * - Of an entry that writes several streams, a node applies the puts of those it follows.
 * - A transaction is judged by nodes that follow all streams it reads. A node that follows a stream it
 *   writes must be one of them; every other node skips it.
 */
export class KvState<V> {
  private readonly streams = new Map<string, Map<string, Cell<V>>>();
  private next = 0;

  /** Length of the log replayed so far: the start position of a transaction that begins now. */
  get position(): number {
    return this.next;
  }

  /**
   * Follows these streams too.
   * @throws RangeError after an entry was replayed, as their past would be missing
   */
  subscribe(streams: Iterable<string>): void {
    if (this.next > 0) {
      throw new RangeError(
        `subscription, expected before the first entry, got after ${this.next - 1}`,
      );
    }
    for (const stream of streams) {
      if (!this.streams.has(stream)) this.streams.set(stream, new Map());
    }
  }

  /**
   * Replays the entry at that position of the log: puts are applied; a transaction aborts if a put between
   * its start position and here touched a key that it read. Positions that are left out hold nothing for
   * the streams followed.
   * @throws RangeError for a position at or before the last one, a start position after this one, or a transaction
   *   that writes a stream followed and reads one that is not
   */
  replay(entry: LogEntry<V>, position: number): ReplayOutcome {
    if (!(Number.isSafeInteger(position) && position >= this.next)) {
      throw new RangeError(
        `position, expected a whole number from ${this.next} on, got ${position}`,
      );
    }
    const { reads } = entry;
    const puts = entry.puts.filter((put) => this.streams.has(put.stream));
    const judged = reads?.keys.every(({ stream }) => this.streams.has(stream)) ?? false;
    if (reads !== undefined && !judged && puts.length > 0) throw this.unjudged(reads, position);
    const aborted = judged && this.isStale(reads!, position);
    this.next = position + 1;
    if (aborted) return { applied: 0, aborted: 1 };
    for (const { stream, key, value } of puts) {
      this.streams.get(stream)!.set(key, { value, position });
    }
    return { applied: puts.length, aborted: 0 };
  }

  /**
   * Value of a key, undefined if nobody has put one.
   * @throws RangeError for a stream that is not followed
   */
  get(stream: string, key: string): V | undefined {
    return this.cellsOf(stream).get(key)?.value;
  }

  /**
   * Keys of a stream with their values, in the order of their first puts.
   * @throws RangeError for a stream that is not followed
   */
  entries(stream: string): [key: string, value: V][] {
    return [...this.cellsOf(stream)].map(([key, { value }]) => [key, value]);
  }

  private isStale({ start, keys }: ReadRecord, position: number): boolean {
    if (!(Number.isSafeInteger(start) && start >= 0 && start <= position)) {
      throw new RangeError(`start position, expected 0 to ${position}, got ${start}`);
    }
    return keys.some(({ stream, key }) => {
      const cell = this.streams.get(stream)!.get(key);
      return cell !== undefined && cell.position >= start;
    });
  }

  private unjudged({ keys }: ReadRecord, position: number): RangeError {
    const { stream } = keys.find((read) => !this.streams.has(read.stream))!;
    return new RangeError(
      `commit at ${position}, expected reads from streams that are followed, got ${stream}`,
    );
  }

  private cellsOf(stream: string): Map<string, Cell<V>> {
    const cells = this.streams.get(stream);
    if (cells !== undefined) return cells;
    const followed = [...this.streams.keys()].join(', ') || 'none';
    throw new RangeError(`stream, expected one of ${followed}, got ${stream}`);
  }
}
