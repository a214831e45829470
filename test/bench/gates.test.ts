import { describe, expect, it } from 'vitest';
import { codingContenders, SHAPES } from '../../bench/coding.ts';
import { GATES, judgeGates } from '../../bench/gates.ts';
import { HASH_TOY, hashContenders } from '../../bench/hash.ts';
import type { Timing } from '../../bench/report.ts';
import { summarise } from '../../bench/stopwatch.ts';

const gate = {
  suite: 'hash',
  what: 'own / peer',
  own: { group: 'g', contender: 'own' },
  against: { group: 'g', contender: 'peer' },
  least: 2,
  good: 3,
} as const;

const timing = (contender: string, rounds: readonly number[]): Timing => ({
  suite: 'hash',
  group: 'g',
  contender,
  unit: 'B/s',
  rate: summarise(rounds),
});
const seven = (best: number) => [best, 1, 1, 1, 1, 1, 1];

describe('gates', () => {
  it('take the best round over the best round', () => {
    const judge = (own: number) =>
      judgeGates([timing('own', seven(own)), timing('peer', seven(10))], ['hash'], [gate])[0];
    expect(judge(20)).toMatchObject({ verdict: 'held', found: 2, least: 2, good: 3 });
    expect(judge(19)).toMatchObject({ verdict: 'missed', found: 1.9 });
  });

  it('are skipped by name where a side is missing or has too few rounds', () => {
    const own = timing('own', seven(20));
    const peer: Timing = {
      suite: 'hash',
      group: 'g',
      contender: 'peer',
      unit: 'B/s',
      skipped: 'not installed',
    };
    const reason = (timings: Timing[]) => judgeGates(timings, ['hash'], [gate])[0];
    expect(reason([own, peer])).toMatchObject({
      verdict: 'skipped',
      reason: 'peer: not installed',
    });
    expect(reason([own])).toMatchObject({ verdict: 'skipped', reason: 'peer: not measured' });
    expect(reason([own, timing('peer', [1, 1, 1, 1, 1, 1])])).toMatchObject({
      verdict: 'skipped',
      reason: 'peer: only 6 rounds',
    });
    expect(judgeGates([own], ['coding'], [gate])).toEqual([]);
  });

  it('name contenders that exist', async () => {
    const all = [...(await hashContenders(HASH_TOY)), ...codingContenders(SHAPES, true)];
    const names = new Set(all.map(({ group, name }) => `${group} | ${name}`));
    for (const { own, against } of GATES)
      for (const { group, contender } of [own, against])
        expect(names).toContain(`${group} | ${contender}`);
  });
});
