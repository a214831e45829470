import { describe, expect, it } from 'vitest';
import {
  distinctUnits,
  recovers,
  unitsPerHolder,
} from '../../../../models/da/assignment/assignment.ts';
import {
  fibreAssignment,
  fibreRowBytes,
  fibreRows,
  fibreShardBytes,
  fibreUploadAmplification,
} from '../../../../models/da/assignment/fibre.ts';
import { Streams } from '../../../../sim/random.ts';
import { equalStakes, randomStakes, setWithShare } from './sets.ts';

const MIB = 1_048_576;
const streamOf = (seed: string) => new Streams(seed, 0).stream('fibre');

describe('rows of a validator', () => {
  it.each([
    { validators: 1, rows: 4096 }, // 12,288, cut to the rows of a whole blob
    { validators: 3, rows: 4096 }, // 12,288 / 3, exactly: a third is enough
    { validators: 4, rows: 3072 },
    { validators: 10, rows: 1229 }, // 1,228.8
    { validators: 83, rows: 149 }, // 148.05: the last number above the floor
    { validators: 84, rows: 148 }, // 146.3
    { validators: 100, rows: 148 },
  ])('$validators alike: $rows each', ({ validators, rows }) => {
    expect(fibreRows(equalStakes(validators))).toEqual(new Array(validators).fill(rows));
  });

  it('follow stake between the floor and the cap', () => {
    // 12,288 times 50 %, 30 %, 19.5 % and 0.5 %: 6,144, 3,686.4, 2,396.16, 61.44.
    expect(fibreRows([1000n, 600n, 390n, 10n])).toEqual([4096, 3687, 2397, 148]);
  });

  it('refuse stakes that are negative or all 0', () => {
    expect(() => fibreRows([1n, -1n])).toThrow('stake, expected 0 or more, got -1');
    expect(() => fibreRows([0n])).toThrow('stakes, expected a positive sum, got 0');
  });
});

describe('bytes on the wire', () => {
  it('a shard carries the combination of all rows, and rows with index and path', () => {
    // 65,536 + 1,229 (32,768 + 4 + 448) = 40,892,916
    expect(fibreShardBytes(1229, 128 * MIB)).toBe(40_892_916);
  });

  it('rows are 64 B at least', () => {
    expect(fibreRowBytes(1)).toBe(64);
    expect(fibreRowBytes(4096 * 64 + 1)).toBe(65);
    expect(() => fibreRowBytes(128 * MIB + 1)).toThrow('blob, expected 1 to 134217728 B');
  });

  // da-layers 2.2: upload by payload.
  it.each([
    { bytes: 128 * MIB, validators: 10, amplification: 3.05 },
    { bytes: 128 * MIB, validators: 90, amplification: 3.34 },
    { bytes: 128 * MIB, validators: 100, amplification: 3.71 },
    { bytes: MIB, validators: 10, amplification: 8.9 },
    { bytes: MIB, validators: 90, amplification: 14.6 },
    { bytes: MIB, validators: 100, amplification: 16.2 },
  ])('$bytes B to $validators alike: $amplification times', ({ bytes, validators, ...row }) => {
    const found = fibreUploadAmplification(equalStakes(validators), bytes);
    expect(Math.abs(found / row.amplification - 1)).toBeLessThan(0.004);
  });
});

describe('which rows', () => {
  it('no row twice while the floor leaves enough: 110 validators hold 16,280 of 16,384', () => {
    const assignment = fibreAssignment(equalStakes(110), streamOf('a'));
    const everybody = assignment.units.keys();
    expect(distinctUnits(assignment, everybody)).toBe(110 * 148);
  });

  it('111 validators hold all, 44 of them twice', () => {
    const assignment = fibreAssignment(equalStakes(111), streamOf('a'));
    expect(unitsPerHolder(assignment).reduce((a, b) => a + b)).toBe(16_428);
    expect(distinctUnits(assignment, assignment.units.keys())).toBe(16_384);
    // The rows dealt last are those that were dealt first.
    const [first, last] = [assignment.units[0], assignment.units[110]];
    expect([...last.slice(-44)]).toEqual([...first.slice(0, 44)]);
  });

  it('another commitment deals other rows', () => {
    const [a, b] = ['a', 'b'].map((seed) => fibreAssignment(equalStakes(4), streamOf(seed)));
    expect([...a.units[0]]).not.toEqual([...b.units[0]]);
  });
});

describe('a third of the stake', () => {
  it.each(['1', '2', '3', '4'])('rebuilds where no rows overlap, seed %s', (seed) => {
    const stream = streamOf(seed);
    for (let trial = 0; trial < 40; trial++) {
      // 27 floors of 148 fit between the 12,288 rows by stake and 16,384.
      const stakes = randomStakes(1 + stream.below(27), stream);
      const assignment = fibreAssignment(stakes, stream);
      const set = setWithShare(stakes, 1n, 3n, stream);
      expect(recovers(assignment, set), `seed ${seed}, trial ${trial}, ${stakes}`).toBe(true);
    }
  });

  it.each([10, 84, 100, 111, 300])('of %i validators alike rebuilds', (validators) => {
    const stream = streamOf('alike');
    const stakes = equalStakes(validators);
    const assignment = fibreAssignment(stakes, stream);
    for (let trial = 0; trial < 20; trial++) {
      expect(recovers(assignment, setWithShare(stakes, 1n, 3n, stream))).toBe(true);
    }
  });

  it('may not rebuild where the floor makes rows overlap: 33 % and one of 99 others', () => {
    // 33 %: ceil(12,288 * 0.33) = 4,056 rows, dealt first. 99 others with 67 / 99 % each: 84 rows, so
    // the floor of 148. 12,328 rows after the first validator are 83.3 floors: others 84 to 98
    // (from 0) are dealt rows of the first again. Together 33.7 % of the stake, 4,056 of 4,096 rows.
    const stakes = [3267n, ...new Array<bigint>(99).fill(67n)];
    const assignment = fibreAssignment(stakes, streamOf('overlap'));
    expect(assignment.units[0]).toHaveLength(4056);
    expect(distinctUnits(assignment, [0, 1 + 84])).toBe(4056);
    expect(recovers(assignment, [0, 1 + 84])).toBe(false);
    expect(recovers(assignment, [0, 1])).toBe(true);
  });
});
