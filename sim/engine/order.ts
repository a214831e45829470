/**
 * The order of simultaneous events: `(tick, lane, entity, per-entity sequence)`.
 *
 * No global counter takes part, so a component that is added does not reorder the others.
 * Lane, entity and sequence share one float64 integer of 53 bits: 3 + 21 + 29.
 */

/** What happens first inside one tick. Lower lanes fire first. */
export const Lane = {
  /** A message or a flow reached its end point. */
  Arrival: 0,
  /** A machine finished a piece of work: link, disk, processor. */
  Service: 1,
  /** A deadline, retry or heartbeat. */
  Timer: 2,
  /** Generator processes of scenario logic. */
  Process: 3,
  /** Measurements, after all that they look at. */
  Observe: 4,
} as const;

export type Lane = (typeof Lane)[keyof typeof Lane];

export const ENTITIES_MAX = 2_097_152;
const SEQUENCES = 536_870_912;
const LANE_STRIDE = ENTITIES_MAX * SEQUENCES;

export function orderKey(lane: Lane, entity: number, sequence: number): number {
  return lane * LANE_STRIDE + entity * SEQUENCES + sequence;
}

export function laneOf(key: number): Lane {
  return Math.floor(key / LANE_STRIDE) as Lane;
}

export const SEQUENCE_MAX = SEQUENCES - 1;

/**
 * An order key whose ties are shuffled by `seed`: the lane still comes first, entity and sequence are
 * replaced by 50 mixed bits. A metric that moves under another seed depends on the order of ties.
 */
export function shuffledKey(lane: Lane, entity: number, sequence: number, seed: number): number {
  let a = Math.imul(entity ^ seed, 0x9e3779b1) ^ Math.imul(sequence, 0x85ebca6b);
  a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
  let b = Math.imul(sequence ^ (seed >>> 7), 0xc2b2ae35) ^ Math.imul(entity + 1, 0x27d4eb2f) ^ a;
  b = Math.imul(b ^ (b >>> 13), 0x297a2d39);
  a ^= b >>> 16;
  return lane * LANE_STRIDE + (a >>> 0) * 262_144 + (b >>> 14);
}
