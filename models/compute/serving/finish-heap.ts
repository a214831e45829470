/** What the heap orders: by the step in which it ends, then by admission. */
export interface Finishing {
  readonly finish: number;
  readonly order: number;
}

function before(a: Finishing, b: Finishing): boolean {
  return a.finish < b.finish || (a.finish === b.finish && a.order < b.order);
}

/** A binary heap of requests; the first to end is on top. */
export class FinishHeap<T extends Finishing> {
  readonly items: T[] = [];

  get top(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (before(items[parent], item)) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.sink(last);
    return top;
  }

  /** Takes out the one that was admitted last, in linear time. */
  popNewest(): T | undefined {
    const all = this.items.splice(0);
    const newest = all.reduce<T | undefined>(
      (last, item) => (last === undefined || item.order > last.order ? item : last),
      undefined,
    );
    for (const item of all) if (item !== newest) this.push(item);
    return newest;
  }

  private sink(item: T): void {
    const { items } = this;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= items.length) break;
      const right = left + 1;
      const child = right < items.length && before(items[right], items[left]) ? right : left;
      if (before(item, items[child])) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = item;
  }
}
