/** Optimism: 4,294,967,296 tokens. Source: facts token-economics 8.6 and 9, SRC-44 and SRC-52. */
import type { WrittenPart } from '../written.ts';
import type { Preset } from './preset.ts';

/** 30 % of the supply of the 64 % that these buckets hold. */
const FIRST_YEAR: readonly WrittenPart[] = [
  { kind: 'linear', share: '30/64', to: '1 year', step: 'month' },
  { kind: 'held' },
];

export const optimism: Preset = {
  name: 'optimism',
  about: 'Optimism-like: published shares and 30 % available in the first year, nothing after it',
  readings: {},
  hasCommunity: false,
  knowledge: [
    {
      of: 'buckets',
      status: 'published',
      source: 'facts token-economics 9, SRC-52',
      about: 'shares of 4,294,967,296, and that 30 % becomes available in the first year',
    },
    {
      of: 'ecosystem, retro-funding, airdrops',
      status: 'estimate',
      source: 'facts token-economics 9 gives no split',
      about: 'the 30 % are theirs alone, in equal parts, monthly',
    },
    {
      of: 'core, investors',
      status: 'estimate',
      source: 'facts token-economics 9 gives no schedule',
      about: 'held',
    },
    {
      of: 'tge',
      status: 'choice',
      source: '',
      about: 'the sheet has no date; months count from the first of January 2022',
    },
  ],
  written: () => ({
    tge: '2022-01-01',
    total: '4,294,967,296',
    buckets: {
      ecosystem: { amount: '25 %', holderClass: 'ecosystem', parts: FIRST_YEAR },
      'retro-funding': { amount: '20 %', holderClass: 'ecosystem', parts: FIRST_YEAR },
      airdrops: { amount: '19 %', holderClass: 'community', parts: FIRST_YEAR },
      core: { amount: '19 %', holderClass: 'team', parts: [{ kind: 'held' }] },
      investors: { amount: '17 %', holderClass: 'backers', parts: [{ kind: 'held' }] },
    },
  }),
};
