import { exp, log1p } from '../../../../sim/math.ts';
import type { ParameterTable, Values } from '../../../../sim/parameters.ts';
import { fromTokens, YEAR_365 } from '../amounts.ts';
import { checkInterval, type InflationRule } from '../rule.ts';
import {
  BASELINE_FITTED,
  BASELINE_GROWTH,
  BASELINE_TOTAL,
  baselineAt,
  cappedPower,
  DAYS_PER_YEAR,
  DECAY,
  networkTime,
  SIMPLE_TOTAL,
} from './minting.ts';

const SOURCE = 'token-economics 8.5, Filecoin specification and mechafil-jax';
const DAY_SECONDS = 86_400;

const parameters = {
  launchDay: {
    kind: 'count',
    default: 0,
    max: 20_000,
    about: 'Days between the launch of the network and the start of the run',
    status: 'choice',
  },
  cumulative: {
    kind: 'number',
    default: null,
    min: 0,
    max: 1e9,
    about:
      'Power up to the baseline, summed from launch to the start of the run, EiB * day; absent, what `power` and `powerGrowth` give',
    status: 'choice',
  },
  power: {
    kind: 'number',
    default: 10,
    min: 0,
    max: 1e6,
    about: 'Raw power of the network at the start of the run, EiB',
    status: 'estimate',
    source: 'no forecast is published; of the order of the network in 2022 (token-economics 8.7)',
  },
  powerGrowth: {
    kind: 'number',
    default: 0,
    min: -0.99,
    max: 100,
    about: 'Growth of that power in a year, as a fraction',
    status: 'estimate',
    source: 'no forecast is published; a network that stays as it is',
  },
  baseline: {
    kind: 'number',
    default: BASELINE_FITTED,
    min: 0.001,
    max: 1000,
    about: 'Baseline at launch, EiB; the specification has 2.5057',
    status: 'measured',
    source: 'token-economics 7: 2.766213637 EB fit chain data',
  },
} as const satisfies ParameterTable;

type FilecoinValues = Values<typeof parameters>;

interface State {
  readonly values: FilecoinValues;
}

/** What is mined since launch when the run is at second `at`. */
interface Mined {
  /** Days since launch. */
  readonly day: number;
  /** Effective network time, days. */
  readonly effective: number;
  /** EiB, power up to the baseline. */
  readonly power: number;
  /** EiB * day. */
  readonly cumulative: number;
}

function minedAt(values: FilecoinValues, at: number): Mined {
  const { launchDay, baseline } = values;
  const day = launchDay + at / DAY_SECONDS;
  const growth = log1p(values.powerGrowth) / DAYS_PER_YEAR;
  const path = { power: values.power * exp(-growth * launchDay), growth };
  const before = values.cumulative ?? cappedPower(path, baseline, 0, launchDay);
  const cumulative = before + cappedPower(path, baseline, launchDay, day);
  const raw = values.power * exp((growth * at) / DAY_SECONDS);
  const power = Math.min(raw, baselineAt(baseline, day));
  return { day, effective: networkTime(cumulative, baseline), power, cumulative };
}

/** Base units that are still to be mined: they fall in every second, where their sum with what is mined would not. */
function leftAt(values: FilecoinValues, at: number): bigint {
  const { day, effective } = minedAt(values, at);
  return fromTokens(SIMPLE_TOTAL * exp(-DECAY * day) + BASELINE_TOTAL * exp(-DECAY * effective));
}

export const filecoin: InflationRule<FilecoinValues, State> = {
  name: 'filecoin',
  about: 'Half of a fixed allocation in six years: 30 % by time, 70 % by power up to a baseline',
  status: 'from source',
  source: SOURCE,
  year: { seconds: YEAR_365, text: '365 days' },
  rounding: 'differences of what is left to mine, each as a double: 10^-7 token',
  refresh: 'never: the supply plays no part',
  additive: 'exact',
  uses: [],
  parameters,
  start: (values) => ({ values }),
  rate({ values }, at, { total }) {
    if (total === 0n) return 0;
    const { day, effective, power, cumulative } = minedAt(values, at);
    // Effective time runs by power / (baseline + growth * cumulative) days a day.
    const pace = power / (values.baseline + BASELINE_GROWTH * cumulative);
    const daily =
      DECAY * (SIMPLE_TOTAL * exp(-DECAY * day) + BASELINE_TOTAL * exp(-DECAY * effective) * pace);
    return (daily * DAYS_PER_YEAR) / (Number(total) / 1e18);
  },
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    const minted = leftAt(state.values, from) - leftAt(state.values, to);
    return { minted, released: 0n, state };
  },
};
