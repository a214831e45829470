import { describe, expect, it } from 'vitest';
import {
  GENERATOR,
  inverse,
  MODULUS,
  power,
  reduce,
  rootOfUnity,
} from '../../../../models/da/coding/bn254-scalars.ts';
import { dataBytes, encodeRows, recoverData } from '../../../../models/da/coding/zerog-rows.ts';
import { hex, only, randomBytes, stream } from '../../../sim/kernels/shards.ts';

/** Little-endian elements of 32 bytes. */
function elements(row: Uint8Array): bigint[] {
  return Array.from({ length: row.length / 32 }, (_, j) =>
    BigInt(`0x${hex(row.slice(32 * j, 32 * j + 32).reverse())}`),
  );
}

/** Value at a point of the polynomial through values at points, by Lagrange's formula. */
function lagrange(points: bigint[], values: bigint[], at: bigint): bigint {
  let sum = 0n;
  points.forEach((point, i) => {
    let top = values[i];
    let bottom = 1n;
    points.forEach((other, j) => {
      if (i === j) return;
      top = reduce(top * (at - other));
      bottom = reduce(bottom * (point - other));
    });
    sum += top * inverse(bottom);
  });
  return reduce(sum);
}

describe('scalar field of BN254', () => {
  it('has roots of unity of order 2^28 from generator 5', () => {
    expect((MODULUS - 1n) % (1n << 28n)).toBe(0n);
    expect((MODULUS - 1n) % (1n << 29n)).not.toBe(0n);
    // A nonresidue, so that (r - 1) / 2^28 gives a root of the full order.
    expect(power(GENERATOR, (MODULUS - 1n) / 2n)).toBe(MODULUS - 1n);
    // 3, the generator of the base field, is a square here.
    expect(power(3n, (MODULUS - 1n) / 2n)).toBe(1n);
    // The root that libraries of this curve list.
    expect(rootOfUnity(2 ** 28)).toBe(
      19103219067921713944291392827692070036145651957329286315305642004821462161904n,
    );
    for (const order of [1, 2, 8, 1 << 20]) {
      const root = rootOfUnity(order);
      expect(power(root, BigInt(order))).toBe(1n);
      if (order > 1) expect(power(root, BigInt(order / 2))).toBe(MODULUS - 1n);
    }
    expect(() => rootOfUnity(3)).toThrow(
      new RangeError('order of a root, expected a power of two up to 2^28, got 3'),
    );
    expect(() => rootOfUnity(2 ** 29)).toThrow(RangeError);
  });

  it('inverts', () => {
    expect(reduce(inverse(1234567n) * 1234567n)).toBe(1n);
    expect(() => inverse(MODULUS)).toThrow(
      new RangeError('divisor, expected a nonzero element, got 0'),
    );
  });
});

