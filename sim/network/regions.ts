import type { Stream } from '../random.ts';
import { millis, type Tick } from '../time.ts';
import { azureRegions, azureRttMilliseconds } from './azure-rtt.ts';

/** Round-trip times between named regions. */
export interface RttMatrix {
  readonly regions: readonly string[];
  /** Round trip in ms, row = from, column = to; the diagonal is the time inside a region. */
  readonly milliseconds: readonly (readonly number[])[];
}

/**
 * Round trip inside one cloud region, between zones, in ms.
 * Source: IBM VPC latency dashboards 2024-2026, zone to zone 0.3-2.8 ms. Status: published range.
 */
const INSIDE_REGION_MS = 1;

/** The measured matrix of 54 cloud regions. */
export function azureRtt(): RttMatrix {
  return parseRttCsv(azureRttMilliseconds);
}

/** Region name to country code (ISO 3166) and coordinates in degrees. */
export function azureGeography(): Map<string, { country: string; lat: number; lon: number }> {
  const rows = azureRegions.trim().split('\n').slice(1);
  return new Map(
    rows.map((row) => {
      const [region, country, lat, lon] = row.split(',');
      return [region, { country, lat: Number(lat), lon: Number(lon) }] as const;
    }),
  );
}

/**
 * Reads a matrix from CSV: a header with the regions, then one row a region, RTT in ms. An empty
 * diagonal cell stands for the time inside a region; any other gap takes the opposite direction.
 * @throws RangeError that names row and column, what was expected and what was found
 */
export function parseRttCsv(text: string): RttMatrix {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  if (rows.length < 2) throw new RangeError('RTT matrix, expected a header and one row a region');
  const regions = rows[0].slice(1);
  const distinct = new Set(regions);
  if (distinct.size !== regions.length)
    throw new RangeError('RTT matrix, expected distinct regions');
  const byName = new Map(rows.slice(1).map((row) => [row[0], row] as const));
  const cell = (from: string, to: string): number | undefined => {
    const row = byName.get(from);
    if (row === undefined) {
      throw new RangeError(`RTT matrix, expected a row for ${JSON.stringify(from)}, found none`);
    }
    const found = row[regions.indexOf(to) + 1] ?? '';
    if (found === '') return undefined;
    const value = Number(found);
    if (!(value >= 0 && value < 60_000)) {
      throw new RangeError(
        `RTT matrix, row ${JSON.stringify(from)}, column ${JSON.stringify(to)}: expected ms from 0 to 60000, found ${JSON.stringify(found)}`,
      );
    }
    return value;
  };
  const milliseconds = regions.map((from) =>
    regions.map((to) => {
      const value = cell(from, to) ?? (from === to ? INSIDE_REGION_MS : cell(to, from));
      if (value === undefined) {
        throw new RangeError(`RTT matrix, expected a time between ${from} and ${to}, found none`);
      }
      return value;
    }),
  );
  return { regions, milliseconds };
}

/** A matrix with one region and one round-trip time. */
export function uniformRtt(milliseconds: number): RttMatrix {
  return { regions: ['everywhere'], milliseconds: [[milliseconds]] };
}

/** One-way delay between two regions: half the round trip, in ticks. */
export function oneWay(matrix: RttMatrix, from: number, to: number): Tick {
  return millis(matrix.milliseconds[from][to] / 2, 'nearest');
}

/**
 * Puts `count` nodes into regions by share (largest remainder), then shuffles, so that node numbers
 * say nothing about place.
 * @param shares region name to share; normalised to 1
 * @returns region number of every node
 * @throws RangeError for a region that the matrix does not have
 */
export function placeByShare(
  matrix: RttMatrix,
  shares: Readonly<Record<string, number>>,
  count: number,
  stream: Stream,
): number[] {
  const names = Object.keys(shares);
  let total = 0;
  for (const name of names) total += shares[name];
  if (!(total > 0)) throw new RangeError(`region shares, expected a positive sum, got ${total}`);
  const quotas = names.map((name) => {
    const region = matrix.regions.indexOf(name);
    if (region < 0) throw new RangeError(`region, expected one of the RTT matrix, got "${name}"`);
    const exact = (shares[name] / total) * count;
    return { region, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  let left = count;
  for (const quota of quotas) left -= quota.whole;
  const byRest = quotas.map((_, i) => i).sort((a, b) => quotas[b].rest - quotas[a].rest || a - b);
  for (let i = 0; i < left; i++) quotas[byRest[i % byRest.length]].whole++;
  const placed: number[] = [];
  for (const quota of quotas) for (let i = 0; i < quota.whole; i++) placed.push(quota.region);
  return stream.shuffle(placed);
}
