/** 0G: 1bn tokens, TGE on Monday 22 September 2025. Source: facts token-economics 1, 2 and 7. */
import type { WrittenPart } from '../written.ts';
import type { Community, Preset, Reading } from './preset.ts';

/** A Monday. Facts token-economics 1, SRC-3. */
export const ZEROG_TGE = '2025-09-22';

/** Team and backers: locked for 12 months in every reading. */
const INSIDERS: Readonly<Record<Reading, WrittenPart>> = {
  A: { kind: 'linear', from: '12 months', to: '48 months', step: 'month' },
  B: { kind: 'cliff_catchup', cliffAt: '12 months', to: '48 months', step: 'month' },
  C: { kind: 'cliff_catchup', cliffAt: '12 months', to: '36 months', step: 'month' },
};

const REMAINDER: Readonly<Record<Community, WrittenPart>> = {
  none: { kind: 'held' },
  linear48: { kind: 'linear', to: '48 months', step: 'month' },
  activity: {
    kind: 'controller',
    rule: { name: 'activity', measure: 'community.activity', target: 1 },
  },
};

export const zerog: Preset = {
  name: '0g',
  about: '0G: 1bn tokens in five buckets, insiders in three readings',
  readings: {
    A: 'insiders locked for 12 months, then linear over 36 months',
    B: 'insiders linear over 48 months from TGE, the first 12 months at once at month 12',
    C: 'insiders linear over 36 months from TGE, the first 12 months at once at month 12',
  },
  hasCommunity: true,
  knowledge: [
    {
      of: 'buckets',
      status: 'published',
      source: 'facts token-economics 2, SRC-1',
      about: '28 % ecosystem, 15 % nodes, 13 % community, 22 % team, 22 % backers of 1bn',
    },
    {
      of: 'ecosystem',
      status: 'published',
      source: 'facts token-economics 2, SRC-1',
      about: '49 % at TGE, the rest linear over 24 months; that steps are monthly is an estimate',
    },
    {
      of: 'nodes',
      status: 'published',
      source: 'facts token-economics 2, SRC-1 and SRC-7',
      about:
        '33 % at TGE, the rest linear and daily over 36 months; that each month has an equal part is an estimate; the penalty for taking the 33 % early is not published and none here',
    },
    {
      of: 'community',
      status: 'estimate',
      source: 'facts token-economics 2: 213.2M at TGE less the other buckets',
      about:
        '26.5M at TGE; no schedule is published for the other 103.5M, which `community` chooses: `none`, `linear48` (monthly), or `activity`, which needs a simulation and releases nothing in a table',
    },
    {
      of: 'team, backers',
      status: 'estimate',
      source: 'facts token-economics 1.3 and 7: SRC-1 and SRC-2 differ',
      about:
        'that nothing is released for 12 months is published; which reading holds is not settled',
    },
    {
      of: 'stakeableWhileLocked, rewardsLiquid',
      status: 'estimate',
      source: 'not published',
      about: 'locked tokens are not staked',
    },
  ],
  written: (reading, community) => ({
    tge: ZEROG_TGE,
    total: '1bn',
    buckets: {
      ecosystem: {
        amount: '28 %',
        parts: [
          { kind: 'instant', share: '49 %' },
          { kind: 'linear', to: '24 months', step: 'month' },
        ],
      },
      nodes: {
        amount: '15 %',
        parts: [
          { kind: 'instant', share: '33 %' },
          { kind: 'linear', to: '36 months', step: 'day', even: 'month' },
        ],
      },
      community: {
        amount: '13 %',
        parts: [{ kind: 'instant', share: '26.5M tokens' }, REMAINDER[community]],
      },
      team: { amount: '22 %', parts: [INSIDERS[reading]] },
      backers: { amount: '22 %', parts: [INSIDERS[reading]] },
    },
  }),
};
