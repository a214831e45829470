import { checkPayload, LENGTH_BYTES, MAX_PAYLOAD_BYTES, PADDED_BYTES } from './geometry.ts';

/*
 * Every blob is filled up with zeros and ends in the length of its payload, so that all have the size of the
 * matrix (chain sheet 1.1).
 */

/**
 * The blob that is encoded: payload, zeros, length.
 * @throws RangeError for a payload that is empty or too large
 */
export function padBlob(payload: Uint8Array): Uint8Array {
  checkPayload(payload.length);
  const blob = new Uint8Array(PADDED_BYTES);
  blob.set(payload);
  new DataView(blob.buffer).setUint32(MAX_PAYLOAD_BYTES, payload.length, true);
  return blob;
}

/**
 * The payload of a recovered blob, as a view of it. The zeros between are not looked at: the commitment
 * covers them.
 * @throws RangeError for a blob of another size, or one whose length cannot be true
 */
export function unpadBlob(blob: Uint8Array): Uint8Array {
  if (blob.length !== PADDED_BYTES) {
    throw new RangeError(`padded blob, expected ${PADDED_BYTES} bytes, got ${blob.length}`);
  }
  const end = new DataView(blob.buffer, blob.byteOffset + MAX_PAYLOAD_BYTES, LENGTH_BYTES);
  const length = end.getUint32(0, true);
  checkPayload(length);
  return blob.subarray(0, length);
}
