import { DAY_SECONDS } from '../../calendar.ts';
import type { Supply } from '../../inflation/rule.ts';
import type { Hands } from '../hands.ts';
import type { TokenValues } from '../parameters.ts';
import { startRule } from './rules.ts';

const MILLION = 1_000_000n;

/** The rule of inflation along one path. */
export class Minting {
  private readonly rule;
  private readonly bucket: number | null;
  private readonly hands: Hands;
  private state: unknown;
  private before: Supply;
  /** Base units in the last month. */
  minted = 0n;
  /** Millionths of what the rule says that are minted. */
  private scale = MILLION;

  constructor({ inflation }: TokenValues, hands: Hands) {
    const { rule, state } = startRule(inflation);
    this.rule = rule;
    this.state = state;
    this.hands = hands;
    this.bucket = inflation.bucket === null ? null : hands.ledger.bucket(inflation.bucket);
    this.before = hands.supply();
  }

  /** From now on mints another part of what the rule says. @param part of 1, to a millionth */
  turn(part: number): void {
    this.scale = BigInt(Math.round(part * 1e6));
  }

  /** Issues what is due from one day to another. @returns base units that became rewards without being minted */
  month(from: number, to: number): bigint {
    const issue = this.rule.mint(this.state, from * DAY_SECONDS, to * DAY_SECONDS, this.before);
    this.state = issue.state;
    this.minted = (issue.minted * this.scale) / MILLION;
    return this.hands.issue(this.minted, this.rule.name, issue.released, this.bucket);
  }

  /** Takes note of the supply on which the next month is paid. @returns tokens a year, over the supply */
  rateAt(day: number): number {
    this.before = this.hands.supply();
    const rate = this.rule.rate(this.state, day * DAY_SECONDS, this.before);
    return this.scale === MILLION ? rate : (rate * Number(this.scale)) / 1e6;
  }
}
