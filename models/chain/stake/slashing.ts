import { apportion } from '../../apportion.ts';
import { RATE_ONE } from './fixed-point.ts';
import { effectiveCollateral, type Validator } from './pool.ts';
import type { Offence, RewardLedger } from './rewards.ts';
import { cutPool } from './shares.ts';
import { cutUnbonding } from './unbonding.ts';

/*
 * Slashing as the Galileo test network has it since the fork of 15 June 2026: for a double sign only,
 * 2 % of the effective balance, at most 500 tokens, at most 16 validators a block; the second offence
 * ends in an exit (0g-da-chain-compute 2.1). Not published, so estimates: that slashed tokens are
 * burned; that evidence above the limit waits for the next block; that several pieces of evidence
 * against one validator in one block count once; that an exited validator can still be slashed.
 */

export interface SlashingRules {
  /** Part of the stake, in billionths; 0 means that the offence has no consequence. */
  readonly fraction: Readonly<Record<Offence, bigint>>;
  /** Most that one offence costs, in base units. */
  readonly cap: bigint;
  /** Most validators that one block slashes. */
  readonly maxPerBlock: number;
  /** The double sign with this number ends in an exit. */
  readonly exitAt: number;
}

export interface Evidence {
  readonly validator: Validator;
  readonly offence: Offence;
}

/** What one offence cost. `native`, `unbonding` and `restaked` sum to `amount`, in base units. */
export interface Slash {
  readonly validator: Validator;
  readonly offence: Offence;
  readonly amount: bigint;
  readonly native: bigint;
  readonly unbonding: bigint;
  /** In effective base units. */
  readonly restaked: bigint;
  /** What each collateral lost, in its own base units. */
  readonly collateral: readonly { readonly asset: string; readonly amount: bigint }[];
}

/**
 * Slashes for the evidence of one block, oldest first.
 * @returns what was slashed, and the evidence that waits for the next block
 */
export function slashBlock(
  evidence: readonly Evidence[],
  rules: SlashingRules,
  ledger: RewardLedger,
): { slashes: Slash[]; waiting: Evidence[] } {
  const slashes: Slash[] = [];
  const waiting: Evidence[] = [];
  const slashed = new Set<Validator>();
  for (const piece of evidence) {
    const { validator, offence } = piece;
    if (rules.fraction[offence] === 0n || slashed.has(validator)) continue;
    if (slashed.size === rules.maxPerBlock) {
      waiting.push(piece);
      continue;
    }
    slashed.add(validator);
    slashes.push(slash(validator, offence, rules, ledger));
  }
  return { slashes, waiting };
}

/**
 * Slashes one validator. The fraction is taken of all stake that answers for it: the effective
 * balance and what is still unbonding (an estimate: otherwise undelegating would escape). Native,
 * unbonding and restaked parts lose in proportion, by largest remainder; so do the delegations and
 * the entries inside them.
 */
export function slash(
  validator: Validator,
  offence: Offence,
  rules: SlashingRules,
  ledger: RewardLedger,
): Slash {
  const { native, unbonding, restaked } = validator;
  const parts = [native.tokens, unbonding.total, ...restaked.map(effectiveCollateral)];
  let stake = 0n;
  for (const part of parts) stake += part;
  const full = (stake * rules.fraction[offence]) / RATE_ONE;
  const amount = full < rules.cap ? full : rules.cap;
  const [fromNative, fromUnbonding, ...fromRestaked] = apportion(amount, parts);

  cutPool(native, fromNative);
  cutUnbonding(unbonding, fromUnbonding);
  const burned = fromNative + fromUnbonding;
  if (burned > 0n) ledger.burn(burned, offence);
  const collateral = restaked.map(({ asset, pool }, i) => {
    const effective = parts[i + 2];
    const lost = effective === 0n ? 0n : (pool.tokens * fromRestaked[i]) / effective;
    cutPool(pool, lost);
    return { asset, amount: lost };
  });
  if (offence === 'double sign' && ++validator.offences >= rules.exitAt) validator.exited = true;
  return {
    validator,
    offence,
    amount,
    native: fromNative,
    unbonding: fromUnbonding,
    restaked: amount - burned,
    collateral,
  };
}
