import { exp } from '../../../sim/math.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { fixed, ONE, times, YEAR_GREGORIAN } from './amounts.ts';
import { NO_PROVISION, type Provision, type ProvisionLaw, paidByProvision } from './provision.ts';
import { checkInterval, type InflationRule, type Supply } from './rule.ts';

const SOURCE =
  'token-economics 3.2: read in code of a Cosmos-era test network, not proved to be mainnet';
const known = { status: 'from source', source: SOURCE } as const;

const parameters = {
  xMin: {
    kind: 'number',
    default: 0.2,
    min: 0,
    max: 100,
    about: 'Staked over circulating supply below which the yield is highest',
    ...known,
  },
  xMax: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 100,
    about: 'Staked over circulating supply at which the yield is `yMin`',
    ...known,
  },
  yMax: { kind: 'fraction', default: '15 %', about: 'Highest yield of a staked token', ...known },
  yMin: { kind: 'fraction', default: '5 %', about: 'Yield at `xMax`', ...known },
  decay: {
    kind: 'number',
    default: 10,
    min: 0.001,
    max: 1000,
    about: 'How fast the yield falls between the two',
    ...known,
  },
  refresh: {
    kind: 'choice',
    options: ['block', 'yearly'],
    default: 'block',
    about:
      'When the yield is taken anew from the supply; `block`: all the time, what is minted counting as circulating and not as staked',
    status: 'choice',
  },
} as const satisfies ParameterTable;

type ApyValues = Values<typeof parameters>;

interface State {
  readonly values: ApyValues;
  readonly provision: Provision;
}

type Curve = Pick<ApyValues, 'xMin' | 'xMax' | 'yMax' | 'yMin' | 'decay'>;

/** What the yield falls towards: (yMin - yMax q) / (1 - q) with q = e^(-decay (xMax - xMin)). */
export function apyLimit({ xMin, xMax, yMax, yMin, decay }: Curve): number {
  const q = exp(-decay * (xMax - xMin));
  return (yMin - yMax * q) / (1 - q);
}

/** Yield of a staked token. @param x staked over circulating supply, 0 or more */
export function apy(curve: Curve, x: number): number {
  if (x < curve.xMin) return curve.yMax;
  const limit = apyLimit(curve);
  // A curve that is next to straight passes 0 beyond xMax.
  return Math.max(0, limit + (curve.yMax - limit) * exp(-curve.decay * (x - curve.xMin)));
}

function yieldOf(curve: Curve, { staked, circulating }: Supply): number {
  return staked === 0n ? curve.yMax : apy(curve, Number(staked) / Number(circulating));
}

/** Steps of the midpoint rule in `block`; an hour is 10^-12 off in a year. */
const STEP_SECONDS = 3600;

/** Minted over staked tokens after `seconds` in which the yield follows the growing supply. */
function yieldOver(curve: Curve, supply: Supply, seconds: number): number {
  const staked = Number(supply.staked);
  const circulating = Number(supply.circulating) / staked;
  let minted = 0;
  for (let at = 0; at < seconds; at += STEP_SECONDS) {
    const years = Math.min(STEP_SECONDS, seconds - at) / YEAR_GREGORIAN;
    const half = (apy(curve, 1 / (circulating + minted)) * years) / 2;
    minted += apy(curve, 1 / (circulating + minted + half)) * years;
  }
  return minted;
}

/** The yearly reading. The rate stands for the yield, which is in the base and so never the reason to refresh. */
function law({ values }: State): ProvisionLaw {
  return {
    year: YEAR_GREGORIAN,
    provisionUnit: 1n,
    unit: 1n,
    refresh: 'yearly',
    blockSeconds: 0,
    changes: [],
    rateAt: () => ONE,
    base: (supply) => (supply.staked * fixed(yieldOf(values, supply))) / ONE,
  };
}

const provided = paidByProvision(law);

export const ogApyCurve: InflationRule<ApyValues, State> = {
  name: 'og_apy_curve',
  about: 'A yield of staked tokens that falls from 15 % to 5 % as more of the float is staked',
  status: 'from source',
  source: SOURCE,
  year: { seconds: YEAR_GREGORIAN, text: '365.2425 days (a choice; the code counts blocks)' },
  rounding: 'down to the base unit',
  refresh: 'all the time, or at each anniversary',
  additive: 'close',
  uses: ['total', 'staked', 'circulating'],
  parameters,
  start(values) {
    if (values.xMax <= values.xMin) {
      throw new RangeError(`xMax, expected above xMin ${values.xMin}, got ${values.xMax}`);
    }
    if (values.yMin > values.yMax) {
      throw new RangeError(`yMin, expected at most yMax ${values.yMax}, got ${values.yMin}`);
    }
    return { values, provision: NO_PROVISION };
  },
  rate(state, at, supply) {
    if (supply.total === 0n) return 0;
    if (state.values.refresh === 'yearly') return provided.rate(state, at, supply);
    return (yieldOf(state.values, supply) * Number(supply.staked)) / Number(supply.total);
  },
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    if (supply.staked === 0n) return { minted: 0n, released: 0n, state };
    if (state.values.refresh === 'yearly') return provided.mint(state, from, to, supply);
    const share = yieldOver(state.values, supply, to - from);
    return { minted: times(supply.staked, share), released: 0n, state };
  },
};
