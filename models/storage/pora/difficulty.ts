import { WORD_MAX } from './words.ts';

/*
 * The target follows the submissions. Source: 0g-storage 4. All divisions floor.
 */

/** Bits that the adjustment leaves out, so that its products fit into a word. */
const SHIFT = 16n;

export interface AdjustRules {
  /** Submissions of an epoch at which the target stays. */
  readonly targetSubmissions: number;
  /** n: weight of the past in the moving average. */
  readonly difficultyAdjustRatio: number;
  /** Difficulty below which the target never goes; null for none. */
  readonly minDifficulty: number | null;
}

/** floor((2^256 - 1) / difficulty). @throws RangeError for a difficulty below 1 */
export function initialTarget(difficulty: number | bigint): bigint {
  return WORD_MAX / positive('difficulty', difficulty);
}

/** The whole number of tries that a target stands for: floor((2^256 - 1) / target). */
export function difficultyOf(target: bigint): bigint {
  return WORD_MAX / positive('target', target);
}

/**
 * Target after an epoch with submissions. With s = target >> 16 and n the ratio:
 * expected = floor(s * targetSubmissions / submissions); s' = floor((s * (n - 1) + expected) / n), then at
 * least floor(s / 2), at most 2 s and at most (2^256 - 1) >> 16; the target is s' << 16, at most
 * floor((2^256 - 1) / minDifficulty).
 *
 * @param submissions accepted in the last mined epoch; 0, an epoch that was not mined, changes nothing
 */
export function adjustTarget(target: bigint, submissions: number, rules: AdjustRules): bigint {
  if (submissions === 0) return target;
  const s = target >> SHIFT;
  const n = BigInt(rules.difficultyAdjustRatio);
  const expected = (s * BigInt(rules.targetSubmissions)) / BigInt(submissions);
  let next = (s * (n - 1n) + expected) / n;
  if (next < s / 2n) next = s / 2n;
  if (next > 2n * s) next = 2n * s;
  if (next > WORD_MAX >> SHIFT) next = WORD_MAX >> SHIFT;
  const adjusted = next << SHIFT;
  if (rules.minDifficulty === null) return adjusted;
  const cap = initialTarget(rules.minDifficulty);
  return adjusted < cap ? adjusted : cap;
}

function positive(name: string, value: number | bigint): bigint {
  const whole = BigInt(value);
  if (whole < 1n) throw new RangeError(`${name}, expected 1 or more, got ${value}`);
  return whole;
}
