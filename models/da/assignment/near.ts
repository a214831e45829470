/*
 * NEAR: the chunk of a shard is coded into one part for each block producer. Source: da-layers 2.6
 * (nearcore).
 */
import { type Assignment, dealUnits, inOrder } from './assignment.ts';

/** Most parts that the coding library makes. */
export const NEAR_PARTS_MAX = 256;

/**
 * Parts that carry the chunk; any as many rebuild it: (producers - 1) / 3, at least 1.
 * @throws RangeError unless there are 1 to 256 producers
 */
export function nearDataParts(producers: number): number {
  if (!(Number.isInteger(producers) && producers >= 1 && producers <= NEAR_PARTS_MAX)) {
    throw new RangeError(`producers, expected 1 to ${NEAR_PARTS_MAX}, got ${producers}`);
  }
  return Math.max(1, Math.floor((producers - 1) / 3));
}

/** Coded bytes a payload byte: about 3. */
export function nearExpansion(producers: number): number {
  return producers / nearDataParts(producers);
}

/** One part for each producer, whatever its stake. */
export function nearAssignment(producers: number): Assignment {
  const ones = new Array<number>(producers).fill(1);
  return dealUnits(ones, inOrder(producers), nearDataParts(producers));
}
