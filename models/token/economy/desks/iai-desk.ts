import type { ParameterTable, Values } from '../../../../sim/parameters.ts';
import { accountOf } from '../../ledger/books.ts';
import {
  COOL_DOWN_DAYS,
  type IaiChange,
  lockFor,
  MOST_IAI,
  mintIai,
  NO_IAI,
  NO_POSITION,
  redeemIai,
} from '../../market/iai.ts';
import type { Hands } from '../hands.ts';
import { EXTRA, toTokens, toUnits } from '../plan.ts';
import type { Add, Desk, Today } from './desk.ts';

const FACTS = 'token-economics';
const BILLION = 1_000_000_000n;

export const iaiParameters = {
  target: {
    kind: 'number',
    default: null,
    min: 0,
    max: MOST_IAI,
    about: 'iAI that users mint until the end of the adoption; without it there are none',
    status: 'choice',
  },
  from: {
    kind: 'count',
    default: 0,
    about: 'Day on which the first are minted',
    status: 'estimate',
    source: `no figure in ${FACTS} 5`,
  },
  days: {
    kind: 'count',
    default: 365,
    min: 1,
    about: 'Days over which they are minted, as many each day',
    status: 'estimate',
    source: `no figure in ${FACTS} 5`,
  },
  bought: {
    kind: 'fraction',
    default: '50 %',
    about: 'Part of what is locked that is bought for it; the rest is held already',
    status: 'estimate',
    source: `no figure in ${FACTS} 5`,
  },
  yield: {
    kind: 'fraction',
    default: 0,
    about:
      'Part of the collateral that earns rewards like stake, which go to the class of the treasury',
    status: 'estimate',
    source: `${FACTS} 5: collateral bears a yield, which goes to the foundation; no figure`,
  },
  run: {
    kind: 'group',
    about: 'A run on the collateral; nothing is minted any more from then on',
    status: 'choice',
    fields: {
      at: {
        kind: 'count',
        default: null,
        about: 'Day on which it begins; without it there is none',
        status: 'choice',
      },
      share: {
        kind: 'fraction',
        default: '50 %',
        about: 'Part of all iAI that are redeemed',
        status: 'choice',
      },
      days: {
        kind: 'count',
        default: 7,
        min: 1,
        max: 3650,
        about: 'Days over which they are redeemed, as many each day',
        status: 'choice',
      },
      sold: {
        kind: 'fraction',
        default: '50 %',
        about: 'Part of the tokens given back that is sold on the day on which it is free',
        status: 'estimate',
        source: `no figure in ${FACTS} 5`,
      },
    },
  },
} as const satisfies ParameterTable;

export type IaiValues = Values<typeof iaiParameters>;

/**
 * Users who lock tokens for compute entitlements and take them back, along one path. The ledger follows on
 * the day, so that the collateral is exact; all users have one position, of which everybody who redeems has
 * the mean.
 */
export class IaiDesk implements Desk {
  readonly id = EXTRA.iai;
  /** Tokens of collateral, those that cool down included; and the most there ever were. */
  locked = 0;
  most = 0;
  private readonly values: IaiValues;
  private readonly hands: Hands;
  private readonly holder: number;
  private readonly yieldShare: bigint;
  private state = NO_IAI;
  private position = NO_POSITION;
  /** iAI that leave in a run, and those that have left. */
  private leaving = 0n;
  private left = 0n;
  private readonly cooling: { readonly day: number; readonly tokens: bigint }[] = [];
  /** Base units that cool down. */
  private cold = 0n;
  /** Tokens sold since the last month was posted. */
  private sold = 0;

  constructor(values: IaiValues, hands: Hands) {
    this.values = values;
    this.hands = hands;
    this.holder = hands.ledger.holder(EXTRA.iai);
    this.yieldShare = BigInt(Math.round(values.yield * 1e9));
  }

  trade({ day }: Today): number {
    const { values, hands } = this;
    const freed = this.cool(day);
    const sold = values.run.sold * freed;
    this.sold += sold;
    let minted = 0;
    if (this.running(day)) this.redeem(day);
    else minted = this.mint(day);
    this.locked = toTokens(this.state.locked + this.cold);
    this.most = Math.max(this.most, this.locked);
    hands.collateral.tokens = (this.state.locked * this.yieldShare) / BILLION;
    return values.bought * minted - sold;
  }

  close(): void {}

  post(): void {
    this.hands.owe(this.holder, toUnits(this.sold));
    this.sold = 0;
  }

  report(add: Add): void {
    const { hands } = this;
    const circulating = hands.supply().circulating;
    add('token.iai.supply', 'iAI', toTokens(this.state.supply));
    add('token.iai.locked', 'token', this.locked);
    add('token.iai.most', 'token', this.most);
    if (circulating > 0n) add('token.iai.share', '1', this.locked / toTokens(circulating));
    add('token.iai.rewards', 'token', toTokens(hands.collateral.rewards));
  }

  private running(day: number): boolean {
    return this.values.run.at !== null && day >= this.values.run.at;
  }

  /** Mints what the adoption asks for, unless more would be locked than is free. @returns tokens locked */
  private mint(day: number): number {
    const { from, days, target } = this.values;
    if (day < from || day >= from + days) return 0;
    const wanted = toUnits(((target ?? 0) * (day - from + 1)) / days) - this.state.supply;
    if (wanted <= 0n) return 0;
    const tokens = lockFor(this.state.supply, wanted);
    if (tokens > this.hands.liquidOfStakers()) return 0;
    this.take(mintIai(this.state, this.position, wanted));
    this.hands.buy(accountOf(this.holder, 'contract_locked'), tokens);
    return toTokens(tokens);
  }

  /** Redeems the part of the run that is due; its tokens cool down. */
  private redeem(day: number): void {
    const { at, days, share } = this.values.run;
    const since = day - (at ?? 0);
    if (since >= days) return;
    if (since === 0) {
      this.leaving = (this.state.supply * BigInt(Math.round(share * 1e9))) / BILLION;
    }
    const due = (this.leaving * BigInt(since + 1)) / BigInt(days) - this.left;
    if (due === 0n) return;
    const redeemed = redeemIai(this.state, this.position, due);
    this.take(redeemed);
    this.left += due;
    this.cooling.push({ day: day + COOL_DOWN_DAYS, tokens: redeemed.tokens });
    this.cold += redeemed.tokens;
  }

  /** Frees what has cooled down. @returns tokens */
  private cool(day: number): number {
    let freed = 0;
    while (this.cooling.length > 0 && this.cooling[0].day <= day) {
      const { tokens } = this.cooling.shift() as { tokens: bigint };
      this.hands.ledger.change('unlock contract', this.holder, tokens);
      this.cold -= tokens;
      freed += toTokens(tokens);
    }
    return freed;
  }

  private take({ state, position }: IaiChange): void {
    this.state = state;
    this.position = position;
  }
}
