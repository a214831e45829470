import { Frontier } from './frontier.ts';
import { paddedSectors } from './padding.ts';
import { LOAD_BYTES, SECTOR_BYTES } from './spec.ts';
import { type SubmissionNode, submissionIdentity, submissionRoot } from './submission.ts';
import { subtreeRoot } from './subtree.ts';

/** Height of a segment's root. */
const SEGMENT_HEIGHT = 10;

/** What a client submits for a file. Hashes are 32 bytes. */
export interface FileCommitment {
  /** Size of the file. */
  readonly bytes: number;
  /** Sectors that hold data. */
  readonly sectors: number;
  /** Sectors with padding: what is charged and takes room in the flow. */
  readonly paddedSectors: number;
  /** The file's name in the network. */
  readonly root: Uint8Array;
  /** Subtrees from the first sector on, heights strictly decreasing. */
  readonly nodes: readonly SubmissionNode[];
  /** The submission's name on chain. */
  readonly identity: Uint8Array;
}

/**
 * Commits to a file that comes in pieces of any size, holding one segment (256 KiB) and one hash for
 * each level of the tree. Source: 0g-storage 1 "Submission" and "File identity".
 */
export class FileTree {
  readonly #frontier = new Frontier();
  readonly #segment = new Uint8Array(LOAD_BYTES);
  /** Bytes of the segment that are filled. */
  #held = 0;

  /** Takes the next bytes of the file; they are not kept. */
  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + LOAD_BYTES - this.#held);
      at += part.length;
      if (part.length === LOAD_BYTES) {
        this.#append(part);
        continue;
      }
      this.#segment.set(part, this.#held);
      this.#held += part.length;
      if (this.#held === LOAD_BYTES) {
        this.#append(this.#segment);
        this.#held = 0;
      }
    }
  }

  #append(segment: Uint8Array): void {
    this.#frontier.append({ root: subtreeRoot(segment), height: SEGMENT_HEIGHT });
  }

  /**
   * The commitment to the bytes so far; more may follow.
   * @throws RangeError without bytes
   */
  finish(): FileCommitment {
    const bytes = this.#frontier.length * SECTOR_BYTES + this.#held;
    if (bytes === 0) throw new RangeError('file, expected at least 1 B, got 0 B');
    const sectors = Math.ceil(bytes / SECTOR_BYTES);
    const padded = paddedSectors(sectors);
    const whole = this.#frontier.copy();
    whole.appendData(this.#segment.subarray(0, this.#held));
    whole.padTo(padded);
    const nodes = whole.nodes();
    return {
      bytes,
      sectors,
      paddedSectors: padded,
      root: submissionRoot(nodes),
      nodes,
      identity: submissionIdentity(nodes),
    };
  }
}
