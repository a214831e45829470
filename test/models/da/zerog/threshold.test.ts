import { describe, expect, it } from 'vitest';
import { bitmapOf, isSet, rowsOf } from '../../../../models/da/zerog/bitmap.ts';
import { rowsBySigner } from '../../../../models/da/zerog/quorums.ts';
import {
  hitRows,
  isAccepted,
  leastHonestRows,
  requiredRows,
  tolerableByzantineRows,
} from '../../../../models/da/zerog/threshold.ts';
import { Streams } from '../../../../sim/random.ts';

describe('two thirds, inclusive', () => {
  it('2048 of 3072 rows are enough, 2047 are not', () => {
    expect(isAccepted(2048, 3072)).toBe(true);
    expect(isAccepted(2047, 3072)).toBe(false);
    expect(requiredRows()).toBe(2048);
  });

  it('the client waits for no less and no more than the contract accepts', () => {
    // ceil(2 / 3 n): 1, 2, 2, 3, 4, 4 for 1 to 6.
    expect([1, 2, 3, 4, 5, 6].map((total) => requiredRows(total))).toEqual([1, 2, 2, 3, 4, 4]);
    for (let total = 1; total <= 300; total++) {
      const least = requiredRows(total);
      expect([isAccepted(least, total), isAccepted(least - 1, total)]).toEqual([true, false]);
    }
  });

  it('1024 Byzantine seats leave 1024 honest rows, one more leaves too few', () => {
    expect(tolerableByzantineRows()).toBe(1024);
    expect(leastHonestRows(1024)).toBe(1024);
    expect(leastHonestRows(1025)).toBe(1023);
    expect(leastHonestRows(3072)).toBe(0);
    // 9 seats of which 3 recover: 6 sign, so 3.
    expect(tolerableByzantineRows(9, 3)).toBe(3);
  });
});

describe('bitmaps', () => {
  it('put row 0 at the lowest bit of the first byte', () => {
    // Rows 0, 3, 7: 1 + 8 + 128 = 137; row 8: 1; row 17: 2.
    expect([...bitmapOf([17, 0, 3, 8, 7], 18)]).toEqual([137, 1, 2]);
    expect(rowsOf(new Uint8Array([137, 1, 2]), 18)).toEqual([0, 3, 7, 8, 17]);
    expect(isSet(new Uint8Array([137, 1, 2]), 17)).toBe(true);
    expect(isSet(new Uint8Array([137, 1, 2]), 16)).toBe(false);
  });

  it('are 384 bytes for 3072 rows, and a byte begun counts', () => {
    expect(bitmapOf([])).toHaveLength(384);
    expect(bitmapOf([], 9)).toHaveLength(2);
  });

  it.each(['bits 1', 'bits 2'])('give back the rows, seed "%s"', (seed) => {
    const stream = new Streams(seed, 0).stream('rows');
    for (let i = 0; i < 100; i++) {
      const seats = 1 + stream.below(3072);
      const rows = stream.sample(stream.below(seats + 1), seats);
      const sorted = [...rows].sort((a, b) => a - b);
      expect(rowsOf(bitmapOf(rows, seats), seats), `seed "${seed}"`).toEqual(sorted);
    }
  });

  it('refuse rows and lengths of another quorum', () => {
    expect(() => bitmapOf([9], 9)).toThrow('row, expected 0 to 8, got 9');
    expect(() => bitmapOf([-1], 9)).toThrow('row, expected 0 to 8, got -1');
    expect(() => rowsOf(new Uint8Array(3), 9)).toThrow(
      'bitmap, expected 2 bytes for 9 rows, got 3',
    );
    expect(() => rowsOf(new Uint8Array([0, 4]), 9)).toThrow('row, expected 0 to 8, got 10');
    expect(() => hitRows([0, 1], new Uint8Array(2))).toThrow('bitmap, expected 1 bytes for 2 rows');
  });
});

describe('rows that count as hit', () => {
  const quorum = [0, 0, 1, 0, 1];
  const hit = (...rows: number[]) => hitRows(quorum, bitmapOf(rows, quorum.length));

  it('one bit brings in all later rows of its signer, and none before it', () => {
    // Bit 0: rows 0, 1, 3. Bit 1: rows 1, 3. Bit 3: row 3. Bit 2: rows 2, 4. Bit 4: row 4.
    expect([hit(0), hit(1), hit(3), hit(2), hit(4)]).toEqual([3, 2, 1, 2, 1]);
    expect(hit(0, 2)).toBe(5);
    expect(hit(1, 4)).toBe(3);
    expect(hit()).toBe(0);
  });

  it('a signer that set all its rows gets just those', () => {
    const stream = new Streams('hit rows', 0).stream('quorum');
    const drawn = Array.from({ length: 300 }, () => stream.below(12));
    const rows = rowsBySigner(drawn);
    for (let signers = 0; signers < 12; signers++) {
      const signed = [...rows.values()].slice(0, signers).flat();
      expect(hitRows(drawn, bitmapOf(signed, 300))).toBe(signed.length);
    }
  });
});
