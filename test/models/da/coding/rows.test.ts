import { describe, expect, it } from 'vitest';
import {
  blobsFromCells,
  blobsFromColumns,
  columnOf,
  extendRows,
  peerDasRow,
  rebuildableRows,
} from '../../../../models/da/coding/rows.ts';
import { fftCode } from '../../../../sim/kernels/reed-solomon/fft-code.ts';
import {
  only,
  randomBytes,
  randomShards,
  sameShards,
  stream,
} from '../../../sim/kernels/shards.ts';

const { cells, extended, cellBytes } = peerDasRow;
const peerDas = fftCode(cells, extended - cells);

/** The columns at these places, undefined elsewhere. */
function columnsAt(rows: Uint8Array[][], kept: number[]) {
  const all = rows[0].map((_, index) => columnOf(rows, index));
  return only(all, kept);
}

describe('rows extended and dispersed by columns', () => {
  it('splits a blob of 131,072 B into 64 cells of 2,048 B and adds 64', () => {
    const blob = randomBytes(stream('rows-shape'), 131_072);
    const [row] = extendRows(peerDas, [blob]);
    expect(row).toHaveLength(128);
    expect(row.every((cell) => cell.length === cellBytes)).toBe(true);
    expect(row[0]).toEqual(blob.slice(0, 2048));
    expect(row[63]).toEqual(blob.slice(63 * 2048));
  });

  it('gives all blobs back from any 64 columns and refuses 63', () => {
    const draws = stream('rows-columns');
    const blobs = randomShards(draws, 3, 64 * 16);
    const rows = extendRows(peerDas, blobs);
    for (let round = 0; round < 50; round++) {
      const kept = draws.sample(64, 128);
      const back = blobsFromColumns(peerDas, columnsAt(rows, kept));
      expect(sameShards(back, blobs), `seed rows-columns, round ${round}`).toBe(true);
      expect(() => blobsFromColumns(peerDas, columnsAt(rows, kept.slice(1)))).toThrow(
        new RangeError('shards, expected at least 64, got 63'),
      );
    }
    const parity = Array.from({ length: 64 }, (_, i) => 64 + i);
    expect(sameShards(blobsFromColumns(peerDas, columnsAt(rows, parity)), blobs)).toBe(true);
  });

  it('gives back from single cells just the rows that counting says', () => {
    const code = fftCode(8, 8);
    const draws = stream('rows-cells');
    const seen = { whole: 0, lost: 0 };
    for (let round = 0; round < 200; round++) {
      const blobs = randomShards(draws, 4, 8 * 3);
      const rows = extendRows(code, blobs);
      const mask = Uint8Array.from({ length: 4 * 16 }, () => Number(draws.chance(0.5)));
      const held = rows.map((row, r) =>
        row.map((cell, c) => (mask[16 * r + c] ? cell : undefined)),
      );
      const back = blobsFromCells(code, held);
      rebuildableRows(mask, 16, 8).forEach((whole, r) => {
        seen[whole ? 'whole' : 'lost']++;
        expect(back[r], `seed rows-cells, round ${round}, row ${r}`).toEqual(
          whole ? blobs[r] : undefined,
        );
      });
    }
    expect(seen.whole).toBeGreaterThan(100);
    expect(seen.lost).toBeGreaterThan(100);
  });

  it('counts at the limit', () => {
    // Row 0 holds two of the two cells needed, row 1 one, row 2 all.
    const mask = Uint8Array.of(1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1);
    expect(rebuildableRows(mask, 4, 2)).toEqual([true, false, true]);
    expect(() => rebuildableRows(mask, 5, 2)).toThrow(
      new RangeError('mask, expected a multiple of 5 cells, got 12'),
    );
  });

  it('refuses a blob that does not split into cells', () => {
    expect(() => extendRows(peerDas, [new Uint8Array(100)])).toThrow(
      new RangeError('blob, expected a positive multiple of 64 B, got 100 B'),
    );
    expect(() => extendRows(peerDas, [new Uint8Array(0)])).toThrow(RangeError);
  });
});
