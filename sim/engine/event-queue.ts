import type { Tick } from '../time.ts';
import type { EventCounters, PendingEvents } from './pending-events.ts';

/*
 * The native set of pending events: a small heap for the near future, buckets of equal width for what
 * comes next (a rung), and an unsorted list for the far future. Events move far -> bucket -> heap.
 *
 *   operation | cost                                 | memory
 *   add       | O(1) amortised, O(log h) when near   | 48 B a slot + 16 B, slots are reused
 *   take      | O(log h), h = events in the heap     |
 *   cancel    | O(1) far or bucket, O(log h) near    | removed at once, nothing dead stays
 *
 * With few events, or when all share one tick, everything stays in the heap: O(log n).
 * Bucket widths are powers of two, so that a bucket's number is exact. Where an event waits never
 * decides when it fires: order is (tick, key) in every case.
 */

// What fires is one record of 32 B, half a cache line. Links are kept apart: a list of slots can then be
// walked before the records are touched, so that the cache misses overlap.
const STRIDE = 4;
const STRIDE_INT = 8;
// Fields of a record: float64 0..2, then int32 from 6.
const KEY = 1;
const ARGUMENT = 2;
const ENTITY = 6;
const KIND = 7;

const LINKS = 4;
// Fields of a slot's links. First its place: index in the heap or the far list, or the next slot while in
// a bucket. Then the previous slot while in a bucket, -1 at its head.
const PREVIOUS = 1;
const GENERATION = 2;

const NONE = -1;
/** Place of a slot that holds no event. */
const FREE = -2;
const HAS_PAYLOAD = 0x40000000;
const GENERATION_MASK = 0x1fffffff;
const SLOTS_MAX = 16_777_216;

/** The heap hands over to buckets above this size, and takes back a far list below FAR_MIN. */
const HEAP_SPILL = 512;
const FAR_MIN = 256;
/** A power of two as width makes it one to two. */
const EVENTS_PER_BUCKET = 1;
const BUCKETS_MAX = 1_048_576;
const SAMPLES = 64;

export class EventQueue implements PendingEvents {
  tick = 0 as Tick;
  key = 0;
  entity = 0;
  kind = 0;
  argument = 0;
  payload: unknown = undefined;
  private taken = 0;

  private capacity = 256;
  private record = new Float64Array(this.capacity * STRIDE);
  private recordInt = new Int32Array(this.record.buffer);
  private links = new Int32Array(this.capacity * LINKS);
  private payloads: unknown[] = [];
  private free = new Int32Array(this.capacity);
  private freeCount = 0;
  private used = 0;

  private heapTick = new Float64Array(256);
  private heapSlot = new Int32Array(256);
  /** Heap entries, counting the empty root that `take` leaves for the next `add`. */
  private heapSize = 0;
  private rootEmpty = false;
  private heapSpill = HEAP_SPILL;
  /** Ticks below this are in the heap. */
  private heapEnd = Number.POSITIVE_INFINITY;

  private heads = new Int32Array(0);
  private bucketCount = 0;
  private bucket = 0;
  private bucketWidth = 1;
  private bucketScale = 1;
  private rungStart = 0;
  private rungEnd = Number.POSITIVE_INFINITY;

  private farTick = new Float64Array(256);
  private farSlot = new Int32Array(256);
  private farSize = 0;

  private moves = 0;
  private cancelled = 0;
  private peak = 0;

  /** Its slot is of the next generation by now. */
  get handle(): number {
    const generation = (this.links[this.taken * LINKS + GENERATION] - 1) & GENERATION_MASK;
    return generation * SLOTS_MAX + this.taken;
  }

  get size(): number {
    return this.used - this.freeCount;
  }

  fresh(): PendingEvents {
    return new EventQueue();
  }

  counters(): EventCounters {
    return { moves: this.moves, cancelled: this.cancelled, peak: this.peak };
  }

  add(
    tick: Tick,
    key: number,
    entity: number,
    kind: number,
    argument: number,
    payload: unknown,
  ): number {
    const slot = this.freeCount > 0 ? this.free[--this.freeCount] : this.newSlot();
    const at = slot * STRIDE;
    const record = this.record;
    record[at] = tick;
    record[at + KEY] = key;
    record[at + ARGUMENT] = argument;
    const int = this.recordInt;
    const atInt = slot * STRIDE_INT;
    int[atInt + ENTITY] = entity;
    if (payload === undefined) {
      int[atInt + KIND] = kind;
    } else {
      int[atInt + KIND] = kind | HAS_PAYLOAD;
      this.payloads[slot] = payload;
    }
    this.insert(slot);
    return this.links[slot * LINKS + GENERATION] * SLOTS_MAX + slot;
  }

