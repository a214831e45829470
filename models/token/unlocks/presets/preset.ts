import type { Status } from '../../../../sim/parameters.ts';
import type { WrittenSchedule } from '../written.ts';

export const readings = ['A', 'B', 'C'] as const;
export type Reading = (typeof readings)[number];

export const communities = ['none', 'linear48', 'activity'] as const;
/** What becomes of the part of 0G's community bucket for which no schedule is published. */
export type Community = (typeof communities)[number];

/** How well something of a preset is known. */
export interface Knowledge {
  /** What it is of: a bucket, or a property of the schedule. */
  readonly of: string;
  readonly status: Status;
  readonly source: string;
  readonly about: string;
}

/** A schedule that somebody published, as data. */
export interface Preset {
  readonly name: string;
  readonly about: string;
  /** Readings of sources that leave more than one open; the first is the default. */
  readonly readings: Readonly<Partial<Record<Reading, string>>>;
  /** Whether the remainder of a community bucket has to be chosen. */
  readonly hasCommunity: boolean;
  readonly knowledge: readonly Knowledge[];
  written(reading: Reading, community: Community): WrittenSchedule;
}
