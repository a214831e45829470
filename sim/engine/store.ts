import { Signal } from './signal.ts';

/** A queue of things between processes: `put` waits for room, `take` waits for a thing. */
export class Store<T> {
  readonly capacity: number;
  private readonly items: T[] = [];
  private readonly putters: { item: T; done: Signal<void> }[] = [];
  private readonly takers: { wanted: (item: T) => boolean; taken: Signal<T> }[] = [];

  constructor(capacity = Number.POSITIVE_INFINITY) {
    if (!(capacity > 0)) throw new RangeError(`capacity, expected more than 0, got ${capacity}`);
    this.capacity = capacity;
  }

  get size(): number {
    return this.items.length;
  }

  /** Fires when the item is in the store. */
  put(item: T): Signal<void> {
    const done: Signal<void> = new Signal(() => remove(this.putters, (p) => p.done === done));
    this.putters.push({ item, done });
    this.settle();
    return done;
  }

  /** Fires with the oldest item that `wanted` accepts. */
  take(wanted: (item: T) => boolean = () => true): Signal<T> {
    const taken: Signal<T> = new Signal(() => remove(this.takers, (t) => t.taken === taken));
    this.takers.push({ wanted, taken });
    this.settle();
    return taken;
  }

  private settle(): void {
    for (let moved = true; moved; ) {
      moved = false;
      while (this.putters.length > 0 && this.items.length < this.capacity) {
        const putter = this.putters.shift() as { item: T; done: Signal<void> };
        this.items.push(putter.item);
        putter.done.fire();
        moved = true;
      }
      for (let i = 0; i < this.takers.length; i++) {
        const { wanted, taken } = this.takers[i];
        const at = this.items.findIndex(wanted);
        if (at < 0) continue;
        this.takers.splice(i, 1);
        taken.fire(this.items.splice(at, 1)[0]);
        // Room for a putter; and other takers may have reneged, so the list is read afresh.
        moved = true;
        break;
      }
    }
  }
}

function remove<E>(list: E[], match: (entry: E) => boolean): void {
  const at = list.findIndex(match);
  if (at >= 0) list.splice(at, 1);
}
