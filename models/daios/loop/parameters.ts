import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { inflationParameters } from '../../token/economy/supply/rules.ts';
import { priceMarketParameters } from '../../token/market/section.ts';
import { scheduleParameters } from '../../token/unlocks/parameters.ts';
import { adoptionLawNames, adoptionLaws } from './adoption-laws.ts';
import { demandParameters } from './demand.ts';
import { operatorParameters } from './operators.ts';
import { servingParameters } from './serving-window.ts';
import { fleetParameters } from './venues.ts';

const FACTS = 'token-economics';
const NONE = 'no figure in the facts';

const task = {
  price: {
    kind: 'number',
    default: 0.00022,
    min: 1e-9,
    max: 1e6,
    about: 'USD of a task at the start and at reference terms',
    status: 'estimate',
    source:
      '0g-da-chain-compute 3.2: 0.10 in and 0.49 out per million tokens of gpt-oss-120b, for the 1195 and 202 of a mean chat (hardware-network-workloads D2); listed in tokens of 0G, here in USD',
  },
  adjust: {
    kind: 'number',
    default: 0.05,
    min: 0,
    max: 1,
    about: 'Part in % by which providers raise the price in a week for 1 % of use above `use`',
    status: 'estimate',
    source: NONE,
  },
  use: {
    kind: 'fraction',
    default: '60 %',
    min: 0.01,
    about: 'Utilisation at which providers leave the price as it is',
    status: 'estimate',
    source: NONE,
  },
  prepaid: {
    kind: 'number',
    default: 14,
    min: 0,
    max: 3650,
    about: 'Days of their spending that users keep in accounts with providers',
    status: 'estimate',
    source: `${NONE}; accounts are prepaid (0g-da-chain-compute 3.1)`,
  },
  bond: {
    kind: 'number',
    default: 100,
    min: 0,
    max: 1e9,
    about: 'Tokens that a provider has to lock',
    status: 'from source',
    source: '0g-da-chain-compute 3.1: 100 at first registration, returned on removal',
  },
} as const satisfies ParameterTable;

const storage = {
  nodes: {
    kind: 'number',
    default: 20,
    min: 0.001,
    max: 1e7,
    about: 'Storage nodes at the start',
    status: 'estimate',
    source: NONE,
  },
  price: {
    kind: 'number',
    default: 0.13,
    min: 0,
    max: 1e6,
    about: 'USD of a GiB, paid once for its lifetime',
    status: 'estimate',
    source:
      '0g-storage 6: 33 / 12 x 12 months / 256 = 0.13 tokens of 0G for a GiB, here taken as USD',
  },
  cost: {
    kind: 'number',
    default: 0.1,
    min: 1e-6,
    max: 1e6,
    about: 'USD per hour of a storage node',
    status: 'estimate',
    source: NONE,
  },
} as const satisfies ParameterTable;

const gas = {
  base: {
    kind: 'count',
    default: 3_000_000_000,
    about: 'Base fee, base units of 10^-18 token per gas',
    status: 'estimate',
    source: `${FACTS} 5: deployment scripts pin a gas price of 3 gwei`,
  },
  tip: {
    kind: 'count',
    default: 3_000_000_000,
    about: 'Paid above it, base units per gas; goes to those who stake',
    status: 'from source',
    source: `${FACTS} 5: deployment scripts pin a tip of 3 gwei`,
  },
  burned: {
    kind: 'fraction',
    default: 1,
    about: 'Part of the base fee that is burned; the rest goes to those who stake',
    status: 'estimate',
    source: `${FACTS} 5: no 0G text or code states it`,
  },
} as const satisfies ParameterTable;

const sell = {
  scale: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 10,
    about: 'Factor on all parts of releases that are sold, which stay below 1',
    status: 'choice',
  },
  others: {
    kind: 'fraction',
    default: '30 %',
    about: 'Part of what is released that other classes sell than those of 0G',
    status: 'from source',
    source: `${FACTS} 13.3, default of the QTM spreadsheet`,
  },
  rewards: {
    kind: 'fraction',
    default: '50 %',
    about: 'Part of the rewards of staking that is sold in the week after',
    status: 'estimate',
    source: NONE,
  },
  profit: {
    kind: 'fraction',
    default: '50 %',
    about: 'Part of what operators hold above the costs of a week that they sell in it',
    status: 'estimate',
    source: NONE,
  },
} as const satisfies ParameterTable;

const staking = {
  share: {
    kind: 'fraction',
    default: '25 %',
    about: 'Part of the circulating supply that is staked, at all times',
    status: 'estimate',
    source: `${FACTS} 4: 24 % of the float at TGE follow from one social post`,
  },
  commission: {
    kind: 'fraction',
    default: '5 %',
    about: 'Part of the rewards that validators take',
    status: 'estimate',
    source: `${FACTS} 4: the field is published, no value`,
  },
} as const satisfies ParameterTable;

const group = <T extends ParameterTable>(about: string, fields: T) =>
  ({ kind: 'group', about, status: 'choice', fields }) as const;

export const adoptionParameters = {
  years: {
    kind: 'number',
    default: 4,
    min: 1 / 26,
    max: 28,
    about: 'Years from the token event on, in whole weeks',
    status: 'choice',
  },
  paths: {
    kind: 'count',
    default: 3,
    min: 1,
    max: 10_000,
    about: 'Paths in a replication; path i has the same chance in every variant',
    status: 'choice',
  },
  law: {
    kind: 'choice',
    options: adoptionLawNames,
    default: 'bass-fast',
    about: `How users come: ${adoptionLaws.map(({ name, about }) => `\`${name}\` ${about}`).join('; ')}`,
    status: 'choice',
  },
  demand: group('What users ask for, and how they answer to what they get', demandParameters),
  task: group('What a task costs, and who pays how', task),
  fleet: group('Providers of compute and their machines', fleetParameters),
  operators: group('How providers and storage nodes answer to their profit', operatorParameters),
  window: group('The week of the network that is simulated', servingParameters),
  storage: group('Storage nodes and their fees', storage),
  gas: group('Fees of the chain', gas),
  price: {
    kind: 'number',
    default: 3,
    min: 1e-6,
    max: 1e6,
    about: 'USD per token at the start, before the first trade',
    status: 'published',
    source: `${FACTS} 6.3: the price of 0G in the placement of September 2025`,
  },
  schedule: group('What is released when', scheduleParameters),
  inflation: group('How supply grows', inflationParameters),
  sell: group('What holders sell', sell),
  staking: group('Who stakes', staking),
  market: group('Prices and volume', priceMarketParameters),
} as const satisfies ParameterTable;

export type AdoptionValues = Values<typeof adoptionParameters>;
