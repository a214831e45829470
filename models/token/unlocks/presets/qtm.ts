/**
 * The example project of the QTM spreadsheet: 100M tokens, month 1 is the launch, slices fall at the
 * start of a month. Source: facts token-economics 9, SRC-47.
 */
import type { Preset } from './preset.ts';

export const qtm: Preset = {
  name: 'qtm',
  about: 'QTM example project: 100M tokens in 13 buckets; month 0 here is month 1 there',
  readings: {},
  hasCommunity: false,
  knowledge: [
    {
      of: 'buckets',
      status: 'from source',
      source: 'facts token-economics 9, SRC-47',
      about: 'shares, cliffs (nothing before, then the clock starts) and durations',
    },
    {
      of: 'angels, pool',
      status: 'from source',
      source: 'facts token-economics 9: printed 2.2222 % and 2.7778 %, pool of 2,777,778 tokens',
      about: '1/45 and 1/36 of the supply',
    },
    {
      of: 'airdrop',
      status: 'from source',
      source: 'facts token-economics 9: outside the released rows',
      about: 'held',
    },
    { of: 'tge', status: 'choice', source: '', about: 'months have no dates in the spreadsheet' },
  ],
  written: () => ({
    tge: '2024-01-01',
    slice: 'start',
    total: '100M',
    buckets: {
      angels: { amount: '1/45', holderClass: 'backers', ...after6('24 months') },
      seed: { amount: '5 %', holderClass: 'backers', ...after6('24 months') },
      presale: { amount: '6 %', holderClass: 'backers', ...after6('18 months') },
      public: {
        amount: '3.5 %',
        holderClass: 'public',
        tgeShare: '25 %',
        duration: '6 months',
        step: 'month',
      },
      team: { amount: '20 %', holderClass: 'team', ...after6('36 months') },
      accelerator: { amount: '6 %', holderClass: 'backers', ...after6('24 months') },
      advisers: { amount: '4 %', holderClass: 'team', ...after6('24 months') },
      partners: { amount: '3 %', holderClass: 'ecosystem', tgeShare: '100 %' },
      reserve: { amount: '12.5 %', holderClass: 'treasury', tgeShare: '100 %' },
      pool: { amount: '1/36', holderClass: 'pool', tgeShare: '100 %' },
      incentives: {
        amount: '15 %',
        holderClass: 'ecosystem',
        tgeShare: '0.5 %',
        duration: '84 months',
        step: 'month',
      },
      staking: {
        amount: '18 %',
        holderClass: 'stakers',
        tgeShare: '5 %',
        duration: '48 months',
        step: 'month',
      },
      airdrop: { amount: '2 %', holderClass: 'community', parts: [{ kind: 'held' }] },
    },
  }),
};

function after6(duration: string) {
  return { cliff: '6 months', duration, step: 'month' } as const;
}
