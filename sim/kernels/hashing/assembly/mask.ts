import { maskWord, maskWords, xorWith } from './keccak';
import { INPUT, SIDE } from './layout';

/*
 * A mask that runs along each chunk at `INPUT`: its first 32 bytes are masked by a word of their own, all
 * others by the hash of the masked 32 bytes before them. The first masks lie at `SIDE`, 32 bytes a chunk.
 */

/** Masks in place; two chunks at a time, since each is a chain. */
export function maskChunks(chunkBytes: usize, chunks: usize): void {
  for (let i: usize = 0; i < chunks; i++) xorWith(INPUT + i * chunkBytes, SIDE + 32 * i);
  const paired = chunks & ~1;
  for (let i: usize = 0; i < paired; i += 2) {
    const a = INPUT + i * chunkBytes;
    const b = a + chunkBytes;
    for (let at: usize = 32; at < chunkBytes; at += 32)
      maskWords(a + at - 32, b + at - 32, a + at, b + at);
  }
  if (paired === chunks) return;
  const a = INPUT + paired * chunkBytes;
  for (let at: usize = 32; at < chunkBytes; at += 32) maskWord(a + at - 32, a + at);
}

/** Undoes `maskChunks` in place; from the end, so that each word is masked still when it is hashed. */
export function unmaskChunks(chunkBytes: usize, chunks: usize): void {
  for (let i: usize = 0; i < chunks; i++) {
    const a = INPUT + i * chunkBytes;
    let at = chunkBytes - 32;
    for (; at >= 64; at -= 64) maskWords(a + at - 32, a + at - 64, a + at, a + at - 32);
    if (at === 32) maskWord(a, a + 32);
    xorWith(a, SIDE + 32 * i);
  }
}
