/** Most days that are looked through before the next entry is sought among all. */
const DAYS = 8192;

/*
 * Numbers by time, earliest first, those of one time in the order of their coming. A calendar: one short
 * sorted list for each day of a year, used again year after year (R. Brown, Calendar queues, 1988).
 */
export class Calendar {
  private readonly width: number;
  private readonly heads = new Int32Array(DAYS).fill(-1);
  private times = new Float64Array(256);
  private values = new Float64Array(256);
  private nexts = new Int32Array(256);
  private used = 0;
  private spare = -1;
  private count = 0;
  /** No entry is before this day. */
  private day = 0;
  private earliest = Number.POSITIVE_INFINITY;

  /** @param width of a day, in the unit of time */
  constructor(width: number) {
    this.width = width;
  }

  /** Earliest time; infinite when empty. */
  get first(): number {
    return this.earliest;
  }

  /** @param time 0 or more */
  push(time: number, value: number): void {
    const { heads, times, nexts } = this;
    let at = this.spare;
    if (at >= 0) this.spare = nexts[at];
    else {
      if (this.used === times.length) {
        this.grow();
        this.push(time, value);
        return;
      }
      at = this.used++;
    }
    times[at] = time;
    this.values[at] = value;
    const day = Math.floor(time / this.width);
    const slot = day & (DAYS - 1);
    let next = heads[slot];
    if (next < 0 || times[next] > time) {
      nexts[at] = next;
      heads[slot] = at;
    } else {
      let before = next;
      for (next = nexts[next]; next >= 0 && times[next] <= time; next = nexts[next]) before = next;
      nexts[at] = next;
      nexts[before] = at;
    }
    if (this.count++ === 0 || day < this.day) this.day = day;
    if (time < this.earliest) this.earliest = time;
  }

  /** Takes the value of the earliest time; the calendar is not empty. */
  pop(): number {
    const { heads, times, nexts, width } = this;
    let slot = this.day & (DAYS - 1);
    while (heads[slot] < 0 || times[heads[slot]] !== this.earliest) {
      this.day++;
      slot = this.day & (DAYS - 1);
    }
    const at = heads[slot];
    heads[slot] = nexts[at];
    nexts[at] = this.spare;
    this.spare = at;
    this.count--;
    this.findFirst(heads, times, width);
    return this.values[at];
  }

  private findFirst(heads: Int32Array, times: Float64Array, width: number): void {
    this.earliest = Number.POSITIVE_INFINITY;
    if (this.count === 0) return;
    let day = this.day;
    for (let i = 0; i < DAYS; i++, day++) {
      const head = heads[day & (DAYS - 1)];
      if (head >= 0 && times[head] < (day + 1) * width) {
        this.day = day;
        this.earliest = times[head];
        return;
      }
    }
    for (const head of heads) {
      if (head >= 0 && times[head] < this.earliest) this.earliest = times[head];
    }
    this.day = Math.floor(this.earliest / width);
  }

  private grow(): void {
    const { times, values, nexts } = this;
    this.times = new Float64Array(times.length * 2);
    this.values = new Float64Array(values.length * 2);
    this.nexts = new Int32Array(nexts.length * 2);
    this.times.set(times);
    this.values.set(values);
    this.nexts.set(nexts);
  }
}
