import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { keccak256, maskChunks, unmaskChunks } from '../../../sim/kernels/hashes.ts';
import { LOAD_BYTES, LOAD_SEALS, SEAL_BYTES, SEAL_SECTORS, WORD_BYTES } from '../flow/spec.ts';
import { expectLength, word } from './words.ts';

/*
 * Sealing: each miner stores its own form of the data. Per seal chunk of 4 KiB, a word is masked by the
 * hash of the sealed word before it. 128 keccak256 per chunk, 8192 per load chunk.
 * Source: 0g-storage 3.7.
 */

/**
 * Mask of the first word: keccak256 over 96 B, which are miner id, digest of the epoch context in which
 * the data were committed, and first sector of the seal chunk in the flow (256 bits, big-endian).
 */
export function firstMask(
  minerId: Uint8Array,
  contextDigest: Uint8Array,
  startSector: number,
): Uint8Array {
  expectLength('miner id', minerId, WORD_BYTES);
  expectLength('seal context digest', contextDigest, WORD_BYTES);
  return keccak256(joinBytes([minerId, contextDigest, word(startSector)]));
}

/**
 * Seals 4 KiB.
 * @param startSector first sector of the chunk in the flow
 * @param into where to write it; may be `plain` itself
 */
export function sealChunk(
  plain: Uint8Array,
  minerId: Uint8Array,
  contextDigest: Uint8Array,
  startSector: number,
  into: Uint8Array = new Uint8Array(SEAL_BYTES),
): Uint8Array {
  expectLength('seal chunk', plain, SEAL_BYTES);
  expectLength('sealed chunk', into, SEAL_BYTES);
  maskChunks(plain, SEAL_BYTES, firstMask(minerId, contextDigest, startSector), into);
  return into;
}

/** The data of a sealed chunk of 4 KiB; parameters as those of `sealChunk`. A new array. */
export function unsealChunk(
  sealed: Uint8Array,
  minerId: Uint8Array,
  contextDigest: Uint8Array,
  startSector: number,
): Uint8Array {
  expectLength('sealed chunk', sealed, SEAL_BYTES);
  const plain = new Uint8Array(SEAL_BYTES);
  unmaskChunks(sealed, SEAL_BYTES, firstMask(minerId, contextDigest, startSector), plain);
  return plain;
}

type ChunksRule = typeof maskChunks | typeof unmaskChunks;

/**
 * Seals a load chunk of 256 KiB whose data were all committed in one epoch, seal chunk by seal chunk.
 * A new array.
 * @param position first sector of the load chunk in the flow
 */
export function sealLoad(
  plain: Uint8Array,
  minerId: Uint8Array,
  contextDigest: Uint8Array,
  position: number,
): Uint8Array {
  return allChunks(maskChunks, plain, minerId, contextDigest, position);
}

/** The data of a load chunk that `sealLoad` has sealed. A new array. */
export function unsealLoad(
  sealed: Uint8Array,
  minerId: Uint8Array,
  contextDigest: Uint8Array,
  position: number,
): Uint8Array {
  return allChunks(unmaskChunks, sealed, minerId, contextDigest, position);
}

function allChunks(
  rule: ChunksRule,
  load: Uint8Array,
  minerId: Uint8Array,
  contextDigest: Uint8Array,
  position: number,
): Uint8Array {
  expectLength('load chunk', load, LOAD_BYTES);
  const masks = new Uint8Array(LOAD_SEALS * WORD_BYTES);
  for (let i = 0; i < LOAD_SEALS; i++)
    masks.set(firstMask(minerId, contextDigest, position + i * SEAL_SECTORS), i * WORD_BYTES);
  const all = new Uint8Array(LOAD_BYTES);
  rule(load, SEAL_BYTES, masks, all);
  return all;
}
