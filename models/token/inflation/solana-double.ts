import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { NO_PROVISION } from './provision.ts';
import type { InflationRule } from './rule.ts';
import { type SolanaState, solanaCommon, solanaParameters } from './solana.ts';
import { disinflation, reanchored } from './solana-curve.ts';

const parameters = {
  ...solanaParameters,
  activation: {
    kind: 'number',
    default: 5.5,
    min: 0,
    max: 1000,
    about: 'Years after which the new taper begins, with the rate of that moment',
    status: 'estimate',
    source: 'token-economics 8.2: accepted in 2026, the day is not in the sheet',
  },
  newTaper: {
    kind: 'fraction',
    default: '30 %',
    max: 0.99,
    about: 'Share of the rate that a year takes away from then on',
    status: 'published',
    source: 'token-economics 8.2, SIMD-0550',
  },
} as const satisfies ParameterTable;

export const solanaDouble: InflationRule<Values<typeof parameters>, SolanaState> = {
  ...solanaCommon,
  name: 'solana_double',
  about: 'Solana with the taper of 30 % that was accepted in 2026',
  source: 'token-economics 8.2, SIMD-0550 on the solana-sdk inflation module',
  parameters,
  start: ({ start, taper, floor, evaluation, activation, newTaper }) => ({
    evaluation,
    curve: reanchored(disinflation(start, taper, floor), activation, newTaper),
    provision: NO_PROVISION,
  }),
};
