import type { Status } from '../../sim/parameters.ts';
import { micros, millis, type Tick } from '../../sim/time.ts';
import type { ChainSettings } from './settings.ts';

/** A value of a preset and how well it is known. */
export interface Known<T> {
  readonly value: T;
  readonly status: Status;
  readonly source: string;
}

/** Every setting of a chain with its source. */
export type ChainPreset = {
  readonly [K in keyof ChainSettings]: Known<ChainSettings[K]>;
};

const known =
  (status: Status, source: string) =>
  <T>(value: T): Known<T> => ({ value, status, source });

const config = known('from source', 'CometBFT config/config.go; 0g-da-chain-compute 2.1');
const protocol = known('from source', 'CometBFT; 0g-da-chain-compute 2.2');
const sizes = known('estimate', 'from protobuf fields; 0g-da-chain-compute 2.2');
const machine = known(
  'estimate',
  'one set for every row of the calibration half of the QA tables; 0g-da-chain-compute 2.4',
);
const neighbour = known('estimate', '0G publishes none; 0g-da-chain-compute 6.1');

const ms = (value: number): Tick => millis(value);
const us = (value: number): number => micros(value);

/** Linux default receive buffer of a connection, tcp_rmem, bytes. */
const SOCKET_BYTES = 131_072;

const cometbft038: ChainPreset = {
  propose: config({ first: ms(3000), delta: ms(500) }),
  prevote: config({ first: ms(1000), delta: ms(500) }),
  precommit: config({ first: ms(1000), delta: ms(500) }),
  commit: config(ms(1000)),
  blockInterval: protocol(null),
  pipelined: protocol(false),
  maxBlockBytes: protocol(22_020_096),
  gasLimit: protocol(Number.POSITIVE_INFINITY),
  gasPerSecond: known('choice', '')(Number.POSITIVE_INFINITY),
  executeTransaction: machine(us(100)),
  voteBytes: sizes(190),
  hintBytes: sizes(16),
  commitEntryBytes: protocol(109),
  blockTime: protocol('bft'),
  connectionRate: protocol(5_120_000),
  flush: protocol(ms(10)),
  gossipSleep: protocol(ms(100)),
  syncWrite: known('estimate', 'fsync on a cloud volume; hardware-network-workloads A')(ms(10)),
  socketBytes: known('estimate', 'Linux tcp_rmem default')(SOCKET_BYTES),
  mempoolTransactions: protocol(5000),
  mempoolBytes: protocol(1_073_741_824),
  mempoolGossip: protocol('flood'),
  outbound: protocol(10),
  inbound: protocol(40),
  costs: machine({
    transaction: us(98),
    announcement: us(5),
    vote: us(200),
    knownVote: us(100),
    hint: us(20),
    partByte: 0.538,
    commitSignature: us(80),
  }),
};

const cometbft10: ChainPreset = {
  ...cometbft038,
  blockTime: known('from source', 'proposer-based timestamps; 0g-da-chain-compute 2.4')('proposer'),
  maxBlockBytes: protocol(4_194_304),
  costs: machine({ ...cometbft038.costs.value, transaction: us(88), partByte: 0.487 }),
};

const zerog: ChainPreset = {
  ...cometbft10,
  propose: neighbour({ first: ms(1000), delta: ms(250) }),
  prevote: neighbour({ first: ms(300), delta: ms(150) }),
  precommit: neighbour({ first: ms(300), delta: ms(150) }),
  commit: neighbour(ms(200)),
  maxBlockBytes: neighbour(22_020_096),
  gasLimit: known('published', '0G blog on 11k TPS; 0g-da-chain-compute 2.1')(120_000_000),
  gasPerSecond: neighbour(300_000_000),
  executeTransaction: neighbour(0),
  voteBytes: known('estimate', 'BLS12-381 signatures; 0g-da-chain-compute 2.2')(222),
  commitEntryBytes: known('estimate', 'BLS12-381 signatures; 0g-da-chain-compute 2.2')(142),
  mempoolTransactions: known('estimate', 'geth keeps some 5,000 to 100,000')(100_000),
  mempoolGossip: known(
    'estimate',
    'the execution client is geth; 0g-da-chain-compute 2.1',
  )('announce'),
  costs: neighbour({ ...cometbft038.costs.value, transaction: us(40), partByte: 0.05 }),
};

/** Chains by name. The versions 0.34 to 0.38 share defaults, and the tables show no difference. */
export const chainPresets: Readonly<Record<string, ChainPreset>> = {
  'cometbft-0.34': cometbft038,
  'cometbft-0.37': cometbft038,
  'cometbft-0.38': cometbft038,
  'cometbft-1.0': cometbft10,
  '0g': zerog,
};

export const chainPresetNames = [
  'cometbft-0.34',
  'cometbft-0.37',
  'cometbft-0.38',
  'cometbft-1.0',
  '0g',
] as const;

/** The values of a preset. */
export function presetSettings(name: string): ChainSettings {
  return Object.fromEntries(
    Object.entries(chainPresets[name]).map(([setting, { value }]) => [setting, value]),
  ) as unknown as ChainSettings;
}
