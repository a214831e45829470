import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { isPruned } from '../../../../models/da/zerog/epochs.ts';
import {
  dataQuality,
  isEligible,
  isSeedKnown,
  isValid,
  lineQuality,
  MAX_TARGET,
  nextTarget,
  type SampledRow,
  targetAfterSkipped,
  validSublines,
} from '../../../../models/da/zerog/sampling.ts';
import { Streams } from '../../../../sim/random.ts';
import { randomBytes } from './support.ts';

const ALL = (1n << 256n) - 1n;

/** Bytes 0, 1, … and 255, 254, …. */
const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
const root = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);

describe('qualities (vectors of a separate implementation of Keccak-256)', () => {
  const line = 0x25c6d0b6b9f5397375af5ebea5a6dfb5f6dd880464c33dcbb8e380afa2a6e4a5n;

  it('a row: seed, epoch 7, quorum 2, root, row 3071, in 160 bytes', () => {
    expect(lineQuality({ seed, epoch: 7, quorum: 2, root, row: 3071 })).toBe(line);
    const zero = new Uint8Array(32);
    expect(lineQuality({ seed: zero, epoch: 0, quorum: 0, root: zero, row: 0 })).toBe(
      0xdfded4ed5ac76ba7379cfe7b3b0f53e768dca8d45a34854e649cfc3c18cbd9cdn,
    );
  });

  it('a sub-line: quality of the row, 31, data of byte i mod 251, in 1088 bytes', () => {
    const data = Uint8Array.from({ length: 1024 }, (_, i) => i % 251);
    expect(dataQuality(line, 31, data)).toBe(
      0x03681ae16b736b5a33f43b48903c358c6dcf2bfb9ea789104447e34c7ff93dfcn,
    );
  });
});

describe('a valid response', () => {
  it('has a sum of at most the target', () => {
    expect(isValid(40n, 60n, 100n)).toBe(true);
    expect(isValid(40n, 61n, 100n)).toBe(false);
    expect(isValid(0n, 0n, 0n)).toBe(true);
  });

  it('does not overflow 256 bits', () => {
    // 2^256 - 1 + 1 would be 0 in 256 bits.
    expect(isValid(ALL, 1n, 100n)).toBe(false);
    expect(isValid(ALL, 1n, ALL)).toBe(false);
    expect(isValid(ALL, 0n, ALL)).toBe(true);
  });

  it.each(['search 1', 'search 2'])('is found by the search in two steps, "%s"', (name) => {
    const stream = new Streams(name, 0).stream('rows');
    const target = ALL / 4n;
    let reads = 0;
    let below = 0;
    let found = 0;
    for (let row = 0; row < 40; row++) {
      const sampled: SampledRow = { seed: randomBytes(stream, 32), epoch: 1, quorum: 0, root, row };
      const data = randomBytes(stream, 32_768);
      const line = lineQuality(sampled);
      if (line < target) below++;
      const expected = Array.from({ length: 32 }, (_, i) => i).filter((i) => {
        const sum = line + dataQuality(line, i, data.slice(1024 * i, 1024 * (i + 1)));
        return sum <= target;
      });
      const valid = validSublines(sampled, target, () => {
        reads++;
        return data;
      });
      expect(valid, `seed "${name}", row ${row}`).toEqual(expected);
      found += valid.length;
    }
    expect(reads, `seed "${name}"`).toBe(below);
    expect(below).toBeLessThan(40);
    expect(found).toBeGreaterThan(0);
  });
});

describe('the target', () => {
  it('is at most (2^256 - 1) / 128', () => {
    // 2^256 - 1 = 0xff…ff; shifted by 7 bits: 0x01ff…ff.
    expect(MAX_TARGET).toBe(BigInt(`0x01${'ff'.repeat(31)}`));
  });

  it('moves by an eighth at 0 and 40 responses and stays at 20', () => {
    expect(nextTarget(160_000n, 0)).toBe(180_000n);
    expect(nextTarget(160_000n, 20)).toBe(160_000n);
    expect(nextTarget(160_000n, 40)).toBe(140_000n);
    expect(nextTarget(160_000n, 10)).toBe(170_000n);
    expect(nextTarget(160_000n, 21)).toBe(159_000n);
    expect(nextTarget(160_000n, 19)).toBe(161_000n);
    // 161 * 159 / 160 = 159.99.
    expect(nextTarget(161n, 21)).toBe(159n);
  });

  it('never exceeds its maximum', () => {
    expect(nextTarget(MAX_TARGET, 0)).toBe(MAX_TARGET);
    expect(nextTarget(MAX_TARGET, 19)).toBe(MAX_TARGET);
    expect(nextTarget(MAX_TARGET, 40)).toBe((MAX_TARGET * 7n) / 8n);
  });

  it('rises by an eighth for each skipped round, up to the maximum', () => {
    // 512 * 9 / 8 = 576, 648, 729.
    expect(targetAfterSkipped(512n, 0)).toBe(512n);
    expect(targetAfterSkipped(512n, 3)).toBe(729n);
    expect(targetAfterSkipped(MAX_TARGET / 2n, 5)).toBeLessThan(MAX_TARGET);
    // 2 < (9 / 8)^6 = 2.03.
    expect(targetAfterSkipped(MAX_TARGET / 2n, 6)).toBe(MAX_TARGET);
    expect(targetAfterSkipped(1_000n, 1_000_000_000)).toBe(MAX_TARGET);
  });

  it('refuses more responses than a round pays', () => {
    for (const responses of [-1, 41, 0.5]) {
      expect(() => nextTarget(1n, responses)).toThrow('responses, expected 0 to 40, got');
    }
  });
});

describe('what can be sampled', () => {
  it('epochs from 300 back to the one before the present', () => {
    const eligible = (epoch: number) => isEligible(epoch, 1000, 300);
    expect([699, 700, 999, 1000].map(eligible)).toEqual([false, true, true, false]);
  });

  it('no eligible epoch is pruned, and every epoch before them is', () => {
    for (let epoch = 0; epoch <= 1000; epoch++) {
      if (isEligible(epoch, 1000, 300)) expect(isPruned(epoch, 1000, 300)).toBe(false);
      else if (epoch < 1000) expect(isPruned(epoch, 1000, 300)).toBe(true);
    }
  });

  it('rounds whose seed is at most 256 blocks old', () => {
    expect(isSeedKnown(44, 300)).toBe(true);
    expect(isSeedKnown(43, 300)).toBe(false);
    expect(isSeedKnown(299, 300)).toBe(true);
    expect(isSeedKnown(300, 300)).toBe(false);
  });
});

it('leaves nothing of the seed out', () => {
  const base: SampledRow = { seed, epoch: 1, quorum: 2, root, row: 3 };
  const others: SampledRow[] = [
    base,
    { ...base, seed: hexToBytes('01'.repeat(32)) },
    { ...base, epoch: 2 },
    { ...base, quorum: 1 },
    { ...base, root: seed },
    { ...base, row: 4 },
  ];
  expect(new Set(others.map(lineQuality)).size).toBe(others.length);
});
