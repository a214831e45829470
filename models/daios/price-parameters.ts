import type { ParameterTable } from '../../sim/parameters.ts';

const money = { kind: 'number', min: 0, max: 1e9 } as const;

/** Prices of all parts. They drift; for ratios only. */
export const priceParameters = {
  token: {
    ...money,
    default: 1,
    about: 'USD for one 0G',
    status: 'estimate',
    source: '0g-da-chain-compute 5.1: 520,010 0G were worth 0.516 M USD in December 2025',
  },
  input: {
    ...money,
    default: 0.05,
    about: 'Market: 0G for a million input tokens',
    status: 'published',
    source: '0g-da-chain-compute 3.2: qwen-2.5-7b, testnet, a model of the size of the default one',
  },
  output: {
    ...money,
    default: 0.1,
    about: 'Market: 0G for a million output tokens',
    status: 'published',
    source: '0g-da-chain-compute 3.2: qwen-2.5-7b, testnet',
  },
  gas: {
    ...money,
    default: 6,
    about: 'Price of gas on 0G Chain, gwei of 0G',
    status: 'estimate',
    source: 'token-economics 5: deployment scripts pin 3 gwei and a tip of 3 gwei',
  },
  rollup: {
    ...money,
    default: 0.005,
    about: 'Rollup: USD for the execution of one transaction, its data apart',
    status: 'estimate',
    source: 'no figure in the sheets',
  },
  relay: {
    ...money,
    default: 0.005,
    about: 'USD that a relay takes for one message between parts, its transaction apart',
    status: 'estimate',
    source: 'no figure in the sheets',
  },
  availability: {
    ...money,
    default: 0.07,
    about: 'USD for a MB on an availability layer that publishes no price and is not 0G',
    status: 'estimate',
    source: 'da-layers 3: what a rollup paid on Celestia, second-hand',
  },
  storage: {
    ...money,
    default: 0.023,
    about: 'USD for a GB and month in the store, of each copy',
    status: 'published',
    source:
      'hardware-network-workloads A: S3 Standard; da-layers 3: Walrus, of encoded size. Taken for all stores, so that they differ by copies alone',
  },
  retention: {
    ...money,
    default: 12,
    about: 'Months that are paid for what is stored',
    status: 'choice',
  },
  markup: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 100,
    about: 'Cloud: what users pay for an hour of a card over its on-demand rent',
    status: 'choice',
  },
} as const satisfies ParameterTable;
