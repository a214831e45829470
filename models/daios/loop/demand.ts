import { pow } from '../../../sim/math.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import type { AdoptionLaw } from './adoption-laws.ts';

const NONE = 'no figure in the facts';

/** What users ask for, and how they answer to what they got. */
export const demandParameters = {
  potential: {
    kind: 'number',
    default: 50_000,
    min: 0,
    max: 1e9,
    about: 'Tasks per second if everybody who could use the network does, at reference terms',
    status: 'estimate',
    source: NONE,
  },
  start: {
    kind: 'fraction',
    default: 0.0002,
    about: 'Share of them who use it at the start',
    status: 'estimate',
    source: `${NONE}; 7 services are listed (0g-da-chain-compute 3.2)`,
  },
  priceElasticity: {
    kind: 'number',
    default: 0.8,
    min: 0,
    max: 5,
    about:
      'Part in % by which a price of a task 1 % higher, gas and storage included, lowers demand',
    status: 'estimate',
    source: NONE,
  },
  latencyElasticity: {
    kind: 'number',
    default: 0.3,
    min: 0,
    max: 5,
    about: 'Part in % by which a mean latency 1 % higher lowers demand',
    status: 'estimate',
    source: NONE,
  },
  latency: {
    kind: 'number',
    default: 5,
    min: 0.001,
    max: 1e4,
    about: 'Mean seconds of a task at reference terms; less of it raises demand no further',
    status: 'estimate',
    source: `${NONE}; 202 tokens at 10 to 25 ms (hardware-network-workloads B2, D2)`,
  },
  trustLoss: {
    kind: 'number',
    default: 0.2,
    min: 0,
    max: 1,
    about: 'Part of the users who stay away after a week in which every task was refused',
    status: 'estimate',
    source: NONE,
  },
  trustGain: {
    kind: 'number',
    default: 0.05,
    min: 0,
    max: 1,
    about: 'Part of those who stay away that comes back in a week',
    status: 'estimate',
    source: NONE,
  },
} as const satisfies ParameterTable;

export type DemandValues = Values<typeof demandParameters>;

/** What users remember. All of it is of weeks that are over. */
export interface Users {
  /** Share of adopters, 0 to 1. */
  readonly adopted: number;
  /** Share of adopters who do not stay away, 0 to 1. */
  readonly trust: number;
  /** Mean seconds of a task, last week. */
  readonly latency: number;
  /** USD of a task, as last posted by providers. */
  readonly price: number;
  /** USD of gas and storage beside it, last week. */
  readonly fees: number;
}

/** Users before the first week: at reference terms. @param price USD of a task */
export function newUsers({ start, latency }: DemandValues, price: number): Users {
  return { adopted: start, trust: 1, latency, price, fees: 0 };
}

/** Factor on demand by latency: 1 at the reference and below. */
export function patienceOf(values: DemandValues, latency: number): number {
  const { latency: reference, latencyElasticity } = values;
  return latency <= reference ? 1 : pow(latency / reference, -latencyElasticity);
}

/**
 * Tasks per second that users ask for.
 * @param reference USD of a task at reference terms, all fees included
 */
export function demandOf(values: DemandValues, users: Users, reference: number): number {
  const byPrice = pow((users.price + users.fees) / reference, -values.priceElasticity);
  const adopters = values.potential * users.adopted * users.trust;
  return adopters * byPrice * patienceOf(values, users.latency);
}

/** What a week was like. */
export interface Experience {
  /** Part of the tasks that was refused, 0 to 1. */
  readonly refused: number;
  /** Mean seconds of a task; 0 when none was served. */
  readonly latency: number;
  /** USD of a task next week. */
  readonly price: number;
  /** USD of gas and storage for a task. */
  readonly fees: number;
}

/** Users after a week: trust falls with refusals and heals; adoption grows by what the service was worth. */
export function afterWeek(
  values: DemandValues,
  law: AdoptionLaw,
  users: Users,
  { refused, latency, price, fees }: Experience,
): Users {
  const { trustLoss, trustGain } = values;
  const kept = users.trust * (1 - trustLoss * refused);
  const trust = kept + trustGain * (1 - kept) * (1 - refused);
  const felt = latency > 0 ? latency : users.latency;
  return {
    adopted: law.next(users.adopted, trust * patienceOf(values, felt)),
    ...{ trust, latency: felt, price, fees },
  };
}
