import { COSETS, LENGTH_BYTES } from '../zerog/geometry.ts';
import type { Publish } from './published.ts';
import { publishUnits } from './published-units.ts';
import { dataBytes, encodeRows, type RowShape, recoverData } from './zerog-rows.ts';

/** Rows of data at the scale at which 0G's code is computed; the protocol has 1024. */
export const SCALED_DATA_ROWS = 64;
/** Rows after coding, at that scale. */
export const SCALED_ROWS = COSETS * SCALED_DATA_ROWS;

/** The narrowest matrix of that many rows which holds a blob and its length. */
export function scaledShape(blobBytes: number): RowShape {
  let columns = 1;
  const shape = () => ({ rows: SCALED_DATA_ROWS, columns });
  while (dataBytes(shape()) < blobBytes + LENGTH_BYTES) columns *= 2;
  return shape();
}

/** 0G: a unit is a row. Blobs are filled with zeros and end in their length, as in the protocol. */
export const publishRows: Publish = (blob, spoil) => {
  const shape = scaledShape(blob.length);
  const end = dataBytes(shape) - LENGTH_BYTES;
  const decode = (rows: readonly (Uint8Array | undefined)[]): Uint8Array | null => {
    const padded = recovered(shape, rows);
    if (padded === null) return null;
    const length = new DataView(padded.buffer).getUint32(end, true);
    return length <= end ? padded.subarray(0, length) : null;
  };
  const encode = (payload: Uint8Array): Uint8Array[] => {
    const padded = new Uint8Array(dataBytes(shape));
    padded.set(payload);
    new DataView(padded.buffer).setUint32(end, payload.length, true);
    return encodeRows(shape, padded);
  };
  return publishUnits({ needed: shape.rows, encode, decode }, blob, spoil);
};

function recovered(shape: RowShape, rows: readonly (Uint8Array | undefined)[]): Uint8Array | null {
  try {
    return recoverData(shape, rows);
  } catch (error) {
    // Elements that no data has: the publisher made the rows up.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
