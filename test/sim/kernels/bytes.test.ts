import { describe, expect, it } from 'vitest';
import { cutBytes, joinBytes } from '../../../sim/kernels/bytes.ts';

const listed = (parts: readonly Uint8Array[]) => parts.map((part) => [...part]);

describe('byte strings', () => {
  it('are joined in order, empty ones too', () => {
    const whole = joinBytes([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)]);
    expect([...whole]).toEqual([1, 2, 3]);
    expect(joinBytes([])).toHaveLength(0);
  });

  it('are cut into equal pieces, zeros at the end', () => {
    const whole = Uint8Array.of(1, 2, 3, 4, 5);
    expect(listed(cutBytes(whole, 5))).toEqual([[1], [2], [3], [4], [5]]);
    // 5 bytes in 2 pieces: 3 each, a zero short.
    expect(listed(cutBytes(whole, 2))).toEqual([
      [1, 2, 3],
      [4, 5, 0],
    ]);
    expect(listed(cutBytes(whole, 2, 4))).toEqual([
      [1, 2, 3, 4],
      [5, 0, 0, 0],
    ]);
    expect(listed(cutBytes(whole, 3, 3))).toEqual([
      [1, 2, 3],
      [4, 5, 0],
      [0, 0, 0],
    ]);
    expect(listed(cutBytes(new Uint8Array(0), 2, 2))).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('are cut into a whole number of pieces, and nothing else is', () => {
    const whole = Uint8Array.of(1, 2);
    for (const count of [0, -1, 1.5, Number.NaN, 1e300]) {
      const got = `expected a whole number from 1, got ${count}`;
      expect(() => cutBytes(whole, count)).toThrow(new RangeError(`pieces, ${got}`));
      expect(() => cutBytes(whole, 1, count)).toThrow(new RangeError(`granule, ${got}`));
    }
    expect(() => cutBytes('12' as never, 1)).toThrow('whole, expected a Uint8Array, got string');
    expect(() => joinBytes([whole, [1] as never])).toThrow(
      new TypeError('part, expected a Uint8Array, got array'),
    );
  });
});
