/*
 * Celestia Fibre: a client codes a blob into 16,384 rows, any 4,096 of which rebuild it, and sends every
 * validator its rows directly. Source: da-layers 2.2 (celestia-app v10, CIP-51).
 */
import type { Stream } from '../../../sim/random.ts';
import { type Assignment, ceilDivide, dealUnits, inOrder, totalStake } from './assignment.ts';

/** Rows that carry the blob; any as many of all rows rebuild it. */
export const FIBRE_DATA_ROWS = 4096;
/** Rows after coding, rate 1/4. */
export const FIBRE_ROWS = 16_384;
/** Fewest rows of a validator, so that decoding is unique to 100 bits: ceil(100 / (1 - log2(5/4))). */
export const FIBRE_LEAST_ROWS = 148;
/** One over the share of stake that is to rebuild alone: a third. */
const LIVENESS = 3n;
/** Bytes of the random linear combination of all data rows, 16 B each; goes with every shard. */
export const FIBRE_COMBINATION_BYTES = 16 * FIBRE_DATA_ROWS;
/** Bytes of a row beside its data: index, and a Merkle path of 14 hashes. */
export const FIBRE_ROW_PROOF_BYTES = 4 + 14 * 32;
/** Smallest row. */
const LEAST_ROW_BYTES = 64;
/** Largest blob. */
export const FIBRE_BLOB_BYTES_MAX = 134_217_728;

/**
 * Rows of every validator: min(max(ceil(3 * 4096 * share), 148), 4096).
 * @param stakes stake of every validator in any integer unit
 * @throws RangeError for a stake below 0, or when all are 0
 */
export function fibreRows(stakes: readonly bigint[]): number[] {
  const total = totalStake(stakes);
  const scale = LIVENESS * BigInt(FIBRE_DATA_ROWS);
  return stakes.map((stake) => {
    const rows = Number(ceilDivide(scale * stake, total));
    return Math.min(Math.max(rows, FIBRE_LEAST_ROWS), FIBRE_DATA_ROWS);
  });
}

/**
 * Rows in an order that the blob's commitment shuffles (Fisher-Yates), dealt one validator after the
 * other. Where the floor of 148 asks for more rows than there are, dealing starts again at the first
 * (estimate: only that rows then overlap is on record).
 * @param stream stands for the commitment: 16,383 draws
 */
export function fibreAssignment(stakes: readonly bigint[], stream: Stream): Assignment {
  const order = stream.shuffle(Array.from(inOrder(FIBRE_ROWS)));
  return dealUnits(fibreRows(stakes), order, FIBRE_DATA_ROWS);
}

/**
 * Bytes of a row of a blob.
 * @param blobBytes payload, 1 B to 128 MiB
 * @throws RangeError for another size
 */
export function fibreRowBytes(blobBytes: number): number {
  if (!(blobBytes >= 1 && blobBytes <= FIBRE_BLOB_BYTES_MAX)) {
    throw new RangeError(`blob, expected 1 to ${FIBRE_BLOB_BYTES_MAX} B, got ${blobBytes}`);
  }
  return Math.max(LEAST_ROW_BYTES, Math.ceil(blobBytes / FIBRE_DATA_ROWS));
}

/** Bytes on the wire of one validator's rows: the combination vector, and each row with its proof. */
export function fibreShardBytes(rows: number, blobBytes: number): number {
  return FIBRE_COMBINATION_BYTES + rows * (fibreRowBytes(blobBytes) + FIBRE_ROW_PROOF_BYTES);
}

/** Bytes that a client uploads to all validators, for one byte of payload. */
export function fibreUploadAmplification(stakes: readonly bigint[], blobBytes: number): number {
  let sent = 0;
  for (const rows of fibreRows(stakes)) sent += fibreShardBytes(rows, blobBytes);
  return sent / blobBytes;
}
