import { describe, expect, it } from 'vitest';
import { abortLaw, streamSizes } from '../../../../models/storage/kv/abort-law.ts';
import { KeyLaw } from '../../../../models/storage/kv/key-law.ts';
import type { MemoryValues } from '../../../../models/storage/kv/parameters.ts';
import { Streams } from '../../../../sim/random.ts';
import { kv, runMemory } from './memory.ts';

/** Equal agents that meet on `keys` keys. */
const law = (changes: Partial<Parameters<typeof abortLaw>[0]>, keys = 1, reads = 1, writes = 1) =>
  abortLaw({
    ...{ others: 1, window: 1, attempt: 1, pause: 1, retries: 0 },
    read: new Array<number>(keys).fill(reads / keys),
    written: new Array<number>(keys).fill(writes / keys),
    ...changes,
  });

describe('the law of aborts', () => {
  it('of one key: y / (1 + y), where y is the attempts of others in a window', () => {
    // Each of 3 tries once in 8 + 2 s: y = 3 x 2 / 10 = 0.6, and 0.6 / 1.6.
    expect(law({ others: 3, window: 2, attempt: 2, pause: 8 })).toBeCloseTo(0.375, 8);
  });

  it('counts attempts that retries add', () => {
    // 1 + a attempts in 1 + (1 + a) s: a / (1 - a) = (1 + a) / (2 + a), so 2 a^2 + 2 a - 1 = 0.
    expect(law({ retries: 1 })).toBeCloseTo((Math.sqrt(3) - 1) / 2, 8);
  });

  it('of rare conflicts: others x window / cycle x reads x writes / keys', () => {
    // 2 x 1 / 1000 x 4 x 3 / 1000.
    const rare = law({ others: 2, pause: 999 }, 1000, 4, 3);
    expect(rare / 2.4e-5).toBeCloseTo(1, 3);
  });

  it('is nothing without others, and grows with all that makes conflicts', () => {
    expect(law({ others: 0 })).toBe(0);
    const usual = law({ others: 10, pause: 9 }, 64, 4, 1);
    expect(law({ others: 20, pause: 9 }, 64, 4, 1)).toBeGreaterThan(usual);
    expect(law({ others: 10, pause: 9, window: 2 }, 64, 4, 1)).toBeGreaterThan(usual);
    expect(law({ others: 10, pause: 9, retries: 3 }, 64, 4, 1)).toBeGreaterThan(usual);
    expect(law({ others: 10, pause: 9 }, 32, 4, 1)).toBeGreaterThan(usual);
    expect(law({ others: 10, pause: 9 }, 64, 4, 2)).toBeGreaterThan(usual);
  });

  const cases: [band: number, sets: string[]][] = [
    [0.07, []],
    [0.07, ['keys=1', 'readKeys=1']],
    [0.07, ['keys=8', 'readKeys=2', 'writeKeys=2']],
    [0.07, ['retries=0', 'keys=64']],
    [0.07, ['batch=4', 'keys=1024']],
    [0.07, ['streams=pooled', 'pools=3', 'keys=32']],
    [0.07, ['confirmations=1', 'clientPoll=2 s', 'sync=2 s', 'keys=128']],
    [0.07, ['skew=1', 'keys=64', 'readKeys=1']],
    [0.25, ['skew=1']],
    [0.25, ['skew=1.5', 'retries=0']],
  ];
  it.each(cases)('is within %d of what commits do, with %j', (band, sets) => {
    const run = runMemory('agents=64', 'duration=20 min', ...sets);
    const [rate, expected] = [kv(run, 'abort_rate'), kv(run, 'abort_law')];
    expect(rate).toBeGreaterThan(0.1);
    expect(Math.abs(expected / rate - 1)).toBeLessThan(band);
  });
});

describe('streams', () => {
  it.each([
    ['own', [1, 1, 1, 1, 1, 1, 1]],
    ['shared', [7]],
    ['pooled', [3, 2, 2]],
  ] as const)('%s hold %j of seven agents', (streams, sizes) => {
    const values = { agents: 7, streams, pools: 3 } as MemoryValues;
    expect(streamSizes(values)).toEqual(sizes);
  });
});

describe('the choice of keys', () => {
  it('has Zipf weights', () => {
    // 1, 1/2, 1/3 over 11/6.
    const { weights } = new KeyLaw(3, 1);
    [6, 3, 2].forEach((share, i) => {
      expect(weights[i]).toBeCloseTo(share / 11, 12);
    });
  });

  it.each([
    [0, 5, 5],
    [0, 20, 3],
    [0.5, 40, 4],
    [1, 100, 3],
  ])('with skew %d of %d picks %d different ones as often as it says', (skew, keys, count) => {
    const chosen = new KeyLaw(keys, skew);
    const stream = new Streams('picks', 0).stream('keys');
    const rounds = 20_000;
    const found = new Array<number>(keys).fill(0);
    for (let i = 0; i < rounds; i++) {
      const picked = chosen.pick(stream, count);
      expect(new Set(picked).size).toBe(count);
      for (const key of picked) found[key]++;
    }
    chosen.inclusions(count).forEach((chance, key) => {
      // Four standard deviations, and what the limit of many keys leaves out.
      const band = 4 * Math.sqrt(chance / rounds) + (skew > 0 ? 0.02 : 1e-9);
      expect(Math.abs(found[key] / rounds - chance), `key ${key}`).toBeLessThan(band);
    });
  });
});
