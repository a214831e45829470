/*
 * Sizes of a 0G DA blob: payload, matrix, slices and bytes on the wire (chain sheet 1.1). The code is one
 * Reed-Solomon polynomial over the whole blob, evaluated on three cosets; rows are slices, and there is no
 * column extension.
 */

/** Rows of the data itself, which is coset 0: any so many distinct rows recover the blob. */
export const DATA_ROWS = 1024;
export const COLUMNS = 1024;
/** The data and two further evaluations of the same polynomial. */
export const COSETS = 3;
/** Rows of the encoded blob: one for each seat of a quorum. */
export const ENCODED_ROWS = COSETS * DATA_ROWS;

/** Bytes of data in one element of the BN254 scalar field, and bytes of the element. */
export const ELEMENT_DATA_BYTES = 31;
export const ELEMENT_BYTES = 32;

/** Every blob before encoding, whatever its payload: 31 MiB. */
export const PADDED_BYTES = ELEMENT_DATA_BYTES * DATA_ROWS * COLUMNS;
/** The payload's length, little-endian, in the last bytes of the padded blob. */
export const LENGTH_BYTES = 4;
/** Largest payload. */
export const MAX_PAYLOAD_BYTES = PADDED_BYTES - LENGTH_BYTES;

/** One row of elements. */
export const ROW_BYTES = COLUMNS * ELEMENT_BYTES;
/** All rows without proofs: 96 MiB, which is also what a hand-off to storage would submit. */
export const ENCODED_BYTES = ENCODED_ROWS * ROW_BYTES;

/** A row is sampled in sub-lines (chain sheet 1.5). */
export const SUBLINES = 32;
export const SUBLINE_BYTES = ROW_BYTES / SUBLINES;

const POINT_BYTES = 64;
const HASH_BYTES = 32;
const COUNT_BYTES = 8;
const PROOF_LEVELS = 10;

/**
 * Parts of a slice as it is sent and stored, in bytes. Estimate: computed from the layout of the encoder's
 * structures, uncompressed (chain sheet 1.1).
 */
export const sliceParts = {
  row: ROW_BYTES + COUNT_BYTES,
  'AMT proof': PROOF_LEVELS * 2 * POINT_BYTES + COUNT_BYTES,
  commitments: 2 * POINT_BYTES,
  'Merkle roots of the cosets': COSETS * HASH_BYTES,
  'Merkle path': PROOF_LEVELS * HASH_BYTES + COUNT_BYTES,
  'Merkle leaf': HASH_BYTES,
  indices: 32,
} as const;

/** One row with its proofs. */
export const SLICE_BYTES = Object.values(sliceParts).reduce((sum, bytes) => sum + bytes, 0);
/** All slices of one blob. */
export const SENT_BYTES = ENCODED_ROWS * SLICE_BYTES;

/**
 * Bytes sent for each payload byte of a blob. Padding makes small blobs dear.
 * @param payload bytes
 * @throws RangeError for a payload that no blob holds
 */
export function wireFactor(payload: number): number {
  checkPayload(payload);
  return SENT_BYTES / payload;
}

/** @throws RangeError unless a blob holds so many bytes; the client takes none that are empty */
export function checkPayload(bytes: number): void {
  if (!(Number.isInteger(bytes) && bytes >= 1 && bytes <= MAX_PAYLOAD_BYTES)) {
    throw new RangeError(`payload, expected 1 to ${MAX_PAYLOAD_BYTES} bytes, got ${bytes}`);
  }
}
