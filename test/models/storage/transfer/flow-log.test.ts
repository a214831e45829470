import { describe, expect, it } from 'vitest';
import { proofBytes } from '../../../../models/storage/transfer/content.ts';
import {
  FileEntry,
  FlowLog,
  firstRewardable,
  fragmentSizes,
  rootCount,
} from '../../../../models/storage/transfer/flow-log.ts';
import { seconds, type Tick, ZERO } from '../../../../sim/time.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

describe('the flow', () => {
  it('places files in the order of commitment, whole segments aligned', () => {
    const flow = new FlowLog(0, ZERO);
    const files = [new FileEntry(0, 256 * KIB), new FileEntry(1, 256), new FileEntry(2, MIB)];
    for (const file of files) flow.commit(file, ZERO);
    // Position 0 is the identifier. 1024 sectors start at 1024; one sector follows at 2048; 4096 sectors
    // start at the next multiple of 4096.
    expect(files.map(({ placement }) => placement?.start)).toEqual([1024, 2048, 4096]);
    expect(flow.length).toBe(8192);
    // 4096 / 1024 = 4.
    expect([0, 1, 2, 3].map((i) => files[2].flowSegment(i))).toEqual([4, 5, 6, 7]);
    expect(files[2].ownSegments({ id: 1, num: 2 })).toEqual([1, 3]);
  });

  it('fills zeros behind the data in the shard that holds them', () => {
    const flow = new FlowLog(0, ZERO);
    // 1025 sectors: next power of two 2048, granule 128, padded 1152: 1024 + 128. The second segment
    // has 1 sector of data and 127 of zeros.
    const file = new FileEntry(0, 1025 * 256);
    flow.commit(file, ZERO);
    // 1152 = 2^10 + 2^7: starts at 1024, so segment 0 of the file is number 1 of the flow, segment 1 is 2.
    expect(file.ownPadding({ id: 0, num: 2 })).toBe(127 * 256);
    expect(file.ownPadding({ id: 1, num: 2 })).toBe(0);
    expect(file.ownPadding({ id: 0, num: 1 })).toBe(127 * 256);
    expect(file.segmentBytes(1)).toBe(256);
    expect(rootCount(file)).toBe(2);
  });

  it('does not place a file before it is committed', () => {
    expect(() => new FileEntry(0, 1).flowSegment(0)).toThrow(RangeError);
    expect(() => new FileEntry(0, 0)).toThrow('file, expected at least 1 B, got 0');
  });
});

describe('what is paid for', () => {
  const at = (s: number): Tick => seconds(s);

  it('ends a lifetime after the pricing chunk was full, oldest first', () => {
    const full = [at(10), at(20), at(30)];
    expect(firstRewardable(full, at(100), at(109))).toBe(0);
    expect(firstRewardable(full, at(100), at(110))).toBe(1);
    expect(firstRewardable(full, at(100), at(125))).toBe(2);
    expect(firstRewardable(full, at(100), at(1000))).toBe(3);
  });

  it('is everything as long as the first chunk of 8 GiB is not full', () => {
    const flow = new FlowLog((8 * GIB - 16 * MIB) / 256, ZERO);
    expect(flow.firstPaidSector(at(1), at(1000))).toBe(0);
    // 32,768 sectors behind 8 GiB - 16 MiB and the identifier: they start 8 MiB below 8 GiB and fill it.
    flow.commit(new FileEntry(0, 8 * MIB), at(50));
    expect(flow.firstPaidSector(at(100), at(149))).toBe(0);
    expect(flow.firstPaidSector(at(100), at(150))).toBe(33_554_432);
  });
});

describe('sizes', () => {
  it('cuts a file into fragments', () => {
    expect(fragmentSizes(10, 4)).toEqual([4, 4, 2]);
    expect(fragmentSizes(8, 4)).toEqual([4, 4]);
    expect(fragmentSizes(3, 4)).toEqual([3]);
  });

  it('counts the bytes of a proof by the depth of the tree', () => {
    // Depth 0: the segment and the root, 64 B. 256 segments: depth 8, (8 + 2) 32 + 8 = 328 B.
    expect([1, 2, 256, 257].map(proofBytes)).toEqual([64, 97, 328, 361]);
  });
});
