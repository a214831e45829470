import { describe, expect, it } from 'vitest';
import { millis, plus, seconds } from '../../../../sim/time.ts';
import { type ChainOutcome, range, runChain } from './chain-run.ts';
import { expectGoesOnUnderChurn } from './churn.ts';

/*
 * When a chain at message level commits and when it halts (0g-da-chain-compute 2.2: quorums are strict,
 * a third of silent power halts). 30 validators of power 1: a quorum has 21 of them. `runChain` throws
 * when two nodes decide differently.
 */

const VALIDATORS = 30;
const s = (value: number) => seconds(value);

/** `count` validators, evenly spread over the order of proposers. */
const spread = (count: number) =>
  new Set(range(0, count).map((i) => Math.floor((i * VALIDATORS) / count)));

/** Everybody works on the last height or the one after it. */
function expectTogether({ heights, commits }: ChainOutcome, nodes = range(0, VALIDATORS)): void {
  for (const node of nodes) expect(heights[node]).toBeGreaterThanOrEqual(commits.length);
}

describe('silent power', () => {
  it('of 0.20 slows the chain and does not stop it', () => {
    const all = runChain({ validators: VALIDATORS, seconds: 60 });
    const most = runChain({
      validators: VALIDATORS,
      seconds: 60,
      misbehaviour: { silent: spread(6) },
    });
    expect(most.between(30, 60)).toBeGreaterThan(10);
    expect(most.commits.length).toBeLessThan(all.commits.length);
    expectTogether(most);
    // One in five rounds has a silent proposer.
    expect(most.commits.some(({ round }) => round > 0)).toBe(true);
    expect(all.commits.every(({ round }) => round === 0)).toBe(true);
  });

  it('of 9 in 30, below a third, does not stop it', () => {
    const run = runChain({
      validators: VALIDATORS,
      seconds: 60,
      misbehaviour: { silent: spread(9) },
    });
    expect(run.between(30, 60)).toBeGreaterThan(5);
    expectTogether(run);
  });

  it.each(['0g', 'cometbft-0.38'])('of a third exactly stops %s: no block at all', (preset) => {
    const misbehaviour = { silent: spread(10) };
    const run = runChain({ validators: VALIDATORS, seconds: 300, preset, misbehaviour });
    expect(run.commits).toEqual([]);
  });
});

describe('outages', () => {
  const nine = [...spread(9)];
  const half = [...nine, 1, 4, 7, 11, 14, 17];

  it.each(['0g', 'cometbft-0.38'])(
    'of half the power stop %s, and with 9 of 30 still down it commits again',
    (preset) => {
      const run = runChain({
        validators: VALIDATORS,
        seconds: 200,
        preset,
        faults: [
          { fault: 'outage', from: s(20), to: s(60), nodes: half },
          { fault: 'outage', from: s(20), to: s(200), nodes: nine },
        ],
      });
      expect(run.between(0, 20)).toBeGreaterThan(5);
      // What was nearly decided when they went down may still be.
      expect(run.between(21, 60)).toBe(0);
      expect(run.between(60, 90)).toBeGreaterThan(0);
      expect(run.between(90, 200)).toBeGreaterThan(10);
      const up = range(0, VALIDATORS).filter((node) => !nine.includes(node));
      expectTogether(run, up);
    },
  );

  it('of 9 in 30 for a while: those come back and catch up', () => {
    const faults = [{ fault: 'outage', from: s(20), to: s(60), nodes: nine } as const];
    const run = runChain({ validators: VALIDATORS, seconds: 90, faults, load: 50 });
    expect(run.between(21, 60)).toBeGreaterThan(5);
    expectTogether(run);
  });

  it('short enough to lose what waits for the processor do not stall the chain', () => {
    const faults = range(0, 20).map((i) => ({
      fault: 'outage' as const,
      from: s(5 + i),
      to: plus(s(5 + i), millis(20)),
      nodes: range(0, VALIDATORS).filter((node) => node % 2 === i % 2),
    }));
    const run = runChain({ validators: VALIDATORS, seconds: 60, faults, load: 50 });
    expect(run.between(40, 60)).toBeGreaterThan(20);
    expectTogether(run);
  });
});

describe('partitions', () => {
  it.each(['0g', 'cometbft-0.38'])(
    'of %s into halves commit nothing on either side; healed, all go on with the same blocks',
    (preset) => {
      const groups = range(0, VALIDATORS).map((node) => node % 2);
      const faults = [{ fault: 'partition', from: s(20), to: s(60), groups } as const];
      const run = runChain({ validators: VALIDATORS, seconds: 120, preset, faults, load: 50 });
      expect(run.between(0, 20)).toBeGreaterThan(5);
      expect(run.between(21, 60)).toBe(0);
      expect(run.between(60, 120)).toBeGreaterThan(20);
      expectTogether(run);
    },
  );

  it('that leave 21 of 30 together do not stop those, and the others catch up', () => {
    const groups = range(0, VALIDATORS).map((node) => (node % 10 < 7 ? 0 : 1));
    const faults = [{ fault: 'partition', from: s(20), to: s(60), groups } as const];
    const run = runChain({ validators: VALIDATORS, seconds: 90, faults, load: 50 });
    expect(run.between(21, 60)).toBeGreaterThan(3);
    expect(run.between(60, 90)).toBeGreaterThan(20);
    expectTogether(run);
  });
});

describe('churn', () => {
  // More seeds in test/heavy.
  it('of every node: the chain goes on, and all are together at its end', () => {
    expectGoesOnUnderChurn('a');
  });
});
