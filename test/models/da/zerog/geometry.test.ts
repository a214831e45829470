import { describe, expect, it } from 'vitest';
import {
  ENCODED_BYTES,
  ENCODED_ROWS,
  MAX_PAYLOAD_BYTES,
  PADDED_BYTES,
  ROW_BYTES,
  SENT_BYTES,
  SLICE_BYTES,
  SUBLINE_BYTES,
  sliceParts,
  wireFactor,
} from '../../../../models/da/zerog/geometry.ts';
import { padBlob, unpadBlob } from '../../../../models/da/zerog/padding.ts';
import { Streams } from '../../../../sim/random.ts';
import { randomBytes } from './support.ts';

describe('sizes of a blob (chain sheet 1.1)', () => {
  it('are those of the sheet', () => {
    expect(MAX_PAYLOAD_BYTES).toBe(32_505_852);
    expect(ENCODED_ROWS).toBe(3072);
    expect(ROW_BYTES).toBe(32_768);
    expect(SUBLINE_BYTES).toBe(1024);
    expect(ENCODED_BYTES).toBe(96 * 1_048_576);
  });

  it('a slice is 34,680 B', () => {
    // Row 32,776; AMT proof 10 * 2 * 64 + 8 = 1,288; commitments 128; Merkle 96 + 328 + 32; indices 32.
    expect(Object.values(sliceParts)).toEqual([32_776, 1_288, 128, 96, 328, 32, 32]);
    expect(SLICE_BYTES).toBe(34_680);
  });

  it('a full blob is 3.28 bytes on the wire for each payload byte, a small one far more', () => {
    expect(SENT_BYTES).toBe(106_536_960);
    expect(wireFactor(32_505_852)).toBeCloseTo(3.2775, 4);
    expect(wireFactor(1_000_000)).toBe(106.53696);
    expect(wireFactor(1)).toBe(106_536_960);
  });

  it('refuses payloads that no blob holds', () => {
    for (const bytes of [0, -1, 1.5, 32_505_853, Number.NaN]) {
      expect(() => wireFactor(bytes)).toThrow(/payload, expected 1 to 32505852 bytes, got/);
    }
  });
});

describe('padding', () => {
  it('puts the payload first, its length in the last 4 bytes, and zeros between', () => {
    // 258 = 0x0102: 02 01 00 00.
    const blob = padBlob(new Uint8Array(258).fill(7));
    expect(blob).toHaveLength(31 * 1024 * 1024);
    expect([...blob.subarray(0, 258)].every((byte) => byte === 7)).toBe(true);
    expect(blob.subarray(258, -4).every((byte) => byte === 0)).toBe(true);
    expect([...blob.subarray(-4)]).toEqual([2, 1, 0, 0]);
  });

  it.each(['padding 1', 'padding 2', 'padding 3'])('is undone, seed "%s"', (seed) => {
    const stream = new Streams(seed, 0).stream('payload');
    const payload = randomBytes(stream, 1 + stream.below(50_000));
    // A view in the middle of a larger buffer, as a decoder may hand out.
    const buffer = new Uint8Array(PADDED_BYTES + 3);
    buffer.set(padBlob(payload), 3);
    expect(Buffer.from(unpadBlob(buffer.subarray(3))).equals(Buffer.from(payload)), seed).toBe(
      true,
    );
  });

  it('fills the matrix with the largest payload, and takes no larger one', () => {
    const payload = new Uint8Array(MAX_PAYLOAD_BYTES).fill(255);
    const blob = padBlob(payload);
    // 32,505,852 = 0x01efffc: fc ff ef 01.
    expect([...blob.subarray(-5)]).toEqual([255, 0xfc, 0xff, 0xef, 0x01]);
    expect(unpadBlob(blob)).toHaveLength(MAX_PAYLOAD_BYTES);
    expect(() => padBlob(new Uint8Array(MAX_PAYLOAD_BYTES + 1))).toThrow(/payload, expected/);
    expect(() => padBlob(new Uint8Array(0))).toThrow(/payload, expected/);
  });

  it('refuses a blob of another size, and a length that cannot be true', () => {
    const blob = padBlob(new Uint8Array([1]));
    expect(() => unpadBlob(blob.subarray(1))).toThrow(/padded blob, expected 32505856 bytes/);
    // One more than fits: 0x01effffd.
    blob.set([0xfd, 0xff, 0xef, 0x01], MAX_PAYLOAD_BYTES);
    expect(() => unpadBlob(blob)).toThrow(/payload, expected 1 to 32505852 bytes, got 32505853/);
    blob.fill(0, MAX_PAYLOAD_BYTES);
    expect(() => unpadBlob(blob)).toThrow(/got 0/);
  });
});
