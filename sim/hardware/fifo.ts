/** First in, first out, in constant amortised time. */
export class Fifo<T> {
  private items: T[] = [];
  private head = 0;

  get size(): number {
    return this.items.length - this.head;
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** The oldest item; the caller knows that there is one. */
  shift(): T {
    const item = this.items[this.head];
    this.items[this.head++] = undefined as T;
    if (this.head === this.items.length) {
      this.items.length = 0;
      this.head = 0;
    } else if (this.head >= 1024 && this.head * 2 >= this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  remove(item: T): boolean {
    const at = this.items.indexOf(item, this.head);
    if (at < 0) return false;
    this.items.splice(at, 1);
    return true;
  }
}

/** A waiting room: smaller priority first, then first in, first out. Priorities should be few. */
export class PriorityFifo<T extends { readonly priority: number }> {
  private readonly levels: { readonly priority: number; readonly queue: Fifo<T> }[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  push(item: T): void {
    const { levels } = this;
    let at = levels.length;
    while (at > 0 && levels[at - 1].priority > item.priority) at--;
    if (at === 0 || levels[at - 1].priority !== item.priority) {
      levels.splice(at, 0, { priority: item.priority, queue: new Fifo() });
      at++;
    }
    levels[at - 1].queue.push(item);
    this.count++;
  }

  /** The next item, or undefined when empty. */
  shift(): T | undefined {
    for (const { queue } of this.levels) {
      if (queue.size === 0) continue;
      this.count--;
      return queue.shift();
    }
    return undefined;
  }

  /** Takes an item out of the middle; false when it does not wait here. */
  remove(item: T): boolean {
    for (const { priority, queue } of this.levels) {
      if (priority !== item.priority) continue;
      if (!queue.remove(item)) return false;
      this.count--;
      return true;
    }
    return false;
  }
}
