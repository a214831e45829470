import { TICKS_PER_SECOND } from '../time.ts';

/**
 * A token bucket by virtual scheduling: constant work per request, no timer.
 *
 * A request of `amount` tokens starts as soon as the bucket holds them; one larger than the whole
 * bucket starts when the bucket is full and leaves a debt that those behind it wait for. Starts are
 * fractional ticks, so that over a long run exactly `rate` tokens per second pass.
 */
export class TokenBucket {
  private readonly ticksPerToken: number;
  private readonly burst: number;
  /** Tick at which the bucket is full again if nothing else is taken. */
  private fullAt = 0;

  /**
   * @param rate tokens per second
   * @param burst tokens that an idle bucket holds
   * @throws RangeError unless both are positive
   */
  constructor(rate: number, burst: number) {
    if (!(rate > 0)) throw new RangeError(`rate, expected more than 0 tokens/s, got ${rate}`);
    if (!(burst > 0)) throw new RangeError(`burst, expected more than 0 tokens, got ${burst}`);
    this.ticksPerToken = TICKS_PER_SECOND / rate;
    this.burst = burst;
  }

  /** Takes `amount` tokens in order of the calls; gives the tick (a float >= `now`) of the start. */
  take(now: number, amount: number): number {
    const needed = Math.min(amount, this.burst);
    const ready = this.fullAt - (this.burst - needed) * this.ticksPerToken;
    const start = Math.max(ready, now);
    this.fullAt = Math.max(this.fullAt, start) + amount * this.ticksPerToken;
    return start;
  }
}
