import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { fixed, TOKEN, YEAR_GREGORIAN } from './amounts.ts';
import {
  NO_PROVISION,
  type Provision,
  type ProvisionLaw,
  payProvision,
  provisionAt,
} from './provision.ts';
import { checkInterval, type InflationRule } from './rule.ts';

const SOURCE = 'token-economics 8.6: Sui pays stake from a bucket, ZetaChain for 4 years';

const parameters = {
  bucket: {
    kind: 'count',
    default: 100_000_000,
    max: 1_000_000_000_000,
    about: 'Tokens that were set aside, part of the supply from genesis on',
    status: 'estimate',
    source: `${SOURCE}; a tenth of a billion, as the share of Sui`,
  },
  years: {
    kind: 'count',
    default: 4,
    min: 1,
    max: 100,
    about: 'Years over which the bucket is paid out evenly',
    status: 'published',
    source: `${SOURCE}; that it is even is an estimate`,
  },
  tail: {
    kind: 'fraction',
    default: 0,
    about: 'Rate of new supply once the bucket is empty, taken anew each year',
    status: 'published',
    source: `${SOURCE}, then about 2.5 %`,
  },
} as const satisfies ParameterTable;

type BucketValues = Values<typeof parameters>;

interface State {
  readonly values: BucketValues;
  /** Of the tail. */
  readonly provision: Provision;
}

function law({ values }: State): ProvisionLaw {
  const tail = fixed(values.tail);
  return {
    year: YEAR_GREGORIAN,
    provisionUnit: 1n,
    unit: 1n,
    refresh: 'yearly',
    blockSeconds: 0,
    changes: [],
    rateAt: () => tail,
    base: ({ total }) => total,
  };
}

/** Second in which the bucket is empty. */
function endOf({ years }: BucketValues): number {
  return years * YEAR_GREGORIAN;
}

/** Base units paid from the bucket up to an instant. */
function paidBy(values: BucketValues, at: number): bigint {
  const end = endOf(values);
  return (BigInt(values.bucket) * TOKEN * BigInt(Math.min(at, end))) / BigInt(end);
}

export const bucketEmission: InflationRule<BucketValues, State> = {
  name: 'bucket_emission',
  about: 'Pays from a bucket that exists already: no new supply until it is empty',
  status: 'published',
  source: SOURCE,
  year: { seconds: YEAR_GREGORIAN, text: '365.2425 days (a choice)' },
  rounding: 'differences of cumulative amounts, each down to the base unit',
  refresh: 'never; the tail each year',
  additive: 'exact',
  uses: ['total'],
  parameters,
  start: (values) => ({ values, provision: NO_PROVISION }),
  rate(state, at, supply) {
    if (at < endOf(state.values) || supply.total === 0n) return 0;
    const { amount } = provisionAt(law(state), state.provision, at, supply);
    return Number(amount) / Number(supply.total);
  },
  mint(state, from, to, supply) {
    checkInterval(from, to, supply);
    const { values } = state;
    const released = paidBy(values, to) - paidBy(values, from);
    const since = Math.max(from, endOf(values));
    if (to <= since) return { minted: 0n, released, state };
    const { paid, provision } = payProvision(law(state), state.provision, since, to, supply);
    return { minted: paid, released, state: { ...state, provision } };
  },
};
