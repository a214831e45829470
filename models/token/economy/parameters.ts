import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { facilityPresets } from '../market/facility-presets.ts';
import { shockParameters } from '../market/parameters.ts';
import { priceMarketParameters } from '../market/section.ts';
import { scheduleParameters } from '../unlocks/parameters.ts';
import { branchParameters } from './branch.ts';
import { companyParameters } from './desks/company-terms.ts';
import { holderParameters } from './desks/holder-desk.ts';
import { iaiParameters } from './desks/iai-desk.ts';
import { stakeParameters } from './desks/stake-desk.ts';
import { ownersParameters } from './outcomes/owners.ts';
import { claimParameters } from './releases/claim-terms.ts';
import { releaseParameters } from './releases/observed.ts';
import { burnParameters } from './supply/burns.ts';
import { inflationParameters } from './supply/rules.ts';

const FACTS = 'token-economics';
/** Ticks of 28.5 years are the longest time there is. */
const MOST_YEARS = 28;

const market = {
  ...priceMarketParameters,
  volume: {
    kind: 'group',
    about: 'What happens to the volume; `factor` is of the volume',
    status: 'choice',
    fields: shockParameters,
  },
} as const satisfies ParameterTable;

const demand = {
  fees: {
    kind: 'number',
    default: 10_000,
    min: 0,
    about:
      'USD that users pay in fees in a day at the start, for which they buy tokens, at most the volume; use follows the process of the price',
    status: 'estimate',
    source: `no figure in ${FACTS} 5`,
  },
  passThrough: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 10,
    about:
      'Elasticity of the price without trades to demand: 0 leaves it to the fees that are paid, 1 lets the price fall like demand',
    status: 'estimate',
    source: `${FACTS} 13.3 puts the shock into the price process and gives no figure`,
  },
  shock: {
    kind: 'group',
    about: 'What happens to demand',
    status: 'choice',
    fields: shockParameters,
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
  shares: {
    kind: 'map',
    of: {
      kind: 'fraction',
      default: '30 %',
      about: 'Part of what is released that the class sells',
      status: 'estimate',
      source: `${FACTS} 13.3`,
    },
    default: {},
    about:
      'Part that is sold by holder class; without it team 50, backers 40, nodes 60, ecosystem 15, community 60 %',
    status: 'estimate',
    source: `${FACTS} 13.3, scenario values`,
  },
  others: {
    kind: 'fraction',
    default: '30 %',
    about: 'Part of what is released that other classes sell',
    status: 'from source',
    source: `${FACTS} 13.3, default of the QTM spreadsheet`,
  },
  hedged: {
    kind: 'fraction',
    default: 1,
    about:
      'Part of the sales of `backers` by holders who hedge; half of theirs fall into the 30 days before',
    status: 'estimate',
    source: `${FACTS} 13.3; that all hedge is a choice`,
  },
  rewards: {
    kind: 'fraction',
    default: '50 %',
    about: 'Part of the rewards of staking that is sold in the month after',
    status: 'estimate',
    source: 'no figure in the facts',
  },
  ...holderParameters,
} as const satisfies ParameterTable;

const treasury = {
  bucket: {
    kind: 'text',
    default: null,
    about: 'Bucket whose class pays expenses and sells to a facility; `ecosystem` with 0G',
    status: 'choice',
  },
  cash: {
    kind: 'number',
    default: 30_000_000,
    min: 0,
    max: 1e12,
    about: 'USD at the start',
    status: 'estimate',
    source: `not published; $75M were raised before (${FACTS} 2)`,
  },
  burn: {
    kind: 'number',
    default: 2_000_000,
    min: 0,
    max: 1e12,
    about: 'USD spent in a month',
    status: 'estimate',
    source: 'not published',
  },
  cut: {
    kind: 'fraction',
    default: '50 %',
    about:
      'Part of the expenses that can be cut, for `token.act_by`: until when that would save the cash',
    status: 'choice',
  },
} as const satisfies ParameterTable;