  // From here on methods get slots and read ticks and keys from the records: a float64 that is passed to
  // a function that is not inlined is allocated.

  private insert(slot: number): void {
    const tick = this.record[slot * STRIDE];
    if (tick < this.heapEnd) this.addToHeap(slot);
    else if (tick < this.rungEnd) this.addToBucket(slot);
    else this.addToFar(slot);
  }

  take(limit: Tick): boolean {
    if (this.rootEmpty) this.fillRoot();
    if (this.heapSize === 0 && !this.advance()) return false;
    const tick = this.heapTick[0];
    if (tick > limit) return false;
    const slot = this.heapSlot[0];
    const record = this.record;
    const int = this.recordInt;
    const at = slot * STRIDE;
    const atInt = slot * STRIDE_INT;
    this.tick = tick as Tick;
    this.key = record[at + KEY];
    this.argument = record[at + ARGUMENT];
    this.entity = int[atInt + ENTITY];
    this.taken = slot;
    const kind = int[atInt + KIND];
    if (kind < HAS_PAYLOAD) {
      this.kind = kind;
      this.payload = undefined;
    } else {
      this.kind = kind ^ HAS_PAYLOAD;
      this.payload = this.payloads[slot];
      this.payloads[slot] = undefined;
    }
    this.rootEmpty = true;
    this.release(slot);
    return true;
  }

  cancel(handle: number): boolean {
    const generation = Math.floor(handle / SLOTS_MAX);
    const slot = handle - generation * SLOTS_MAX;
    const int = this.recordInt;
    const atInt = slot * STRIDE_INT;
    if (!(slot < this.used) || slot !== Math.floor(slot)) return false;
    if (this.links[slot * LINKS + GENERATION] !== generation || this.links[slot * LINKS] === FREE)
      return false;
    const tick = this.record[slot * STRIDE];
    if (tick < this.heapEnd) this.removeFromHeap(slot);
    else if (tick < this.rungEnd) this.removeFromBucket(slot);
    else this.removeFromFar(slot);
    if (int[atInt + KIND] >= HAS_PAYLOAD) this.payloads[slot] = undefined;
    this.release(slot);
    this.cancelled++;
    return true;
  }

  // --- slots ---

  private newSlot(): number {
    if (this.used === this.capacity) {
      if (this.capacity === SLOTS_MAX) {
        throw new RangeError(`event queue, expected at most ${SLOTS_MAX} pending events`);
      }
      this.capacity *= 2;
      const record = new Float64Array(this.capacity * STRIDE);
      record.set(this.record);
      this.record = record;
      this.recordInt = new Int32Array(record.buffer);
      this.links = grown(this.links, this.capacity * LINKS);
      this.free = grown(this.free, this.capacity);
    }
    // A gap in `payloads` would turn the array into a dictionary.
    this.payloads.push(undefined);
    if (this.used >= this.peak) this.peak = this.used + 1;
    return this.used++;
  }

  /** A new generation makes every handle to the slot stale. */
  private release(slot: number): void {
    this.links[slot * LINKS + GENERATION] =
      (this.links[slot * LINKS + GENERATION] + 1) & GENERATION_MASK;
    this.links[slot * LINKS] = FREE;
    this.free[this.freeCount++] = slot;
  }

  // --- heap: four children a node, tick and slot in separate arrays ---

  private addToHeap(slot: number): void {
    if (this.rootEmpty) {
      this.rootEmpty = false;
      this.siftDown(0, slot);
      return;
    }
    if (this.heapSize === this.heapTick.length) this.growHeap();
    this.siftUp(this.heapSize++, slot);
    if (this.heapSize > this.heapSpill && this.heapEnd === Number.POSITIVE_INFINITY) this.spill();
  }

  private growHeap(): void {
    const length = this.heapTick.length * 2;
    this.heapTick = grown(this.heapTick, length);
    this.heapSlot = grown(this.heapSlot, length);
  }

  private fillRoot(): void {
    this.rootEmpty = false;
    const last = --this.heapSize;
    if (last > 0) this.siftDown(0, this.heapSlot[last]);
  }

