import { describe, expect, it } from 'vitest';
import { drawCustody } from '../../../../models/da/square/custody.ts';
import { setUp } from '../../../../models/da/square/set-up.ts';
import { withheld, type withholdingNames } from '../../../../models/da/square/withholding.ts';
import { Streams } from '../../../../sim/random.ts';
import { squareValues } from './values.ts';

const streams = (seed = '1') => new Streams(seed, 0);
const drawn = (changed = {}, seed = '1') => setUp(squareValues(changed), streams(seed));

describe('custody', () => {
  it('gives each validator chi distinct rows and columns, and the node all of them', () => {
    const chance = streams();
    const custody = drawCustody([1, 3, 0], 10, 2, (node) => chance.stream(`${node}`));
    expect(Array.from(custody.validatorNode)).toEqual([0, 1, 1, 1]);
    const wanted = custody.lines.map(() => new Set<number>());
    custody.validatorNode.forEach((node, validator) => {
      const lines = Array.from(custody.validatorLines.subarray(4 * validator, 4 * validator + 4));
      expect(new Set(lines).size).toBe(4);
      expect(lines.filter((line) => line < 10)).toHaveLength(2);
      for (const line of lines) wanted[node].add(line);
    });
    custody.lines.forEach((lines, node) => {
      expect(Array.from(lines)).toEqual([...wanted[node]].sort((a, b) => a - b));
    });
  });
});

describe('meshes', () => {
  const { layout } = drawn({ nodes: 40, degree: 4 }).spread;
  const { edgeFrom, edgeNode, edgeBack, placeNode, placeLine, nodeEdges, linePlaces } = layout;

  it('lead both ways between holders of one line, never to oneself or twice to the same', () => {
    const seen = new Set<string>();
    edgeFrom.forEach((place, edge) => {
      const back = edgeBack[edge];
      expect(edgeBack[back]).toBe(edge);
      expect(placeLine[edgeFrom[back]]).toBe(placeLine[place]);
      expect(placeNode[edgeFrom[back]]).toBe(edgeNode[edge]);
      expect(edgeNode[edge]).not.toBe(placeNode[place]);
      seen.add(`${place}>${edgeNode[edge]}`);
    });
    expect(seen.size).toBe(edgeFrom.length);
  });

  it('give each holder the degree, or all others where they are few', () => {
    const degrees = Array.from(placeNode, () => 0);
    for (const place of edgeFrom) degrees[place]++;
    expect(linePlaces.some((holders) => holders.length > 5)).toBe(true);
    for (const holders of linePlaces) {
      for (const place of holders) expect(degrees[place]).toBe(Math.min(4, holders.length - 1));
    }
  });

  it('keep the edges of a node together', () => {
    edgeFrom.forEach((place, edge) => {
      const node = placeNode[place];
      expect(edge).toBeGreaterThanOrEqual(nodeEdges[node]);
      expect(edge).toBeLessThan(nodeEdges[node + 1]);
    });
  });

  it('give one neighbour more where holders and degree are odd', () => {
    // Everybody holds every line: 9 holders, degree 3, and 9 x 3 ends cannot be paired.
    const classes = [{ name: 'all', share: 1, up: 1e6, down: 1e9, validators: 200 }];
    const all = drawn({ nodes: 9, degree: 3, size: 8, classes }).spread.layout;
    expect(all.edgeFrom).toHaveLength(9 * 16 * 4);
  });

  it('do not change when a variant withholds, fails or has other links', () => {
    const one = drawn();
    const other = drawn({ withhold: 0.3, failures: 0.1, builder: 5e6, latencyMax: 1e6 });
    expect(other.spread.layout).toEqual(one.spread.layout);
    expect(other.custody).toEqual(one.custody);
  });
});

describe('seeding', () => {
  const segmentsOf = (changed: object) => {
    const { layout, seeding } = drawn(changed).spread;
    return Array.from(seeding.places, (place, i) => {
      const line = layout.placeLine[place];
      const offset = seeding.offsets[i];
      return line < 16 ? line * 16 + offset : offset * 16 + line - 16;
    });
  };

  it.each([1, 2, 3])('%s copies of each of the 256 segments, to different places', (copies) => {
    const segments = segmentsOf({ copies, order: 'shuffled' });
    for (let round = 0; round < copies; round++) {
      expect(new Set(segments.slice(256 * round, 256 * (round + 1))).size).toBe(256);
    }
    expect(segments).toHaveLength(256 * copies);
    const { places } = drawn({ copies, order: 'shuffled' }).spread.seeding;
    const copiesOf = new Set(segments.map((segment, i) => `${segment} ${places[i]}`));
    expect(copiesOf.size).toBe(256 * copies);
  });

  it('goes row after row', () => {
    const segments = segmentsOf({ copies: 1 });
    expect(segments).toEqual(Array.from({ length: 256 }, (_, i) => i));
  });

  it('leaves out what is withheld', () => {
    // 9 x 9 of the corner of 16 x 16.
    expect(segmentsOf({ withholding: 'corner' })).toHaveLength(256 - 81);
  });
});

describe('withholding', () => {
  const count = (kind: (typeof withholdingNames)[number], share: number) =>
    withheld(kind, 16, share, streams().stream('x')).reduce((sum, each) => sum + each, 0);
  // Of 16 x 16: 102.4 segments, (8 + 1)^2, 6.4 diagonals and rows of 16.
  it.each([
    ['random', 102],
    ['corner', 81],
    ['diagonal', 96],
    ['rows', 96],
  ] as const)('%s keeps %i segments back at 40 %%', (kind, expected) =>
    expect(count(kind, 0.4)).toBe(expected),
  );

  it('by diagonals misses as many of every row and column', () => {
    const mask = withheld('diagonal', 16, 0.25, streams().stream('x'));
    for (let line = 0; line < 16; line++) {
      const along = (stride: number, step: number) =>
        Array.from({ length: 16 }, (_, i) => mask[line * stride + i * step]).filter((x) => x === 1);
      expect(along(16, 1)).toHaveLength(4);
      expect(along(1, 16)).toHaveLength(4);
    }
  });
});
