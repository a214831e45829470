import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { GWEI, TOKEN, YEAR_GREGORIAN } from './amounts.ts';
import { NO_PROVISION, type Provision, type ProvisionLaw, paidByProvision } from './provision.ts';
import type { InflationRule } from './rule.ts';

const SOURCE = 'token-economics 3.1: read in code of a BeaconKit chain, not proved to be mainnet';
const known = { status: 'from source', source: SOURCE } as const;

const parameters = {
  start: {
    kind: 'count',
    default: 800,
    max: 90_000,
    about: 'Rate of the first year, basis points',
    ...known,
  },
  keepNumerator: {
    kind: 'count',
    default: 7,
    max: 1_000_000,
    about: 'Each completed year the rate is multiplied by this',
    ...known,
  },
  keepDenominator: {
    kind: 'count',
    default: 8,
    min: 1,
    max: 1_000_000,
    about: 'and divided by this, rounded down to a basis point',
    ...known,
  },
  floor: {
    kind: 'count',
    default: 250,
    max: 90_000,
    about: 'Least rate, basis points',
    ...known,
  },
  refresh: {
    kind: 'choice',
    options: ['yearly', 'on_rate_change'],
    default: 'yearly',
    about:
      'When the provision is taken anew from the supply; the code does it on a change of the rate only, so that it stays as it is once the floor is reached',
    status: 'choice',
  },
  blockSeconds: {
    kind: 'count',
    default: 0,
    max: 86_400,
    about:
      'Seconds from block to block, each rounded down to 10^-9 token as in the code; 0 pays each provision to the end',
    status: 'choice',
  },
  unit: {
    kind: 'choice',
    options: ['gwei', 'token'],
    default: 'gwei',
    about: 'What amounts are rounded down to: 10^-9 token as in the code, or whole tokens',
    ...known,
  },
} as const satisfies ParameterTable;

type OgStepdownValues = Values<typeof parameters>;

interface State {
  readonly values: OgStepdownValues;
  readonly provision: Provision;
}

/** Basis points of a year counted from 0, rounded down in every step. */
export function stepdownRate(
  values: Pick<OgStepdownValues, 'start' | 'keepNumerator' | 'keepDenominator' | 'floor'>,
  year: number,
): number {
  const { start, keepNumerator, keepDenominator, floor } = values;
  let rate = Math.max(start, floor);
  for (let i = 0; i < year && rate > floor; i++) {
    rate = Math.max(floor, Math.floor((rate * keepNumerator) / keepDenominator));
  }
  return rate;
}

const BASIS_POINT = 100_000_000_000_000n;

function law({ values }: State): ProvisionLaw {
  return {
    year: YEAR_GREGORIAN,
    provisionUnit: values.unit === 'gwei' ? GWEI : TOKEN,
    unit: values.unit === 'gwei' ? GWEI : TOKEN,
    refresh: values.refresh,
    blockSeconds: values.blockSeconds,
    changes: [],
    rateAt: (at) => BigInt(stepdownRate(values, Math.floor(at / YEAR_GREGORIAN))) * BASIS_POINT,
    base: ({ total }) => total,
  };
}

export const ogStepdown: InflationRule<OgStepdownValues, State> = {
  name: 'og_stepdown',
  about: '8 % falling by an eighth each year to 2.5 %, in whole basis points',
  status: 'from source',
  source: SOURCE,
  year: { seconds: YEAR_GREGORIAN, text: '31,556,952 s (365.2425 days)' },
  rounding: 'rate down to a basis point, provision and payments down to 10^-9 token',
  refresh: 'each year from genesis, or when the rate changes',
  additive: 'exact',
  uses: ['total'],
  parameters,
  start(values) {
    if (values.keepNumerator >= values.keepDenominator) {
      const { keepNumerator, keepDenominator } = values;
      throw new RangeError(
        `keepNumerator, expected below keepDenominator ${keepDenominator}, got ${keepNumerator}`,
      );
    }
    return { values, provision: NO_PROVISION };
  },
  ...paidByProvision(law),
};
