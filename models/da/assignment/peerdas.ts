/*
 * PeerDAS: blobs are rows that are extended to twice their length and cut into 128 columns; a node keeps
 * the columns that its identity names. Source: da-layers 2.5 (consensus-specs, Fusaka).
 */
import type { Stream } from '../../../sim/random.ts';
import type { Assignment } from './assignment.ts';

export const PEERDAS_COLUMNS = 128;
/** Any half of the columns rebuild all blobs. */
export const PEERDAS_NEEDED = PEERDAS_COLUMNS / 2;
/** Columns that every node samples at least, and keeps at least with a validator. */
const LEAST_COLUMNS = 8;
/** Columns that a node without validators keeps at least. */
export const PEERDAS_LEAST_CUSTODY = 4;
/** Stake in ETH that stands for one more column. */
const ETH_A_COLUMN = 32;
const CELL_BYTES = 2048;
const PROOF_BYTES = 48;
const COMMITMENT_BYTES = 48;
/** Header and inclusion proof of a column (estimate). */
const COLUMN_HEADER_BYTES = 350;

/**
 * Columns that a node with validators keeps: min(max(stake / 32, 8), 128).
 * @param stake in ETH, 0 or more
 */
export function validatorCustody(stake: number): number {
  return Math.min(Math.max(Math.floor(stake / ETH_A_COLUMN), LEAST_COLUMNS), PEERDAS_COLUMNS);
}

/** Columns that a node receives by gossip: at least 8, and all that it keeps. */
export function sampledColumns(custody: number): number {
  return Math.max(LEAST_COLUMNS, custody);
}

/** Bytes of one column of a block: of every blob a cell, its proof and the commitment. */
export function columnBytes(blobs: number): number {
  return blobs * (CELL_BYTES + PROOF_BYTES + COMMITMENT_BYTES) + COLUMN_HEADER_BYTES;
}

/**
 * Columns by holder: distinct ones of a holder, independent of those of the others.
 * @param custodies columns of every holder, 0 to 128
 * @param stream stands for the hash of node identities: a draw for each column of a holder
 * @throws RangeError for more columns than there are
 */
export function peerdasAssignment(custodies: readonly number[], stream: Stream): Assignment {
  const units = custodies.map((custody) =>
    Uint16Array.from(stream.sample(custody, PEERDAS_COLUMNS)),
  );
  return { total: PEERDAS_COLUMNS, needed: PEERDAS_NEEDED, units };
}