  private removeFromHeap(slot: number): void {
    if (this.rootEmpty) this.fillRoot();
    const at = this.links[slot * LINKS];
    const last = --this.heapSize;
    if (at === last) return;
    const moved = this.heapSlot[last];
    if (at > 0 && this.before(moved, this.heapSlot[(at - 1) >> 2])) this.siftUp(at, moved);
    else this.siftDown(at, moved);
  }

  private before(slot: number, other: number): boolean {
    const { record } = this;
    const difference = record[slot * STRIDE] - record[other * STRIDE];
    if (difference !== 0) return difference < 0;
    return record[slot * STRIDE + KEY] < record[other * STRIDE + KEY];
  }

  private siftUp(from: number, slot: number): void {
    const ticks = this.heapTick;
    const slots = this.heapSlot;
    const record = this.record;
    const links = this.links;
    const tick = record[slot * STRIDE];
    const key = record[slot * STRIDE + KEY];
    let moves = 0;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const parentTick = ticks[parent];
      const parentSlot = slots[parent];
      if (parentTick < tick || (parentTick === tick && record[parentSlot * STRIDE + KEY] < key)) {
        break;
      }
      ticks[at] = parentTick;
      slots[at] = parentSlot;
      links[parentSlot * LINKS] = at;
      at = parent;
      moves++;
    }
    ticks[at] = tick;
    slots[at] = slot;
    links[slot * LINKS] = at;
    this.moves += moves;
  }

  private siftDown(from: number, slot: number): void {
    const ticks = this.heapTick;
    const slots = this.heapSlot;
    const record = this.record;
    const links = this.links;
    const size = this.heapSize;
    const tick = record[slot * STRIDE];
    const key = record[slot * STRIDE + KEY];
    let moves = 0;
    let at = from;
    for (;;) {
      let child = (at << 2) + 1;
      if (child >= size) break;
      const end = child + 4 < size ? child + 4 : size;
      let least = ticks[child];
      for (let i = child + 1; i < end; i++) {
        const t = ticks[i];
        if (
          t < least ||
          (t === least && record[slots[i] * STRIDE + KEY] < record[slots[child] * STRIDE + KEY])
        ) {
          least = t;
          child = i;
        }
      }
      const childSlot = slots[child];
      if (tick < least || (tick === least && key < record[childSlot * STRIDE + KEY])) break;
      ticks[at] = least;
      slots[at] = childSlot;
      links[childSlot * LINKS] = at;
      at = child;
      moves++;
    }
    ticks[at] = tick;
    slots[at] = slot;
    links[slot * LINKS] = at;
    this.moves += moves;
  }

  /** Keeps about an eighth of an overgrown heap and sends the rest to the far list. */
  private spill(): void {
    const pivot = quantileOfSample(this.heapTick, this.heapSize, 0.125);
    if (pivot <= this.heapTick[0]) {
      this.heapSpill = this.heapSize * 2;
      return;
    }
    const size = this.heapSize;
    this.heapSize = 0;
    this.heapEnd = pivot;
    this.rungEnd = pivot;
    this.bucket = 0;
    this.bucketCount = 0;
    for (let i = 0; i < size; i++) {
      const slot = this.heapSlot[i];
      if (this.heapTick[i] < pivot) this.siftUp(this.heapSize++, slot);
      else this.addToFar(slot);
    }
  }

  // --- buckets: doubly linked lists through the slots ---

  private addToBucket(slot: number): void {
    const links = this.links;
    const number = ((this.record[slot * STRIDE] - this.rungStart) * this.bucketScale) | 0;
    const head = this.heads[number];
    this.links[slot * LINKS] = head;
    links[slot * LINKS + PREVIOUS] = NONE;
    if (head !== NONE) links[head * LINKS + PREVIOUS] = slot;
    this.heads[number] = slot;
  }

  private removeFromBucket(slot: number): void {
    const next = this.links[slot * LINKS];
    const before = this.links[slot * LINKS + PREVIOUS];
    if (next !== NONE) this.links[next * LINKS + PREVIOUS] = before;
    if (before !== NONE) this.links[before * LINKS] = next;
    else {
      const tick = this.record[slot * STRIDE];
      this.heads[((tick - this.rungStart) * this.bucketScale) | 0] = next;
    }
  }

  /** Refills the empty heap from the next bucket or the far list. False when nothing is pending. */
  private advance(): boolean {
    for (;;) {
      while (this.bucket < this.bucketCount) {
        const first = this.heads[this.bucket++];
        if (first === NONE) continue;
        this.heapEnd = this.rungStart + this.bucket * this.bucketWidth;
        this.heapFromBucket(first);
        return true;
      }
      if (this.farSize <= FAR_MIN) {
        this.heapEnd = Number.POSITIVE_INFINITY;
        this.rungEnd = Number.POSITIVE_INFINITY;
        this.heapSpill = HEAP_SPILL;
        const size = this.farSize;
        this.farSize = 0;
        for (let i = 0; i < size; i++) this.addToHeap(this.farSlot[i]);
        return size > 0;
      }
      this.buildRung();
    }
  }

  /** Fills the empty heap from a bucket. */
  private heapFromBucket(first: number): void {
    const links = this.links;
    const record = this.record;
    let size = 0;
    for (let slot = first; slot !== NONE; slot = links[slot * LINKS]) {
      if (size === this.heapTick.length) this.growHeap();
      this.heapSlot[size++] = slot;
    }
    for (let i = 0; i < size; i++) this.heapTick[i] = record[this.heapSlot[i] * STRIDE];
    this.heapSize = size;
    for (let i = 0; i < size; i++) this.siftUp(i, this.heapSlot[i]);
  }

  // --- far list, and the rung built from it ---

  private addToFar(slot: number): void {
    if (this.farSize === this.farTick.length) {
      this.farTick = grown(this.farTick, this.farSize * 2);
      this.farSlot = grown(this.farSlot, this.farSize * 2);
    }
    this.farTick[this.farSize] = this.record[slot * STRIDE];
    this.farSlot[this.farSize] = slot;
    this.links[slot * LINKS] = this.farSize++;
  }

  private removeFromFar(slot: number): void {
    const at = this.links[slot * LINKS];
    const last = --this.farSize;
    if (at === last) return;
    const moved = this.farSlot[last];
    this.farTick[at] = this.farTick[last];
    this.farSlot[at] = moved;
    this.links[moved * LINKS] = at;
  }

  /**
   * Spreads the first three quarters of the far list over buckets. The rung ends at a sampled
   * quantile, not at the latest event, so a few events years ahead cannot stretch the buckets.
   */
  private buildRung(): void {
    const size = this.farSize;
    const ticks = this.farTick;
    let first = ticks[0];
    for (let i = 1; i < size; i++) if (ticks[i] < first) first = ticks[i];
    const last = quantileOfSample(ticks, size, 0.75);
    const wanted = Math.ceil((size * 0.75) / EVENTS_PER_BUCKET);
    const limit = wanted < BUCKETS_MAX ? wanted : BUCKETS_MAX;
    let width = 1;
    while ((last - first + 1) / width > limit) width *= 2;
    this.bucketWidth = width;
    this.bucketScale = 1 / width;
    this.bucketCount = Math.floor((last - first) / width) + 1;
    this.bucket = 0;
    this.rungStart = first;
    this.rungEnd = first + this.bucketCount * width;
    this.heapEnd = first;
    if (this.heads.length < this.bucketCount) this.heads = new Int32Array(this.bucketCount * 2);
    this.heads.fill(NONE, 0, this.bucketCount);
    let kept = 0;
    for (let i = 0; i < size; i++) {
      const tick = ticks[i];
      const slot = this.farSlot[i];
      if (tick < this.rungEnd) {
        this.addToBucket(slot);
        this.moves++;
      } else {
        ticks[kept] = tick;
        this.farSlot[kept] = slot;
        this.links[slot * LINKS] = kept++;
      }
    }
    this.farSize = kept;
  }
}

function grown<A extends Float64Array | Int32Array>(array: A, length: number): A {
  const larger = new (array.constructor as new (n: number) => A)(length);
  larger.set(array);
  return larger;
}

/** A quantile of `values[0..size)` estimated from evenly spaced members. */
function quantileOfSample(values: Float64Array, size: number, quantile: number): number {
  const count = size < SAMPLES ? size : SAMPLES;
  const sample = new Float64Array(count);
  for (let i = 0; i < count; i++) sample[i] = values[Math.floor((i * size) / count)];
  sample.sort();
  return sample[Math.floor(count * quantile)];
}
