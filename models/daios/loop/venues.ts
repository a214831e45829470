import { gpuProfile } from '../../../sim/hardware/profiles.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import type { Cohort, Fleet } from './operators.ts';

/* Where the machines of compute providers stand, and what they cost there. */

const RENTS = 'hardware-network-workloads B1: H100';
const HOUR = 3600;
const YEAR_HOURS = 8766;

const venue = (rent: number, share: number, source: string) =>
  ({
    kind: 'group',
    about: 'Rented machines',
    status: 'choice',
    fields: {
      rent: {
        kind: 'number',
        default: rent,
        min: 0.01,
        max: 100,
        about: 'Rent over that on demand in the profile of the GPU, energy included',
        status: 'estimate',
        source,
      },
      share: {
        kind: 'fraction',
        default: share,
        about: 'Share of the providers at the start; the rest own their machines',
        status: 'estimate',
        source: 'no figure in the facts',
      },
    },
  }) as const;

export const fleetParameters = {
  start: {
    kind: 'number',
    default: 4,
    min: 0.001,
    max: 1e7,
    about: 'Providers of compute at the start',
    status: 'estimate',
    source: '7 services are listed (0g-da-chain-compute 3.2); the number of providers is not',
  },
  gpus: {
    kind: 'list',
    of: { kind: 'text', default: 'h100-80g-pcie', about: 'Id of a GPU profile', status: 'choice' },
    default: ['h100-80g-pcie', 'h100-80g-sxm', 'h200-141g-sxm'],
    about: 'GPUs that providers may use, each with one; all start with the first',
    status: 'from source',
    source: '0g-da-chain-compute 3.2: H100 and H200, which run models in a TEE',
  },
  hyperscaler: venue(1.21, 0.3, `${RENTS} at $3.5 to 5 an hour over $3.51`),
  specialist: venue(0.85, 0.5, `${RENTS} at $2.5 to 3.5 an hour over $3.51`),
  'long-tail': venue(0.64, 0.2, `${RENTS} at $1.99 to 2.5 an hour over $3.51`),
  own: {
    kind: 'group',
    about: 'Machines of one’s own',
    status: 'choice',
    fields: {
      host: {
        kind: 'number',
        default: 1.6,
        min: 1,
        max: 10,
        about: 'Price of a server over that of its GPUs',
        status: 'estimate',
        source: 'no figure in the facts',
      },
      life: {
        kind: 'number',
        default: 3,
        min: 0.1,
        max: 20,
        about: 'Years over which it is written off',
        status: 'estimate',
        source: 'no figure in the facts',
      },
      capital: {
        kind: 'number',
        default: 0.3,
        min: 0,
        max: 5,
        about: 'Return a year that owners want on its price',
        status: 'estimate',
        source: 'no figure in the facts',
      },
      energy: {
        kind: 'number',
        default: 0.12,
        min: 0,
        max: 10,
        about: 'USD per kWh',
        status: 'estimate',
        source: 'no figure in the facts',
      },
      overhead: {
        kind: 'number',
        default: 2,
        min: 1,
        max: 10,
        about: 'Power of server and cooling over that of its GPUs',
        status: 'estimate',
        source: 'no figure in the facts',
      },
    },
  },
} as const satisfies ParameterTable;

export type FleetValues = Values<typeof fleetParameters>;

const RENTED = ['hyperscaler', 'specialist', 'long-tail'] as const;
export const OWN = 'own';

/** USD per second of a GPU in a venue. @throws RangeError for an unknown GPU */
export function machineCost(values: FleetValues, gpu: string, place: string): number {
  const profile = gpuProfile(gpu);
  const rented = RENTED.find((name) => name === place);
  if (rented !== undefined) return (profile.rentalOnDemand * values[rented].rent) / HOUR;
  const { host, life, capital, energy, overhead } = values.own;
  const machine = (profile.price2026 * host * (1 / life + capital)) / YEAR_HOURS;
  return (machine + (profile.watts / 1000) * overhead * energy) / HOUR;
}

/**
 * Providers at the start: all on the first GPU, in their venues.
 * @param capacity tasks per second of one provider, by GPU
 */
export function newFleet(values: FleetValues, capacity: Readonly<Record<string, number>>): Fleet {
  const { start, gpus } = values;
  let own = 1;
  for (const name of RENTED) own -= values[name].share;
  const cohorts = gpus.flatMap((gpu, i) =>
    [...RENTED, OWN].map((place): Cohort => {
      const rented = RENTED.find((name) => name === place);
      // Shares that sum to 1 leave next to nothing, on either side of 0.
      const share = rented === undefined ? Math.max(0, own) : values[rented].share;
      const cost = machineCost(values, gpu, place);
      const count = i === 0 ? start * share : 0;
      return { machine: gpu, venue: place, cost, capacity: capacity[gpu], count, margin: 0 };
    }),
  );
  return { cohorts, orders: [], start };
}
