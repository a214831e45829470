import type { Stream } from '../../../sim/random.ts';

/** Who must hold what. Lines are numbered: rows 0 to size - 1, then columns size to 2 size - 1. */
export interface Custody {
  /** Lines of each node, ascending: those of all its validators. */
  readonly lines: readonly Uint16Array[];
  readonly validatorNode: Uint32Array;
  /** `2 chi` lines of each validator, one validator after another. */
  readonly validatorLines: Uint16Array;
}

/**
 * Each validator draws `chi` distinct rows and as many distinct columns.
 * @param validators validators of each node
 * @param size side of the extended square in segments
 * @param streamOf chance of a node's draws
 */
export function drawCustody(
  validators: readonly number[],
  size: number,
  chi: number,
  streamOf: (node: number) => Stream,
): Custody {
  const total = validators.reduce((sum, count) => sum + count, 0);
  const validatorNode = new Uint32Array(total);
  const validatorLines = new Uint16Array(total * 2 * chi);
  let validator = 0;
  const lines = validators.map((count, node) => {
    const stream = streamOf(node);
    const wanted = new Uint8Array(2 * size);
    for (let i = 0; i < count; i++, validator++) {
      validatorNode[validator] = node;
      for (let half = 0; half < 2; half++) {
        stream.sample(chi, size).forEach((drawn, j) => {
          const line = half * size + drawn;
          wanted[line] = 1;
          validatorLines[(2 * validator + half) * chi + j] = line;
        });
      }
    }
    const held: number[] = [];
    wanted.forEach((want, line) => {
      if (want === 1) held.push(line);
    });
    return Uint16Array.from(held);
  });
  return { lines, validatorNode, validatorLines };
}
