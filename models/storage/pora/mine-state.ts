import { adjustTarget, initialTarget } from './difficulty.ts';
import type { MineParameters } from './presets.ts';
import { keyOf } from './words.ts';

/** The mine contract as plain data; every change makes a new state. */
export interface MineState {
  readonly parameters: MineParameters;
  /** Epochs start at `firstBlock` + k * blocksPerEpoch. */
  readonly firstBlock: number;
  /** Qualities are compared with it; below 2^256. */
  readonly poraTarget: bigint;
  /** Epoch of the last accepted submission; null before the first. */
  readonly lastMinedEpoch: number | null;
  /** Accepted in that epoch. */
  readonly currentSubmissions: number;
  /** Beneficiary of each miner id (hexadecimal digits without prefix). No stake. */
  readonly miners: ReadonlyMap<string, string>;
  /**
   * Qualities accepted in that epoch, in hexadecimal digits. Those of earlier epochs cannot come again,
   * because the pad depends on the epoch.
   */
  readonly used: ReadonlySet<string>;
}

/** A mine before its first epoch. */
export function openMine(parameters: MineParameters, firstBlock: number): MineState {
  return {
    parameters,
    firstBlock,
    poraTarget: initialTarget(parameters.difficulty),
    lastMinedEpoch: null,
    currentSubmissions: 0,
    miners: new Map(),
    used: new Set(),
  };
}

/** Registers a miner id with who is paid for it. Source: 0g-storage 3.1. */
export function registerMiner(
  state: MineState,
  minerId: Uint8Array,
  beneficiary: string,
): MineState {
  return { ...state, miners: new Map(state.miners).set(keyOf(minerId), beneficiary) };
}

/**
 * The state as the checks of a submission in that epoch see it: in a later epoch than the last mined one
 * the target is adjusted, once, by the count of the last mined one, and counting begins anew. Epochs
 * between without a submission change nothing. It becomes the contract's state only with an accepted
 * submission. Source: 0g-storage 4.
 */
export function enterEpoch(state: MineState, epoch: number): MineState {
  const { lastMinedEpoch, poraTarget, currentSubmissions, parameters } = state;
  if (lastMinedEpoch !== null && epoch <= lastMinedEpoch) return state;
  return {
    ...state,
    poraTarget: adjustTarget(poraTarget, currentSubmissions, parameters),
    lastMinedEpoch: epoch,
    currentSubmissions: 0,
    used: new Set(),
  };
}

/** A proof of that quality was accepted. @param state as `enterEpoch` left it */
export function countSubmission(state: MineState, quality: Uint8Array): MineState {
  return {
    ...state,
    currentSubmissions: state.currentSubmissions + 1,
    used: new Set(state.used).add(keyOf(quality)),
  };
}
