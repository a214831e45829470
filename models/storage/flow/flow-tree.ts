import { Frontier } from './frontier.ts';
import { type Placement, placeSubmission } from './placement.ts';
import { WORD_BYTES } from './spec.ts';
import type { SubmissionNode } from './submission.ts';
import { parentHash, zeroRoot } from './subtree.ts';

/** Stands at position 0 of the main flow instead of a sector's hash. */
export function flowIdentifier(): Uint8Array {
  return new Uint8Array(WORD_BYTES);
}

/**
 * Levels of the tree of a flow above its sectors: the least h with 2^h >= length; 0 for the empty flow,
 * whose root is the identifier.
 * @param length sectors, at least 1
 * @throws RangeError for another length
 */
export function flowHeight(length: number): number {
  if (!(Number.isSafeInteger(length) && length >= 1))
    throw new RangeError(`flow length, expected at least 1 sector, got ${length}`);
  let height = 0;
  for (let room = 1; room < length; room *= 2) height++;
  return height;
}

/**
 * The flow's Merkle tree as the chain keeps it: subtree roots go in, the root comes out, each in as many
 * hashes as the tree is deep. Positions without data count as zero sectors. Source: 0g-storage 1 "Flow
 * Merkle tree", FlowTreeLib.sol.
 */
export class FlowTree {
  readonly #frontier = new Frontier();

  constructor() {
    this.#frontier.append({ root: flowIdentifier(), height: 0 });
  }

  /** Sectors, with the identifier and with what alignment left empty; 1 when nothing was submitted. */
  get length(): number {
    return this.#frontier.length;
  }

  /** Levels above the sectors. */
  get height(): number {
    return flowHeight(this.length);
  }

  /**
   * Adds a submission.
   * @param nodes subtree roots (32 bytes) from its first sector on, heights strictly decreasing
   * @returns where it lies, in sectors
   * @throws RangeError for roots of another length or heights that are not allowed; nothing is added then
   */
  append(nodes: readonly SubmissionNode[]): Placement {
    const odd = nodes.find(({ root }) => root.length !== WORD_BYTES);
    if (odd !== undefined)
      throw new RangeError(`root, expected ${WORD_BYTES} B, got ${odd.root.length} B`);
    const placement = placeSubmission(
      this.length,
      nodes.map(({ height }) => height),
    );
    this.#frontier.padTo(placement.start);
    for (const node of nodes) this.#frontier.append(node);
    return placement;
  }

  /** Root over 2^height positions; 32 bytes. */
  root(): Uint8Array {
    const { height } = this;
    // The subtree of each level in which the data end, once one is found.
    let last: Uint8Array | undefined;
    for (let level = 0; level < height; level++) {
      const left = this.#frontier.at(level);
      if (left !== undefined) last = parentHash(left, last ?? zeroRoot(level));
      else if (last !== undefined) last = parentHash(last, zeroRoot(level));
    }
    return last ?? this.#frontier.at(height)!;
  }
}
