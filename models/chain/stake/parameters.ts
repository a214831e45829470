import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { distributionNames } from './distribution.ts';

/** Stake, rewards and slashing of a chain. */
export const stakeParameters = {
  distribution: {
    kind: 'choice',
    options: distributionNames,
    default: 'solana-2024',
    about: 'How stake spreads over the validators',
    status: 'estimate',
    source:
      'not published for 0G; hardware-network-workloads C: Solana Oct 2024, largest 3.2 %, Nakamoto 19',
  },
  exponent: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 4,
    about: 'Exponent of the distribution `zipf`; 0 is equal',
    status: 'choice',
  },
  total: {
    kind: 'count',
    default: 51_600_000,
    min: 1,
    max: 1_000_000_000_000,
    about: 'Stake of all validators, in whole tokens',
    status: 'estimate',
    source: 'token-economics 4: 80 M of yearly inflation at a reported yield of 155 %',
  },
  restaked: {
    kind: 'fraction',
    default: 0,
    max: 0.999,
    about: 'Part of each stake that is collateral of another chain, beside the self-bond',
    status: 'choice',
  },
  issuance: {
    kind: 'count',
    default: 80_000_000,
    min: 0,
    max: 1_000_000_000_000,
    about: 'Tokens issued a year to proposers, at an even rate',
    status: 'estimate',
    source:
      'token-economics 3: 8 % of the initial supply in one rule of the code; not proved to be live',
  },
  commission: {
    kind: 'fraction',
    default: '5 %',
    about: 'Part of the rewards that a validator keeps before its delegators',
    status: 'estimate',
    source: 'each validator sets its own; half of what a liquid-staking provider takes',
  },
  communityTax: {
    kind: 'fraction',
    default: '2 %',
    about: 'Part of the rewards that goes to the community before commission',
    status: 'estimate',
    source: '0g-da-chain-compute 2.1: communityTaxRate exists, its value is not published',
  },
  minSelfDelegation: {
    kind: 'count',
    default: 32,
    min: 1,
    max: 1_000_000_000,
    about: 'Least stake of its own with which a validator starts, in whole tokens',
    status: 'published',
    source: '0G docs, staking interfaces: initial self-delegation of 32 or more',
  },
  unbonding: {
    kind: 'duration',
    default: '22 days',
    about: 'Time between undelegating and being paid; the stake can be slashed meanwhile',
    status: 'estimate',
    source:
      'token-economics 4: a liquid-staking provider; minWithdrawabilityDelay is not published',
  },
  doubleSignSlash: {
    kind: 'fraction',
    default: '2 %',
    about: 'Part of the effective balance that a double sign costs',
    status: 'published',
    source: '0G release v3.0.6 (Galileo test network); main network not established',
  },
  downtimeSlash: {
    kind: 'fraction',
    default: 0,
    about: 'Part of the effective balance that being offline costs',
    status: 'published',
    source: '0G release v3.0.6: double sign only',
  },
  slashCap: {
    kind: 'count',
    default: 500,
    min: 0,
    max: 1_000_000_000_000,
    about: 'Most that one offence costs, in whole tokens',
    status: 'published',
    source: '0G release v3.0.6 (Galileo test network)',
  },
  maxSlashedPerBlock: {
    kind: 'count',
    default: 16,
    min: 1,
    max: 1_000_000,
    about: 'Most validators that one block slashes',
    status: 'published',
    source: '0G release v3.0.6 (Galileo test network)',
  },
  exitAt: {
    kind: 'count',
    default: 2,
    min: 1,
    max: 1_000_000,
    about: 'The double sign with this number ends in an exit',
    status: 'published',
    source: '0G release v3.0.6: the second offence',
  },
} as const satisfies ParameterTable;

export type StakeValues = Values<typeof stakeParameters>;
