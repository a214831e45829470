import { describe, expect, it } from 'vitest';
import {
  blocksLength,
  EPOCH_BLOCKS,
  epochOf,
  epochStart,
  isPruned,
  NO_SUBMISSION,
  nextQuorum,
  roundOf,
  SAMPLE_BLOCKS,
  sampleHeight,
  seedHeight,
  WINDOW_EPOCHS,
} from '../../../../models/da/zerog/epochs.ts';
import { hours, millis, seconds, ZERO } from '../../../../sim/time.ts';

describe('heights', () => {
  it('an epoch is 5760 blocks', () => {
    expect([0, 5759, 5760, 11_519, 11_520].map((height) => epochOf(height))).toEqual([
      0, 0, 1, 1, 2,
    ]);
    expect(epochStart(2)).toBe(11_520);
    expect(epochOf(25, 10)).toBe(2);
  });

  it('a round begins every 30 blocks, and its seed is the block before', () => {
    expect([29, 30, 59, 60].map((height) => roundOf(height))).toEqual([0, 1, 1, 2]);
    expect(sampleHeight(2)).toBe(60);
    expect(seedHeight(2)).toBe(59);
    expect(() => seedHeight(0)).toThrow('round, expected 1 or more, got 0');
    // 5760 / 30.
    expect(roundOf(epochStart(1))).toBe(192);
  });
});

describe('durations that the documentation mixes', () => {
  it.each([
    // 5760 * 5 s = 8 h; 30 * 5 s = 150 s, not the 1.5 min of the documentation; 300 * 8 h = 100 days.
    { blockTime: seconds(5), epoch: hours(8), round: seconds(150), window: hours(2400) },
    // 5760 * 3 s = 4.8 h, not 8 h; 30 * 3 s = 1.5 min; 300 * 4.8 h = 60 days.
    { blockTime: seconds(3), epoch: hours(4.8), round: seconds(90), window: hours(1440) },
    // 5760 * 1 s = 1.6 h; 300 * 1.6 h = 20 days.
    { blockTime: seconds(1), epoch: hours(1.6), round: seconds(30), window: hours(480) },
    // 5760 * 0.5 s = 0.8 h; 300 * 0.8 h = 10 days.
    { blockTime: millis(500), epoch: hours(0.8), round: seconds(15), window: hours(240) },
  ])('block time of $blockTime ticks', ({ blockTime, epoch, round, window }) => {
    expect(blocksLength(EPOCH_BLOCKS, blockTime)).toBe(epoch);
    expect(blocksLength(SAMPLE_BLOCKS, blockTime)).toBe(round);
    expect(blocksLength(WINDOW_EPOCHS * EPOCH_BLOCKS, blockTime)).toBe(window);
  });

  it('refuses a length that is no tick', () => {
    expect(blocksLength(7, ZERO)).toBe(0);
    expect(() => blocksLength(-1, seconds(1))).toThrow('tick, expected');
  });
});

it('slices go after 300 whole epochs', () => {
  // Epoch 5 is kept through epoch 305.
  expect([304, 305, 306].map((current) => isPruned(5, current))).toEqual([false, false, true]);
  expect(isPruned(5, 8, 2)).toBe(true);
});

describe('quorums by turns', () => {
  it('go round', () => {
    const taken: number[] = [];
    let quorum = NO_SUBMISSION;
    for (let i = 0; i < 7; i++) {
      quorum = nextQuorum(quorum, 3);
      taken.push(quorum);
    }
    expect(taken).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('go on in an epoch with fewer', () => {
    // 9 + 1 = 10, of 4: 2.
    expect(nextQuorum(9, 4)).toBe(2);
    expect(nextQuorum(0, 1)).toBe(0);
    expect(() => nextQuorum(0, 0)).toThrow('quorums, expected 1 or more, got 0');
  });
});
