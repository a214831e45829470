import { describe, expect, it } from 'vitest';
import { FlowData } from '../../../../models/storage/flow/flow-data.ts';
import {
  provenRoot,
  verifyFlowData,
  verifyFlowProof,
} from '../../../../models/storage/flow/flow-proof.ts';
import { hex, stream } from '../../../sim/kernels/shards.ts';
import { pseudoFile, turned } from './files.ts';
import { naiveLeaves, naiveLevels } from './naive-flow.ts';

const SIZES = [100, 256, 4000, 70_000, 300_000, 1, 9000];

/** A flow of some files and, from the rules, all its levels. */
function sample() {
  const flow = new FlowData();
  const files = SIZES.map((size, i) => {
    const data = pseudoFile(i, size);
    return { data, start: flow.append(data).start };
  });
  return { flow, files, levels: naiveLevels(naiveLeaves(flow.length, files)) };
}

const { flow, files, levels } = sample();
const root = flow.root();

describe('proofs in a flow', () => {
  it('carry the siblings of the full tree, bottom to top', () => {
    for (const height of [0, 3, 4, 10]) {
      for (let position = 0; position < flow.length; position += 2 ** height * 37) {
        const proof = flow.prove(position, height);
        const expected = levels
          .slice(height, -1)
          .map((level, up) => hex(level[Math.floor(position / 2 ** (height + up)) ^ 1]));
        expect(proof.siblings.map(hex), `${position}, height ${height}`).toEqual(expected);
        const node = levels[height][position / 2 ** height];
        expect(hex(provenRoot(node, proof))).toBe(hex(levels.at(-1)![0]));
        expect(verifyFlowProof(root, flow.length, node, proof)).toBe(true);
      }
    }
  });

  it('hold for every sector of data and every seal chunk but the first', () => {
    for (const { data, start } of files.slice(0, 4)) {
      for (let i = 0; i * 256 < data.length; i += 5) {
        const sector = new Uint8Array(256);
        sector.set(data.subarray(i * 256, (i + 1) * 256));
        const proof = flow.prove(start + i, 0);
        expect(verifyFlowData(root, flow.length, sector, proof), `sector ${start + i}`).toBe(true);
      }
    }
    for (let seal = 1; seal * 16 < flow.length; seal += 3) {
      const proof = flow.prove(seal * 16, 4);
      expect(verifyFlowData(root, flow.length, flow.seal(seal), proof), `seal ${seal}`).toBe(true);
    }
  });

  it('never hold for data at the identifier', () => {
    expect(verifyFlowData(root, flow.length, flow.seal(0), flow.prove(0, 4))).toBe(false);
    expect(verifyFlowData(root, flow.length, new Uint8Array(256), flow.prove(0, 0))).toBe(false);
  });

  it('fail for a changed byte, sibling, position, height, root or length', () => {
    const seed = 'flow proofs';
    const draw = stream(seed);
    for (let round = 0; round < 60; round++) {
      // Where there are data: among zeros another position can be just as true.
      const { data: file, start } = files[3 + draw.below(2)];
      const seal = start / 16 + draw.below(Math.floor(file.length / 4096));
      const data = flow.seal(seal);
      const proof = flow.prove(seal * 16, 4);
      const { siblings, position } = proof;
      const holds = (with_: Partial<typeof proof>, bytes = data, under = root, of = flow.length) =>
        verifyFlowData(under, of, bytes, { ...proof, ...with_ });
      const what = `seed ${seed}, round ${round}, seal ${seal}`;
      expect(holds({}), what).toBe(true);
      expect(holds({}, turned(data, draw.below(4096))), what).toBe(false);
      const at = draw.below(siblings.length);
      const wrong = siblings.with(at, turned(siblings[at], draw.below(32)));
      expect(holds({ siblings: wrong }), what).toBe(false);
      expect(holds({ siblings: siblings.slice(1) }), what).toBe(false);
      expect(holds({ siblings: [...siblings, new Uint8Array(32)] }), what).toBe(false);
      expect(holds({ siblings: siblings.with(at, new Uint8Array(31)) }), what).toBe(false);
      expect(holds({ position: position - 16 }), what).toBe(false);
      expect(holds({ position: position + 8 }), what).toBe(false);
      expect(holds({ position: flow.length + 16 }), what).toBe(false);
      expect(holds({ position: Number.NaN }), what).toBe(false);
      expect(holds({ height: 3 }), what).toBe(false);
      expect(holds({ height: 4.5 }), what).toBe(false);
      expect(holds({ height: 99 }), what).toBe(false);
      expect(holds({}, data.subarray(1)), what).toBe(false);
      expect(holds({}, data, turned(root, draw.below(32))), what).toBe(false);
      expect(holds({}, data, root, 2 * flow.length), what).toBe(false);
    }
  });

  it('are made only for what is in the tree', () => {
    const small = new FlowData();
    small.append(Uint8Array.of(1));
    expect(() => small.prove(0, 4)).toThrow('height, expected 0 to 1, got 4');
    expect(() => small.prove(2, 0)).toThrow('position, expected a multiple of 1 below 2, got 2');
    expect(() => flow.prove(17, 4)).toThrow(RangeError);
    expect(() => flow.prove(-16, 4)).toThrow(RangeError);
    expect(() => flow.prove(0.5, 0)).toThrow(RangeError);
  });
});
