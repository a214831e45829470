/** Bytes that look random and are the same for the same seed; fast enough for 64 MiB. */
export function pseudoFile(seed: number, length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  // Xorshift of Marsaglia, 13-17-5.
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}

/** The bytes with one bit of one of them turned. */
export function turned(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] ^= 1;
  return copy;
}
