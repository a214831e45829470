import { type Tick, tick } from '../../../sim/time.ts';

/*
 * Epochs, sampling rounds and the order of quorums (chain sheet 1.2, 1.5). All are counted in blocks: durations
 * follow from the block time, for those that the documentation gives contradict each other. Assumption: both
 * epochs and rounds count from height 0.
 */

/** Blocks of an epoch. */
export const EPOCH_BLOCKS = 5760;
/** Blocks between sample heights. */
export const SAMPLE_BLOCKS = 30;
/** Epochs for which a slice is kept and sampled. */
export const WINDOW_EPOCHS = 300;

/** Epoch of a block. */
export function epochOf(height: number, epochBlocks = EPOCH_BLOCKS): number {
  return Math.floor(height / epochBlocks);
}

/** Height of the first block of an epoch. */
export function epochStart(epoch: number, epochBlocks = EPOCH_BLOCKS): number {
  return epoch * epochBlocks;
}

/** Sampling round that is open at a height. */
export function roundOf(height: number, sampleBlocks = SAMPLE_BLOCKS): number {
  return Math.floor(height / sampleBlocks);
}

/** Height at which a sampling round begins. */
export function sampleHeight(round: number, sampleBlocks = SAMPLE_BLOCKS): number {
  return round * sampleBlocks;
}

/**
 * Block whose hash is the seed of a round: the one before its sample height.
 * @throws RangeError for round 0, as no block is before height 0
 */
export function seedHeight(round: number, sampleBlocks = SAMPLE_BLOCKS): number {
  if (round < 1) throw new RangeError(`round, expected 1 or more, got ${round}`);
  return sampleHeight(round, sampleBlocks) - 1;
}

/**
 * Length of `blocks` blocks.
 * @param blockTime mean time between blocks
 * @throws RangeError when it is no tick
 */
export function blocksLength(blocks: number, blockTime: Tick): Tick {
  return tick(blocks * blockTime);
}

/** Whether slices of an epoch are deleted: epoch + window < current. */
export function isPruned(epoch: number, current: number, window = WINDOW_EPOCHS): boolean {
  return epoch + window < current;
}

/** Before the first submission; the first then gets quorum 0 (assumption). */
export const NO_SUBMISSION = -1;

/**
 * Quorum of the next submission: round robin, one step a transaction, whatever number of roots it holds.
 * @param previous quorum of the submission before, possibly of an epoch with more quorums
 * @throws RangeError in an epoch without quorums
 */
export function nextQuorum(previous: number, quorums: number): number {
  if (!(Number.isSafeInteger(quorums) && quorums >= 1)) {
    throw new RangeError(`quorums, expected 1 or more, got ${quorums}`);
  }
  return (previous + 1) % quorums;
}
