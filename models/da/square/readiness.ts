import type { Custody } from './custody.ts';
import type { Layout } from './layout.ts';

/** Counts who has all that it must hold. Nodes that are down do not count. */
export class Readiness {
  readonly nodes: number;
  readonly validators: number;
  readyNodes = 0;
  readyValidators = 0;
  private readonly layout: Layout;
  /** Lines that each still lacks. */
  private readonly nodeLacks: Uint32Array;
  private readonly validatorLacks: Uint32Array;
  /** Validators of each place, and where they start. */
  private readonly wanting: Uint32Array;
  private readonly wantingFrom: Uint32Array;

  constructor(layout: Layout, custody: Custody, down: Uint8Array) {
    const { nodes, size, nodePlaces, placeOf } = layout;
    const { validatorNode, validatorLines } = custody;
    this.layout = layout;
    this.nodeLacks = Uint32Array.from(
      { length: nodes },
      (_, n) => nodePlaces[n + 1] - nodePlaces[n],
    );
    const each = validatorNode.length === 0 ? 0 : validatorLines.length / validatorNode.length;
    this.validatorLacks = new Uint32Array(validatorNode.length).fill(each);
    const place = Uint32Array.from(
      validatorLines,
      (line, i) => placeOf[validatorNode[Math.floor(i / each)] * 2 * size + line],
    );
    this.wantingFrom = new Uint32Array(layout.placeNode.length + 1);
    for (const p of place) this.wantingFrom[p + 1]++;
    for (let p = 1; p < this.wantingFrom.length; p++)
      this.wantingFrom[p] += this.wantingFrom[p - 1];
    const next = this.wantingFrom.slice();
    this.wanting = new Uint32Array(place.length);
    place.forEach((p, i) => {
      this.wanting[next[p]++] = Math.floor(i / each);
    });
    this.validators = validatorNode.reduce((sum, node) => sum + 1 - down[node], 0);
    // A node without validators holds nothing and waits for nothing.
    this.nodes = this.nodeLacks.reduce((sum, lacks, n) => sum + (lacks > 0 ? 1 - down[n] : 0), 0);
  }

  /** The line of that place is complete, once. */
  complete(place: number): void {
    if (--this.nodeLacks[this.layout.placeNode[place]] === 0) this.readyNodes++;
    for (let i = this.wantingFrom[place]; i < this.wantingFrom[place + 1]; i++) {
      if (--this.validatorLacks[this.wanting[i]] === 0) this.readyValidators++;
    }
  }
}
