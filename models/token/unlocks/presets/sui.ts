/** Sui: two splits that contradict each other. Source: facts token-economics 7, SRC-36, and 8.6. */
import type { WrittenBucket } from '../written.ts';
import type { Preset } from './preset.ts';

const held = (amount: string): WrittenBucket => ({
  amount,
  holderClass: 'unknown',
  parts: [{ kind: 'held' }],
});

/** Printed with two decimals they sum to 100.01 %, so each counts as its part of that. */
const SPLIT_A = {
  'share-36.53': held('36.53/100.01'),
  'share-21.14': held('21.14/100.01'),
  'share-14.10': held('14.10/100.01'),
  'share-12.42': held('12.42/100.01'),
  'share-5.82': held('5.82/100.01'),
  'share-10': held('10/100.01'),
};

const SPLIT_B = {
  'share-50': held('50 %'),
  'share-20': held('20 %'),
  'share-14': held('14 %'),
  'share-10': held('10 %'),
  'share-6': held('6 %'),
};

export const sui: Preset = {
  name: 'sui',
  about: 'Sui-like: two contradictory splits, no schedule; nothing is released',
  readings: {
    A: 'six buckets: 36.53, 21.14, 14.10, 12.42, 5.82 and 10 %',
    B: 'five buckets: 50, 20, 14, 10 and 6 %',
  },
  hasCommunity: false,
  knowledge: [
    {
      of: 'buckets',
      status: 'published',
      source: 'facts token-economics 7, SRC-36: two pages of one site',
      about:
        'shares as printed, those of A as parts of their sum of 100.01 %; their names and their schedules are not in the sheet',
    },
    {
      of: 'share-10',
      status: 'published',
      source: 'facts token-economics 8.6, SRC-44',
      about: 'a bucket of 10 % pays stake subsidies: an emission from a bucket, no inflation',
    },
    {
      of: 'total, tge',
      status: 'estimate',
      source: 'recalled, not in the sheet',
      about: '10bn tokens; months count from the first of May 2023',
    },
  ],
  written: (reading) => ({
    tge: '2023-05-01',
    total: '10bn',
    buckets: reading === 'A' ? SPLIT_A : SPLIT_B,
  }),
};
