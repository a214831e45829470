import { PLACE } from '../ledger/books.ts';
import { Hands } from './hands.ts';
import type { TokenValues } from './parameters.ts';
import type { Plan } from './plan.ts';
import { Burns } from './supply/burns.ts';
import { Minting } from './supply/mint.ts';
import { rewardSplit } from './supply/reward-split.ts';

/** Called when a month begins and everything of the one before is posted; 0 is the start. */
export type AtMonth = (month: number, hands: Hands) => void;

/**
 * Releases and inflation alone: nobody trades, and of what circulates the same part is staked each month.
 * @throws RangeError when a conservation law of the ledger does not hold
 */
export function supplyPath(values: TokenValues, plan: Plan, at: AtMonth): Hands {
  const hands = new Hands(plan, {
    ...{ treasury: null, cash: 0n, commitment: 0n, rewardsSold: 0n },
    split: rewardSplit(values.staking),
  });
  hands.release(plan.released[0], 0);
  stakeShare(hands, values.staking.initial);
  const minting = new Minting(values, hands);
  const burns = new Burns(values, hands);
  at(0, hands);
  for (let month = 1; month <= plan.months; month++) {
    minting.month(plan.marks[month - 1], plan.marks[month]);
    hands.payRewards();
    hands.release(plan.released[month], month);
    burns.scheduled(plan.marks[month - 1], plan.marks[month]);
    stakeShare(hands, values.staking.initial);
    minting.rateAt(plan.marks[month]);
    hands.ledger.assertLaws();
    at(month, hands);
  }
  return hands;
}

/** Stakes until a part of what circulates is staked. */
export function stakeShare(hands: Hands, share: number): void {
  const { circulating } = hands.supply();
  const staked = hands.books.sums[PLACE.staked];
  const wanted = (circulating * BigInt(Math.round(share * 1e9))) / 1_000_000_000n;
  hands.change('stake', 'liquid', wanted - staked);
}
