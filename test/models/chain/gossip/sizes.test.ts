import { describe, expect, it } from 'vitest';
import {
  commitBytes,
  partBytes,
  partsOf,
  wireBytes,
} from '../../../../models/chain/consensus/sizes.ts';

/* Source of the rules: fact sheet on DA, chain and compute 2.2. */

describe('bytes on the wire: packets of 1,024 B with 8 B in front, in frames of 1,044 B', () => {
  it.each([
    // 40 + 8 = 48 B: one frame.
    { payload: 40, bytes: 1044 },
    // 1,016 + 8 = 1,024 B fill one frame exactly; a byte more takes a second one.
    { payload: 1016, bytes: 1044 },
    { payload: 1017, bytes: 2088 },
    // Two packets: 1,025 + 16 = 1,041 B.
    { payload: 1025, bytes: 2088 },
    // 64 packets: 65,536 + 512 = 66,048 B = 64.5 frames.
    { payload: 65_536, bytes: 65 * 1044 },
  ])('$payload B are $bytes B', ({ payload, bytes }) => expect(wireBytes(payload)).toBe(bytes));

  it('ten votes in one packet are cheaper than ten packets', () => {
    // 1,900 B: two packets, 1,916 B, two frames.
    expect(wireBytes(10 * 190)).toBe(2088);
    expect(10 * wireBytes(190)).toBe(10_440);
  });
});

describe('a commit is 94 + (entry + 3) V bytes', () => {
  it('175 signatures of 109 B: 94 + 112 x 175', () => expect(commitBytes(175, 109)).toBe(19_694));
  it('100 BLS signatures of 142 B: 94 + 145 x 100', () =>
    expect(commitBytes(100, 142)).toBe(14_594));
});

describe('parts of a block', () => {
  it.each([
    { block: 1, parts: 1 },
    { block: 65_536, parts: 1 },
    { block: 65_537, parts: 2 },
    // The default limit, 21 MiB.
    { block: 22_020_096, parts: 336 },
  ])('$block B are $parts', ({ block, parts }) => expect(partsOf(block)).toBe(parts));

  it('the last one is shorter, and each has the hashes of its way to the root', () => {
    // 150,000 = 2 x 65,536 + 18,928. Three leaves: the way has two hashes, with the leaf's own 3 x 32 B.
    expect([0, 1, 2].map((part) => partBytes(150_000, part))).toEqual([65_632, 65_632, 19_024]);
    // One leaf is the root: its own hash only.
    expect(partBytes(1000, 0)).toBe(1032);
    // 336 leaves: nine levels.
    expect(partBytes(22_020_096, 335)).toBe(65_536 + 320);
  });
});