describe('rows of 0G', () => {
  it('keep the data as it is in the first third, 31 bytes in an element of 32', () => {
    const shape = { rows: 8, columns: 4 };
    const data = randomBytes(stream('zerog-data'), dataBytes(shape));
    expect(data).toHaveLength(8 * 4 * 31);
    const encoded = encodeRows(shape, data);
    expect(encoded).toHaveLength(24);
    for (let r = 0; r < 8; r++) {
      expect(encoded[r]).toHaveLength(128);
      for (let j = 0; j < 4; j++) {
        const from = 31 * (4 * r + j);
        expect([...encoded[r].slice(32 * j, 32 * j + 32)]).toEqual([
          ...data.slice(from, from + 31),
          0,
        ]);
      }
    }
  });

  it('repeat a constant, and extend a line through two values', () => {
    const one = Uint8Array.from({ length: 31 }, (_, i) => i + 1);
    for (const row of encodeRows({ rows: 1, columns: 1 }, one))
      expect([...row]).toEqual([...one, 0]);
    // F(1) = 5 and F(-1) = 3, so F(x) = x + 4; the shift s has s^2 of order 4, s^4 = -1.
    const data = new Uint8Array(62);
    data[0] = 5;
    data[31] = 3;
    const s = rootOfUnity(8);
    const expected = [5n, 3n, s + 4n, 4n - s, s * s + 4n, 4n - s * s].map(reduce);
    const tall = encodeRows({ rows: 2, columns: 1 }, data);
    expect(tall.flatMap(elements)).toEqual(expected);
    // In one row of two the same points follow each other along the row.
    const flat = encodeRows({ rows: 1, columns: 2 }, data);
    expect(flat.flatMap(elements)).toEqual(expected);
  });

  it('are values of the polynomial of the data at shifted roots of unity', () => {
    const [rows, columns] = [4, 2];
    const n = rows * columns;
    const encoded = encodeRows({ rows, columns }, randomBytes(stream('zerog-points'), n * 31));
    const shift = rootOfUnity(4 * n);
    const pointOf = (row: number, j: number) =>
      power(shift, BigInt(Math.floor(row / rows) + 4 * ((row % rows) + rows * j)));
    const points: bigint[] = [];
    const values: bigint[] = [];
    for (let r = 0; r < rows; r++) {
      elements(encoded[r]).forEach((value, j) => {
        points.push(pointOf(r, j));
        values.push(value);
      });
    }
    expect(new Set(points).size).toBe(n);
    for (let r = rows; r < 3 * rows; r++) {
      elements(encoded[r]).forEach((value, j) => {
        expect(value, `row ${r}, element ${j}`).toBe(lagrange(points, values, pointOf(r, j)));
      });
    }
  });

  it('recover from every 4 of 12 rows; every 3 are refused', () => {
    const shape = { rows: 4, columns: 2 };
    const data = randomBytes(stream('zerog-all'), dataBytes(shape));
    const encoded = encodeRows(shape, data);
    const sets = { whole: 0, refused: 0 };
    for (let mask = 0; mask < 1 << 12; mask++) {
      const kept = [...encoded.keys()].filter((row) => (mask >> row) & 1);
      if (kept.length === 4) {
        sets.whole++;
        expect(hex(recoverData(shape, only(encoded, kept))), `rows ${kept}`).toBe(hex(data));
      } else if (kept.length === 3) {
        sets.refused++;
        expect(() => recoverData(shape, only(encoded, kept))).toThrow(
          new RangeError('rows, expected at least 4, got 3'),
        );
      }
    }
    // 12 over 4 and 12 over 3.
    expect(sets).toEqual({ whole: 495, refused: 220 });
  });

  it.each([
    [8, 4],
    [16, 1],
    [2, 16],
  ])('recover from random sets of at least %i rows of %i', (rows, columns) => {
    const shape = { rows, columns };
    const seed = `zerog-random-${rows}-${columns}`;
    const draws = stream(seed);
    const data = randomBytes(draws, dataBytes(shape));
    const encoded = encodeRows(shape, data);
    for (let round = 0; round < 60; round++) {
      const count = rows + (round % 3 === 0 ? draws.below(2 * rows + 1) : 0);
      const kept = draws.sample(count, 3 * rows);
      const back = recoverData(shape, only(encoded, kept));
      expect(hex(back), `seed ${seed}, round ${round}`).toBe(hex(data));
      expect(() => recoverData(shape, only(encoded, kept.slice(0, rows - 1)))).toThrow(
        new RangeError(`rows, expected at least ${rows}, got ${rows - 1}`),
      );
    }
  });

  it('show when they encode no data', () => {
    const shape = { rows: 4, columns: 2 };
    const encoded = encodeRows(shape, randomBytes(stream('zerog-wrong'), dataBytes(shape)));
    const changed = only(encoded, [1, 5, 8, 11]);
    changed[5] = (changed[5] as Uint8Array).slice();
    changed[5][0] ^= 1;
    // Rows 0, 2 and 3 are recovered wrong: random elements, below 2^248 once in 48.
    expect(() => recoverData(shape, changed)).toThrow(
      /^element \d of row \d, expected below 2\^248/,
    );
    changed[5].fill(255);
    expect(() => recoverData(shape, changed)).toThrow(
      /^element 0 of a row, expected below the mod/,
    );
  });

  it('refuse wrong sizes', () => {
    const shape = { rows: 2, columns: 2 };
    expect(() => encodeRows(shape, new Uint8Array(123))).toThrow(
      new RangeError('data, expected 124 B, got 123 B'),
    );
    expect(() => encodeRows({ rows: 3, columns: 2 }, new Uint8Array(186))).toThrow(
      new RangeError('rows, expected a power of two, got 3'),
    );
    expect(() => recoverData(shape, [])).toThrow(
      new RangeError('places of rows, expected 6, got 0'),
    );
    const short = Array.from({ length: 6 }, () => new Uint8Array(32));
    expect(() => recoverData(shape, short)).toThrow(new RangeError('row, expected 64 B, got 32 B'));
  });
});
