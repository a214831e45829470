import { describe, expect, it } from 'vitest';
import {
  distinctUnits,
  recovers,
  unitsPerHolder,
} from '../../../../models/da/assignment/assignment.ts';
import {
  EIGENDA_CHUNKS,
  EIGENDA_OPERATORS_MAX,
  eigendaAssignment,
  eigendaChunkBytes,
  eigendaChunks,
  eigendaV1CodingRatio,
} from '../../../../models/da/assignment/eigenda.ts';
import { Streams } from '../../../../sim/random.ts';
import { equalStakes, randomStakes, setWithShare } from './sets.ts';

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

describe('chunks of an operator', () => {
  // da-layers 2.3; 1,024 chunks are one payload.
  it.each([
    { operators: 14, chunks: 333, share: 0.325 }, // 4,655 / 14 = 332.5
    { operators: 100, chunks: 47, share: 0.0459 }, // 46.55
    { operators: 200, chunks: 24, share: 0.0234 }, // 23.275
  ])('$operators alike: $chunks each, $share of the blob', ({ operators, chunks, share }) => {
    const counts = eigendaChunks(equalStakes(operators));
    expect(counts).toEqual(new Array(operators).fill(chunks));
    expect(counts[0] / 1024).toBeCloseTo(share, 3);
  });

  it('all together 4.55 payloads, 4.69 when 200 operators round up', () => {
    // 7 operators: 4,655 / 7 = 665, nothing rounded.
    expect(sum(eigendaChunks(equalStakes(7))) / 1024).toBeCloseTo(4.55, 2);
    expect(sum(eigendaChunks(equalStakes(200))) / 1024).toBeCloseTo(4.69, 2);
  });

  it('one with a large share keeps one whole blob', () => {
    // 4,655 times 0.5, 0.4, 0.1: 2,327.5 and 1,862, cut to 1,024; 465.5.
    expect(eigendaChunks([5n, 4n, 1n])).toEqual([1024, 1024, 466]);
  });

  it('refuses more operators than the threshold allows for', () => {
    expect(() => eigendaChunks(equalStakes(3538))).toThrow(
      new RangeError('operators, expected at most 3537, got 3538'),
    );
  });

  it('v1 coded by the two percentages: 80/33 2.13, 55/33 4.55', () => {
    expect(eigendaV1CodingRatio(80, 33)).toBeCloseTo(2.13, 2);
    expect(eigendaV1CodingRatio(55, 33)).toBeCloseTo(4.55, 2);
    expect(() => eigendaV1CodingRatio(33, 33)).toThrow('expected 0 <= adversary < quorum <= 100');
  });
});

describe('bytes of a chunk', () => {
  it.each([
    { bytes: 16_777_216, chunk: 16_384 + 48 }, // a 1,024th of the blob, and an opening proof
    { bytes: 8_388_609, chunk: 16_384 + 48 }, // one byte above a power of two
    { bytes: 131_072, chunk: 128 + 48 },
    { bytes: 1, chunk: 32 + 48 }, // one field element
  ])('$bytes B: $chunk B', ({ bytes, chunk }) => expect(eigendaChunkBytes(bytes)).toBe(chunk));

  it('refuses blobs above 16 MiB', () =>
    expect(() => eigendaChunkBytes(16_777_217)).toThrow('blob, expected 1 to 16777216 B'));
});

describe('22 % of the stake', () => {
  it.each(['1', '2', '3', '4'])(
    'rebuilds, whoever they are and however stake is spread, seed %s',
    (seed) => {
      const stream = new Streams(seed, 0).stream('eigenda');
      for (let trial = 0; trial < 100; trial++) {
        const stakes = randomStakes(1 + stream.below(200), stream);
        const assignment = eigendaAssignment(stakes);
        const set = setWithShare(stakes, 22n, 100n, stream);
        expect(recovers(assignment, set), `seed ${seed}, trial ${trial}, ${stakes}`).toBe(true);
      }
    },
  );

  it('is needed: 21 of 100 alike do not rebuild', () => {
    // 21 * 47 = 987 < 1,024 <= 22 * 47 = 1,034
    const assignment = eigendaAssignment(equalStakes(100));
    const first = (count: number) => Array.from({ length: count }, (_, i) => i);
    expect(recovers(assignment, first(21))).toBe(false);
    expect(recovers(assignment, first(22))).toBe(true);
  });

  it('no chunk has two keepers, even with as many operators as allowed', () => {
    const stream = new Streams('most', 0).stream('eigenda');
    const assignment = eigendaAssignment(randomStakes(EIGENDA_OPERATORS_MAX, stream));
    const held = sum(unitsPerHolder(assignment));
    expect(held).toBeLessThanOrEqual(EIGENDA_CHUNKS);
    expect(distinctUnits(assignment, assignment.units.keys())).toBe(held);
  });
});
