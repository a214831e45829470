/*
 * Weighted max-min fair shares by progressive filling, as a pure function.
 */

export interface FlowDemand {
  /** Numbers of the links it crosses; at least one unless `limit` is finite. */
  readonly route: readonly number[];
  /** Share in proportion to this on a common bottleneck. */
  readonly weight: number;
  /** The most it can use, bytes per second; infinity without a limit. */
  readonly limit: number;
}

/**
 * Rates in bytes per second such that no flow can gain without a loss for one that has no more, per
 * weight. O((flows x route + links) x bottlenecks).
 * @param capacity bytes per second by link
 * @throws RangeError for a flow that nothing limits
 */
export function maxMinRates(capacity: readonly number[], flows: readonly FlowDemand[]): number[] {
  const rates = new Array<number>(flows.length).fill(-1);
  const left = capacity.slice();
  const weights = new Array<number>(capacity.length).fill(0);
  // Crossings still open: weights alone would leave rounding dust on a link that nobody uses.
  const crossings = new Array<number>(capacity.length).fill(0);
  for (const flow of flows) {
    for (const link of flow.route) {
      weights[link] += flow.weight;
      crossings[link]++;
    }
  }
  let open = flows.length;
  let settledShare = 0;
  while (open > 0) {
    let share = Number.POSITIVE_INFINITY;
    for (let link = 0; link < left.length; link++) {
      if (crossings[link] === 0) continue;
      const offer = left[link] / weights[link];
      if (offer < share) share = offer;
    }
    for (let i = 0; i < flows.length; i++) {
      if (rates[i] < 0 && flows[i].limit / flows[i].weight < share) {
        share = flows[i].limit / flows[i].weight;
      }
    }
    if (share === Number.POSITIVE_INFINITY) {
      throw new RangeError('max-min, expected every flow to cross a link or to have a limit');
    }
    // Shares only grow from level to level; rounding may say otherwise by a last bit.
    if (share < settledShare) share = settledShare;
    settledShare = share;
    // Everything that this level saturates is settled at once; the tolerance joins equal bottlenecks.
    const level = share * (1 + 1e-12);
    const saturated = left.map(
      (rest, link) => crossings[link] > 0 && rest / weights[link] <= level,
    );
    for (let i = 0; i < flows.length; i++) {
      if (rates[i] >= 0) continue;
      const { route, weight, limit } = flows[i];
      if (limit / weight > level && !route.some((link) => saturated[link])) continue;
      const rate = Math.min(share * weight, limit);
      rates[i] = rate;
      open--;
      for (const link of route) {
        left[link] -= rate;
        weights[link] -= weight;
        crossings[link]--;
      }
    }
  }
  return rates;
}
