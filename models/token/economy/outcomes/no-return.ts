/** What acting can still do along one path. */
export interface LastChance {
  /** Without acting the cash is gone before the horizon. */
  readonly needed: boolean;
  /** Latest month from whose start on lower expenses keep the cash above 0 to the horizon; null for none. */
  readonly month: number | null;
}

/**
 * The point of no return: until when expenses have to be cut so that the cash lasts. Income is taken as it came
 * along the path, so a facility that draws for want of cash would draw less.
 * @param cash USD at the start
 * @param income USD that came in since the start, by month from 0 on
 * @param burn USD spent in a month before the cut
 * @param cut part of the expenses that is cut
 */
export function lastChance(
  cash: number,
  income: Float64Array,
  burn: number,
  cut: number,
): LastChance {
  const lasts = (from: number): boolean => {
    for (let month = 1; month < income.length; month++) {
      const whole = Math.min(month, from);
      const spent = burn * (whole + (1 - cut) * (month - whole));
      if (cash + income[month] - spent < 0) return false;
    }
    return true;
  };
  const horizon = income.length - 1;
  if (lasts(horizon)) return { needed: false, month: null };
  for (let month = horizon - 1; month >= 0; month--) {
    if (lasts(month)) return { needed: true, month };
  }
  return { needed: true, month: null };
}
