import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { fixed, YEAR_GREGORIAN } from './amounts.ts';
import { NO_PROVISION, type Provision, type ProvisionLaw, paidByProvision } from './provision.ts';
import type { InflationRule } from './rule.ts';

const SOURCE = 'token-economics 8.6, a Plasma post';
const known = { status: 'published', source: SOURCE } as const;

const parameters = {
  start: { kind: 'fraction', default: '5 %', about: 'Rate of the first year', ...known },
  step: { kind: 'fraction', default: '0.5 %', about: 'Taken off the rate each year', ...known },
  floor: { kind: 'fraction', default: '3 %', about: 'Least rate', ...known },
} as const satisfies ParameterTable;

type PlasmaValues = Values<typeof parameters>;

interface State {
  readonly values: PlasmaValues;
  readonly provision: Provision;
}

function law({ values }: State): ProvisionLaw {
  const [start, step, floor] = [values.start, values.step, values.floor].map(fixed);
  return {
    year: YEAR_GREGORIAN,
    provisionUnit: 1n,
    unit: 1n,
    refresh: 'yearly',
    blockSeconds: 0,
    changes: [],
    rateAt(at) {
      const rate = start - step * BigInt(Math.floor(at / YEAR_GREGORIAN));
      return rate > floor ? rate : floor;
    },
    base: ({ total }) => total,
  };
}

export const plasma: InflationRule<PlasmaValues, State> = {
  name: 'plasma',
  about: '5 % falling by half a point a year to 3 %',
  status: 'published',
  source: SOURCE,
  year: { seconds: YEAR_GREGORIAN, text: '365.2425 days (a choice; not published)' },
  rounding: 'down to the base unit; the fraction is carried on',
  refresh: 'each year (a choice; not published)',
  additive: 'exact',
  uses: ['total'],
  parameters,
  start: (values) => ({ values, provision: NO_PROVISION }),
  ...paidByProvision(law),
};
