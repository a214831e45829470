/**
 * Average over time of a signal that is constant between its changes: a queue length, a link's
 * load, a balance. Time is in ticks; the signal has any unit.
 */
export class TimeWeighted {
  readonly threshold: number;
  #start: number;
  #last: number;
  #value: number;
  #area = 0;
  /** Rounding error of `#area` (Neumaier), which decades of small steps would otherwise lose. */
  #lost = 0;
  #above = 0;
  #min: number;
  #max: number;

  /**
   * @param start tick from which the average counts
   * @param value signal at the start
   * @param threshold `ticksAbove` counts the time strictly above it
   */
  constructor(start: number, value = 0, threshold = Infinity) {
    this.#start = start;
    this.#last = start;
    this.#value = value;
    this.#min = value;
    this.#max = value;
    this.threshold = threshold;
  }

  get value(): number {
    return this.#value;
  }

  /** Smallest value held since the start or the last reset, even for no time at all. */
  get min(): number {
    return this.#min;
  }

  /** Largest value held since the start or the last reset, even for no time at all. */
  get max(): number {
    return this.#max;
  }

  /**
   * The signal takes a new value at `now`.
   * @throws RangeError if time runs backwards or the value is not finite
   */
  set(now: number, value: number): void {
    if (!Number.isFinite(value)) {
      throw new RangeError(`signal, expected a finite number, found ${value}`);
    }
    this.#advance(now);
    this.#value = value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** The signal changes by `delta` at `now`. */
  add(now: number, delta: number): void {
    this.set(now, this.#value + delta);
  }

  /** Forgets the past but keeps the current value: the end of the warm-up. */
  reset(now: number): void {
    this.#advance(now);
    this.#start = now;
    this.#area = 0;
    this.#lost = 0;
    this.#above = 0;
    this.#min = this.#value;
    this.#max = this.#value;
  }

  /** Integral of the signal from the start (or reset) to `now`, in unit times ticks. */
  integral(now: number): number {
    return this.#area + this.#lost + this.#value * this.#elapsed(now);
  }

  /** Average from the start (or reset) to `now`; the current value if no time has passed. */
  average(now: number): number {
    const span = now - this.#start;
    return span === 0 ? this.#value : this.integral(now) / span;
  }

  /** Ticks from the start (or reset) to `now` during which the signal was above the threshold. */
  ticksAbove(now: number): number {
    const open = this.#elapsed(now);
    return this.#above + (this.#value > this.threshold ? open : 0);
  }

  #elapsed(now: number): number {
    const elapsed = now - this.#last;
    if (!(elapsed >= 0)) {
      throw new RangeError(`tick, expected ${this.#last} or later, found ${now}`);
    }
    return elapsed;
  }

  #advance(now: number): void {
    const elapsed = this.#elapsed(now);
    if (elapsed === 0) return;
    const piece = this.#value * elapsed;
    const sum = this.#area + piece;
    this.#lost +=
      Math.abs(this.#area) >= Math.abs(piece) ? this.#area - sum + piece : piece - sum + this.#area;
    this.#area = sum;
    if (this.#value > this.threshold) this.#above += elapsed;
    this.#last = now;
  }
}
