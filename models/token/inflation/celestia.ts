import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { fixed, fixedTimes, ONE, YEAR_GREGORIAN } from './amounts.ts';
import { NO_PROVISION, type Provision, type ProvisionLaw, paidByProvision } from './provision.ts';
import type { InflationRule } from './rule.ts';

const SOURCE = 'token-economics 8.4, celestia-app x/mint and ADR-019';
const known = { status: 'from source', source: SOURCE } as const;
const DAY_SECONDS = 86_400;
/** Base units of 10^-6 token. */
const UTIA = 1_000_000_000_000n;

const parameters = {
  rate: {
    kind: 'fraction',
    default: '8 %',
    about: 'Rate of the first year of the chain',
    ...known,
  },
  disinflation: {
    kind: 'fraction',
    default: '10 %',
    about: 'Share of the rate that each year takes away',
    ...known,
  },
  target: { kind: 'fraction', default: '1.5 %', about: 'Least rate', ...known },
  eras: {
    kind: 'list',
    of: {
      kind: 'group',
      about: 'Constants of a later version of the chain',
      status: 'choice',
      fields: {
        day: {
          kind: 'count',
          default: 0,
          max: 100_000,
          about: 'Days since genesis from which these constants hold',
          status: 'choice',
        },
        rate: { kind: 'fraction', default: '5.36 %', about: 'As `rate`', ...known },
        disinflation: { kind: 'fraction', default: '6.7 %', about: 'As `disinflation`', ...known },
      },
    },
    default: [],
    about: 'Later constants, by rising day; years still count from genesis',
    status: 'choice',
  },
  refresh: {
    kind: 'choice',
    options: ['yearly', 'on_rate_change'],
    default: 'yearly',
    about: 'Whether an anniversary takes the provision anew when the rate stays the same',
    status: 'choice',
  },
  blockSeconds: {
    kind: 'count',
    default: 0,
    max: 86_400,
    about: 'Seconds from block to block, each rounded down; 0 pays each provision to the end',
    status: 'choice',
  },
} as const satisfies ParameterTable;

type CelestiaValues = Values<typeof parameters>;

interface State {
  readonly values: CelestiaValues;
  readonly provision: Provision;
}

/** max(target, rate (1 - disinflation)^year) in 10^-18. */
export function celestiaRate(
  constants: Pick<CelestiaValues, 'rate' | 'disinflation' | 'target'>,
  year: number,
): bigint {
  const target = fixed(constants.target);
  const keep = ONE - fixed(constants.disinflation);
  let rate = fixed(constants.rate);
  if (keep === ONE) return rate > target ? rate : target;
  for (let i = 0; i < year && rate > target; i++) rate = fixedTimes(rate, keep);
  return rate > target ? rate : target;
}

/** Units that a block pays: the provision of a year by nanoseconds, rounded down. */
export function celestiaBlock(provision: bigint, nanoseconds: bigint): bigint {
  return (provision * nanoseconds) / (BigInt(YEAR_GREGORIAN) * 1_000_000_000n);
}

function law({ values }: State): ProvisionLaw {
  const changes = values.eras.map(({ day }) => day * DAY_SECONDS);
  return {
    year: YEAR_GREGORIAN,
    provisionUnit: 1n,
    unit: values.blockSeconds === 0 ? 1n : UTIA,
    refresh: values.refresh,
    blockSeconds: values.blockSeconds,
    changes,
    rateAt(at) {
      const era = values.eras.findLast(({ day }) => day * DAY_SECONDS <= at) ?? values;
      const year = Math.floor(at / YEAR_GREGORIAN);
      return celestiaRate({ ...era, target: values.target }, year);
    },
    base: ({ total }) => total,
  };
}

export const celestia: InflationRule<CelestiaValues, State> = {
  name: 'celestia',
  about: '8 % falling by a tenth of itself each year to 1.5 %, with eras of other constants',
  status: 'from source',
  source: SOURCE,
  year: { seconds: YEAR_GREGORIAN, text: '31,556,952 s (365.2425 days)' },
  rounding: 'rate to 10^-18, payments down to the base unit, those of blocks to 10^-6 token',
  refresh: 'each year from genesis, and when an era begins',
  additive: 'exact',
  uses: ['total'],
  parameters,
  start(values) {
    for (const [i, { day }] of values.eras.entries()) {
      const before = values.eras[i - 1]?.day ?? 0;
      if (day <= before) {
        throw new RangeError(`eras.${i}.day, expected above ${before}, got ${day}`);
      }
    }
    return { values, provision: NO_PROVISION };
  },
  ...paidByProvision(law),
};
