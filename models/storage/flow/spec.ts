/*
 * Units of the data layout. Powers of 1024, also where texts of 0G write KB and GB.
 * Source: 0g-storage 1, from ZgsSpec.sol of the storage contracts and common/spec of the node.
 */

/** A hash, and the unit that sealing works on. */
export const WORD_BYTES = 32;
/** The smallest addressable piece of the flow; a leaf of every tree. */
export const SECTOR_BYTES = 256;
/** What is sealed, and what a proof carries. */
export const SEAL_BYTES = 4096;
export const SEAL_SECTORS = 16;
/** The scratchpad: 4 seal chunks. */
export const PAD_BYTES = 16_384;
/** What one attempt reads; also the unit of upload and download, called a segment there. */
export const LOAD_BYTES = 262_144;
export const LOAD_SECTORS = 1024;
/** Seal chunks in a load chunk: tries for each read. */
export const LOAD_SEALS = 64;
/** A pricing chunk of 8 GiB: the data behind one reward pool. */
export const PRICING_SECTORS = 33_554_432;
/** Largest range that one miner id can mine without shards: 8 TiB. */
export const RANGE_SECTORS = 34_359_738_368;
/** Largest height of the flow tree. */
export const FLOW_DEPTH = 64;
/** Height of a seal chunk's root above its sectors. */
export const SEAL_HEIGHT = 4;
/** A submission's first node is at most this much higher than its last. Source: Submission.sol. */
export const SUBMISSION_LEVELS = 4;
