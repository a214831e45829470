import { expm1, log1p } from '../../../sim/math.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { fixed, times, YEAR_GREGORIAN } from './amounts.ts';
import { NO_PROVISION, type Provision, type ProvisionLaw, paidByProvision } from './provision.ts';
import { checkInterval, type InflationRule } from './rule.ts';

const SOURCE = 'token-economics 13.1, a rule for comparison and no chain';

const parameters = {
  rate: {
    kind: 'fraction',
    default: '5 %',
    about: 'Tokens issued a year, of the supply',
    status: 'estimate',
    source: SOURCE,
  },
  compounding: {
    kind: 'choice',
    options: ['simple', 'yearly', 'per_second'],
    default: 'yearly',
    about:
      '`simple`: on the supply of the first payment; `yearly`: on that of each anniversary; `per_second`: every second, so that a year grows by (1 + rate / year)^year',
    status: 'choice',
  },
} as const satisfies ParameterTable;

interface State {
  readonly rate: number;
  readonly compounding: Values<typeof parameters>['compounding'];
  readonly provision: Provision;
}

function law({ rate, compounding }: State): ProvisionLaw {
  const inFixed = fixed(rate);
  return {
    year: YEAR_GREGORIAN,
    provisionUnit: 1n,
    unit: 1n,
    // A rate that never changes never refreshes the amount, which is simple interest.
    refresh: compounding === 'simple' ? 'on_rate_change' : 'yearly',
    blockSeconds: 0,
    changes: [],
    rateAt: () => inFixed,
    base: ({ total }) => total,
  };
}

const provided = paidByProvision(law);

export const fixedRate: InflationRule<Values<typeof parameters>, State> = {
  name: 'fixed_rate',
  about: 'The same rate for ever',
  status: 'choice',
  source: SOURCE,
  year: { seconds: YEAR_GREGORIAN, text: '365.2425 days' },
  rounding: 'down to the base unit; the fraction is carried on (per_second: dropped)',
  refresh: 'at the first payment, at each anniversary, or every second, as `compounding` says',
  additive: 'close',
  uses: ['total'],
  parameters,
  start: ({ rate, compounding }) => ({ rate, compounding, provision: NO_PROVISION }),
  rate(state, at, supply) {
    if (state.compounding !== 'simple') return state.rate;
    return provided.rate(state, at, supply);
  },
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    if (state.compounding === 'per_second') {
      const growth = (to - from) * log1p(state.rate / YEAR_GREGORIAN);
      return { minted: times(supply.total, expm1(growth)), released: 0n, state };
    }
    return provided.mint(state, from, to, supply);
  },
};
