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
export const INSIDE_REGION_MS = 1;

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
  if (rows.length < 2) {
    throw new RangeError(
      `RTT matrix, expected a header and one row a region, found ${rows.length} rows`,
    );
  }
  const regions = rows[0].slice(1);
  const column = new Map<string, number>();
  for (const [i, region] of regions.entries()) {
    const where = `RTT matrix, header, column ${i + 2}`;
    if (region === '') throw new RangeError(`${where}: expected the name of a region, found none`);
    if (column.has(region)) {
      throw new RangeError(
        `${where}: expected each region once, found ${JSON.stringify(region)} again`,
      );
    }
    column.set(region, i);
  }
  const cells = regions.map((): (number | undefined)[] => []);
  const seen = new Set<string>();
  for (const [i, row] of rows.slice(1).entries()) {
    const at = column.get(row[0]);
    const where = `RTT matrix, row ${i + 2}`;
    if (at === undefined || seen.has(row[0])) {
      const found = JSON.stringify(row[0]);
      throw new RangeError(
        at === undefined
          ? `${where}: expected a region of the header, found ${found}`
          : `${where}: expected each region once, found ${found} again`,
      );
    }
    if (row.length > regions.length + 1) {
      throw new RangeError(
        `${where} (${JSON.stringify(row[0])}): expected at most ${regions.length} times, found ${row.length - 1}`,
      );
    }
    seen.add(row[0]);
    cells[at] = regions.map((to, j) => time(row[j + 1] ?? '', `${where} (${row[0]})`, j, to));
  }
  const milliseconds = regions.map((from, i) =>
    regions.map((to, j) => {
      const value = cells[i][j] ?? (i === j ? INSIDE_REGION_MS : cells[j][i]);
      if (value === undefined || !seen.has(from)) {
        throw new RangeError(
          seen.has(from)
            ? `RTT matrix, row ${JSON.stringify(from)}, column ${JSON.stringify(to)}: expected a time in one of the two directions, found none`
            : `RTT matrix, expected a row for ${JSON.stringify(from)}, found none`,
        );
      }
      return value;
    }),
  );
  return { regions, milliseconds };
}

/** A cell in ms; undefined when it is empty. */
function time(found: string, row: string, column: number, to: string): number | undefined {
  if (found === '') return undefined;
  const value = Number(found);
  if (value >= 0 && value < 60_000) return value;
  throw new RangeError(
    `${row}, column ${column + 2} (${to}): expected ms from 0 to 60000, found ${JSON.stringify(found)}`,
  );
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
 * @throws RangeError for a region that the matrix does not have, or a share below 0
 */
export function placeByShare(
  matrix: RttMatrix,
  shares: Readonly<Record<string, number>>,
  count: number,
  stream: Stream,
): number[] {
  const names = Object.keys(shares);
  let total = 0;
  for (const name of names) {
    const share = shares[name];
    if (!(share >= 0 && share < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`region share of "${name}", expected 0 or more, got ${share}`);
    }
    total += share;
  }
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
