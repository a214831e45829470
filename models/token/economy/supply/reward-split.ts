import type { ParameterTable } from '../../../../sim/parameters.ts';
import { type Account, accountOf } from '../../ledger/books.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RewardTargets, RewardTerms } from '../../ledger/rewards.ts';
import type { TokenValues } from '../parameters.ts';
import { EXTRA, type Plan } from '../plan.ts';

const NO_VALUE = 'token-economics 4: the fields are published, no values';
const BILLION = 1_000_000_000n;

/** Who takes a part of the rewards before those who stake; in the order of `chain/stake`. */
export const splitParameters = {
  tax: {
    kind: 'fraction',
    default: 0,
    about: 'Part of the rewards of own stake that goes to the class of the treasury first',
    status: 'estimate',
    source: NO_VALUE,
  },
  commission: {
    kind: 'fraction',
    default: 0,
    about: 'Part of what the tax leaves that validators take',
    status: 'estimate',
    source: NO_VALUE,
  },
  restaked: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 100,
    about: 'Assets of other chains that are staked beside own stake, by weight, over that stake',
    status: 'estimate',
    source: NO_VALUE,
  },
} as const satisfies ParameterTable;

/** Parts of a reward that do not go to stakers by share, in billionths. */
export interface RewardSplit {
  readonly tax: bigint;
  readonly commission: bigint;
  /** Over the own stake. */
  readonly restaked: bigint;
}

export function rewardSplit({ tax, commission, restaked }: TokenValues['staking']): RewardSplit {
  const billionths = (part: number): bigint => BigInt(Math.round(part * 1e9));
  return {
    tax: billionths(tax),
    commission: billionths(commission),
    restaked: billionths(restaked),
  };
}

/** Part of all rewards that reaches those who stake. */
export function stakersShare({ tax, commission, restaked }: TokenValues['staking']): number {
  return ((1 - tax) * (1 - commission)) / (1 + restaked);
}

/** Terms of the ledger for a stake. @param stakes base units by class */
export function rewardTerms(split: RewardSplit, stakes: readonly bigint[]): RewardTerms {
  const { tax, commission, restaked } = split;
  if (restaked === 0n) return { communityTax: tax, commission, restaked };
  let own = 0n;
  for (const stake of stakes) own += stake;
  return { communityTax: tax, commission, restaked: (own * restaked) / BILLION };
}

/** Accounts of the parts; what nobody gets has that of the market. */
export function rewardTargets({ treasury, classes }: Plan, ledger: Ledger): RewardTargets {
  const liquid = (id: string | null): Account => {
    const known = id !== null && classes.some((each) => each.id === id);
    return accountOf(ledger.holder(known ? id : EXTRA.market), 'liquid');
  };
  return {
    tax: liquid(treasury),
    commission: liquid(EXTRA.validators),
    restaked: liquid(EXTRA.restakers),
  };
}
