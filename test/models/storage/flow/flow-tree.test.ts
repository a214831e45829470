import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import { FileTree } from '../../../../models/storage/flow/file-tree.ts';
import { FlowData } from '../../../../models/storage/flow/flow-data.ts';
import { FlowTree, flowHeight } from '../../../../models/storage/flow/flow-tree.ts';
import { zeroRoot } from '../../../../models/storage/flow/subtree.ts';
import { bytesOf, hex, randomBytes, stream } from '../../../sim/kernels/shards.ts';
import { pseudoFile } from './files.ts';
import { naiveLeaves, naiveLevels } from './naive-flow.ts';

const pair = (left: Uint8Array, right: Uint8Array) => keccak_256(Uint8Array.of(...left, ...right));
const ZERO = new Uint8Array(32);

/** keccak256 of 256 zero bytes, and of that sector's 16-fold tree, by the library of ethers. */
const ZERO_SECTOR = 'd397b3b043d87fcd6fad1291ff0bfd16401c274896d8c63a923727f077b8e0b5';
const ZERO_SEAL = '09c7082879180d28c789c05fafe7030871c76cedbe82c948b165d6a1d66ac15b';
/** keccak256 of 256 bytes 0x01, and of 32 zero bytes before it, by the library of ethers. */
const ONES_SECTOR = '10c18b0ffc7f89e6da317ea664365820b9f7f954fa9f03733072f5ccd0826818';
const ONES_FLOW = '6891c2466fcd9d8736e350b5d4f572f26a0310e10f927cd4bfe5345e27aa8d12';

describe('roots of zeros', () => {
  it('are the sector of zeros hashed with itself as often as the height says', () => {
    expect(hex(zeroRoot(0))).toBe(ZERO_SECTOR);
    expect(hex(zeroRoot(4))).toBe(ZERO_SEAL);
    let root = bytesOf(ZERO_SECTOR);
    for (let height = 0; height <= 64; height++) {
      expect(hex(zeroRoot(height))).toBe(hex(root));
      root = pair(root, root);
    }
  });

  it('cannot be changed from outside', () => {
    zeroRoot(3).fill(7);
    expect(zeroRoot(3)[0]).not.toBe(7);
    expect(() => zeroRoot(65)).toThrow('height, expected 0 to 64, got 65');
  });
});

