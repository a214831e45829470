import type { Stream, Streams } from '../../../sim/random.ts';
import type { PriceStreams } from '../market/process/process.ts';

/** Streams of a replication, by purpose. A path takes its own part of each. */
export interface Chance {
  readonly prices: PriceStreams;
  readonly demand: Stream;
  readonly volume: Stream;
  readonly facility: Stream;
  readonly holders: Stream;
}

export function chanceOf(streams: Streams): Chance {
  const stream = (purpose: string): Stream => streams.stream(`token/${purpose}`);
  return {
    prices: { index: stream('index'), own: stream('own'), jumps: stream('jumps') },
    demand: stream('demand'),
    volume: stream('volume'),
    facility: stream('facility'),
    holders: stream('holders'),
  };
}

/** Goes to the draws of a path; `branch` tells other futures of the same path apart. */
export function turnTo({ prices, ...others }: Chance, path: number, branch?: number): void {
  for (const stream of [...Object.values<Stream>({ ...prices }), ...Object.values(others)]) {
    stream.part(branch === undefined ? `${path}` : `${path}/${branch}`);
  }
}
