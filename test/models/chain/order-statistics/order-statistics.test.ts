import { describe, expect, it } from 'vitest';
import { Calendar } from '../../../../models/chain/order-statistics/calendar.ts';
import { Streams } from '../../../../sim/random.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../../sim/time.ts';
import { build, run, type Setup } from './both-levels.ts';

const small: Setup = {
  preset: 'cometbft-0.38',
  latency: '0.5 ms',
  validators: 12,
  others: 4,
  rate: 20,
  load: 20,
  seed: 's1',
};

describe('a chain of order statistics', () => {
  it('decides every accepted transaction once', () => {
    const { heights, chain } = run('order statistics', small);
    const decided = heights.reduce((sum, { transactions }) => sum + transactions, 0);
    // 20 transactions a second for 20 s.
    expect(chain.accepted).toBe(400);
    expect(decided).toBe(400);
    const created = heights.flatMap(({ batches }) => batches.map(({ createdAt }) => createdAt));
    expect(new Set(created).size).toBe(created.length);
    for (const [i, { height, round }] of heights.entries()) {
      expect([height, round]).toEqual([i + 1, 0]);
    }
  });

  it('gives the same certificate again and another one for another seed', () => {
    const hash = (seed: string) =>
      run('order statistics', { ...small, seed }).simulation.certify('').certificate;
    expect(hash('s1')).toBe(hash('s1'));
    expect(hash('s2')).not.toBe(hash('s1'));
  });

  it.each([
    ['silent', { silent: [3] }],
    ['withholding', { withholding: [3] }],
    ['later than the time-out', { late: { validators: [3], by: 4 } }],
  ])('passes a proposer that is %s in round 1, after its time-outs', (_what, faulty) => {
    const { heights } = run('order statistics', { ...small, ...faulty });
    const failed = heights.filter(({ round }) => round > 0);
    expect(failed.length).toBeGreaterThan(0);
    for (const { height, round, decidedAt } of failed) {
      expect(round).toBe(1);
      // Propose 3 s and precommit 1 s pass before round 1.
      const before = heights[height - 2].decidedAt;
      expect(decidedAt - before).toBeGreaterThan(4 * TICKS_PER_SECOND);
    }
    for (const { proposer } of heights) expect(proposer).not.toBe(3);
  });

  it('stands still while a third is silent', () => {
    // 4 of 12: the others have 8 and a quorum needs more than 8.
    expect(run('order statistics', { ...small, silent: [0, 1, 2, 3] }).heights).toEqual([]);
    const { heights } = run('order statistics', { ...small, silent: [0, 1, 2] });
    expect(heights.length).toBeGreaterThan(0);
  });

  it('stands still while a third is down and goes on afterwards', () => {
    const { simulation, network, chain, heights } = build('order statistics', small);
    const second = (s: number) => (s * TICKS_PER_SECOND) as Tick;
    chain.start();
    simulation.run(second(10));
    for (const node of [0, 5, 6, 7]) network.setAlive(node, false);
    simulation.run(second(13));
    const stopped = heights.length;
    simulation.run(second(40));
    expect(heights.length).toBe(stopped);
    for (const node of [0, 5, 6, 7]) network.setAlive(node, true);
    simulation.run(second(60));
    expect(heights.length).toBeGreaterThan(stopped + 5);
  });

  it('fills blocks to the gas limit and rejects what the mempool cannot hold', () => {
    // 5 transactions of 21,000 gas a block; the batches are of 2.
    const settings = { gasLimit: 5 * 21_000, mempoolTransactions: 30 };
    const { heights, chain } = run('order statistics', { ...small, settings });
    for (const { transactions, gas } of heights) {
      expect(transactions).toBeLessThanOrEqual(4);
      expect(gas).toBe(transactions * 21_000);
    }
    expect(chain.accepted).toBeLessThan(chain.offered);
    expect(chain.mempool()).toBeLessThanOrEqual(30);
  });

  it('keeps the target between heights that a chain may have', () => {
    const settings = { blockInterval: (2 * TICKS_PER_SECOND) as Tick };
    const { heights } = run('order statistics', { ...small, settings });
    const mean = (heights[10].createdAt - heights[0].createdAt) / 10 / TICKS_PER_SECOND;
    expect(mean).toBeGreaterThan(1.95);
    expect(mean).toBeLessThan(2.05);
  });
});

describe('the calendar', () => {
  it('gives random numbers back by time, those of one time in order', () => {
    const stream = new Streams('calendar', 0).stream('times');
    const calendar = new Calendar(100);
    const pending: { time: number; value: number }[] = [];
    let now = 0;
    for (let value = 0; value < 5000; value++) {
      const far = stream.chance(0.01) ? 5_000_000 : 3000;
      const time = now + stream.below(far);
      calendar.push(time, value);
      pending.push({ time, value });
      if (stream.chance(0.5)) continue;
      let first = pending[0];
      for (const entry of pending) if (entry.time < first.time) first = entry;
      now = calendar.first;
      expect([now, calendar.pop()], 'seed calendar').toEqual([first.time, first.value]);
      pending.splice(pending.indexOf(first), 1);
    }
  });
});
