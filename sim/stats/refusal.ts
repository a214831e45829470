/**
 * An answer the sample cannot carry. Statistics refuse rather than guess: a refusal is a value, to
 * be shown or left out, while a wrong call (negative level, mismatched lengths) throws.
 */
export interface Refusal {
  /** What was needed and what was found. */
  readonly refused: string;
}

/** Whether a statistic refused to answer. */
export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer;
}

/** @throws RangeError unless 0 < level < 1 */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`confidence level, expected between 0 and 1, found ${level}`);
  }
}
