import { ENCODED_ROWS } from './geometry.ts';

/*
 * Ballots to quorums (chain sheet 1.2). A quorum gives each row of a blob to a signer; the same signer may have
 * many rows.
 */

/** The signer of each seat; seat r holds row r. */
export type Quorum = readonly number[];

export interface QuorumShape {
  /** Seats of a quorum: encoded rows of a blob. */
  readonly seats: number;
  readonly maxQuorums: number;
}

/** Published: `EncodedSlices` and `MaxQuorums`. */
export const quorumShape: QuorumShape = { seats: ENCODED_ROWS, maxQuorums: 10 };

/**
 * Quorums of an epoch. Ballots fill quorums one after another; a remainder, where there is room, makes one
 * more of the last ballots, which overlaps the one before. Fewer ballots than seats are dealt again and again.
 * Ballots that neither fits are left out; without ballots there is no quorum.
 * @param ballots the signer of each ballot, in order of the ballots' values
 * @throws RangeError for a shape without seats or quorums
 */
export function quorums(ballots: readonly number[], shape: QuorumShape = quorumShape): Quorum[] {
  const { seats, maxQuorums } = shape;
  checkPositive('seats', seats);
  checkPositive('maxQuorums', maxQuorums);
  const count = ballots.length;
  if (count === 0) return [];
  if (count < seats) {
    return [Array.from({ length: seats }, (_, seat) => ballots[seat % count])];
  }
  const whole = Math.min(Math.floor(count / seats), maxQuorums);
  const dealt = Array.from({ length: whole }, (_, i) => ballots.slice(i * seats, (i + 1) * seats));
  if (count % seats > 0 && whole < maxQuorums) dealt.push(ballots.slice(count - seats));
  return dealt;
}

function checkPositive(what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1)) {
    throw new RangeError(`${what}, expected a whole number from 1, got ${value}`);
  }
}

/** Rows of each signer that has any, ascending; signers by their first row. */
export function rowsBySigner(quorum: Quorum): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (const [row, signer] of quorum.entries()) {
    const own = rows.get(signer);
    if (own === undefined) rows.set(signer, [row]);
    else own.push(row);
  }
  return rows;
}

/** Seats of each of `signers` signers, 0 for those without. */
export function seatCounts(quorum: Quorum, signers: number): number[] {
  const counts = new Array<number>(signers).fill(0);
  for (const signer of quorum) counts[signer]++;
  return counts;
}
