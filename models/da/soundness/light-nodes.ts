/**
 * Light nodes whose samples together repair a square. Celestia says of its own simulations that markedly
 * fewer suffice than the sufficient number of shares asks for: many smaller sets repair too (facts sheet
 * da-layers 1.3, item 4).
 */
import type { Stream } from '../../../sim/random.ts';
import { repairable } from '../coding/square-repair.ts';
import { squareShares } from './two-dimensions.ts';

/** How much further to look when a number of nodes does not repair; smaller wastes fewer draws. */
const GROWTH = 1.25;

/** The shares of a square, each with the light node that was first to sample it. */
class Samples {
  private readonly width: number;
  private readonly each: number;
  private readonly stream: Stream;
  /** Number of that node, counted from 1; 0 where no node has the share. */
  private readonly firstNode: Uint32Array;
  private nodes = 0;

  constructor(width: number, each: number, stream: Stream) {
    this.width = width;
    this.each = each;
    this.stream = stream;
    this.firstNode = new Uint32Array(squareShares(width));
  }

  /** What the first so many nodes hold together: 1 for a share at hand. Draws the nodes that are new. */
  union(nodes: number): Uint8Array {
    while (this.nodes < nodes) {
      this.nodes++;
      for (const share of this.stream.sample(this.each, this.firstNode.length)) {
        if (this.firstNode[share] === 0) this.firstNode[share] = this.nodes;
      }
    }
    const mask = new Uint8Array(this.firstNode.length);
    for (let share = 0; share < mask.length; share++) {
      const first = this.firstNode[share];
      if (first > 0 && first <= nodes) mask[share] = 1;
    }
    return mask;
  }

  repairs(nodes: number): boolean {
    return repairable(this.union(nodes), this.width);
  }
}

export interface LightNodes {
  readonly nodes: number;
  /** Different shares that they hold together. */
  readonly shares: number;
}

/**
 * Fewest light nodes, in order of arrival and each with its own distinct random samples, such that the
 * union of their samples repairs the square by rows and columns. More nodes never repair less, so the
 * number is bracketed from the k^2 shares that any repair needs, and then halved.
 * @param width k, the side before extension
 * @param samples s of each node, from 1 to the shares of the square
 */
export function lightNodesNeeded(width: number, samples: number, stream: Stream): LightNodes {
  const held = new Samples(width, samples, stream);
  let tooFew = 0;
  let enough = Math.ceil((width * width) / samples);
  while (!held.repairs(enough)) {
    tooFew = enough;
    enough = Math.ceil(enough * GROWTH);
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (held.repairs(middle)) enough = middle;
    else tooFew = middle;
  }
  const shares = held.union(enough).reduce((sum, held) => sum + held, 0);
  return { nodes: enough, shares };
}
