import type { ParameterTable, Values } from '../../sim/parameters.ts';
import { distributionNames } from '../chain/stake/distribution.ts';
import { machines, tiers } from './hosting-market.ts';
import { mixNames } from './mixes.ts';
import { providers } from './providers.ts';

const SHEET = 'hardware-network-workloads';
const NONE = 'no figure in the facts';

const tastes = {
  priceElasticity: {
    kind: 'number',
    default: 3,
    min: 0,
    max: 20,
    about:
      'Utility lost by a price that is e times as high: 3 makes 10 % less 1.37 times as likely',
    status: 'estimate',
    source: NONE,
  },
  riskAversion: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 20,
    about: 'Utility lost by an outage of the whole host, as long as it is remembered',
    status: 'estimate',
    source: NONE,
  },
  memoryMonths: {
    kind: 'number',
    default: 12,
    min: 0.1,
    max: 240,
    about: 'Months until half of an outage is forgotten',
    status: 'estimate',
    source: NONE,
  },
  geography: {
    kind: 'number',
    default: 0.5,
    min: 0,
    max: 20,
    about: 'Utility of a host that has machines in the region of the operator',
    status: 'estimate',
    source: NONE,
  },
  switchingMonths: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 120,
    about: 'Rents of a month that a move costs; they count against a year of rents',
    status: 'estimate',
    source: NONE,
  },
  review: {
    kind: 'fraction',
    default: '8 %',
    about: 'Chance a month that an operator compares hosts: about once a year',
    status: 'estimate',
    source: NONE,
  },
  pressure: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 20,
    about: 'Elasticity and reviews grow by this times the part of the token price that is lost',
    status: 'estimate',
    source: NONE,
  },
} as const satisfies ParameterTable;

const policies = {
  cap: {
    kind: 'fraction',
    default: 1,
    min: 0.05,
    about: 'Most of the voting power that one host may have; who is above it leaves when reviewing',
    status: 'choice',
  },
  diversityBonus: {
    kind: 'fraction',
    default: 0,
    max: 0.9,
    about:
      'Reward, in rents, of an operator on an empty host; it falls to 0 at a third of all nodes',
    status: 'choice',
  },
  delegated: {
    kind: 'fraction',
    default: 0,
    about: 'Part of all stake that is delegated in equal parts to the hosts in use',
    status: 'choice',
  },
} as const satisfies ParameterTable;

const failures = {
  region: {
    kind: 'number',
    default: 0.1,
    min: 0,
    max: 10,
    about: 'Losses of a whole region, for each region and year',
    status: 'estimate',
    source: `${SHEET} C6: 0.05 to 0.2 a region-year`,
  },
  leastDepth: {
    kind: 'fraction',
    default: '20 %',
    about: 'Smallest part of the hosts in a region that its loss takes; uniform from there to all',
    status: 'estimate',
    source: `${SHEET} C6: depth 20 to 100 %`,
  },
  ban: {
    kind: 'number',
    default: 0.05,
    min: 0,
    max: 10,
    about:
      'Bans of the whole network by a provider, for each provider and year, in the chance to halt',
    status: 'estimate',
    source: `${SHEET} C6: 0.05 a provider-year, from Hetzner 2022`,
  },
  bans: {
    kind: 'flag',
    default: false,
    about: 'Bans also happen at that rate, for good',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export const migrationParameters = {
  years: {
    kind: 'number',
    default: 5,
    min: 0.1,
    max: 28,
    about: 'How long operators are followed, in months of a twelfth of a year',
    status: 'choice',
  },
  operators: {
    kind: 'count',
    default: 200,
    min: 4,
    max: 10_000,
    about: 'Operators of one node each',
    status: 'estimate',
    source: '0G has published no count; the order of large CometBFT sets',
  },
  stake: {
    kind: 'choice',
    options: distributionNames,
    default: 'equal',
    about: 'How own stake spreads over the operators',
    status: 'choice',
  },
  exponent: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 5,
    about: 'Stake zipf: the i-th largest has 1 / i^exponent',
    status: 'choice',
  },
  mix: {
    kind: 'choice',
    options: mixNames,
    default: '0g-estimate',
    about: 'Where operators are at the start',
    status: 'estimate',
    source: '0g-da-chain-compute 5.2, default mix',
  },
  machine: {
    kind: 'choice',
    options: machines,
    default: 'server',
    about:
      'What operators rent: a 64-core server (estimate) or a GPU (published rents); which host is cheap counts once elasticity grows',
    status: 'estimate',
    source: `${SHEET} B1`,
  },
  discount: {
    kind: 'fraction',
    default: '20 %',
    max: 0.9,
    about: 'Largest discount for the customers of a host that many use; the long tail gives none',
    status: 'estimate',
    source: NONE,
  },
  discountAt: {
    kind: 'fraction',
    default: '30 %',
    min: 0.01,
    about: 'Part of all nodes at which a host gives the whole discount',
    status: 'estimate',
    source: NONE,
  },
  discountYears: {
    kind: 'number',
    default: 3,
    min: 0.1,
    max: 100,
    about: 'Years until discounts are given in full; they grow evenly',
    status: 'estimate',
    source: NONE,
  },
  tokenYearly: {
    kind: 'number',
    default: 1,
    min: 0.001,
    max: 100,
    about: 'Price of the token after a year over that before; below 1 it presses on profits',
    status: 'choice',
  },
  shock: {
    kind: 'group',
    about: 'Prices of one kind of host change for good',
    status: 'choice',
    fields: {
      month: { kind: 'count', default: 24, about: 'First month', status: 'choice' },
      tier: {
        kind: 'choice',
        options: tiers,
        default: 'hyperscaler',
        about: 'Kind of host',
        status: 'choice',
      },
      factor: {
        kind: 'number',
        default: 1,
        min: 0.01,
        max: 100,
        about: 'Price over the one without the shock',
        status: 'choice',
      },
    },
  },
  ban: {
    kind: 'group',
    about: 'A provider shuts the network out, as in November 2022',
    status: 'choice',
    fields: {
      provider: {
        kind: 'choice',
        options: providers.map(({ id }) => id),
        default: 'hetzner',
        about: 'Which one',
        status: 'choice',
      },
      month: { kind: 'count', default: 0, about: 'When; 0 is never', status: 'choice' },
    },
  },
  tastes: {
    kind: 'group',
    about: 'How operators choose',
    status: 'estimate',
    source: NONE,
    fields: tastes,
  },
  policies: {
    kind: 'group',
    about: 'Rules of the network against concentration',
    status: 'choice',
    fields: policies,
  },
  failures: { kind: 'group', about: 'How often hosts fail', status: 'choice', fields: failures },
} as const satisfies ParameterTable;

export type MigrationValues = Values<typeof migrationParameters>;
