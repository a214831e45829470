import type { ImpliedValue } from '../component.ts';
import type { ChainValues } from './parameters.ts';
import { chainPresets, type Known } from './presets.ts';
import type { ChainSettings, ProcessingCosts, Timeout } from './settings.ts';

/*
 * What `chain.preset` stands for, setting by setting, as text for people.
 */

type Step = 'propose' | 'prevote' | 'precommit';
type SettingPath =
  | Exclude<keyof ChainSettings, Step | 'costs'>
  | `${Step}.${keyof Timeout}`
  | `costs.${keyof ProcessingCosts}`;

interface Description {
  readonly about: string;
  readonly text: (value: unknown) => string;
  /** The parameter that takes the place of the setting when it is given. */
  readonly by?: keyof ChainValues;
}

/** A unit and how many of the finest fit into it. */
type Units = readonly (readonly [name: string, size: number])[];

/** In ticks of 100 ns. */
const TIMES: Units = [
  ['ms', 10_000],
  ['us', 10],
];
const SIZES: Units = [
  ['GiB', 1_073_741_824],
  ['MiB', 1_048_576],
  ['KiB', 1024],
  ['B', 1],
];
const RATES: Units = [
  ['MB/s', 1_000_000],
  ['kB/s', 1000],
  ['B/s', 1],
];

/** In the largest unit of which there is at least one; the smallest for what is below it. */
function inUnits(value: number, units: Units): string {
  const [name, size] = units.find(([, size]) => value >= size) ?? units[units.length - 1];
  // Twelve digits, so that the noise of a division does not show.
  return `${Number((value / size).toPrecision(12))} ${name}`;
}

const time = (value: unknown): string => inUnits(value as number, TIMES);
/** In binary units only when that is how the size was chosen. */
const bytes = (value: unknown): string => {
  const whole = SIZES.filter(([, size]) => (value as number) % size === 0);
  return inUnits(value as number, whole);
};
const rate = (value: unknown): string => inUnits(value as number, RATES);
const plain = (value: unknown): string => String(value);
const limit =
  (unit: string) =>
  (value: unknown): string =>
    value === Number.POSITIVE_INFINITY ? 'no limit' : `${value} ${unit}`;

const wait = (what: string, by: keyof ChainValues): Description => {
  return { about: `Wait for ${what} in round 0`, text: time, by };
};
const growth = (what: string): Description => {
  return { about: `What each round adds to the wait for ${what}`, text: time, by: 'timeoutDelta' };
};
const work = (what: string): Description => {
  return { about: `Time of a processor for ${what}`, text: time };
};

const DESCRIPTIONS: Readonly<Record<SettingPath, Description>> = {
  'propose.first': wait('a proposal', 'timeoutPropose'),
  'propose.delta': growth('a proposal'),
  'prevote.first': wait('more prevotes', 'timeoutVote'),
  'prevote.delta': growth('more prevotes'),
  'precommit.first': wait('more precommits', 'timeoutVote'),
  'precommit.delta': growth('more precommits'),
  commit: { about: 'Wait after a commit before the next height', text: time, by: 'timeoutCommit' },
  blockInterval: {
    about: 'Target between the beginnings of two heights',
    text: (value) => (value === null ? 'none' : time(value)),
    by: 'blockTime',
  },
  pipelined: {
    about: 'Next height begins once this one is decided, execution follows beside it',
    text: plain,
    by: 'pipelined',
  },
  maxBlockBytes: { about: 'Largest block', text: bytes, by: 'maxBlockBytes' },
  gasLimit: { about: 'Gas in a block', text: limit('gas'), by: 'gasLimit' },
  gasPerSecond: {
    about: 'Gas that a validator executes per second',
    text: limit('gas/s'),
    by: 'gasPerSecond',
  },
  executeTransaction: { about: 'Time to execute a transaction beside its gas', text: time },
  voteBytes: { about: 'Size of a vote', text: bytes },
  hintBytes: { about: 'Size of a "has vote" hint', text: bytes },
  commitEntryBytes: { about: 'Size of a signature in a commit with its fields', text: bytes },
  blockTime: {
    about: 'Time stamp of a block: `bft` median of the precommits before it, `proposer` its clock',
    text: plain,
  },
  connectionRate: { about: 'Most that one connection sends', text: rate },
  flush: { about: 'Time that writes to a connection wait for more', text: time },
  gossipSleep: { about: 'Pause of a gossip routine that has nothing to send', text: time },
  syncWrite: { about: 'A write that must be on the disk before a node goes on', text: time },
  socketBytes: { about: 'What a socket holds for a reader that is busy', text: bytes },
  mempoolTransactions: { about: 'Most transactions in a mempool', text: plain },
  mempoolBytes: { about: 'Most bytes in a mempool', text: bytes },
  mempoolGossip: {
    about: 'Spread of transactions: `flood` all to every peer, `announce` hashes to most',
    text: plain,
  },
  outbound: { about: 'Connections that a node dials', text: plain, by: 'outbound' },
  inbound: { about: 'Connections that a node accepts', text: plain, by: 'inbound' },
  'costs.transaction': work('a copy of a transaction'),
  'costs.announcement': work('an announced hash of a transaction'),
  'costs.vote': work('a vote that is new'),
  'costs.knownVote': work('a vote that is known already'),
  'costs.hint': work('a "has vote" hint'),
  'costs.partByte': work('a byte of a block part'),
  'costs.commitSignature': work('a signature of the commit inside a block'),
};

/** Every setting of the preset that the section does not set itself, with its unit and its source. */
export function impliedSettings(values: ChainValues): ImpliedValue[] {
  const preset: Readonly<Record<string, Known<unknown>>> = chainPresets[values.preset];
  return Object.entries(DESCRIPTIONS)
    .filter(([, { by }]) => by === undefined || values[by] === null)
    .map(([path, { about, text }]) => {
      const [setting, part] = path.split('.');
      const { value, status, source } = preset[setting];
      const single = part === undefined ? value : (value as Record<string, unknown>)[part];
      return { path: `chain.preset.${path}`, value: text(single), status, source, about };
    });
}
