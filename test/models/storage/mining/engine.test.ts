import { describe, expect, it } from 'vitest';
import { Subtasks } from '../../../../models/storage/mining/subtasks.ts';
import { initialTarget } from '../../../../models/storage/pora/difficulty.ts';
import { Streams } from '../../../../sim/random.ts';
import { MACHINE, mineWorld, TIB } from './engine-world.ts';
import { binomialP, chiSquaredP } from './statistics.ts';

/** Four windows of 40 s in an epoch of 200 s. */
const FOUR = { blocks: 500, subtasks: 4, interval: 110, window: 100 };
const WINDOW = 40e7;
const NEVER = initialTarget(10n ** 30n);

describe('windows (0g-storage 3.2, 3.3)', () => {
  it('a machine mines one window of an epoch, 100 blocks, at its rate', () => {
    const groups = [{ ...MACHINE, count: 20, rate: 7.3 }];
    const world = { groups, target: NEVER, targetSubmissions: 100, epochs: 5, shape: FOUR };
    const { mining } = mineWorld(world);
    for (let miner = 0; miner < 20; miner++) {
      expect(mining.busy[miner]).toBe(5 * WINDOW);
      // 40 s x 7.3 / s = 292 attempts.
      expect(mining.attempts[miner]).toBe(5 * 292);
    }
  });

  it('a node that polls every 5 s misses half of that in the mean', () => {
    const groups = [{ ...MACHINE, count: 400 }];
    const poll = 5e7;
    const { mining } = mineWorld({
      groups,
      target: NEVER,
      targetSubmissions: 9,
      epochs: 3,
      poll,
      shape: FOUR,
    });
    const missed = [...mining.busy].map((ticks) => (3 * WINDOW - ticks) / poll);
    // Each window opens a whole number of polls after the others or not: 3 x uniform at most.
    for (const polls of missed) {
      expect(polls).toBeGreaterThanOrEqual(0);
      expect(polls).toBeLessThan(3);
    }
    const mean = missed.reduce((sum, polls) => sum + polls, 0) / 400;
    // One deviation is at most 3 x 0.2887 / 20 = 0.043.
    expect(Math.abs(mean - 1.5)).toBeLessThan(0.15);
  });

  it('k ids of 4 windows mine 4 (1 - 0.75^k) windows an epoch', () => {
    for (const identities of [1, 2, 4]) {
      const groups = [{ ...MACHINE, count: 200, identities }];
      const { mining } = mineWorld({
        groups,
        target: NEVER,
        targetSubmissions: 9,
        epochs: 10,
        shape: FOUR,
      });
      const windows = mining.busy.reduce((sum, ticks) => sum + ticks, 0) / WINDOW / 2000;
      // Variance of the number of windows is below 0.5: one deviation of 2000 is below 0.016.
      expect(Math.abs(windows - 4 * (1 - 0.75 ** identities))).toBeLessThan(0.06);
    }
  });

  it.each([1, 2, 3, 4, 10, 31])('%d subtasks are equally likely (chi-squared)', (count) => {
    const paths = ['a', 'b', 'c'];
    const subtasks = new Subtasks(new Streams('subtasks', 0), paths, count);
    const counts = Array(count).fill(0);
    for (let i = 0; i < 3000 * count; i++) counts[subtasks.next(i % 3)]++;
    if (count === 1) expect(counts).toEqual([3000]);
    else
      expect(
        chiSquaredP(
          counts,
          counts.map(() => 3000),
        ),
      ).toBeGreaterThan(0.001);
  });

  it('consecutive subtasks are independent (chi-squared of pairs)', () => {
    const subtasks = new Subtasks(new Streams('pairs', 0), ['a'], 4);
    const counts = Array(16).fill(0);
    for (let i = 0; i < 20_000; i++) counts[4 * subtasks.next(0) + subtasks.next(0)]++;
    expect(
      chiSquaredP(
        counts,
        counts.map(() => 1250),
      ),
    ).toBeGreaterThan(0.001);
  });

  it('windows that touch are the same with ties in any order', () => {
    const touching = { blocks: 400, subtasks: 4, interval: 100, window: 100 };
    const groups = [{ ...MACHINE, count: 30 }];
    const world = { groups, target: NEVER, targetSubmissions: 9, epochs: 3, shape: touching };
    for (const tieShuffle of [1, 2, 3]) {
      const { mining } = mineWorld({ ...world, tieShuffle });
      for (const ticks of mining.busy) expect(ticks).toBe(3 * WINDOW);
    }
  });
});

