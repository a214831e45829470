/** How far an axis of measured values follows their intervals. */

/** A mean with its 95 % interval. */
interface Measured {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Whether values are parts of a whole: written as percent, or plain numbers from 0 to 1. */
export function isPart(points: readonly Measured[], base: string, percent: boolean): boolean {
  return percent || (base === '1' && points.every(({ mean }) => mean >= 0 && mean <= 1));
}

/**
 * The least and the largest end that the axis follows: intervals of few replications may be so wide
 * that nothing else could be seen. Those of shares end at 0 and 1.
 * @param full a whole share in the unit of the points.
 */
export function reachOf(
  points: readonly Measured[],
  share: boolean,
  full: number,
): [number, number] {
  const means = points.map(({ mean }) => mean);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  if (share && least >= 0 && most <= full) return [0, full];
  const size = Math.max(Math.abs(least), Math.abs(most));
  return [least - size, most + size];
}

/** Whether an interval reaches beyond that. @param points in base units. */
export function isCut(points: readonly Measured[], share: boolean): boolean {
  const [least, most] = reachOf(points, share, 1);
  return points.some(({ low, high }) => low < least || high > most);
}
