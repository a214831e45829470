/** Arbitrum: 10bn, counted from 16 March 2023. Source: facts token-economics 9, SRC-50. */
import type { Preset } from './preset.ts';

/** A quarter after a year and 36 monthly parts: 48 months with the first 12 at once. */
const INSIDERS = [
  { kind: 'cliff_catchup', cliffAt: '1 year', to: '48 months', step: 'month' } as const,
];

export const arbitrum: Preset = {
  name: 'arbitrum',
  about: 'Arbitrum: 10bn, insiders a quarter after a year, then monthly over 36 months',
  readings: {},
  hasCommunity: false,
  knowledge: [
    {
      of: 'buckets and dates',
      status: 'published',
      source: 'facts token-economics 9, SRC-50',
      about: 'shares, the cliff of team and investors, the four years of the foundation',
    },
    {
      of: 'foundation',
      status: 'estimate',
      source: 'facts token-economics 9: linear over 4 years from 17 April 2023',
      about: 'that it is released without steps',
    },
    {
      of: 'dao-treasury',
      status: 'estimate',
      source: 'facts token-economics 9, SRC-51: the float of 1.275bn leaves it out',
      about: 'unlocked and spent by vote: available, and not circulating',
    },
  ],
  written: () => ({
    tge: '2023-03-16',
    total: '10bn',
    buckets: {
      'dao-treasury': {
        amount: '35.28 %',
        holderClass: 'treasury',
        governed: true,
        parts: [{ kind: 'instant' }],
      },
      'team-advisers': { amount: '26.94 %', holderClass: 'team', parts: INSIDERS },
      investors: { amount: '17.53 %', holderClass: 'backers', parts: INSIDERS },
      users: { amount: '11.62 %', holderClass: 'community', parts: [{ kind: 'instant' }] },
      foundation: {
        amount: '7.5 %',
        holderClass: 'foundation',
        start: '2023-04-17',
        parts: [{ kind: 'linear', to: '4 years', step: 'second' }],
      },
      daos: { amount: '1.13 %', holderClass: 'ecosystem', parts: [{ kind: 'instant' }] },
    },
  }),
};
