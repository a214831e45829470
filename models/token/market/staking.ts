import type { ParameterTable, Values } from '../../../sim/parameters.ts';

/** How holders answer to the yield of staking. */
export const stakingParameters = {
  kappa: {
    kind: 'number',
    default: 0.1,
    min: 0,
    about: 'Part of the free float that moves in a day for a yield of 1 above the target',
    status: 'estimate',
    source: 'token-economics 13.3 gives the form, no figure',
  },
  target: {
    kind: 'number',
    default: 0.05,
    about: 'Real yield a year at which nobody moves',
    status: 'estimate',
    source: 'token-economics 13.3 gives the form, no figure',
  },
  unbonding: {
    kind: 'number',
    default: 22,
    min: 0,
    max: 36_500,
    about: 'Days until unbonded stake is free',
    status: 'published',
    source: 'token-economics 4: a liquid-staking provider, about 22 days',
  },
} as const satisfies ParameterTable;

export type StakingValues = Values<typeof stakingParameters>;

/**
 * Tokens that start to stake in so many days, or to unbond when below 0: kappa x (yield - target) x free
 * float, no more than there is to move. Source: token-economics 13.3.
 * @param realYield a year
 * @param freeFloat tokens that could be staked
 * @param staked tokens that could unbond
 */
export function stakingFlow(
  { kappa, target }: Pick<StakingValues, 'kappa' | 'target'>,
  realYield: number,
  freeFloat: number,
  staked: number,
  days = 1,
): number {
  const wanted = kappa * (realYield - target) * freeFloat * days;
  return Math.max(Math.min(wanted, freeFloat), -staked);
}
