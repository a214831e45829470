import { describe, expect, it } from 'vitest';
import { PUBLISHED_MACHINE, probeLimits, reexecution } from '../../../models/alignment/bounds.ts';
import {
  meanTries,
  type Path,
  playProbe,
  probeFails,
  tryFails,
} from '../../../models/alignment/probe.ts';
import { Streams } from '../../../sim/random.ts';

const PATH: Path = { rtt: 1e6, sigma: 0, loss: 0.1, timeout: 1e7, tries: 2, trouble: 0.05 };

describe('a probe', () => {
  it('fails by loss either way, late answers and own trouble', () => {
    // 1 - 0.9^2 = 0.19; twice 0.0361; 0.05 + 0.95 * 0.0361 = 0.084295.
    expect(tryFails(PATH)).toBeCloseTo(0.19, 12);
    expect(probeFails(PATH)).toBeCloseTo(0.084295, 12);
    // A time-out one sigma above the median: Phi(1) = 0.841344746.
    const slow = { ...PATH, loss: 0, sigma: 0.5, timeout: 1e6 * Math.exp(0.5) };
    expect(tryFails(slow)).toBeCloseTo(1 - 0.8413447460685429, 9);
    expect(tryFails({ ...PATH, timeout: 1e5 })).toBe(1);
  });

  it('asks as often as it must', () => {
    // In trouble 2, else 1 + 0.19: 0.1 + 0.95 * 1.19 = 1.2305; a silent target is always asked twice.
    expect(meanTries(PATH, true)).toBeCloseTo(1.2305, 12);
    expect(meanTries(PATH, false)).toBeCloseTo(2, 12);
  });

  it('played message by message fails and asks as the law says', () => {
    const path = { ...PATH, sigma: 1, rtt: 4e6, trouble: 0 };
    const seed = 'probes';
    const stream = new Streams(seed, 0).stream('network');
    const [runs, played] = [40_000, { failed: 0, tries: 0 }];
    for (let i = 0; i < runs; i++) {
      const { answered, took, tries } = playProbe(path, true, stream);
      if (!answered) {
        played.failed++;
        expect(took, seed).toBe(2e7);
      } else expect(took, seed).toBeLessThanOrEqual(tries * 1e7);
      played.tries += tries;
    }
    const p = probeFails(path);
    expect(Math.abs(played.failed / runs - p), seed).toBeLessThan(
      4 * Math.sqrt((p * (1 - p)) / runs),
    );
    expect(Math.abs(played.tries / runs - meanTries(path, true)), seed).toBeLessThan(0.01);
  });

  it('of a silent target waits for every time-out', () => {
    const probed = playProbe(PATH, false, new Streams('silent', 0).stream('network'));
    expect(probed).toEqual({ answered: false, took: 2e7, tries: 2 });
  });
});

describe('a machine of 64 MB and 10 Mbps', () => {
  it('moves 312.5 probes of 4 kB a second', () => {
    // 1.25 MB/s / 4 kB; 64 MB / 64 kB / 0.2 s = 5,000; 1 core / 1 ms = 1,000.
    const demand = { bytes: 4000, held: 64_000, waits: 0.2, work: 0.001 };
    const { network, memory, processor } = probeLimits(PUBLISHED_MACHINE, demand);
    expect([network, memory, processor]).toEqual([312.5, 5000, 1000]);
  });

  it('has no place for the weights of an 8B model', () => {
    // 16.06 GB / 64 MB = 250.9; / 10 GB = 1.606; / 1.25 MB/s = 12,848 s.
    const { memory, disk, token } = reexecution(PUBLISHED_MACHINE, 16_060_000_000);
    expect(memory).toBeCloseTo(250.9375, 9);
    expect(disk).toBeCloseTo(1.606, 9);
    expect(token).toBeCloseTo(12_848, 9);
  });
});
