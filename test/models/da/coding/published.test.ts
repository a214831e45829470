import { describe, expect, it } from 'vitest';
import {
  type Answer,
  changedBytes,
  committedUnits,
  type Publish,
} from '../../../../models/da/coding/published.ts';
import { publishColumns } from '../../../../models/da/coding/published-columns.ts';
import { publishRows, scaledShape } from '../../../../models/da/coding/published-rows.ts';
import { sharesOf } from '../../../../models/da/coding/published-shares.ts';
import { pairCode, publishSlivers } from '../../../../models/da/coding/published-slivers.ts';
import { publishSquare } from '../../../../models/da/coding/published-square.ts';
import { matrixCode } from '../../../../sim/kernels/reed-solomon/matrix-code.ts';
import { randomBytes, stream } from '../../../sim/kernels/shards.ts';

interface Case {
  readonly name: string;
  readonly publish: Publish;
  readonly needed: number;
  readonly total: number;
  readonly unitBytes: number;
  readonly rounds: number;
}

/** Units of a blob of 1,000 B; what each has is worked out beside it. */
const cases: Case[] = [
  // ceil(1000 / 4)
  {
    name: 'shares',
    publish: sharesOf(matrixCode(4, 8), 1),
    needed: 4,
    total: 12,
    unitBytes: 250,
    rounds: 60,
  },
  // ceil(1000 / 100), even
  {
    name: 'pairs',
    publish: sharesOf(pairCode(100, 300), 2),
    needed: 100,
    total: 300,
    unitBytes: 10,
    rounds: 4,
  },
  // 4 blobs of 250 B: cells of ceil(250 / 64) = 4 B
  {
    name: 'columns',
    publish: publishColumns,
    needed: 64,
    total: 128,
    unitBytes: 16,
    rounds: 4,
  },
  // 64 rows of 1 element hold 1,984 B: rows of 32 B
  { name: 'rows', publish: publishRows, needed: 64, total: 192, unitBytes: 32, rounds: 2 },
  // symbols of 2 B: 667 + 334 of them
  {
    name: 'slivers',
    publish: publishSlivers,
    needed: 334,
    total: 1000,
    unitBytes: 2002,
    rounds: 1,
  },
  // 64 cells of 16 B, four times as many
  { name: 'square', publish: publishSquare, needed: 1, total: 1, unitBytes: 4096, rounds: 8 },
];

const BLOB = 1000;

describe.each(cases)('a blob published as $name', (each) => {
  const { name, publish, needed, total } = each;
  const blob = randomBytes(stream(`${name} blob`), BLOB);
  const published = publish(blob, null);
  const answer = (unit: number): Answer => ({ unit, bytes: published.units[unit] });

  it('has units of the size worked out', () => {
    expect(published.units).toHaveLength(total);
    expect(published.units.map(({ length }) => length)).toEqual(
      new Array(total).fill(each.unitBytes),
    );
  });

  it('is read from any units that suffice, and from one fewer never', () => {
    const draws = stream(`${name} any`);
    for (let round = 0; round < each.rounds; round++) {
      const answers = draws.sample(needed, total).map(answer);
      const reading = { outcome: 'recovered', refused: 0, blob };
      expect(published.read(answers), `${name}, round ${round}`).toEqual(reading);
      const fewer = { outcome: 'unavailable', refused: 0 };
      expect(published.read(answers.slice(1))).toMatchObject(fewer);
      // The same unit again is no other unit.
      expect(published.read([...answers.slice(1), ...answers.slice(1, 2)])).toMatchObject(fewer);
    }
  });

  it('is read by the count of different true answers, whatever else is answered', () => {
    const draws = stream(`${name} mixed`);
    for (let round = 0; round < each.rounds; round++) {
      const truths = draws.sample(Math.min(total, needed - 1 + draws.below(3)), total);
      const lies = draws.sample(draws.below(Math.min(total, 20) + 1), total);
      const changed = lies.map((unit) => ({
        unit,
        bytes: changedBytes(published.units[unit], draws),
      }));
      const answers = draws.shuffle([...truths.map(answer), ...changed]);
      const outcome = truths.length >= needed ? 'recovered' : 'unavailable';
      const found = published.read(answers);
      expect(found, `${name}, round ${round}`).toMatchObject({ outcome, refused: lies.length });
      if (found.outcome === 'recovered') expect(found.blob).toEqual(blob);
    }
  });

  it('is seen to be no code of a blob, wherever one byte was changed before committing', () => {
    const draws = stream(`${name} wrong`);
    for (let round = 0; round < each.rounds; round++) {
      const wrong = publish(blob, draws);
      const answers = draws
        .sample(needed, total)
        .map((unit) => ({ unit, bytes: wrong.units[unit] }));
      const outcome = { outcome: 'wrong encoding', refused: 0 };
      expect(wrong.read(answers), `${name}, round ${round}`).toEqual(outcome);
      expect(wrong.read(answers.slice(1)).outcome).toBe('unavailable');
    }
  });

  it('repairs single cells where it has two dimensions', () => {
    const { repairs } = published;
    expect(repairs !== undefined).toBe(name === 'slivers' || name === 'square');
    if (repairs) expect(repairs(stream(`${name} repair`))).toBe(true);
  });
});

describe('publishers and readers', () => {
  it('change just one byte', () => {
    const draws = stream('one byte');
    for (let round = 0; round < 100; round++) {
      const units = [randomBytes(draws, 5), randomBytes(draws, 5), randomBytes(draws, 5)];
      const before = units.map((unit) => [...unit]);
      const after = committedUnits(units, draws).map((unit) => [...unit]);
      expect(units.map((unit) => [...unit])).toEqual(before);
      expect(after.flat().filter((byte, i) => byte !== before.flat()[i])).toHaveLength(1);
      expect(committedUnits(units, null)).toEqual(units);
    }
  });

  it('0G: the narrowest matrix of 64 rows holds the blob and four bytes of its length', () => {
    // One column of 64 elements of 31 B: 1,984 B.
    expect(scaledShape(1980)).toEqual({ rows: 64, columns: 1 });
    expect(scaledShape(1981)).toEqual({ rows: 64, columns: 2 });
    expect(scaledShape(65_536)).toEqual({ rows: 64, columns: 64 });
  });
});