describe('hits in time', () => {
  it('are as many as attempts x chance, for machines of all kinds (binomial, 20 seeds)', () => {
    // D = 10,000: 64 tries hit with 0.00638; two shards of 1 TiB halve the target; stored 0.3 has 30 %.
    const kinds = [
      { group: {}, chance: 1 - (1 - 1e-4) ** 64 },
      { group: { shards: 2 }, chance: 1 - (1 - 0.5e-4) ** 64 },
      { group: { stored: 0.3 }, chance: 0.3 * (1 - (1 - 1e-4) ** 64) },
      { group: { shards: 4, capacity: 0.1 * TIB * 256 }, chance: 0.4 * (1 - (1 - 0.25e-4) ** 64) },
    ];
    for (let seed = 0; seed < 20; seed++) {
      const groups = kinds.map(({ group }, i) => ({
        ...MACHINE,
        ...group,
        name: `k${i}`,
        rate: 40,
      }));
      const world = { groups, target: initialTarget(10_000), epochs: 10, shape: FOUR, delay: 0 };
      // The difficulty does not move: all in the first epoch of a contract that takes a million.
      const { mining, judged } = mineWorld({
        ...world,
        targetSubmissions: 1e6,
        epochs: 1,
        seed: `h${seed}`,
      });
      kinds.forEach(({ chance }, miner) => {
        const hits = judged.filter(({ submission }) => submission.miner === miner).length;
        const p = binomialP(hits, mining.attempts[miner], chance);
        expect(p, `seed ${seed} kind ${miner}: ${hits}`).toBeGreaterThan(0.001);
      });
    }
  });

  it('a proof that takes 1 s to the validators is late from the last 2 to 3 blocks of a window on', () => {
    const groups = [{ ...MACHINE, count: 40 }];
    const world = {
      groups,
      target: initialTarget(64_000),
      targetSubmissions: 1e5,
      frozen: true,
      epochs: 2,
    };
    const { judged } = mineWorld({ ...world, delay: 1e7 });
    const late = judged.filter(({ verdict }) => verdict === 'late');
    for (const { submission, verdict, block } of judged) {
      expect(block).toBeGreaterThan(submission.opens);
      expect(verdict === 'late').toBe(block > submission.opens + 100);
      expect(block).toBeLessThanOrEqual(submission.opens + 103);
    }
    // Found in the last 1 s of 40 s: 1/40.
    expect(binomialP(late.length, judged.length, 1 / 40)).toBeGreaterThan(0.001);
  });

  it('blocks with room for one proof make them queue in order and come late', () => {
    const groups = [{ ...MACHINE, count: 10 }];
    // 800,000 attempts / 1000 = 800 proofs for 100 blocks.
    const world = {
      groups,
      target: initialTarget(64_000),
      targetSubmissions: 1e5,
      frozen: true,
      epochs: 3,
    };
    const { judged, sent, included } = mineWorld({ ...world, room: 1 });
    const blocks = judged.map(({ block }) => block);
    expect(new Set(blocks).size).toBe(blocks.length);
    expect(blocks).toEqual([...blocks].sort((a, b) => a - b));
    // The queue is never empty: every block of the first window takes its one, and the rest is late.
    const first = judged.filter(({ submission }) => submission.epoch === 0);
    expect(first.filter(({ verdict }) => verdict === 'accepted').length).toBeGreaterThan(97);
    expect(first.filter(({ verdict }) => verdict === 'accepted').length).toBeLessThanOrEqual(100);
    expect(judged.filter(({ verdict }) => verdict === 'late').length).toBeGreaterThan(100);
    expect(included).toBe(judged.length);
    expect(sent).toBeGreaterThan(included);
  });
});
