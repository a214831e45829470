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
    for (let at = 0; at < data.length; at += SECTOR_BYTES) {
      const sector = new Uint8Array(SECTOR_BYTES);
      sector.set(data.subarray(at, at + SECTOR_BYTES));
      this.append({ root: subtreeRoot(sector), height: 0 });
    }
  }

  /** Fills up with zero sectors to `length` sectors; at most one hash for each level. */
  padTo(length: number): void {
    while (this.#length < length) {
      let height = 0;
      while (height < HEIGHT_MAX && this.#hasRoom(height + 1, length)) height++;
      this.append({ root: zeroRoot(height), height });
    }
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
