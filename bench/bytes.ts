import { createHash } from 'node:crypto';

/** Bytes of shard `i`, the same in every language: see isal_code.cc and klauspost_code.go. */
export function shardBytes(i: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const start = Math.imul(i + 1, 0x9e3779b1);
  for (let t = 0; t < length; t++) bytes[t] = (start + Math.imul(t, 0x85ebca6b)) >>> 24;
  return bytes;
}

export function shards(count: number, length: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => shardBytes(i, length));
}

/** FNV-1a over 32 bits, which peers in other languages print too. @returns 8 hex digits */
export function fnv(parts: readonly Uint8Array[]): string {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ part[i], 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** SHA-256, as hex. */
export function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