const facility = {
  preset: {
    kind: 'choice',
    options: ['none', ...Object.keys(facilityPresets)],
    default: 'none',
    about: 'A commitment to buy tokens; terms that are not known are drawn anew for each path',
    status: 'choice',
  },
  draw: {
    kind: 'choice',
    options: ['always', 'when-short'],
    default: 'always',
    about: 'At every notice as much as the caps allow, or only while the runway is short',
    status: 'choice',
  },
  shortMonths: {
    kind: 'number',
    default: 12,
    min: 0,
    about: 'Runway in months below which `when-short` draws',
    status: 'choice',
  },
  hedged: {
    kind: 'fraction',
    default: null,
    about: 'Instead of the terms: part of a draw that the buyer sells while it is priced',
    status: 'choice',
  },
} as const satisfies ParameterTable;

const events = {
  priceBelow: {
    kind: 'fraction',
    default: '20 %',
    about: '`price_below`: the price falls below this part of that at the start',
    status: 'choice',
  },
  runwayMonths: {
    kind: 'number',
    default: 6,
    min: 0,
    about: '`runway_short`: the runway falls below that many months',
    status: 'choice',
  },
  stakeBelow: {
    kind: 'fraction',
    default: 0.3333,
    about: '`stake_low`: the staked part of the circulating supply falls below this',
    status: 'choice',
  },
} as const satisfies ParameterTable;

const group = <T extends ParameterTable>(about: string, fields: T) =>
  ({ kind: 'group', about, status: 'choice', fields }) as const;

export const tokenParameters = {
  years: {
    kind: 'number',
    default: 4,
    min: 1 / 12,
    max: MOST_YEARS,
    about: 'Years from the token event on, whole months',
    status: 'choice',
  },
  paths: {
    kind: 'count',
    default: 100,
    min: 1,
    max: 1_000_000,
    about: 'Paths in a replication; path i has the same chance in every variant',
    status: 'choice',
  },
  model: {
    kind: 'choice',
    options: ['market', 'supply'],
    default: 'market',
    about: '`supply`: releases and inflation alone, without prices',
    status: 'choice',
  },
  price: {
    kind: 'number',
    default: 3,
    min: 1e-6,
    max: 1e6,
    about: 'USD per token at the start, before the first trade',
    status: 'published',
    source: `${FACTS} 6.3: the price of 0G in the placement of September 2025`,
  },
  capTable: {
    kind: 'text',
    default: null,
    file: true,
    about: 'File of a cap table in CSV, instead of `schedule`',
    status: 'choice',
  },
  schedule: group('What is released when', scheduleParameters),
  claims: group('How holders claim what is released to them', claimParameters),
  releases: group('What releases that wait for the market look at', releaseParameters),
  inflation: group('How supply grows', inflationParameters),
  burned: {
    kind: 'fraction',
    default: 1,
    about: 'Part of the fees that `base_fee_share` burns; the rest goes to those who stake',
    status: 'estimate',
    source: `${FACTS} 5: no 0G text or code states it; 1 for EVM gas, 0 for other fees`,
  },
  burn: group('What is burned', burnParameters),
  sell: group('What holders sell', sell),
  market: group('Prices and volume', market),
  demand: group('Who buys', demand),
  staking: group('How holders answer to the yield of staking', stakeParameters),
  treasury: group('Cash and expenses of the foundation', treasury),
  facility: group('A commitment to buy tokens', facility),
  company: group(
    'A listed company that got tokens for shares, and borrowed some',
    companyParameters,
  ),
  iai: group('Users who lock tokens for compute entitlements (iAI)', iaiParameters),
  branch: group('What is done, or happens, from a month on', branchParameters),
  owners: group(
    'How many own what the classes hold, for measures of concentration',
    ownersParameters,
  ),
  events: group('Events whose probability is counted', events),
} as const satisfies ParameterTable;

export type TokenValues = Values<typeof tokenParameters>;
