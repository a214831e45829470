import type { Stream, Streams } from '../../../sim/random.ts';
import { LOAD_SECTORS } from '../flow/spec.ts';
import type { Find, HitSource, Odds } from './hits.ts';

/** Where the declared range of a miner lies. */
export interface DeclaredRange {
  /** Sector of the first load chunk. */
  readonly start: number;
  /** Load chunks of the range, at least one for each shard. */
  readonly loads: number;
  readonly shards: number;
  /** The miner's own, 0 to `shards` - 1. */
  readonly shard: number;
}

/**
 * Hits drawn from their law, without hashing: attempts up to a hit are geometric. What a miner has left to
 * its next hit is an exponential amount of hazard that its attempts use up, so a draw is needed only for
 * each hit, whatever the windows, rates and targets in between.
 */
export class ExposedHits implements HitSource {
  private readonly left: Float64Array;
  private readonly hits: readonly Stream[];
  private readonly rangeOf: (miner: number) => DeclaredRange;

  /** @param paths stream path of each miner */
  constructor(
    streams: Streams,
    paths: readonly string[],
    rangeOf: (miner: number) => DeclaredRange,
  ) {
    this.rangeOf = rangeOf;
    this.hits = paths.map((path) => streams.stream(`${path}/hit`));
    this.left = Float64Array.from(this.hits, (stream) => stream.exponential(1));
  }

  begin(): void {}

  first(miner: number, from: number, to: number, { hazard }: Odds): number {
    if (hazard === 0) return 0;
    const attempt = from + Math.max(1, Math.ceil(this.left[miner] / hazard));
    return attempt <= to ? attempt : 0;
  }

  pass(miner: number, from: number, to: number, { hazard }: Odds): void {
    if (to > from) this.left[miner] -= (to - from) * hazard;
  }

  /** The positions are those that the recall rule can give, in the part of the range that is held. */
  take(miner: number, _attempt: number, { available }: Odds): Find {
    const stream = this.hits[miner];
    this.left[miner] = stream.exponential(1);
    const { start, loads, shards, shard } = this.rangeOf(miner);
    const whole = loads - (loads % shards);
    const drawn = Math.floor(stream.uniform() * whole * available);
    const index = drawn - (drawn % shards) + shard;
    return { position: start + index * LOAD_SECTORS, quality: stream.uniform() };
  }
}
