import { describe, expect, it } from 'vitest';
import {
  addedRange,
  EMPTY_DIGEST,
  epochAt,
  epochStart,
  isMinable,
  rollContext,
} from '../../../../models/storage/pora/context.ts';
import { mineParameters, minePresets } from '../../../../models/storage/pora/presets.ts';
import { insideWindow, subtaskWindow } from '../../../../models/storage/pora/subtask.ts';
import { filled, hex } from './fixture.ts';

const fields = (epoch: number, flowLength: number) => ({
  epoch,
  mineStart: 1000 + 100 * epoch,
  flowRoot: filled(1, 32),
  flowLength,
  blockDigest: filled(2, 32),
});

describe('epochs', () => {
  it('start every so many blocks, and are current once the chain has passed their first block', () => {
    expect(epochStart(1000, 3750, 3)).toBe(12_250);
    const at = [999, 1000, 1001, 4750, 4751, 8501].map((block) => epochAt(1000, 3750, block));
    expect(at).toEqual([-1, -1, 0, 0, 1, 2]);
  });

  it('have the empty hash when rolled more than 8191 blocks late', () => {
    expect(isMinable(rollContext(fields(0, 5000), 1001))).toBe(true);
    expect(isMinable(rollContext(fields(0, 5000), 1000 + 8191))).toBe(true);
    const late = rollContext(fields(0, 5000), 1000 + 8192);
    expect(isMinable(late)).toBe(false);
    expect(hex(late.digest)).toBe(
      'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    );
    expect(late.digest).toBe(EMPTY_DIGEST);
    expect(() => rollContext(fields(0, 5000), 1000)).toThrow('a block after 1000, got 1000');
  });

  it('add the sectors since the last one that can be mined', () => {
    expect(addedRange(0, rollContext(fields(0, 5000), 1001))).toEqual({ start: 0, end: 5000 });
    expect(addedRange(5000, rollContext(fields(1, 7000), 20_000))).toBeNull();
    expect(addedRange(5000, rollContext(fields(2, 9000), 1201))).toEqual({
      start: 5000,
      end: 9000,
    });
  });
});

describe('subtasks', () => {
  it('are open after their first block up to the last of the window', () => {
    // Mainnet: 4 windows of 750 blocks, every 800.
    const window = subtaskWindow(10_000, 3, mineParameters('0g'));
    expect(window).toEqual({ start: 12_400, last: 13_150 });
    const open = [12_400, 12_401, 13_150, 13_151].map((block) => insideWindow(window, block));
    expect(open).toEqual([false, true, true, false]);
  });
});

describe('presets', () => {
  it('have the values of the networks', () => {
    // Difficulty, epoch, subtasks, interval, window, submissions, shards, ratio. Source: 0g-storage 4.
    const row = (name: keyof typeof minePresets) => {
      const p = mineParameters(name);
      return [
        ...[p.difficulty, p.blocksPerEpoch, p.nSubtasks, p.subtaskInterval, p.targetMineBlocks],
        ...[p.targetSubmissions, p.maxShards, p.difficultyAdjustRatio, p.minDifficulty],
      ];
    };
    expect(row('0g')).toEqual([1_000_000, 3750, 4, 800, 750, 100, 256, 20, null]);
    expect(row('zg')).toEqual([180_000, 1200, 1, 600, 600, 5, 32, 20, null]);
    expect(row('documented').slice(2)).toEqual([1, 800, 100, 10, 4, 20, null]);
  });

  it('say where each value is from', () => {
    for (const preset of Object.values(minePresets)) {
      for (const { about, source, status } of Object.values(preset)) {
        expect(about).not.toBe('');
        expect(source !== '' || status === 'choice').toBe(true);
      }
    }
  });
});
