import type { Arrivals, ParameterTable, Values } from '../sim/parameters.ts';
import type { Tick } from '../sim/time.ts';
import type { Objection } from './component.ts';

const qa = 'CometBFT QA method; 0g-da-chain-compute 2.4';

/** What users ask of a data layer (blobs) or of a chain (transactions). */
export const loadParameters = {
  blobBytes: {
    kind: 'size',
    default: '1 MiB',
    min: 1,
    max: 1_073_741_824,
    about: 'Payload of one blob',
    status: 'choice',
  },
  saturate: {
    kind: 'flag',
    default: true,
    about: 'Keep the data layer as busy as it gets, to find its throughput; otherwise use `rate`',
    status: 'choice',
  },
  rate: {
    kind: 'arrivals',
    default: null,
    about:
      'Items or their payload per second: blobs over all publishers (Poisson), when not saturating; transactions on each connection',
    status: 'choice',
  },
  pipe: {
    kind: 'duration',
    default: '0.3 s',
    min: 1,
    about: 'Saturating: blobs in flight fill the links for this long',
    status: 'choice',
  },
  rounds: {
    kind: 'number',
    default: 1,
    min: 0.1,
    max: 1000,
    about: 'Saturating: blobs measured, in units of those in flight; one unit more warms up',
    status: 'choice',
  },
  leastBlobs: {
    kind: 'count',
    default: 24,
    min: 1,
    max: 1_000_000,
    about: 'Saturating: measure at least this many blobs',
    status: 'choice',
  },
  connections: {
    kind: 'count',
    default: 1,
    min: 1,
    max: 100_000,
    about: 'Transactions: connections of the load generator, each with the arrivals of `rate`',
    status: 'published',
    source: `${qa}: c = 1 in most runs, 2 and 4 in others`,
  },
  txBytes: {
    kind: 'size',
    default: '1 KiB',
    min: 1,
    max: 1_073_741_824,
    about: 'Transactions: bytes of one',
    status: 'published',
    source: qa,
  },
  duration: {
    kind: 'duration',
    default: '90 s',
    min: 1,
    about: 'Transactions: how long load is offered; the run may go on until they are included',
    status: 'published',
    source: qa,
  },
  entry: {
    kind: 'choice',
    options: ['one', 'all'],
    default: 'one',
    about: 'Transactions: all enter at one validator, or spread over all validators',
    status: 'published',
    source: qa,
  },
} as const satisfies ParameterTable;

export type LoadValues = Values<typeof loadParameters>;

/**
 * Mean arrivals per second of items of one size.
 * @param itemBytes payload of one item; only a rate in bytes depends on it
 * @throws RangeError unless `itemBytes` is above 0
 */
export function itemsPerSecond({ per, second }: Arrivals, itemBytes: number): number {
  if (per === 'item') return second;
  if (!(itemBytes > 0)) throw new RangeError(`item, expected more than 0 bytes, got ${itemBytes}`);
  return second / itemBytes;
}

/** A load of blobs that does not saturate needs a rate and an end. */
export function checkLoad(load: LoadValues, duration: Tick | null): Objection[] {
  if (load.saturate) return [];
  const objections: Objection[] = [];
  if (load.rate === null) {
    const expected = 'arrivals such as "1 MB/s" or "5 blobs/s", since load.saturate is false';
    objections.push({ path: 'load.rate', expected, found: 'none' });
  }
  if (duration === null) {
    const expected = 'a time such as "60 s", since load.saturate is false';
    objections.push({ path: 'duration', expected, found: 'none' });
  }
  return objections;
}
