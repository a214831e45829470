import type { Status } from '../../../sim/parameters.ts';
import type { AdjustRules } from './difficulty.ts';
import type { SubtaskRules } from './subtask.ts';

/** What the mine contract is set up with. */
export interface MineParameters extends SubtaskRules, AdjustRules {
  /** First difficulty: tries up to a hit of a miner without shards. */
  readonly difficulty: number;
  readonly blocksPerEpoch: number;
  readonly maxShards: number;
}

export interface MineValue<T> {
  readonly value: T;
  readonly about: string;
  readonly status: Status;
  readonly source: string;
}

/** Every parameter with its source. */
export type MinePreset = { readonly [K in keyof MineParameters]: MineValue<MineParameters[K]> };

const ABOUT: Readonly<Record<keyof MineParameters, string>> = {
  difficulty: 'First difficulty: tries up to a hit of a miner without shards',
  blocksPerEpoch: 'Blocks from one epoch to the next',
  nSubtasks: 'Windows of an epoch; each miner is drawn into one',
  subtaskInterval: 'Blocks from the start of a window to that of the next',
  targetMineBlocks: 'Blocks of a window in which a miner may submit',
  targetSubmissions:
    'Submissions of an epoch at which the difficulty stays; twice as many are taken',
  maxShards: 'Largest number of shards of a range',
  difficultyAdjustRatio: 'Weight of the past in the moving average of the target',
  minDifficulty: 'Difficulty below which the mine never goes; none when absent',
};

function preset(
  source: string,
  values: MineParameters,
  chosen: readonly (keyof MineParameters)[] = [],
): MinePreset {
  const entries = Object.entries(values).map(([name, value]) => {
    const key = name as keyof MineParameters;
    const own = chosen.includes(key);
    const status: Status = own ? 'choice' : 'from source';
    return [key, { value, about: ABOUT[key], status, source: own ? '' : source }];
  });
  return Object.fromEntries(entries) as MinePreset;
}

const current: MineParameters = {
  difficulty: 1_000_000,
  blocksPerEpoch: 3750,
  nSubtasks: 4,
  subtaskInterval: 800,
  targetMineBlocks: 750,
  targetSubmissions: 100,
  maxShards: 256,
  difficultyAdjustRatio: 20,
  minDifficulty: null,
};

const older: MineParameters = {
  difficulty: 180_000,
  blocksPerEpoch: 1200,
  nSubtasks: 1,
  subtaskInterval: 600,
  targetMineBlocks: 600,
  targetSubmissions: 5,
  maxShards: 32,
  difficultyAdjustRatio: 20,
  minDifficulty: null,
};

/** Where the contract's parameter text is silent, the value of today's networks stands. */
const documented: MineParameters = {
  ...current,
  nSubtasks: 1,
  targetMineBlocks: 100,
  targetSubmissions: 10,
  maxShards: 4,
};

/** Mines by name. */
export const minePresets = {
  /** Mainnet and testnet, turbo and standard. */
  '0g': preset('src/networks of the storage contracts; 0g-storage 4', current),
  /** The zg configuration before them. */
  zg: preset('older src/networks of the storage contracts; 0g-storage 4', older),
  /** Defaults that the contract's parameter text gives. */
  documented: preset('CONTRACT_PARAMETERS.md of the storage contracts; 0g-storage 4', documented, [
    'difficulty',
    'blocksPerEpoch',
    'subtaskInterval',
  ]),
} as const satisfies Readonly<Record<string, MinePreset>>;

export type MinePresetName = keyof typeof minePresets;

/** The plain values of a preset. */
export function mineParameters(name: MinePresetName): MineParameters {
  const entries = Object.entries(minePresets[name]).map(([key, { value }]) => [key, value]);
  return Object.fromEntries(entries) as unknown as MineParameters;
}
