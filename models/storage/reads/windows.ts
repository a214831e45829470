import type { StoreDone } from '../../workloads/workload.ts';

/** Fetches a range of an object. */
export type Fetch = (object: number, offset: number, bytes: number, done: StoreDone) => void;

interface Window {
  readonly index: number;
  /** Whether it came; undefined while it is under way. */
  ok: boolean | undefined;
  readonly waiting: StoreDone[];
}

/**
 * Read-ahead for readers that go through an object in small steps: whole windows are fetched, and the last
 * two of each object are kept. Reads as long as a window, and reads of objects no longer than that, pass.
 */
export class ReadAhead {
  private readonly fetch: Fetch;
  private readonly bytesOf: (object: number) => number;
  private readonly window: number;
  private readonly kept = new Map<number, Window[]>();
  private readonly later: (then: () => void) => void;

  /**
   * @param window bytes fetched at a time, at most an object
   * @param later calls after the current event, for reads out of a window that is there
   */
  constructor(
    fetch: Fetch,
    bytesOf: (object: number) => number,
    window: number,
    later: (then: () => void) => void,
  ) {
    this.fetch = fetch;
    this.bytesOf = bytesOf;
    this.window = window;
    this.later = later;
  }

  read(object: number, offset: number, bytes: number, done: StoreDone): void {
    const window = this.windowOf(object);
    if (bytes >= window) {
      this.fetch(object, offset, bytes, done);
      return;
    }
    const first = Math.floor(offset / window);
    const last = Math.floor((offset + bytes - 1) / window);
    let missing = last - first + 1;
    let ok = true;
    for (let index = first; index <= last; index++) {
      this.whenThere(object, index, (fetched) => {
        ok &&= fetched;
        if (--missing === 0) done(ok);
      });
    }
  }

  private windowOf(object: number): number {
    return Math.min(this.window, this.bytesOf(object));
  }

  private whenThere(object: number, index: number, done: StoreDone): void {
    const kept = this.kept.get(object) ?? [];
    const there = kept.find((window) => window.index === index && window.ok !== false);
    if (there !== undefined) {
      if (there.ok === undefined) there.waiting.push(done);
      else this.later(() => done(true));
      return;
    }
    const window: Window = { index, ok: undefined, waiting: [done] };
    this.kept.set(object, [...kept.slice(-1), window]);
    const offset = index * this.windowOf(object);
    const bytes = Math.min(this.windowOf(object), this.bytesOf(object) - offset);
    this.fetch(object, offset, bytes, (ok) => {
      window.ok = ok;
      for (const waiting of window.waiting) waiting(ok);
    });
  }
}
