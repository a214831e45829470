/*
 * What the key-value layer writes into the log: 0g-storage 1, "Log layer vs key-value layer", after the
 * whitepaper, sections 3, 6 and 7. The encoding of entries is not modelled; values are of any type, such as
 * bytes, versions or sizes.
 */

/** A key of a stream. Equal keys of two streams have nothing to do with each other. */
export interface Key {
  readonly stream: string;
  readonly key: string;
}

export interface Put<V> extends Key {
  readonly value: V;
}

/** What a transaction has seen, by which its commit record applies or aborts. */
export interface ReadRecord {
  /** Start position: length of the log that was replayed when the transaction began. It saw all before. */
  readonly start: number;
  readonly keys: readonly Key[];
}

/** One entry of the log: a batch of puts, or the commit record of a transaction. */
export interface LogEntry<V> {
  /** Applied in this order, so that the last put of a key holds. */
  readonly puts: readonly Put<V>[];
  /** Present in commit records. */
  readonly reads?: ReadRecord;
}
