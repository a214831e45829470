import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import type { Measures } from '../../measures.ts';
import { UNIT } from './fixed-point.ts';
import { genesisValidators, rewardRules, slashingRules } from './genesis.ts';
import type { StakeValues } from './parameters.ts';
import { type Validator, votingPower } from './pool.ts';
import { distributeReward, type Offence, type Payment, type RewardLedger } from './rewards.ts';
import { type Evidence, slashBlock } from './slashing.ts';

/** Mean Gregorian year, ticks. */
const YEAR = 31_556_952 * TICKS_PER_SECOND;

/** Sums what leaves staking, by reason; stands for the token's own ledger. */
class Totals implements RewardLedger {
  readonly paid = new Map<Payment, bigint>();
  readonly burned = new Map<Offence, bigint>();

  pay(_account: string, amount: bigint, reason: Payment): void {
    this.paid.set(reason, (this.paid.get(reason) ?? 0n) + amount);
  }

  burn(amount: bigint, reason: Offence): void {
    this.burned.set(reason, (this.burned.get(reason) ?? 0n) + amount);
  }
}

/** The stake behind a chain: powers at the start, rewards of proposers, slashes of offenders. */
export class StakeRecord {
  readonly validators: readonly Validator[];
  /** Voting power of each validator, in whole tokens. */
  readonly powers: readonly number[];
  private readonly values: StakeValues;
  private readonly ledger = new Totals();
  private evidence: readonly Evidence[] = [];
  private rewarded = 0;
  private issued = 0n;
  private slashed = 0;

  constructor(values: StakeValues, validators: number) {
    this.values = values;
    this.validators = genesisValidators(values, validators);
    this.powers = this.validators.map(votingPower);
  }

  /** Voting power of every node; nodes beyond the validators have none. */
  weights(nodes: number): bigint[] {
    return Array.from({ length: nodes }, (_, node) => BigInt(this.powers[node] ?? 0));
  }

  /** A validator was seen to sign two votes: the next block carries the evidence. */
  accuse(validator: number): void {
    const piece: Evidence = { validator: this.validators[validator], offence: 'double sign' };
    this.evidence = [...this.evidence, piece];
  }

  /** A block: its proposer gets what was issued since the one before, its evidence is acted on. */
  block(proposer: number, decidedAt: Tick): void {
    const { issuance } = this.values;
    const reward = (BigInt(issuance) * UNIT * BigInt(decidedAt - this.rewarded)) / BigInt(YEAR);
    this.rewarded = decidedAt;
    this.issued += reward;
    distributeReward(this.validators[proposer], reward, rewardRules(this.values), this.ledger);
    const { slashes, waiting } = slashBlock(this.evidence, slashingRules(this.values), this.ledger);
    this.slashed += slashes.length;
    this.evidence = waiting;
  }

  report(measures: Measures): void {
    const tokens = (amount: bigint) => Number(amount / (UNIT / 1_000_000n)) / 1e6;
    measures.value('chain.stake.issued', 'tokens', tokens(this.issued));
    for (const [reason, amount] of this.ledger.paid) {
      measures.value(`chain.stake.paid[${reason}]`, 'tokens', tokens(amount));
    }
    let burned = 0n;
    for (const amount of this.ledger.burned.values()) burned += amount;
    measures.value('chain.stake.burned', 'tokens', tokens(burned));
    measures.value('chain.stake.slashed', '1', this.slashed);
  }
}
