import { YEAR_GREGORIAN } from './amounts.ts';
import { checkInterval, type InflationRule } from './rule.ts';

export const none: InflationRule<object, object> = {
  name: 'none',
  about: 'A fixed supply',
  status: 'choice',
  source: '',
  year: { seconds: YEAR_GREGORIAN, text: '365.2425 days' },
  rounding: 'nothing to round',
  refresh: 'never',
  additive: 'exact',
  uses: [],
  parameters: {},
  start: () => ({}),
  rate: () => 0,
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    return { minted: 0n, released: 0n, state };
  },
};
