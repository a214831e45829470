import { cos, sin } from '../math.ts';
import type { Stream } from '../random.ts';

/*
 * Round trips between places that no matrix covers: great-circle distance times a stretch that falls
 * with distance. Route policy makes real paths differ; so the triangle inequality need not hold.
 */

export interface Place {
  /** Degrees, north and east positive. */
  readonly lat: number;
  readonly lon: number;
}

/** Mean radius of the Earth, km (IUGG). */
const EARTH_KM = 6371.0088;

/** Great-circle distance in km. */
export function greatCircleKm(a: Place, b: Place): number {
  const [latA, latB] = [(a.lat * Math.PI) / 180, (b.lat * Math.PI) / 180];
  const turn = ((b.lon - a.lon) * Math.PI) / 180;
  const east = cos(latB) * sin(turn);
  const north = cos(latA) * sin(latB) - sin(latA) * cos(latB) * cos(turn);
  const cosine = sin(latA) * sin(latB) + cos(latA) * cos(latB) * cos(turn);
  return EARTH_KM * angle(Math.sqrt(east * east + north * north), cosine);
}

/** The angle in [0, pi] with that sine and cosine. */
function angle(sine: number, cosine: number): number {
  // Abramowitz and Stegun 4.4.45 is good to 7e-5; one step of third order does the rest.
  const x = Math.min(Math.abs(cosine), 1);
  const series = 1.5707288 + x * (-0.2121144 + x * (0.074261 - x * 0.0187293));
  const acute = Math.sqrt(1 - x) * series;
  const guess = cosine < 0 ? Math.PI - acute : acute;
  return guess + sine * cos(guess) - cosine * sin(guess);
}

/** How much longer than light in fibre (100 km a ms of round trip) a path of some length takes. */
export interface StretchBand {
  /** Shortest great-circle distance of the band, km; it ends where the next one begins. */
  readonly fromKm: number;
  readonly median: number;
  /** Standard deviation of the logarithm. */
  readonly sigma: number;
}

/**
 * Fitted to the matrix of `azure-rtt.ts`, pairs of at least 50 km. Status: measured.
 * Shorter distances take the first band.
 */
export const stretchBands: readonly StretchBand[] = [
  { fromKm: 0, median: 4.0, sigma: 0.22 },
  { fromKm: 500, median: 2.7, sigma: 0.19 },
  { fromKm: 1500, median: 2.1, sigma: 0.27 },
  { fromKm: 4000, median: 1.9, sigma: 0.23 },
  { fromKm: 8000, median: 1.75, sigma: 0.24 },
  { fromKm: 12_000, median: 1.6, sigma: 0.15 },
];

/** Equipment at both ends of a path, ms of round trip. Status: estimate. */
const ENDS_MS = 2;

/**
 * Round trip in ms between two places `km` apart: 2 ms + km/100 x stretch, one draw. Draw once a pair
 * and keep it. Public-internet paths take 1.05 to 1.25 of it and the access delay on top.
 */
export function stretchRtt(km: number, stream: Stream): number {
  if (!(km >= 0)) throw new RangeError(`distance, expected 0 km or more, got ${km}`);
  let band = stretchBands[0];
  for (const next of stretchBands) if (km >= next.fromKm) band = next;
  return ENDS_MS + (km / 100) * stream.lognormal(band.median, band.sigma);
}
