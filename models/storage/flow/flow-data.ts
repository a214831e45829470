import type { FlowProof } from './flow-proof.ts';
import { flowHeight, flowIdentifier } from './flow-tree.ts';
import { Frontier } from './frontier.ts';
import { submissionHeights } from './padding.ts';
import { type Placement, placeSubmission } from './placement.ts';
import { SEAL_BYTES, SEAL_HEIGHT, SEAL_SECTORS, SECTOR_BYTES } from './spec.ts';
import { submissionRoot } from './submission.ts';
import { parentHash, subtreeRoot, subtreeSectors, zeroRoot } from './subtree.ts';

/**
 * A small flow with all its bytes, for those who need proofs. Its root is that of a `FlowTree` with the
 * same submissions. Keeps the data and a hash or two for each seal chunk.
 */
export class FlowData {
  #length = 1;
  /** Bytes of each seal chunk that holds any. */
  readonly #seals = new Map<number, Uint8Array>([[0, new Uint8Array(SEAL_BYTES)]]);
  /** Nodes from seal chunks up, by height and index, as far as they were asked for. */
  readonly #known: Map<number, Uint8Array>[] = [];

  /** Sectors, as in `FlowTree`. */
  get length(): number {
    return this.#length;
  }

  /**
   * Adds a file as a client would submit it.
   * @param file at least 1 byte
   * @returns where it lies, in sectors
   * @throws RangeError for an empty file
   */
  append(file: Uint8Array): Placement {
    const placement = placeSubmission(
      this.#length,
      submissionHeights(Math.ceil(file.length / SECTOR_BYTES)),
    );
    // All other nodes that are known lie before the end and stay as they are.
    this.#known.forEach((nodes, height) => {
      nodes.delete(Math.floor((this.#length - 1) / subtreeSectors(height)));
    });
    let at = 0;
    for (let sector = placement.start; at < file.length; ) {
      const room = SEAL_SECTORS - (sector % SEAL_SECTORS);
      const part = file.subarray(at, at + room * SECTOR_BYTES);
      this.#chunk(Math.floor(sector / SEAL_SECTORS)).set(
        part,
        (sector % SEAL_SECTORS) * SECTOR_BYTES,
      );
      at += part.length;
      sector += room;
    }
    this.#length = placement.end;
    return placement;
  }

  #chunk(index: number): Uint8Array {
    const known = this.#seals.get(index);
    if (known !== undefined) return known;
    const chunk = new Uint8Array(SEAL_BYTES);
    this.#seals.set(index, chunk);
    return chunk;
  }

  /** Bytes of seal chunk `index`, zeros where the flow has no data; 4096 bytes. */
  seal(index: number): Uint8Array {
    return this.#seals.get(index)?.slice() ?? new Uint8Array(SEAL_BYTES);
  }

  /** 32 bytes. */
  root(): Uint8Array {
    return this.#node(flowHeight(this.#length), 0).slice();
  }

  /**
   * Proof of the subtree that starts at a sector.
   * @param position first sector, a multiple of 2^height inside the flow
   * @param height 0 for a sector, 4 for a seal chunk
   * @throws RangeError for a position or height that is not in the tree
   */
  prove(position: number, height: number): FlowProof {
    const top = flowHeight(this.#length);
    if (!(Number.isInteger(height) && height >= 0 && height <= top))
      throw new RangeError(`height, expected 0 to ${top}, got ${height}`);
    const size = subtreeSectors(height);
    if (!(position >= 0 && position < this.#length && position % size === 0)) {
      throw new RangeError(
        `position, expected a multiple of ${size} below ${this.#length}, got ${position}`,
      );
    }
    const siblings: Uint8Array[] = [];
    for (let level = height; level < top; level++) {
      const index = Math.floor(position / subtreeSectors(level));
      const sibling = index % 2 === 0 ? index + 1 : index - 1;
      siblings.push(this.#node(level, sibling).slice());
    }
    return { position, height, siblings };
  }

  #node(height: number, index: number): Uint8Array {
    if (index * subtreeSectors(height) >= this.#length) return zeroRoot(height);
    if (height < SEAL_HEIGHT) return this.#hashed(height, index);
    this.#known[height] ??= new Map();
    const known = this.#known[height].get(index);
    if (known !== undefined) return known;
    const node =
      height === SEAL_HEIGHT
        ? this.#hashed(height, index)
        : parentHash(this.#node(height - 1, 2 * index), this.#node(height - 1, 2 * index + 1));
    this.#known[height].set(index, node);
    return node;
  }

  /** A node up to the height of a seal chunk, from the bytes below it. */
  #hashed(height: number, index: number): Uint8Array {
    const first = index * subtreeSectors(height);
    const chunk = this.#seals.get(Math.floor(first / SEAL_SECTORS));
    if (chunk === undefined) return zeroRoot(height);
    const from = (first % SEAL_SECTORS) * SECTOR_BYTES;
    const data = chunk.subarray(from, from + subtreeSectors(height) * SECTOR_BYTES);
    if (first > 0) return subtreeRoot(data);
    const frontier = new Frontier();
    frontier.append({ root: flowIdentifier(), height: 0 });
    frontier.appendData(data.subarray(SECTOR_BYTES));
    return submissionRoot(frontier.nodes());
  }
}
