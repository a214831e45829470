import type { ParameterTable } from '../../../sim/parameters.ts';
import { impactParameters, processParameters } from './parameters.ts';

/** How the price moves, with trades and without: for sections that have a market of the token. */
export const priceMarketParameters = {
  impact: {
    kind: 'group',
    about: 'How trades move the price',
    status: 'choice',
    fields: impactParameters,
  },
  process: {
    kind: 'group',
    about: 'How the price moves without trades',
    status: 'choice',
    fields: processParameters,
  },
  volatility: {
    kind: 'number',
    default: null,
    min: 0,
    max: 10,
    about: 'Daily volatility in the laws of impact; by default that of the process',
    status: 'choice',
  },
  turnover: {
    kind: 'fraction',
    default: '5 %',
    about: 'Part of the free float that is traded in a day',
    status: 'estimate',
    source: 'no figure in the facts; order of magnitude of liquid tokens',
  },
} as const satisfies ParameterTable;
