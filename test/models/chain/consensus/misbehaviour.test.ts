import { describe, expect, it } from 'vitest';
import { seconds } from '../../../../sim/time.ts';
import { range, runChain } from './chain-run.ts';

/* Validators that do wrong at message level: 30 of power 1. The chain goes on and nobody else is accused. */

const base = { validators: 30, seconds: 60, load: 50 };
const some = [1, 5, 9];

describe('double signing', () => {
  it.each(['0g', 'cometbft-0.38'])('is found in %s, for those who do it alone', (preset) => {
    const run = runChain({ ...base, preset, misbehaviour: { doubleSigning: new Set(some) } });
    expect(run.accused).toEqual(some);
    expect(run.between(30, 60)).toBeGreaterThan(10);
  });

  it('by 9 of 30, below a third, stops nothing', () => {
    const doubleSigning = new Set(range(0, 9).map((i) => 3 * i));
    const run = runChain({ ...base, misbehaviour: { doubleSigning } });
    expect(run.accused).toEqual([...doubleSigning]);
    expect(run.between(30, 60)).toBeGreaterThan(10);
  });

  it.each([11, 40, 57, 80])(
    'of one in three hides no quorum for the block that others are locked on, seed %i',
    (seed) => {
      // Five honest ones are just a quorum, 3 · 5 = 15 > 14: one that does not see why others are locked stalls all.
      const run = runChain({
        validators: 7,
        seconds: 150,
        seed: `${seed}`,
        outbound: 3,
        misbehaviour: { doubleSigning: new Set([1, 4]) },
        faults: [
          {
            fault: 'churn',
            from: seconds(5),
            to: seconds(50),
            nodes: range(0, 7),
            meanUp: seconds(3),
            meanDown: seconds(1),
          },
        ],
      });
      expect(run.between(110, 150)).toBeGreaterThan(10);
      expect(run.accused).toEqual([1, 4]);
    },
  );

  it('is not seen in a chain where nobody does it, outages and partitions or not', () => {
    const groups = range(0, 30).map((node) => node % 2);
    const run = runChain({
      ...base,
      faults: [
        { fault: 'partition', from: seconds(10), to: seconds(15), groups },
        {
          fault: 'churn',
          from: seconds(20),
          to: seconds(50),
          nodes: range(0, 30),
          meanUp: seconds(5),
          meanDown: seconds(1),
        },
      ],
    });
    expect(run.accused).toEqual([]);
  });
});

describe('proposers', () => {
  const honest = runChain(base);

  it('that propose long after the time-out lose their rounds', () => {
    const run = runChain({
      ...base,
      misbehaviour: { late: new Set(some), lateBy: seconds(5) },
    });
    expect(run.commits.length).toBeLessThan(honest.commits.length);
    expect(run.between(30, 60)).toBeGreaterThan(20);
    expect(run.accused).toEqual([]);
    // Heights whose first proposer is a late one are decided in a later round by another.
    for (const { proposer, round } of run.commits) {
      if (round === 0) expect(some).not.toContain(proposer);
    }
    expect(run.commits.some(({ round }) => round === 1)).toBe(true);
  });

  it('that propose a little late delay their blocks and keep them', () => {
    const lateBy = seconds(0.3);
    const run = runChain({ ...base, misbehaviour: { late: new Set(range(0, 30)), lateBy } });
    const delayOf = ({ commits }: typeof run) =>
      commits.reduce((sum, { decidedAt, createdAt }) => sum + decidedAt - createdAt, 0) /
      commits.length;
    // Every block comes 0.3 s later, so every decision does: 3e6 ticks, give or take a gossip turn.
    expect(delayOf(run) - delayOf(honest)).toBeGreaterThan(2e6);
    expect(delayOf(run) - delayOf(honest)).toBeLessThan(4e6);
    expect(run.roundMax).toBe(0);
  });

  it('that withhold the parts of their blocks never see them committed', () => {
    const run = runChain({ ...base, misbehaviour: { withholding: new Set(some) } });
    for (const { proposer } of run.commits) expect(some).not.toContain(proposer);
    expect(run.between(30, 60)).toBeGreaterThan(20);
    expect(run.accused).toEqual([]);
  });
});
