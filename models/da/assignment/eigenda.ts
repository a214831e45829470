/*
 * EigenDA: an operator keeps chunks of a Reed-Solomon coded blob in proportion to its stake.
 * Source: da-layers 1.3 point 6 and 2.3 (EigenDA v2 specification).
 */
import { type Assignment, ceilDivide, dealUnits, inOrder, totalStake } from './assignment.ts';

/** Chunks of every blob. */
export const EIGENDA_CHUNKS = 8192;
/** Coded bytes a payload byte before any is dropped: rate 1/8. */
export const EIGENDA_EXPANSION = 8;
/** Any as many chunks rebuild; an operator keeps no more. */
export const EIGENDA_NEEDED = EIGENDA_CHUNKS / EIGENDA_EXPANSION;
/** Largest number of operators that the threshold allows for: each may round up by a chunk. */
export const EIGENDA_OPERATORS_MAX = 3537;
/** Chunks that are dealt by stake. */
export const EIGENDA_DEALT = EIGENDA_CHUNKS - EIGENDA_OPERATORS_MAX;
/** Percent of stake that must sign. */
export const EIGENDA_CONFIRMATION = 55;
/** Bytes of a field element, and of the opening proof of a chunk. */
const SYMBOL_BYTES = 32;
const PROOF_BYTES = 48;
/** Largest blob. */
export const EIGENDA_BLOB_BYTES_MAX = 16_777_216;

/**
 * Chunks of every operator of a quorum: ceil(4655 * share), at most 1024.
 * @param stakes stake of every operator in any integer unit
 * @throws RangeError for more than 3537 operators, a stake below 0, or when all are 0
 */
export function eigendaChunks(stakes: readonly bigint[]): number[] {
  if (stakes.length > EIGENDA_OPERATORS_MAX) {
    throw new RangeError(
      `operators, expected at most ${EIGENDA_OPERATORS_MAX}, got ${stakes.length}`,
    );
  }
  const total = totalStake(stakes);
  const dealt = BigInt(EIGENDA_DEALT);
  return stakes.map((stake) => Math.min(Number(ceilDivide(dealt * stake, total)), EIGENDA_NEEDED));
}

/** Chunks of one quorum, all distinct: 4655 and a chunk for each operator are no more than 8192. */
export function eigendaAssignment(stakes: readonly bigint[]): Assignment {
  return dealUnits(eigendaChunks(stakes), inOrder(EIGENDA_CHUNKS), EIGENDA_NEEDED);
}

/**
 * Bytes of a chunk with its proof. A blob is filled up to a power of two of field elements, at least one
 * for each chunk that carries payload.
 * @param blobBytes payload, 1 B to 16 MiB
 * @throws RangeError for another size
 */
export function eigendaChunkBytes(blobBytes: number): number {
  if (!(blobBytes >= 1 && blobBytes <= EIGENDA_BLOB_BYTES_MAX)) {
    throw new RangeError(`blob, expected 1 to ${EIGENDA_BLOB_BYTES_MAX} B, got ${blobBytes}`);
  }
  let symbols = EIGENDA_NEEDED;
  while (symbols * SYMBOL_BYTES < blobBytes) symbols *= 2;
  return (symbols / EIGENDA_NEEDED) * SYMBOL_BYTES + PROOF_BYTES;
}

/**
 * Coded bytes a payload byte of EigenDA v1: 100 / (quorum - adversary).
 * @param quorum percent of stake that must sign
 * @param adversary percent of stake that may lie
 * @throws RangeError unless 0 <= adversary < quorum <= 100
 */
export function eigendaV1CodingRatio(quorum: number, adversary: number): number {
  if (!(adversary >= 0 && quorum > adversary && quorum <= 100)) {
    throw new RangeError(
      `quorum and adversary, expected 0 <= adversary < quorum <= 100, got ${quorum} and ${adversary}`,
    );
  }
  return 100 / (quorum - adversary);
}
