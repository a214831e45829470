import type { Tick } from '../../../sim/time.ts';

/** When a validator signed a precommit, and its voting power. */
export interface TimedVote {
  readonly at: number;
  readonly power: number;
}

/**
 * Median, by power, of the times of precommits: the time stamp of the next block before proposers stamp
 * their own. Sorts `votes`. @returns undefined without votes
 */
export function medianTime(votes: TimedVote[]): Tick | undefined {
  const total = votes.reduce((sum, { power }) => sum + power, 0);
  votes.sort((a, b) => a.at - b.at);
  let before = 0;
  for (const { at, power } of votes) {
    before += power;
    if (before * 2 >= total) return Math.round(at) as Tick;
  }
  return undefined;
}
