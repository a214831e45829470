import { isMinority, powersOf } from '../../../../models/chain/consensus/tally.ts';
import type { Stream } from '../../../../sim/random.ts';

/*
 * A schedule: who takes part, who is faulty and how, when the network is parted, and when it becomes
 * orderly. Times are steps of no unit.
 */

/** Until when a message sent after stabilisation has surely arrived, steps. */
export const DELAY_MAX = 10;

/** What a faulty validator does. */
export const habits = ['split', 'silent', 'nil', 'random', 'replay'] as const;
export type Habit = (typeof habits)[number];

export interface Schedule {
  readonly powers: readonly number[];
  /** Habit of each faulty validator. */
  readonly faulty: ReadonlyMap<number, Habit>;
  readonly heights: number;
  /** Side of every validator, 0 or 1: a partition parts them, and split validators show each another face. */
  readonly side: readonly number[];
  /** Times at which the sides cannot reach each other, from and to. */
  readonly partitions: readonly (readonly [number, number])[];
  /** From then on every message arrives within `DELAY_MAX`, and clocks measure the same time. */
  readonly stable: number;
  /** Chance that a message sent before is held back until then. */
  readonly loss: number;
  /** The same for a precommit for a block: few decide, others are locked or know of nothing. */
  readonly hidden: number;
  /** Longest usual delay before. */
  readonly delayBefore: number;
  /** Chance that a message is delivered twice. */
  readonly twice: number;
  /** Own votes come back at once, or like a message. */
  readonly ownVotesAtOnce: boolean;
}

/** 4 to 10 validators of random powers, faulty ones with less than a third of them. */
export function randomSchedule(stream: Stream): Schedule {
  const count = 4 + stream.below(7);
  const spread = 1 + stream.below(20);
  const powers = Array.from({ length: count }, () => 1 + stream.below(spread));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const faulty = new Map<number, Habit>();
  const oneHabit = stream.chance(0.5) ? habits[stream.below(habits.length)] : undefined;
  let power = 0;
  for (const validator of stream.sample(count, count)) {
    if ((power + powers[validator]) * 3 >= total) continue;
    if (stream.chance(0.1)) continue;
    power += powers[validator];
    faulty.set(validator, oneHabit ?? habits[stream.below(habits.length)]);
  }
  const stable = stream.below(800);
  const partitions: [number, number][] = [];
  for (let from = stream.below(60); stream.chance(0.6); ) {
    const to = from + 1 + stream.below(200);
    partitions.push([from, to]);
    from = to + stream.below(100);
  }
  return {
    powers,
    faulty,
    heights: 1 + stream.below(3),
    side: powers.map(() => stream.below(2)),
    partitions,
    stable,
    loss: stream.chance(0.5) ? stream.between(0, 0.7) : 0,
    hidden: stream.chance(0.5) ? stream.between(0.3, 1) : 0,
    delayBefore: 1 + stream.below(stream.chance(0.3) ? 150 : 20),
    twice: stream.chance(0.5) ? 0.2 : 0,
    ownVotesAtOnce: stream.chance(0.5),
  };
}

/**
 * Ten validators of power 1, four of them with two faces, parted until stabilisation: each side has
 * three honest ones and sees the votes of seven, and 3 · 7 = 21 > 20.
 */
export function twoFaces(stream: Stream): Schedule {
  const stable = 500;
  return {
    powers: new Array<number>(10).fill(1),
    faulty: new Map([6, 7, 8, 9].map((validator) => [validator, 'split'])),
    heights: 1,
    side: [0, 0, 0, 1, 1, 1, 0, 0, 1, 1],
    partitions: [[0, stable]],
    stable,
    loss: 0,
    hidden: 0,
    delayBefore: 1 + stream.below(5),
    twice: 0,
    ownVotesAtOnce: true,
  };
}

/** Power of the faulty validators is below a third: what the promises of consensus suppose. */
export function isTolerable({ powers, faulty }: Schedule): boolean {
  const power = [...faulty.keys()].reduce((sum, validator) => sum + powers[validator], 0);
  const all = powersOf(powers);
  return !isMinority(power, all) && power * 3 !== all.total;
}
