import { describe, expect, it } from 'vitest';
import { distinctUnits, recovers } from '../../../../models/da/assignment/assignment.ts';
import {
  espressoAssignment,
  espressoCertificate,
  espressoNeeded,
} from '../../../../models/da/assignment/espresso.ts';
import {
  nearAssignment,
  nearDataParts,
  nearExpansion,
} from '../../../../models/da/assignment/near.ts';
import {
  columnBytes,
  peerdasAssignment,
  sampledColumns,
  validatorCustody,
} from '../../../../models/da/assignment/peerdas.ts';
import { Streams } from '../../../../sim/random.ts';

const streamOf = (seed: string) => new Streams(seed, 0).stream('columns');
const first = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('PeerDAS', () => {
  it.each([
    { stake: 32, columns: 8 },
    { stake: 287, columns: 8 }, // 8.97
    { stake: 288, columns: 9 },
    { stake: 2048, columns: 64 },
    { stake: 4095, columns: 127 },
    { stake: 4096, columns: 128 },
    { stake: 1_000_000, columns: 128 },
  ])('$stake ETH: $columns columns', ({ stake, columns }) =>
    expect(validatorCustody(stake)).toBe(columns),
  );

  it('a node without validators keeps 4 columns and samples 8', () => {
    expect(sampledColumns(4)).toBe(8);
    expect(sampledColumns(30)).toBe(30);
  });

  // da-layers 2.5: 13.2, 45.4 and 155 kB.
  it.each([
    { blobs: 6, bytes: 13_214 },
    { blobs: 21, bytes: 45_374 },
    { blobs: 72, bytes: 154_718 },
  ])('a column of $blobs blobs has $bytes B', ({ blobs, bytes }) =>
    expect(columnBytes(blobs)).toBe(bytes),
  );

  it('a full node takes 0.363 MB a slot of 21 blobs, a node with all columns 5.81 MB', () => {
    expect(sampledColumns(8) * columnBytes(21)).toBeCloseTo(363_000, -3);
    expect(128 * columnBytes(21)).toBeCloseTo(5_810_000, -4);
  });

  it('columns of a holder are distinct, those of all are spread evenly', () => {
    const { units } = peerdasAssignment(new Array(16_000).fill(8), streamOf('even'));
    const holders = new Array<number>(128).fill(0);
    for (const columns of units) {
      expect(new Set(columns).size).toBe(8);
      for (const column of columns) holders[column]++;
    }
    // 1,000 each; standard deviation sqrt(1000 * 120 / 128) = 30.6, so five of them.
    for (const count of holders) expect(Math.abs(count - 1000)).toBeLessThan(153);
  });

  it('any 64 columns rebuild, 63 do not', () => {
    const assignment = peerdasAssignment([64, 63, 128, 0], streamOf('half'));
    expect([0, 1, 2, 3].map((holder) => recovers(assignment, [holder]))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('NEAR', () => {
  it.each([
    { producers: 1, data: 1 },
    { producers: 3, data: 1 },
    { producers: 4, data: 1 },
    { producers: 7, data: 2 },
    { producers: 100, data: 33 },
    { producers: 256, data: 85 },
  ])('$producers producers: $data parts carry the chunk', ({ producers, data }) => {
    expect(nearDataParts(producers)).toBe(data);
    const assignment = nearAssignment(producers);
    expect(recovers(assignment, first(data))).toBe(true);
    expect(recovers(assignment, first(data - 1))).toBe(false);
  });

  it('codes about three times', () => expect(nearExpansion(100)).toBeCloseTo(3.03, 2));

  it('makes 256 parts at most', () =>
    expect(() => nearDataParts(257)).toThrow(
      new RangeError('producers, expected 1 to 256, got 257'),
    ));
});

describe('Espresso', () => {
  it('a third of the shares, or one of the committee, rebuilds', () => {
    const assignment = espressoAssignment(100, 10, streamOf('committee'));
    const members = first(100).filter((node) => assignment.units[node].length === 100);
    const others = first(100).filter((node) => !members.includes(node));
    expect(members).toHaveLength(10);
    expect(recovers(assignment, members.slice(0, 1))).toBe(true);
    expect(espressoNeeded(100)).toBe(34);
    expect(recovers(assignment, others.slice(0, 33))).toBe(false);
    expect(recovers(assignment, others.slice(0, 34))).toBe(true);
    expect(distinctUnits(assignment, [members[0], others[0]])).toBe(100);
  });

  it('certificates take 67 of 100 and 7 of 10', () => {
    expect(espressoCertificate(100)).toBe(67);
    expect(espressoCertificate(10)).toBe(7);
  });

  it('refuses a committee larger than the nodes', () =>
    expect(() => espressoAssignment(5, 6, streamOf('large'))).toThrow(
      new RangeError('committee, expected 0 to 5, got 6'),
    ));
});
