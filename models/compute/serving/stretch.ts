/** Steps that follow each other: the first takes `first` ticks, each next one `growth` more. */
export interface Stretch {
  readonly first: number;
  readonly growth: number;
}

/** Ticks of the first `steps` steps. */
export function stretchTime({ first, growth }: Stretch, steps: number): number {
  return steps * first + (growth * steps * (steps - 1)) / 2;
}

/** The smallest number of steps that take `ticks` or more. */
export function stepsUntil(stretch: Stretch, ticks: number): number {
  if (ticks <= 0) return 0;
  const { first, growth } = stretch;
  const linear = first - growth / 2;
  // Root of growth / 2 x n^2 + linear x n = ticks, in the form that does not cancel.
  const root = (2 * ticks) / (linear + Math.sqrt(linear * linear + 2 * growth * ticks));
  let steps = Math.max(1, Math.ceil(root));
  // The root is good to an ulp: at most one step off.
  if (steps > 1 && stretchTime(stretch, steps - 1) >= ticks) steps--;
  else if (stretchTime(stretch, steps) < ticks) steps++;
  return steps;
}
