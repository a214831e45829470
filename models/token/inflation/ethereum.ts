import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { fromTokens, GWEI, squareRoot, TOKEN, toTokens, YEAR_JULIAN } from './amounts.ts';
import { checkInterval, type InflationRule } from './rule.ts';

const SOURCE = 'token-economics 8.1, ethereum-economic-model and the consensus specification';
/** 32 slots of 12 s. */
export const EPOCH_SECONDS = 384;
const EPOCHS_PER_YEAR = YEAR_JULIAN / EPOCH_SECONDS;
const BASE_REWARD_FACTOR = 64;

const parameters = {
  form: {
    kind: 'choice',
    options: ['smooth', 'integer'],
    default: 'smooth',
    about:
      '`smooth`: coefficient times the root of the stake, at any instant; `integer`: epochs in gwei',
    status: 'choice',
  },
  coefficient: {
    kind: 'number',
    default: null,
    min: 0,
    max: 1e6,
    about:
      'Of `smooth`: yearly issue with one staked token; absent, 64 * 82,181.25 epochs * 10^-4.5 = 166.3232',
    status: 'from source',
    source: SOURCE,
  },
} as const satisfies ParameterTable;

type EthereumValues = Values<typeof parameters>;

interface State {
  readonly values: EthereumValues;
  /** Base units times seconds that are due, of `smooth`. */
  readonly carry: bigint;
}

/** Yearly issue with one staked token, at full participation. @param epochs of a year */
export function issueCoefficient(epochs: number = EPOCHS_PER_YEAR): number {
  return (BASE_REWARD_FACTOR * epochs * Math.sqrt(1e9)) / 1e9;
}

/** Gwei that a staked token earns in an epoch: floor(10^9 * 64 / floor(sqrt(active balance in gwei))). */
export function baseRewardPerIncrement(activeGwei: bigint): bigint {
  return activeGwei === 0n ? 0n : (GWEI * BigInt(BASE_REWARD_FACTOR)) / squareRoot(activeGwei);
}

/** Base units that an epoch issues, at full participation: whole staked tokens times that. */
function epochIssue(staked: bigint): bigint {
  return (staked / TOKEN) * baseRewardPerIncrement(staked / GWEI) * GWEI;
}

/** Base units a year, at full participation. */
function smoothIssue({ coefficient }: EthereumValues, staked: bigint): bigint {
  return fromTokens((coefficient ?? issueCoefficient()) * Math.sqrt(toTokens(staked)));
}

export const ethereum: InflationRule<EthereumValues, State> = {
  name: 'ethereum',
  about: '166.32 tokens a year times the root of the staked tokens, at full participation',
  status: 'from source',
  source: SOURCE,
  year: { seconds: YEAR_JULIAN, text: '82,181.25 epochs of 384 s (365.25 days)' },
  rounding:
    'smooth: down to the base unit, the fraction is carried on; integer: as the chain, in gwei',
  refresh: 'each call: the stake is that at `from`, and rewards are not staked',
  additive: 'exact',
  uses: ['staked'],
  parameters,
  start: (values) => ({ values, carry: 0n }),
  rate({ values }, _at, { total, staked }) {
    if (total === 0n) return 0;
    const issue =
      values.form === 'smooth'
        ? Number(smoothIssue(values, staked))
        : EPOCHS_PER_YEAR * Number(epochIssue(staked));
    return issue / Number(total);
  },
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    if (state.values.form === 'integer') {
      const epochs = Math.floor(to / EPOCH_SECONDS) - Math.floor(from / EPOCH_SECONDS);
      return { minted: BigInt(epochs) * epochIssue(supply.staked), released: 0n, state };
    }
    const due = state.carry + smoothIssue(state.values, supply.staked) * BigInt(to - from);
    const year = BigInt(YEAR_JULIAN);
    return { minted: due / year, released: 0n, state: { ...state, carry: due % year } };
  },
};
