import { describe, expect, it } from 'vitest';
import { redStuffShape } from '../../../../models/da/assignment/walrus.ts';
import {
  decodePrimary,
  encodeRedStuff,
  recoverPrimary,
  recoverSecondary,
} from '../../../../models/da/coding/red-stuff.ts';
import { matrixCode } from '../../../../sim/kernels/reed-solomon/matrix-code.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';

const SHARDS = 10;
/** f = 3: 4 rows of 7 symbols. */
const { rows, columns } = redStuffShape(SHARDS, 0);
const codes = {
  column: matrixCode(rows, SHARDS - rows),
  row: matrixCode(columns, SHARDS - columns),
};

const streamOf = (seed: string) => new Streams(seed, 0).stream('red-stuff');
const randomBytes = (length: number, stream: Stream) =>
  Uint8Array.from({ length }, () => stream.below(256));

/** Those of some shards, the others missing. */
const only = (slivers: readonly Uint8Array[], shards: readonly number[]) =>
  slivers.map((sliver, shard) => (shards.includes(shard) ? sliver : undefined));

describe('RedStuff of 10 shards', () => {
  it('is a matrix of 4 by 7', () => expect([rows, columns]).toEqual([4, 7]));

  it('lays a blob out row by row; the first slivers are the blob itself', () => {
    const blob = Uint8Array.from({ length: 28 }, (_, i) => i);
    const { primary, secondary } = encodeRedStuff(blob, codes);
    expect([primary.length, secondary.length]).toEqual([10, 10]);
    expect([...primary[1]]).toEqual([7, 8, 9, 10, 11, 12, 13]);
    expect([...secondary[2]]).toEqual([2, 9, 16, 23]);
  });

  it('both codings agree where a row and a column cross, in the coded corner too', () => {
    const stream = streamOf('corner');
    const { primary, secondary } = encodeRedStuff(randomBytes(28, stream), codes);
    for (let i = 0; i < SHARDS; i++) {
      const line = Array.from(primary[i], (byte) => Uint8Array.of(byte));
      const whole = [...line, ...codes.row.encode(line)];
      for (let j = 0; j < SHARDS; j++) {
        const upright = Array.from(secondary[j], (byte) => Uint8Array.of(byte));
        const [crossing] = [...upright, ...codes.column.encode(upright)][i];
        expect(whole[j][0], `row ${i}, column ${j}`).toBe(crossing);
      }
    }
  });

  it('slivers of all shards are 10/4 + 10/7 of the blob', () => {
    const { primary, secondary } = encodeRedStuff(new Uint8Array(2800), codes);
    const bytes = [...primary, ...secondary].reduce((sum, { length }) => sum + length, 0);
    expect(bytes).toBe(7000 + 4000);
  });

  it.each(['1', '2', '3'])('any f + 1 = 4 primary slivers rebuild, 3 do not, seed %s', (seed) => {
    const stream = streamOf(seed);
    for (const bytes of [1, 27, 28, 29, 500]) {
      const blob = randomBytes(bytes, stream);
      const { primary } = encodeRedStuff(blob, codes);
      const shards = stream.sample(4, SHARDS);
      const found = decodePrimary(only(primary, shards), bytes, codes);
      expect(found, `seed ${seed}, ${bytes} B, shards ${shards}`).toEqual(blob);
      expect(() => decodePrimary(only(primary, shards.slice(1)), bytes, codes)).toThrow(
        'expected at least 4, got 3',
      );
    }
  });

  it.each(['1', '2', '3'])(
    'a secondary sliver comes back from any 4 shards, a primary one from any 7, seed %s',
    (seed) => {
      const stream = streamOf(seed);
      const { primary, secondary } = encodeRedStuff(randomBytes(300, stream), codes);
      for (let shard = 0; shard < SHARDS; shard++) {
        const others = (count: number) => {
          const left = Array.from({ length: SHARDS }, (_, i) => i).filter((i) => i !== shard);
          return stream.shuffle(left).slice(0, count);
        };
        const where = `seed ${seed}, shard ${shard}`;
        const column = recoverSecondary(shard, only(primary, others(4)), codes);
        expect(column, where).toEqual(secondary[shard]);
        const row = recoverPrimary(shard, only(secondary, others(7)), codes);
        expect(row, where).toEqual(primary[shard]);
        expect(() => recoverSecondary(shard, only(primary, others(3)), codes)).toThrow('got 3');
        expect(() => recoverPrimary(shard, only(secondary, others(6)), codes)).toThrow('got 6');
      }
    },
  );

  it('a shard that missed everything gets both from 2 f + 1 others that have their pairs', () => {
    const stream = streamOf('heal');
    const { primary, secondary } = encodeRedStuff(randomBytes(1000, stream), codes);
    const helpers = [0, 2, 3, 5, 6, 8, 9];
    expect(recoverPrimary(7, only(secondary, helpers), codes)).toEqual(primary[7]);
    expect(recoverSecondary(7, only(primary, helpers.slice(0, 4)), codes)).toEqual(secondary[7]);
  });

  it('refuses slivers that are no whole number of symbols', () => {
    const primary = new Array<Uint8Array>(SHARDS).fill(new Uint8Array(8));
    expect(() => recoverSecondary(0, primary, codes)).toThrow(
      new RangeError('sliver, expected a multiple of 7 B, got 8 B'),
    );
  });
});
