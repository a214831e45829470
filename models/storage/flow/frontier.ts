import { SECTOR_BYTES } from './spec.ts';
import type { SubmissionNode } from './submission.ts';
import { HEIGHT_MAX, parentHash, subtreeRoot, subtreeSectors, zeroRoot } from './subtree.ts';

/**
 * The full subtrees that cover a sequence of sectors, largest first, each as large as its place allows:
 * all of a growing tree that has to be kept. Appending carries as a binary counter does.
 */
export class Frontier {
  #length = 0;
  /** Root of the full subtree of each height, where there is one. */
  #roots: (Uint8Array | undefined)[] = [];

  /** Sectors covered. */
  get length(): number {
    return this.#length;
  }

  /**
   * Puts a subtree at the end.
   * @throws RangeError when the end is no multiple of its size
   */
  append({ root, height }: SubmissionNode): void {
    const sectors = subtreeSectors(height);
    if (this.#length % sectors !== 0)
      throw new RangeError(`length, expected a multiple of ${sectors}, got ${this.#length}`);
    let node: Uint8Array = root.slice();
    let level = height;
    for (let left = this.#roots[level]; left !== undefined; left = this.#roots[level]) {
      node = parentHash(left, node);
      this.#roots[level++] = undefined;
    }
    this.#roots[level] = node;
    this.#length += sectors;
  }

  /** Puts bytes at the end; the last sector is filled up with zeros. */
  appendData(data: Uint8Array): void {
    const rest = data.length % SECTOR_BYTES;
    const end = this.#length + (data.length - rest) / SECTOR_BYTES;
    for (let at = 0; this.#length < end; ) {
      const height = this.#heightThatFits(end);
      const bytes = subtreeSectors(height) * SECTOR_BYTES;
      this.append({ root: subtreeRoot(data.subarray(at, at + bytes)), height });
      at += bytes;
    }
    if (rest === 0) return;
    const sector = new Uint8Array(SECTOR_BYTES);
    sector.set(data.subarray(data.length - rest));
    this.append({ root: subtreeRoot(sector), height: 0 });
  }

  /** Fills up with zero sectors to `length` sectors; at most one hash for each level. */
  padTo(length: number): void {
    while (this.#length < length) {
      const height = this.#heightThatFits(length);
      this.append({ root: zeroRoot(height), height });
    }
  }

  /** Of the largest subtree that can come next and ends at or before `length`, which lies ahead. */
  #heightThatFits(length: number): number {
    let height = 0;
    while (height < HEIGHT_MAX && this.#hasRoom(height + 1, length)) height++;
    return height;
  }

  /** Whether a subtree fits at the end, in size and alignment. */
  #hasRoom(height: number, length: number): boolean {
    const sectors = subtreeSectors(height);
    return this.#length % sectors === 0 && this.#length + sectors <= length;
  }

  /** Root of the full subtree at this height, if the sequence has one there. */
  at(height: number): Uint8Array | undefined {
    return this.#roots[height]?.slice();
  }

  /** The subtrees from the first sector on: heights fall strictly. */
  nodes(): SubmissionNode[] {
    return this.#roots
      .flatMap((root, height) => (root === undefined ? [] : [{ root: root.slice(), height }]))
      .reverse();
  }

  copy(): Frontier {
    const copy = new Frontier();
    copy.#length = this.#length;
    copy.#roots = [...this.#roots];
    return copy;
  }
}
