import { MemData, Blob as SdkBlob } from '@0gfoundation/0g-ts-sdk';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, it } from 'vitest';
import { FileTree } from '../../../../models/storage/flow/file-tree.ts';
import { hex, stream } from '../../../sim/kernels/shards.ts';
import { pseudoFile, turned } from './files.ts';
import { commitment, official, shown } from './sdk.ts';

const MIB = 1_048_576;

/** Bytes around every power of two of sectors up to two segments, and around granules of P = 2048. */
const SIZES = [
  ...new Set(
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3, 5, 15, 17, 27, 1152, 1280, 1920].flatMap(
      (sectors) => [-256, -1, 0, 1].map((by) => sectors * 256 + by),
    ),
  ),
].filter((size) => size > 0);

describe('the commitment to a file', () => {
  it('has the root and nodes of the SDK around every boundary', async () => {
    expect(SIZES.length).toBeGreaterThan(60);
    for (const size of SIZES) {
      const file = pseudoFile(size, size);
      const mine = commitment(file);
      expect(shown(mine), `${size} B`).toEqual(await official(new MemData(file)));
      expect([mine.bytes, mine.sectors], `${size} B`).toEqual([size, Math.ceil(size / 256)]);
    }
  });

  // 3 MiB + 1 B: 12289 sectors, P 16384, g 1024; 7 MiB - 256: three nodes.
  it.each([3 * MIB + 1, 7 * MIB - 256])('is that of the SDK for %i B', async (size) => {
    const file = pseudoFile(size, size);
    const sdk = new SdkBlob(new Blob([file]) as never);
    expect(shown(commitment(file))).toEqual(await official(sdk));
  });

  it('by hand: three sectors are two nodes, and the identity is the root', () => {
    const data = pseudoFile(3, 600);
    const sector = (i: number) => {
      const bytes = new Uint8Array(256);
      bytes.set(data.subarray(256 * i, 256 * (i + 1)));
      return keccak_256(bytes);
    };
    const pair = keccak_256(Uint8Array.of(...sector(0), ...sector(1)));
    const root = keccak_256(Uint8Array.of(...pair, ...sector(2)));
    const mine = commitment(data);
    expect(shown(mine)).toEqual({
      root: `0x${hex(root)}`,
      nodes: [`1 0x${hex(pair)}`, `0 0x${hex(sector(2))}`],
    });
    expect(hex(mine.identity)).toBe(hex(root));
    expect([mine.bytes, mine.sectors, mine.paddedSectors]).toEqual([600, 3, 3]);
  });

  it('has as identity the hash of all node roots together', () => {
    const one = commitment(pseudoFile(1, 512));
    expect(hex(one.identity)).toBe(hex(keccak_256(one.root)));
    // 27 sectors: P 32, g 2; 28 = 16 + 8 + 4.
    const three = commitment(pseudoFile(1, 27 * 256));
    expect(three.nodes.map(({ height }) => height)).toEqual([4, 3, 2]);
    const together = Uint8Array.of(...three.nodes.flatMap(({ root }) => [...root]));
    expect(hex(three.identity)).toBe(hex(keccak_256(together)));
    expect(hex(three.identity)).not.toBe(hex(three.root));
  });

  it('is the same for any split of the bytes', () => {
    for (let round = 0; round < 12; round++) {
      const seed = `splits ${round}`;
      const draw = stream(seed);
      const file = pseudoFile(round, 1 + draw.below(700_000));
      const parts: Uint8Array[] = [];
      for (let at = 0; at < file.length; ) {
        const length = Math.floor(2 ** draw.between(0, 19)) - 1;
        parts.push(file.subarray(at, at + length));
        at += length;
      }
      expect(commitment(...parts), `seed ${seed}`).toEqual(commitment(file));
    }
    const short = pseudoFile(5, 1000);
    expect(commitment(...Array.from(short, (byte) => Uint8Array.of(byte)))).toEqual(
      commitment(short),
    );
  });

  it('changes with any byte, and with a zero byte more that starts a sector', () => {
    const draw = stream('changed');
    const file = pseudoFile(9, 300_000);
    const { root, identity } = commitment(file);
    for (let round = 0; round < 10; round++) {
      const at = draw.below(file.length);
      const other = commitment(turned(file, at));
      expect(hex(other.root), `seed changed, byte ${at}`).not.toBe(hex(root));
      expect(hex(other.identity), `seed changed, byte ${at}`).not.toBe(hex(identity));
    }
    const sector = pseudoFile(9, 256);
    expect(hex(commitment(sector, new Uint8Array(1)).root)).not.toBe(hex(commitment(sector).root));
    // Within a sector zeros are padding anyway: the size is told apart on chain, not by the root.
    const short = pseudoFile(9, 100);
    expect(hex(commitment(short, new Uint8Array(1)).root)).toBe(hex(commitment(short).root));
  });

  it('may be asked for on the way, and keeps nothing of the bytes it is given', () => {
    const [tree, file] = [new FileTree(), pseudoFile(4, 500_000)];
    const lent = new Uint8Array(100_000);
    for (let at = 0; at < file.length; at += lent.length) {
      lent.set(file.subarray(at, at + lent.length));
      tree.update(lent);
      expect(tree.finish()).toEqual(commitment(file.subarray(0, at + lent.length)));
    }
    tree.finish().nodes[0].root.fill(0);
    expect(tree.finish()).toEqual(commitment(file));
  });

  it('refuses an empty file', () => {
    expect(() => commitment()).toThrow('file, expected at least 1 B, got 0 B');
    expect(() => commitment(new Uint8Array(0))).toThrow(RangeError);
  });
});
