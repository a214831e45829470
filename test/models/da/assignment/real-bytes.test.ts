import { describe, expect, it } from 'vitest';
import {
  type Assignment,
  dealByStake,
  distinctUnits,
  recovers,
} from '../../../../models/da/assignment/assignment.ts';
import { eigendaAssignment } from '../../../../models/da/assignment/eigenda.ts';
import { espressoAssignment } from '../../../../models/da/assignment/espresso.ts';
import { fibreAssignment } from '../../../../models/da/assignment/fibre.ts';
import { nearAssignment } from '../../../../models/da/assignment/near.ts';
import { peerdasAssignment } from '../../../../models/da/assignment/peerdas.ts';
import type { ErasureCode } from '../../../../sim/kernels/reed-solomon/erasure-code.ts';
import { fftCode } from '../../../../sim/kernels/reed-solomon/fft-code.ts';
import { matrixCode } from '../../../../sim/kernels/reed-solomon/matrix-code.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';
import { equalStakes, randomStakes, setWithShare } from './sets.ts';

/*
 * The counts of the other tests, on bytes: a blob is coded, holders keep what the rule gives them, and the
 * blob is rebuilt from what a set of them keeps. The codes of the layers differ in field and points, not
 * in how many units rebuild.
 */

const streamOf = (seed: string) => new Streams(seed, 0).stream('bytes');

const randomBytes = (length: number, stream: Stream) =>
  Uint8Array.from({ length }, () => stream.below(256));

interface Coded {
  readonly code: ErasureCode;
  readonly data: readonly Uint8Array[];
  readonly units: readonly Uint8Array[];
}

function encode(code: ErasureCode, unitBytes: number, stream: Stream): Coded {
  const data = Array.from({ length: code.data }, () => randomBytes(unitBytes, stream));
  return { code, data, units: [...data, ...code.encode(data)] };
}

/** The units that carry the blob, rebuilt from those of some holders. */
function rebuild({ code, units }: Coded, assignment: Assignment, holders: readonly number[]) {
  const left: (Uint8Array | undefined)[] = new Array(units.length).fill(undefined);
  for (const holder of holders) {
    for (const unit of assignment.units[holder]) left[unit] = units[unit];
  }
  return code.reconstruct(left).slice(0, code.data);
}

describe('blobs rebuilt from bytes', () => {
  it('EigenDA: 22 % of the stake, 1,024 of 8,192 chunks', () => {
    const stream = streamOf('eigenda');
    const coded = encode(fftCode(1024, 7168), 64, stream);
    for (const holders of [14, 100]) {
      const stakes = randomStakes(holders, stream);
      const assignment = eigendaAssignment(stakes);
      const set = setWithShare(stakes, 22n, 100n, stream);
      expect(rebuild(coded, assignment, set), `${stakes}: ${set}`).toEqual(coded.data);
    }
  });

  it('Fibre: a third of the stake, 4,096 of 16,384 rows', () => {
    const stream = streamOf('fibre');
    const coded = encode(fftCode(4096, 12_288), 64, stream);
    const stakes = equalStakes(100);
    const assignment = fibreAssignment(stakes, stream);
    const set = setWithShare(stakes, 1n, 3n, stream);
    expect(rebuild(coded, assignment, set)).toEqual(coded.data);
    // 27 validators have 27 * 148 = 3,996 rows.
    expect(() => rebuild(coded, assignment, set.slice(0, 27))).toThrow(
      'shards, expected at least 4096, got 3996',
    );
  });

  it('0G: seats of a third of all, 1,024 of 3,072 rows', () => {
    const stream = streamOf('0g');
    const coded = encode(fftCode(1024, 2048), 64, stream);
    const assignment = dealByStake(equalStakes(96), 3072, 1024);
    const set = stream.sample(32, 96);
    expect(rebuild(coded, assignment, set)).toEqual(coded.data);
    expect(() => rebuild(coded, assignment, set.slice(1))).toThrow('got 992');
  });

  it('PeerDAS: holders whose columns are half of all, 64 of 128', () => {
    const stream = streamOf('peerdas');
    const coded = encode(matrixCode(64, 64), 40, stream);
    const assignment = peerdasAssignment(new Array(40).fill(8), stream);
    const everybody = Array.from({ length: 40 }, (_, i) => i);
    const enough = everybody.findIndex((i) => recovers(assignment, everybody.slice(0, i))) - 1;
    // 8 of 128 at a time: half are covered by 8 holders at the least.
    expect(enough).toBeGreaterThanOrEqual(7);
    const held = distinctUnits(assignment, everybody.slice(0, enough));
    expect(rebuild(coded, assignment, everybody.slice(0, enough + 1))).toEqual(coded.data);
    expect(() => rebuild(coded, assignment, everybody.slice(0, enough))).toThrow(`got ${held}`);
  });

  it('NEAR: 33 of 100 producers', () => {
    const stream = streamOf('near');
    const coded = encode(matrixCode(33, 67), 64, stream);
    const set = stream.sample(33, 100);
    expect(rebuild(coded, nearAssignment(100), set)).toEqual(coded.data);
    expect(() => rebuild(coded, nearAssignment(100), set.slice(1))).toThrow('got 32');
  });

  it('Espresso: a third of the nodes, or one of the committee', () => {
    const stream = streamOf('espresso');
    const coded = encode(matrixCode(34, 66), 64, stream);
    const assignment = espressoAssignment(100, 10, stream);
    const member = assignment.units.findIndex(({ length }) => length === 100);
    expect(rebuild(coded, assignment, [member])).toEqual(coded.data);
    expect(rebuild(coded, assignment, stream.sample(34, 100))).toEqual(coded.data);
  });
});
