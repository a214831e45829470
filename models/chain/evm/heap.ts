/** Whether the first item comes before the second; a strict total order makes the result unique. */
export type Before = (a: number, b: number) => boolean;

function sink(heap: number[], from: number, before: Before): void {
  const item = heap[from];
  let hole = from;
  for (let child = 2 * hole + 1; child < heap.length; child = 2 * hole + 1) {
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], item)) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = item;
}

/** Orders an array as a binary heap with its first item on top; O(n). */
export function heapify(items: number[], before: Before): void {
  for (let i = (items.length >> 1) - 1; i >= 0; i--) sink(items, i, before);
}

/**
 * Takes the first item out of a heap; O(log n).
 * @throws RangeError for an empty heap
 */
export function takeFirst(heap: number[], before: Before): number {
  if (heap.length === 0) throw new RangeError('heap, expected an item, got none');
  const first = heap[0];
  const last = heap.pop()!;
  if (heap.length > 0) {
    heap[0] = last;
    sink(heap, 0, before);
  }
  return first;
}
