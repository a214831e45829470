import { rate, tokens } from '../../../../models/chain/stake/fixed-point.ts';
import { createValidator, type Validator } from '../../../../models/chain/stake/pool.ts';
import type { Offence, Payment, RewardLedger } from '../../../../models/chain/stake/rewards.ts';
import type { SlashingRules } from '../../../../models/chain/stake/slashing.ts';
import { type Tick, tick } from '../../../../sim/time.ts';

/** A ledger that writes down what it was told. */
export class Diary implements RewardLedger {
  readonly paid: [string, bigint, Payment][] = [];
  readonly burned: [bigint, Offence][] = [];

  pay(account: string, amount: bigint, reason: Payment): void {
    this.paid.push([account, amount, reason]);
  }

  burn(amount: bigint, reason: Offence): void {
    this.burned.push([amount, reason]);
  }

  /** Everything that left staking. */
  total(): bigint {
    const paid = this.paid.reduce((sum, [, amount]) => sum + amount, 0n);
    return this.burned.reduce((sum, [amount]) => sum + amount, paid);
  }
}

export const DELAY: Tick = tick(100);

/** A validator whose operator `op` bonds `selfBond` base units, at 5 % commission. */
export function validatorWith(selfBond: bigint, id = 0): Validator {
  return createValidator({
    id,
    operator: id === 0 ? 'op' : `op/${id}`,
    commission: rate(0.05),
    selfBond,
    minSelfDelegation: 1n,
    unbondingDelay: DELAY,
  });
}

/** The published rules. */
export const galileo: SlashingRules = {
  fraction: { 'double sign': rate(0.02), downtime: 0n },
  cap: tokens(500),
  maxPerBlock: 16,
  exitAt: 2,
};
