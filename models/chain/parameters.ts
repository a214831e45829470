import type { ParameterTable, Values } from '../../sim/parameters.ts';
import { transactionKinds } from './evm/transactions.ts';
import { chainPresetNames } from './presets.ts';
import { stakeParameters } from './stake/parameters.ts';

const qa = 'CometBFT QA method; 0g-da-chain-compute 2.4';
const preset = 'as the preset says';

/** A chain of validators: consensus, blocks, load. What is null here is taken from the preset. */
export const chainParameters = {
  preset: {
    kind: 'choice',
    options: chainPresetNames,
    default: '0g',
    about: 'Protocol version with its time-outs, limits and costs',
    status: 'choice',
  },
  validators: {
    kind: 'count',
    default: 100,
    min: 1,
    max: 4096,
    about: 'Nodes that vote; validators, full nodes and seeds together replace `network.nodes`',
    status: 'estimate',
    source: 'not published for 0G; 0g-da-chain-compute 6.1',
  },
  fullNodes: {
    kind: 'count',
    default: 20,
    min: 0,
    max: 4096,
    about: 'Nodes that follow without a vote',
    status: 'published',
    source: qa,
  },
  seeds: {
    kind: 'count',
    default: 0,
    min: 0,
    max: 4096,
    about: 'Nodes without a vote that are up before the others, so that most dial them',
    status: 'choice',
  },
  outbound: {
    kind: 'count',
    default: null,
    min: 1,
    max: 1000,
    about: `Connections that a node dials; ${preset}`,
    status: 'choice',
  },
  inbound: {
    kind: 'count',
    default: null,
    min: 1,
    max: 4096,
    about: `Connections that a node accepts; ${preset}`,
    status: 'choice',
  },
  timeoutPropose: {
    kind: 'duration',
    default: null,
    min: 1,
    about: `Wait for a proposal in round 0; ${preset}`,
    status: 'choice',
  },
  timeoutVote: {
    kind: 'duration',
    default: null,
    min: 1,
    about: `Wait for more prevotes, and for more precommits, in round 0; ${preset}`,
    status: 'choice',
  },
  timeoutDelta: {
    kind: 'duration',
    default: null,
    min: 0,
    about: `What each round adds to these waits; ${preset}`,
    status: 'choice',
  },
  timeoutCommit: {
    kind: 'duration',
    default: null,
    min: 0,
    about: `Wait after a commit before the next height; ${preset}`,
    status: 'choice',
  },
  blockTime: {
    kind: 'duration',
    default: null,
    min: 1,
    about: 'Target: a height begins this long after the one before, if consensus is that fast',
    status: 'choice',
  },
  maxBlockBytes: {
    kind: 'size',
    default: null,
    min: 100_000,
    max: 104_857_600,
    about: `Largest block; ${preset}`,
    status: 'choice',
  },
  gasLimit: {
    kind: 'count',
    default: null,
    min: 21_000,
    max: 1_000_000_000_000,
    about: `Gas in a block; ${preset}`,
    status: 'choice',
  },
  gasPerSecond: {
    kind: 'count',
    default: null,
    min: 1_000_000,
    max: 1_000_000_000_000,
    about: `Gas that a validator executes per second; ${preset}`,
    status: 'choice',
  },
  pipelined: {
    kind: 'flag',
    default: null,
    about: `A block is executed while the next one is agreed on; ${preset}`,
    status: 'choice',
  },
  parallelNetworks: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 10_000,
    about: 'Consensus networks that the same validators run with one stake',
    status: 'published',
    source: 'none is deployed beside the first; 0g-da-chain-compute 1.7',
  },
  transaction: {
    kind: 'choice',
    options: ['payload', ...transactionKinds.map(({ name }) => name)],
    default: 'payload',
    about:
      'What each transaction is; `payload` carries `load.txBytes`, the others have their own size',
    status: 'choice',
  },
  silent: {
    kind: 'fraction',
    default: 0,
    about: 'Voting power that never votes or proposes, drawn at random',
    status: 'choice',
  },
  doubleSigning: {
    kind: 'fraction',
    default: 0,
    about: 'Voting power that signs two votes in each step',
    status: 'choice',
  },
  withholding: {
    kind: 'fraction',
    default: 0,
    about: 'Voting power that announces its blocks and keeps them back',
    status: 'choice',
  },
  late: {
    kind: 'fraction',
    default: 0,
    about: 'Voting power that proposes `lateBy` too late',
    status: 'choice',
  },
  lateBy: {
    kind: 'duration',
    default: '2 s',
    min: 1,
    about: 'Delay of a late proposer',
    status: 'choice',
  },
  stake: {
    kind: 'group',
    about: 'Stake of the validators, rewards and slashing',
    status: 'choice',
    fields: stakeParameters,
  },
} as const satisfies ParameterTable;

export type ChainValues = Values<typeof chainParameters>;
