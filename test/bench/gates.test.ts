import { describe, expect, it } from 'vitest';
import { codingContenders, SHAPES } from '../../bench/coding.ts';
import { GATES, judgeGates } from '../../bench/gates.ts';
import { HASH_TOY, hashContenders } from '../../bench/hash.ts';
import { HELPED, helpedContenders } from '../../bench/helped.ts';
import type { Timing } from '../../bench/report.ts';
import { busyMachine, summarise } from '../../bench/stopwatch.ts';

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
      judgeGates([timing('own', seven(own)), timing('peer', seven(10))], ['hash'], undefined, [
        gate,
      ])[0];
    expect(judge(20)).toMatchObject({ verdict: 'held', found: 2, least: 2, good: 3 });
    expect(judge(19)).toMatchObject({ verdict: 'missed', found: 1.9 });
  });

  it('tell a ratio that is not judged', () => {
    const told = { ...gate, least: null, good: null };
    const timings = [timing('own', seven(5)), timing('peer', seven(10))];
    expect(judgeGates(timings, ['hash'], undefined, [told])[0]).toEqual({
      ...{ suite: 'hash', what: 'own / peer', least: null, good: null },
      ...{ found: 0.5, verdict: 'told' },
    });
  });

  it('of two threads are skipped where others use the cores, and only those', () => {
    const timings = [timing('own', seven(20)), timing('peer', seven(10))];
    const gates = [gate, { ...gate, twoCores: true }] as const;
    expect(judgeGates(timings, ['hash'], 'load of 3.0', gates)).toMatchObject([
      { verdict: 'held' },
      { verdict: 'skipped', reason: 'load of 3.0', found: 2 },
    ]);
    expect(judgeGates(timings, ['hash'], undefined, gates)[1].verdict).toBe('held');
  });

  it('know a busy machine by its load', () => {
    expect(busyMachine(1.2, 2)).toBeUndefined();
    expect(busyMachine(1.6, 2)).toBe('load of 1.6 on 2 cores, an idle one needed');
    expect(busyMachine(5, 8)).toBeUndefined();
    expect(busyMachine(0, 1)).toBe('one core, two needed');
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
    const reason = (timings: Timing[]) => judgeGates(timings, ['hash'], undefined, [gate])[0];
    expect(reason([own, peer])).toMatchObject({
      verdict: 'skipped',
      reason: 'peer: not installed',
    });
    expect(reason([own])).toMatchObject({ verdict: 'skipped', reason: 'peer: not measured' });
    expect(reason([own, timing('peer', [1, 1, 1, 1, 1, 1])])).toMatchObject({
      verdict: 'skipped',
      reason: 'peer: only 6 rounds',
    });
    expect(judgeGates([own], ['coding'], undefined, [gate])).toEqual([]);
  });

  it('name contenders that exist', async () => {
    const all = [
      ...(await hashContenders(HASH_TOY)),
      ...codingContenders(SHAPES, true),
      ...helpedContenders(HELPED),
    ];
    const names = new Set(all.map(({ group, name }) => `${group} | ${name}`));
    for (const { own, against } of GATES)
      for (const { group, contender } of [own, against])
        expect(names).toContain(`${group} | ${contender}`);
  });
});