describe('the flow tree', () => {
  it('is empty with length 1 and root 0', () => {
    const flow = new FlowTree();
    expect([flow.length, flow.height, hex(flow.root())]).toEqual([1, 0, hex(ZERO)]);
  });

  it('has the identifier beside the first sector', () => {
    const flow = new FlowTree();
    expect(flow.append([{ root: bytesOf(ONES_SECTOR), height: 0 }])).toEqual({
      ...{ start: 1, skipped: 0, end: 2 },
    });
    expect(hex(flow.root())).toBe(ONES_FLOW);
  });

  // The least h with 2^h >= length.
  it.each([
    ...[
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
      [1024, 10],
      [1025, 11],
    ],
    ...[
      [2 ** 32, 32],
      [2 ** 32 + 1, 33],
      [2 ** 53 - 1, 53],
    ],
  ])('of length %i has height %i', (length, height) => expect(flowHeight(length)).toBe(height));

  it('has the root that each length asks for, by hand', () => {
    const [a, b] = [bytesOf(ONES_SECTOR), keccak_256(new Uint8Array(256).fill(2))];
    const [z0, z1] = [zeroRoot(0), zeroRoot(1)];
    const flow = new FlowTree();
    flow.append([{ root: a, height: 0 }]);
    // 3 of 4 positions: identifier, a, b, zero.
    flow.append([{ root: b, height: 0 }]);
    expect(hex(flow.root())).toBe(hex(pair(pair(ZERO, a), pair(b, z0))));
    // Two sectors go to 4; position 3 stays empty, 6 and 7 are not filled yet.
    const two = pair(a, b);
    expect(flow.append([{ root: two, height: 1 }])).toEqual({ start: 4, skipped: 1, end: 6 });
    const left = pair(pair(ZERO, a), pair(b, z0));
    expect(hex(flow.root())).toBe(hex(pair(left, pair(two, z1))));
    // Eight sectors fill up the rest of 16 positions.
    flow.append([{ root: ONES(3), height: 3 }]);
    expect([flow.length, flow.height]).toEqual([16, 4]);
    expect(hex(flow.root())).toBe(hex(pair(pair(left, pair(two, z1)), ONES(3))));
  });

  it('goes past 32 bits', () => {
    const flow = new FlowTree();
    const { start, end } = flow.append([{ root: ONES(40), height: 40 }]);
    expect([start, end, flow.height]).toEqual([2 ** 40, 2 ** 41, 41]);
    // The left half holds the identifier and zeros.
    let left = ZERO;
    for (let height = 0; height < 40; height++) left = pair(left, zeroRoot(height));
    expect(hex(flow.root())).toBe(hex(pair(left, ONES(40))));
  });

  it('adds nothing when a submission is refused', () => {
    const flow = new FlowTree();
    expect(() => flow.append([])).toThrow(RangeError);
    expect(() => flow.append([{ root: new Uint8Array(31), height: 3 }])).toThrow(
      'root, expected 32 B, got 31 B',
    );
    expect(() => flow.append([{ root: ZERO, height: 60 }])).toThrow(RangeError);
    expect([flow.length, hex(flow.root())]).toEqual([1, hex(ZERO)]);
  });

  it('keeps its own copy of the roots it is given, and gives copies away', () => {
    const flow = new FlowTree();
    const root = bytesOf(ONES_SECTOR);
    flow.append([{ root, height: 0 }]);
    root.fill(9);
    flow.root().fill(9);
    expect(hex(flow.root())).toBe(ONES_FLOW);
  });
});

/** The root of 2^height sectors of bytes 0x01. */
function ONES(height: number): Uint8Array {
  let root = bytesOf(ONES_SECTOR);
  for (let level = 0; level < height; level++) root = pair(root, root);
  return root;
}

describe('the flow of files', () => {
  it('has the root of the full tree over all its sectors, after every submission', () => {
    for (let round = 0; round < 4; round++) {
      const seed = `flow ${round}`;
      const draw = stream(seed);
      const [tree, data] = [new FlowTree(), new FlowData()];
      const files: { start: number; data: Uint8Array }[] = [];
      for (let file = 0; file < 12; file++) {
        const bytes = randomBytes(draw, 1 + Math.floor(2 ** draw.between(0, 16.5)));
        const commitment = new FileTree();
        commitment.update(bytes);
        const place = tree.append(commitment.finish().nodes);
        const what = `seed ${seed}, file ${file} of ${bytes.length} B`;
        expect(data.append(bytes), what).toEqual(place);
        files.push({ start: place.start, data: bytes });
        const expected = naiveLevels(naiveLeaves(place.end, files)).at(-1)![0];
        expect(hex(tree.root()), what).toBe(hex(expected));
        expect(hex(data.root()), what).toBe(hex(expected));
      }
    }
  });

  it('holds the bytes it was given where it placed them', () => {
    const data = new FlowData();
    const file = pseudoFile(1, 5000);
    data.append(Uint8Array.of(1));
    const { start } = data.append(file);
    // 5000 B are 20 sectors: P 32, g 2; 16 + 4, so at 16.
    expect(start).toBe(16);
    expect(hex(data.seal(1))).toBe(hex(file.subarray(0, 4096)));
    expect(hex(data.seal(2).subarray(0, 904))).toBe(hex(file.subarray(4096)));
    expect(
      data
        .seal(2)
        .subarray(904)
        .some((byte) => byte !== 0),
    ).toBe(false);
    expect(hex(data.seal(77))).toBe('00'.repeat(4096));
    expect(() => data.append(new Uint8Array(0))).toThrow(RangeError);
  });
});
