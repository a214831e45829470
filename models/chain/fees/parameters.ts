import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { feeParameters } from '../evm/parameters.ts';
import { transactionKinds } from '../evm/transactions.ts';

const unpublished = 'nothing is published on what users of 0G offer';

/** Bounds keep the base fee, in wei, a safe integer: it follows what users offer. */
const sigma = { kind: 'number', min: 0, max: 2 } as const;
const gwei = { kind: 'number', min: 0.001, max: 10_000 } as const;

/** A fee market under load: blocks, users and what they offer. */
export const feesParameters = {
  blockTime: {
    kind: 'duration',
    default: '1 s',
    min: 1,
    about: 'Time from one block to the next',
    status: 'estimate',
    source: 'between the claims "sub-second" and "1-2 s", chain sheet 2.1',
  },
  blocks: {
    kind: 'count',
    default: 1000,
    min: 1,
    max: 10_000_000,
    about: 'Blocks that are measured',
    status: 'choice',
  },
  warmup: {
    kind: 'count',
    default: 200,
    min: 0,
    max: 10_000_000,
    about: 'Blocks before measuring starts',
    status: 'choice',
  },
  demand: {
    kind: 'number',
    default: 1,
    min: 0.001,
    max: 20,
    about: 'Gas that users ask for per block, in multiples of the target; arrivals are Poisson',
    status: 'choice',
  },
  mix: {
    kind: 'map',
    of: {
      kind: 'number',
      default: 1,
      min: 0,
      about: 'Weight among all transactions',
      status: 'choice',
    },
    default: { transfer: 1 },
    about: `Kinds of transaction by their share of the number: ${transactionKinds.map(({ name }) => name).join(', ')}`,
    status: 'choice',
  },
  maxFee: {
    kind: 'group',
    about: 'Most that a user pays per gas, tip included: lognormal',
    status: 'choice',
    fields: {
      median: {
        ...gwei,
        default: 10,
        about: 'Median, gwei',
        status: 'estimate',
        source: `a few times the pinned gas price of 3 gwei, token sheet 5; ${unpublished}`,
      },
      sigma: {
        ...sigma,
        default: 1,
        about: 'Standard deviation of the natural logarithm',
        status: 'estimate',
        source: `two thirds of the users within a factor of 2.7 of the median; ${unpublished}`,
      },
    },
  },
  priorityFee: {
    kind: 'group',
    about:
      'Most of it that goes to the proposer: lognormal, cut off at the most that the user pays',
    status: 'choice',
    fields: {
      median: {
        ...gwei,
        default: 3,
        about: 'Median, gwei',
        status: 'estimate',
        source: `deployment scripts pin 3 gwei, token sheet 5; ${unpublished}`,
      },
      sigma: {
        ...sigma,
        default: 0.5,
        about: 'Standard deviation of the natural logarithm',
        status: 'estimate',
        source: `most users take what their wallet suggests; ${unpublished}`,
      },
    },
  },
  patience: {
    kind: 'number',
    default: 10,
    min: 0.01,
    max: 100_000,
    about: 'Blocks that users try: exponential with this mean, rounded up to whole blocks',
    status: 'estimate',
    source: unpublished,
  },
  surge: {
    kind: 'group',
    about:
      'Demand is a multiple of itself for a while; times are counted from the start of the run',
    status: 'choice',
    fields: {
      multiple: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 20,
        about: 'Demand during the surge over demand otherwise',
        status: 'choice',
      },
      from: { kind: 'duration', default: '0 s', about: 'When it starts', status: 'choice' },
      to: { kind: 'duration', default: '0 s', about: 'When it is over', status: 'choice' },
    },
  },
  ...feeParameters,
} as const satisfies ParameterTable;

export type FeesValues = Values<typeof feesParameters>;
