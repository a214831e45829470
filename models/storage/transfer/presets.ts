import type { Status } from '../../../sim/parameters.ts';
import { seconds, type Tick, toSeconds } from '../../../sim/time.ts';
import type { ImpliedValue } from '../../component.ts';

/*
 * Configurations of the storage node: code defaults, and the file of the mainnet in turbo mode. Source:
 * 0g-storage 2, run/config-*.toml.
 */

export interface NodePreset {
  /** Blocks on top of an entry's before nodes take it. */
  readonly confirmations: number;
  readonly syncFiles: number;
  readonly syncWorkers: number;
  readonly findTimeout: Tick;
}

interface Known<T> {
  readonly value: T;
  readonly status: Status;
  readonly source: string;
}

type Table = { readonly [K in keyof NodePreset]: Known<NodePreset[K]> };

const code = <T>(value: T): Known<T> => ({
  value,
  status: 'from source',
  source: '0g-storage 2: code defaults of the node',
});
const turbo = <T>(value: T): Known<T> => ({
  value,
  status: 'from source',
  source: '0g-storage 2: config-mainnet-turbo.toml of the node',
});

export const presetNames = ['default', 'turbo'] as const;
export type PresetName = (typeof presetNames)[number];

const presets: Readonly<Record<PresetName, Table>> = {
  default: {
    confirmations: code(3),
    syncFiles: code(16),
    syncWorkers: code(8),
    findTimeout: code(seconds(5)),
  },
  turbo: {
    confirmations: turbo(1),
    syncFiles: turbo(8),
    syncWorkers: turbo(2),
    findTimeout: {
      value: seconds(120),
      status: 'from source',
      source: '0g-storage 2: 120 to 500 s in comments of the file; the least of them',
    },
  },
};

const about: Readonly<Record<keyof NodePreset, string>> = {
  confirmations: 'Blocks on top of the one with an entry before nodes take it',
  syncFiles: 'Files that a node fetches from peers at a time',
  syncWorkers: 'Workers that fetch them',
  findTimeout: 'Wait for peers that have a file',
};

/** @param confirmations instead of those of the preset */
export function nodePreset(name: PresetName, confirmations: number | null): NodePreset {
  const entries = Object.entries(presets[name]).map(([key, { value }]) => [key, value]);
  const preset = Object.fromEntries(entries) as unknown as NodePreset;
  return { ...preset, confirmations: confirmations ?? preset.confirmations };
}

/** What `uploads.preset` stands for, without what the section sets itself. */
export function impliedByPreset(values: Readonly<Record<string, unknown>>): ImpliedValue[] {
  const table = presets[values.preset as PresetName];
  return (Object.keys(about) as (keyof NodePreset)[])
    .filter((key) => typeof values[key] !== 'number')
    .map((key) => {
      const { value, status, source } = table[key];
      const text = key === 'findTimeout' ? `${toSeconds(value as Tick)} s` : `${value}`;
      return { path: `uploads.preset.${key}`, value: text, status, source, about: about[key] };
    });
}
