import type { ParameterTable, Values } from '../sim/parameters.ts';
import type { Tick } from '../sim/time.ts';
import type { Objection } from './component.ts';

/** What users ask of a data layer. */
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
    about: 'Keep the layer as busy as it gets, to find its throughput; otherwise use `rate`',
    status: 'choice',
  },
  rate: {
    kind: 'rate',
    default: null,
    min: 1,
    about: 'Payload that arrives per second over all publishers (Poisson), when not saturating',
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
} as const satisfies ParameterTable;

export type LoadValues = Values<typeof loadParameters>;

/** A load that does not saturate needs a rate and an end. */
export function checkLoad(load: LoadValues, duration: Tick | null): Objection[] {
  if (load.saturate) return [];
  const objections: Objection[] = [];
  if (load.rate === null) {
    const expected = 'a rate such as "1 MB/s", since load.saturate is false';
    objections.push({ path: 'load.rate', expected, found: 'none' });
  }
  if (duration === null) {
    const expected = 'a time such as "60 s", since load.saturate is false';
    objections.push({ path: 'duration', expected, found: 'none' });
  }
  return objections;
}
