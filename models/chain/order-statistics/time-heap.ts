/** Numbers by time, earliest first; the order of equal times depends on the order of the pushes alone. */
export class TimeHeap {
  private times = new Float64Array(256);
  private values = new Float64Array(256);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Earliest time; infinite when empty. */
  get first(): number {
    return this.count > 0 ? this.times[0] : Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.count = 0;
  }

  push(time: number, value: number): void {
    if (this.count === this.times.length) this.grow();
    const { times, values } = this;
    let at = this.count++;
    while (at > 0) {
      const up = (at - 1) >>> 1;
      if (times[up] <= time) break;
      times[at] = times[up];
      values[at] = values[up];
      at = up;
    }
    times[at] = time;
    values[at] = value;
  }

  /** Takes the value of the earliest time; the heap is not empty. */
  pop(): number {
    const { times, values } = this;
    const value = values[0];
    const count = --this.count;
    const time = times[count];
    const last = values[count];
    let at = 0;
    for (let down = 1; down < count; down = 2 * at + 1) {
      if (down + 1 < count && times[down + 1] < times[down]) down++;
      if (times[down] >= time) break;
      times[at] = times[down];
      values[at] = values[down];
      at = down;
    }
    times[at] = time;
    values[at] = last;
    return value;
  }

  private grow(): void {
    const { times, values } = this;
    this.times = new Float64Array(times.length * 2);
    this.values = new Float64Array(values.length * 2);
    this.times.set(times);
    this.values.set(values);
  }
}
