import { expm1, log1p } from '../../../sim/math.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { times, YEAR_365 } from './amounts.ts';
import { checkInterval, type InflationRule } from './rule.ts';

const SOURCE =
  'token-economics 3.3: in the specification of an older 0G chain, not proved to be mainnet';
const known = { status: 'published', source: SOURCE } as const;

const parameters = {
  community: {
    kind: 'fraction',
    default: 0,
    about: 'Yearly growth of the total supply, for the community pool',
    ...known,
  },
  staking: {
    kind: 'fraction',
    default: 0,
    about: 'Yearly growth of the staked tokens, for those who stake',
    ...known,
  },
} as const satisfies ParameterTable;

type KavaValues = Values<typeof parameters>;

/** (1 + rate)^(seconds / 31,536,000) - 1. */
export function kavaGrowth(rate: number, seconds: number): number {
  return expm1((log1p(rate) * seconds) / YEAR_365);
}

export const kava: InflationRule<KavaValues, KavaValues> = {
  name: 'kava',
  about: 'Two rates that compound every second: on the total supply and on the staked tokens',
  status: 'published',
  source: SOURCE,
  year: { seconds: YEAR_365, text: '31,536,000 s (365 days)' },
  rounding: 'each of the two amounts down to the base unit',
  refresh: 'each call: an interval is one payment on the supply at `from`',
  additive: 'no',
  uses: ['total', 'staked'],
  parameters,
  start: (values) => values,
  rate({ community, staking }, _at, { total, staked }) {
    if (total === 0n) return 0;
    return log1p(community) + (log1p(staking) * Number(staked)) / Number(total);
  },
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    const seconds = to - from;
    const community = times(supply.total, kavaGrowth(state.community, seconds));
    const staking = times(supply.staked, kavaGrowth(state.staking, seconds));
    return { minted: community + staking, released: 0n, state };
  },
};
