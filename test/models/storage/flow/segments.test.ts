import { MemData } from '@0gfoundation/0g-ts-sdk';
import { describe, expect, it } from 'vitest';
import { FileTree } from '../../../../models/storage/flow/file-tree.ts';
import {
  fileSegments,
  segmentCount,
  segmentRoot,
  segmentSectors,
  segmentTree,
  verifySegment,
} from '../../../../models/storage/flow/segments.ts';
import { hex, stream } from '../../../sim/kernels/shards.ts';
import { pseudoFile, turned } from './files.ts';

const SEGMENT = 262_144;
const MIB = 1_048_576;

function fileRoot(file: Uint8Array): Uint8Array {
  const tree = new FileTree();
  tree.update(file);
  return tree.finish().root;
}

const part = (file: Uint8Array, index: number) =>
  file.subarray(index * SEGMENT, (index + 1) * SEGMENT);

describe('segments of a file', () => {
  // [bytes, sectors of each segment]
  it.each([
    [1, [1]],
    [4353, [18]], // 18 sectors: P 32, g 2; 9 of them
    [SEGMENT, [1024]],
    [SEGMENT + 1, [1024, 128]], // 1025: P 2048, g 128; 9 x 128 = 1152
    [3 * SEGMENT + 1, [1024, 1024, 1024, 256]], // 3073: P 4096, g 256; 13 x 256 = 3328
    // 8 MiB + 1 B: 32769 sectors, P 65536, g 4096; 9 x 4096 = 36864 = 36 segments, three of them zeros.
    [8 * MIB + 1, Array.from({ length: 36 }, () => 1024)],
  ])('%i B', (bytes, sectors) => {
    expect(segmentCount(bytes)).toBe(sectors.length);
    expect(sectors.map((_, index) => segmentSectors(bytes, index))).toEqual(sectors);
    expect(() => segmentSectors(bytes, sectors.length)).toThrow(
      `segment, expected 0 to ${sectors.length - 1}, got ${sectors.length}`,
    );
  });

  it('1 GiB has 4096 of them', () => expect(segmentCount(1024 * MIB)).toBe(4096));

  it.each([1, 256, 4000, SEGMENT, SEGMENT + 1, 700_000, 3 * SEGMENT, 2_400_000])(
    '%i B: root and proofs are those of the SDK',
    async (size) => {
      const file = pseudoFile(size, size);
      const tree = fileSegments(file);
      const [sdk] = await new MemData(file).merkleTree();
      expect(`0x${hex(tree.root)}`).toBe(sdk!.rootHash());
      expect(hex(tree.root)).toBe(hex(fileRoot(file)));
      expect(sdk!.leaves.length).toBe(segmentCount(size));
      for (let index = 0; index < segmentCount(size); index++) {
        const { lemma, path } = sdk!.proofAt(index);
        // The SDK puts the segment's root before the siblings and the file root after them.
        const siblings = path.length === 0 ? [] : lemma.slice(1, -1);
        expect(tree.proof(index).map((each) => `0x${hex(each)}`)).toEqual(siblings);
        const root = segmentRoot(part(file, index), segmentSectors(size, index));
        expect(`0x${hex(root)}`).toBe(lemma[0]);
      }
    },
  );

  it('are proven by roots alone, zeros of the padding too', () => {
    const file = pseudoFile(8, 8 * MIB + 1);
    const { length } = file;
    const roots = Array.from({ length: 36 }, (_, i) =>
      segmentRoot(part(file, i), segmentSectors(length, i)),
    );
    const tree = segmentTree(roots);
    expect(hex(tree.root)).toBe(hex(fileRoot(file)));
    for (const index of [0, 17, 31, 32, 33, 35]) {
      const segment = { fileBytes: length, index, data: part(file, index) };
      expect(verifySegment(tree.root, segment, tree.proof(index)), `segment ${index}`).toBe(true);
    }
    expect(part(file, 33).length).toBe(0);
  });
});

describe('a segment with its proof', () => {
  const file = pseudoFile(7, 5 * SEGMENT + 1000);
  const { length } = file;
  const tree = fileSegments(file);
  const root = fileRoot(file);

  it('holds as it is, or filled up to whole sectors', () => {
    for (let index = 0; index < segmentCount(length); index++) {
      const segment = { fileBytes: length, index, data: part(file, index) };
      expect(verifySegment(root, segment, tree.proof(index)), `segment ${index}`).toBe(true);
    }
    const filled = new Uint8Array(1024);
    filled.set(part(file, 5));
    const last = { fileBytes: length, index: 5, data: filled };
    expect(verifySegment(root, last, tree.proof(5))).toBe(true);
  });

  it('fails for a changed byte, sibling, index, length, size or root', () => {
    const seed = 'segments';
    const draw = stream(seed);
    for (let round = 0; round < 8; round++) {
      const index = draw.below(6);
      const segment = { fileBytes: length, index, data: part(file, index) };
      const proof = tree.proof(index);
      const what = `seed ${seed}, round ${round}, segment ${index}`;
      const holds = (change: Partial<typeof segment>, siblings = proof, under = root) =>
        verifySegment(under, { ...segment, ...change }, siblings);
      expect(holds({}), what).toBe(true);
      const { data } = segment;
      expect(holds({ data: turned(data, draw.below(data.length)) }), what).toBe(false);
      const at = draw.below(proof.length);
      expect(holds({}, proof.with(at, turned(proof[at], draw.below(32)))), what).toBe(false);
      expect(holds({}, proof.with(at, new Uint8Array(0))), what).toBe(false);
      expect(holds({}, proof.slice(1)), what).toBe(false);
      expect(holds({}, [...proof, root]), what).toBe(false);
      expect(holds({ index: (index + 1) % 6 }), what).toBe(false);
      expect(holds({ index: -1 }), what).toBe(false);
      expect(holds({ index: 0.5 }), what).toBe(false);
      expect(holds({ data: data.subarray(256) }), what).toBe(false);
      expect(holds({ fileBytes: length * 4 }), what).toBe(false);
      expect(holds({ fileBytes: 0 }), what).toBe(false);
      expect(holds({ fileBytes: Number.NaN }), what).toBe(false);
      expect(holds({ fileBytes: 2 ** 50 }, []), what).toBe(false);
      expect(holds({}, proof, turned(root, draw.below(32))), what).toBe(false);
    }
  });

  it('does not pass for a file of one segment as part of an endless one', () => {
    const one = pseudoFile(3, SEGMENT);
    const segment = { fileBytes: 2 ** 50, index: 0, data: one };
    expect(verifySegment(fileRoot(one), segment, [])).toBe(false);
    // Nor does a sibling of no bytes leave the root as it is.
    const two = { fileBytes: 2 * SEGMENT, index: 0, data: one };
    expect(verifySegment(fileRoot(one), two, [new Uint8Array(0)])).toBe(false);
  });

  it('has no root with more data than sectors', () => {
    expect(() => segmentRoot(new Uint8Array(513), 2)).toThrow(
      'segment, expected at most 512 B, got 513 B',
    );
    expect(() => segmentCount(0)).toThrow(RangeError);
  });
});
