import type { ParameterTable } from '../../../../sim/parameters.ts';
import { PLACE } from '../../ledger/books.ts';
import { realYield } from '../../market/metrics.ts';
import { stakingFlow, stakingParameters } from '../../market/staking.ts';
import type { Hands } from '../hands.ts';
import type { TokenValues } from '../parameters.ts';
import { toTokens, toUnits } from '../plan.ts';
import { splitParameters } from '../supply/reward-split.ts';
import type { Desk, Today } from './desk.ts';

const FACTS = 'token-economics';

export const stakeParameters = {
  initial: {
    kind: 'fraction',
    default: '25 %',
    about: 'Part of the circulating supply that is staked at the start; with `supply` at all times',
    status: 'estimate',
    source: `${FACTS} 4: 24 % of the float at TGE follow from one social post`,
  },
  locked: {
    kind: 'fraction',
    default: '50 %',
    about:
      'Part of what is locked at the start that is staked, in buckets that can be staked while locked; none of 0G is known to be',
    status: 'estimate',
    source: 'no figure in the facts',
  },
  ...stakingParameters,
  ...splitParameters,
  traded: {
    kind: 'fraction',
    default: '50 %',
    about: 'Part of new stake that is bought for it, and of unbonded stake that is sold',
    status: 'estimate',
    source: 'no figure in the facts',
  },
  run: {
    kind: 'group',
    about: 'A run on the stake, as after a slash',
    status: 'choice',
    fields: {
      at: {
        kind: 'count',
        default: null,
        about: 'Day on which it begins; without it there is none',
        status: 'choice',
      },
      slashed: {
        kind: 'fraction',
        default: 0,
        about: 'Part of the stake that is burned on that day; the run is of the rest',
        status: 'choice',
      },
      share: {
        kind: 'fraction',
        default: '30 %',
        about: 'Part of the stake that leaves',
        status: 'choice',
      },
      days: {
        kind: 'count',
        default: 7,
        min: 1,
        max: 3650,
        about: 'Days over which it leaves, evenly',
        status: 'choice',
      },
    },
  },
} as const satisfies ParameterTable;

/** Nominal yields above count as this: next to no stake would make them endless. A choice. */
const MOST_YIELD = 2;

/** Who stakes and who leaves, day by day, along one path. */
export class StakeDesk implements Desk {
  readonly id = 'unbonded';
  /** Tokens; `staked` ones are released, and may leave. */
  staked = 0;
  stakedWhileLocked = 0;
  unbonding = 0;
  /** Net growth of the supply, and what stakers get, tokens, in a year. */
  netInflation = 0;
  reward = 0;
  private readonly values: TokenValues['staking'];
  private readonly hands: Hands;
  /** Tokens that are free on a day. */
  private readonly freed: Float64Array;
  private readonly delay: number;
  /** Part of the free tokens whose owners may stake. */
  private stakeable = 0;
  /** Tokens since the last month was posted. */
  private joined = 0;
  private left = 0;
  private returned = 0;
  private slashed = 0;
  /** Rewards that are released with the locked tokens that earned them. */
  private lockedRewards = 0;
  private runPerDay = 0;

  constructor(values: TokenValues, hands: Hands, days: number) {
    this.values = values.staking;
    this.hands = hands;
    this.delay = Math.ceil(values.staking.unbonding);
    this.freed = new Float64Array(days + this.delay + 1);
    this.read();
  }

  /** Real yield of a year, after the growth of the supply. */
  get realYield(): number {
    return realYield(this.nominalYield, this.netInflation);
  }

  /** Rewards of a year over the stake. */
  get nominalYield(): number {
    const all = this.staked + this.stakedWhileLocked;
    return this.reward > 0 ? Math.min(this.reward / all, MOST_YIELD) : 0;
  }

  get locked(): number {
    return this.staked + this.unbonding + this.slashed + this.lockedRewards;
  }

  /** Moves stake for a day; a part of it is bought, or sold when it is free. */
  trade({ day, free }: Today): number {
    const { traded, run } = this.values;
    const stakeable = free * this.stakeable;
    const moved = stakingFlow(this.values, this.realYield, stakeable, this.staked);
    if (day === run.at) {
      this.slashed = this.staked * run.slashed;
      this.staked -= this.slashed;
      this.runPerDay = (this.staked * run.share) / run.days;
    }
    const running = run.at !== null && day >= run.at && day < run.at + run.days;
    const leaving = Math.min(Math.max(-moved, 0) + (running ? this.runPerDay : 0), this.staked);
    const joining = Math.max(moved, 0);
    this.staked += joining - leaving;
    this.unbonding += leaving;
    this.joined += joining;
    this.left += leaving;
    this.freed[day + this.delay] += leaving;
    const freed = this.freed[day];
    this.unbonding -= freed;
    this.returned += freed;
    return traded * (joining - freed);
  }

  close(): void {}

  /** Posts what moved in a month and takes the exact amounts back. */
  post(): void {
    const { hands } = this;
    hands.change('stake', 'liquid', toUnits(this.joined));
    hands.burnStake(toUnits(this.slashed), 'slash');
    hands.change('begin unbonding', 'staked', toUnits(this.left));
    hands.change('finish unbonding', 'unbonding', toUnits(this.returned));
    this.joined = 0;
    this.left = 0;
    this.returned = 0;
    this.slashed = 0;
    this.read();
  }

  /** What the ledger says. */
  read(): void {
    const { books } = this.hands;
    this.staked = toTokens(books.sums[PLACE.staked]);
    this.stakedWhileLocked = toTokens(books.sums[PLACE.locked_staked]);
    this.lockedRewards = toTokens(this.hands.lockedStakers.held);
    this.stakeable = this.hands.stakeable();
    this.unbonding = toTokens(books.sums[PLACE.unbonding]);
  }
}
