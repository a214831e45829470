/*
 * How bytes of a shard become field elements. Work is done on 32-bit words that hold four elements of
 * GF(2^8) or two of GF(2^16), by look-ups that know only the two halves of a word and their bytes;
 * assembly/symbols.ts knows the same layouts by their names.
 */

export interface SymbolLayout {
  readonly name: 'bytes' | 'pairs' | 'split';
  /** Shards are a multiple of this many bytes long. */
  readonly granule: number;
  /** Bytes [from, from + size) of a shard into words from `at` on. */
  load(shard: Uint8Array, from: number, size: number, words: Int32Array, at: number): void;
  /** The reverse of `load`. */
  store(words: Int32Array, at: number, shard: Uint8Array, from: number, size: number): void;
}

/** One byte is one element. */
export const byteSymbols: SymbolLayout = {
  name: 'bytes',
  granule: 1,
  load(shard, from, size, words, at) {
    const whole = size >> 2;
    for (let w = 0, b = from; w < whole; w++, b += 4)
      words[at + w] = shard[b] | (shard[b + 1] << 8) | (shard[b + 2] << 16) | (shard[b + 3] << 24);
    if (size % 4 === 0) return;
    let last = 0;
    for (let i = 4 * whole; i < size; i++) last |= shard[from + i] << (8 * (i % 4));
    words[at + whole] = last;
  },
  store(words, at, shard, from, size) {
    const whole = size >> 2;
    for (let w = 0, b = from; w < whole; w++, b += 4) {
      const word = words[at + w];
      shard[b] = word;
      shard[b + 1] = word >> 8;
      shard[b + 2] = word >> 16;
      shard[b + 3] = word >>> 24;
    }
    for (let i = 4 * whole; i < size; i++) shard[from + i] = words[at + whole] >> (8 * (i % 4));
  },
};

/** Elements of GF(2^16) by two bytes, the low one first. */
export const pairSymbols: SymbolLayout = { ...byteSymbols, name: 'pairs', granule: 2 };

/** Leopard's layout of GF(2^16): in blocks of 64 bytes, 32 low bytes and then their 32 high bytes. */
export const splitSymbols: SymbolLayout = {
  name: 'split',
  granule: 64,
  load(shard, from, size, words, at) {
    let w = at;
    for (let block = from; block < from + size; block += 64) {
      for (let b = block; b < block + 32; b += 2, w++)
        words[w] = shard[b] | (shard[b + 32] << 8) | (shard[b + 1] << 16) | (shard[b + 33] << 24);
    }
  },
  store(words, at, shard, from, size) {
    let w = at;
    for (let block = from; block < from + size; block += 64) {
      for (let b = block; b < block + 32; b += 2, w++) {
        const word = words[w];
        shard[b] = word;
        shard[b + 32] = word >> 8;
        shard[b + 1] = word >> 16;
        shard[b + 33] = word >>> 24;
      }
    }
  },
};
