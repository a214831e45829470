/** Celestia: 1bn at launch on 31 October 2023. Source: facts token-economics 9, SRC-32. */
import type { Preset } from './preset.ts';

/** Years of 365 days: the marks fall on 30 October. */
const YEAR = ['2023-10-31', '2024-10-30', '2025-10-30', '2026-10-30', '2027-10-30'] as const;
const LOCKED = { stakeableWhileLocked: true, rewardsLiquid: true } as const;

/** A third after a year, the rest without steps until the mark of that year. */
const thirdThenUntil = (year: 2 | 3) => [
  { kind: 'tranche', share: '1/3', at: YEAR[1] } as const,
  { kind: 'linear', from: YEAR[1], to: YEAR[year], step: 'second' } as const,
];

export const celestia: Preset = {
  name: 'celestia',
  about:
    'Celestia: 1bn at launch, a third of most locked buckets after a year, the rest continuous',
  readings: {},
  hasCommunity: false,
  knowledge: [
    {
      of: 'buckets and dates',
      status: 'published',
      source: 'facts token-economics 9, SRC-32',
      about:
        'shares, cliffs and ends as printed; locked tokens can be staked, their rewards are liquid',
    },
    {
      of: 'public-reserved',
      status: 'published',
      source: 'facts token-economics 9, SRC-32',
      about: '12.59 % unlocked and reserved: available, and not circulating',
    },
  ],
  written: () => ({
    tge: YEAR[0],
    total: '1bn',
    buckets: {
      'public-distributed': {
        amount: '7.41 %',
        holderClass: 'public',
        parts: [{ kind: 'instant' }],
      },
      'public-reserved': {
        amount: '12.59 %',
        holderClass: 'treasury',
        governed: true,
        parts: [{ kind: 'instant' }],
      },
      'research-ecosystem': {
        ...LOCKED,
        amount: '26.79 %',
        holderClass: 'ecosystem',
        parts: [
          { kind: 'instant', share: '25 %' },
          { kind: 'linear', from: YEAR[1], to: YEAR[4], step: 'second' },
        ],
      },
      core: { ...LOCKED, amount: '17.64 %', holderClass: 'team', parts: thirdThenUntil(3) },
      seed: { ...LOCKED, amount: '15.90 %', holderClass: 'backers', parts: thirdThenUntil(2) },
      'series-a-b': {
        ...LOCKED,
        amount: '19.67 %',
        holderClass: 'backers',
        parts: thirdThenUntil(2),
      },
    },
  }),
};
