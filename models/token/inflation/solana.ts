import { expm1 } from '../../../sim/math.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { fixed, GWEI, ONE, times, YEAR_JULIAN } from './amounts.ts';
import { NO_PROVISION, type Provision, type ProvisionLaw, paidByProvision } from './provision.ts';
import { checkInterval, type InflationRule, type Supply } from './rule.ts';
import {
  accumulatedRate,
  type Disinflation,
  disinflatedRate,
  disinflation,
} from './solana-curve.ts';

/** 432,000 slots of 0.4 s. */
export const EPOCH_SECONDS = 172_800;

const SOURCE = 'token-economics 8.2, solana-sdk inflation module';
const known = { status: 'from source', source: SOURCE } as const;

/** Parameters of both Solana rules. */
export const solanaParameters = {
  start: { kind: 'fraction', default: '8 %', about: 'First rate', ...known },
  taper: {
    kind: 'fraction',
    default: '15 %',
    max: 0.99,
    about: 'Share of the rate that a year takes away',
    ...known,
  },
  floor: { kind: 'fraction', default: '1.5 %', about: 'Least rate', ...known },
  evaluation: {
    kind: 'choice',
    options: ['continuous', 'epoch', 'yearly'],
    default: 'continuous',
    about:
      'When the rate is read and compounds: all the time, once an epoch of two days, or once a year',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type SolanaValues = Values<typeof solanaParameters>;

export interface SolanaState {
  readonly evaluation: SolanaValues['evaluation'];
  readonly curve: Disinflation;
  /** Of `yearly`. */
  readonly provision: Provision;
}

function yearly({ curve }: SolanaState): ProvisionLaw {
  return {
    year: YEAR_JULIAN,
    provisionUnit: GWEI,
    unit: GWEI,
    refresh: 'yearly',
    blockSeconds: 0,
    changes: [],
    rateAt: (at) => fixed(disinflatedRate(curve, Math.floor(at / YEAR_JULIAN))),
    base: ({ total }) => total,
  };
}

const provided = paidByProvision(yearly);

/** What both Solana rules share. */
export const solanaCommon = {
  status: 'from source',
  year: {
    seconds: YEAR_JULIAN,
    text: '78,894,000 slots of 0.4 s (365.25 days); slots are taken at this target time',
  },
  rounding: 'continuous: down to the base unit; epoch, yearly: down to 10^-9 token',
  refresh: 'all the time, each epoch, or each year, as `evaluation` says',
  additive: 'close',
  uses: ['total'],
  rate(state, at, supply) {
    const { curve, evaluation } = state;
    const years = at / YEAR_JULIAN;
    if (evaluation === 'continuous') return disinflatedRate(curve, years);
    if (evaluation === 'epoch') return disinflatedRate(curve, epochStart(at) / YEAR_JULIAN);
    return provided.rate(state, at, supply);
  },
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    const { curve, evaluation } = state;
    if (evaluation === 'yearly') return provided.mint(state, from, to, supply);
    const minted =
      evaluation === 'epoch'
        ? mintEpochs(curve, from, to, supply)
        : times(supply.total, expm1(accumulatedRate(curve, from / YEAR_JULIAN, to / YEAR_JULIAN)));
    return { minted, released: 0n, state };
  },
} as const satisfies Partial<InflationRule<SolanaValues, SolanaState>>;

function epochStart(at: number): number {
  return Math.floor(at / EPOCH_SECONDS) * EPOCH_SECONDS;
}

/** Each epoch that ends within (from, to] pays at the rate of its beginning, when it ends. */
function mintEpochs(curve: Disinflation, from: number, to: number, supply: Supply): bigint {
  const whole = ONE * BigInt(YEAR_JULIAN) * GWEI;
  let total = supply.total;
  for (let end = epochStart(from) + EPOCH_SECONDS; end <= to; end += EPOCH_SECONDS) {
    const rate = fixed(disinflatedRate(curve, (end - EPOCH_SECONDS) / YEAR_JULIAN));
    total += ((total * rate * BigInt(EPOCH_SECONDS)) / whole) * GWEI;
  }
  return total - supply.total;
}

export const solana: InflationRule<SolanaValues, SolanaState> = {
  ...solanaCommon,
  name: 'solana',
  about: '8 % falling by 15 % of itself each year to 1.5 %',
  source: SOURCE,
  parameters: solanaParameters,
  start: ({ start, taper, floor, evaluation }) => ({
    evaluation,
    curve: disinflation(start, taper, floor),
    provision: NO_PROVISION,
  }),
};
