/** Who runs the watchers: licences by operator, what each does, and when it is down. */
import type { Stream } from '../../sim/random.ts';
import type { Tick } from '../../sim/time.ts';
import { stakePowers } from '../chain/stake/distribution.ts';

/**
 * Licences by operator, most first, that sum to `licences`. Every operator has one; owners delegate the
 * others, so that the i-th largest gets in proportion to 1 / i^skew.
 * Source: 0g-da-chain-compute 4, several licences a server and delegation; the skew is an estimate.
 * @param skew 0 deals evenly
 * @throws RangeError for fewer licences than operators
 */
export function licencesByOperator(operators: number, licences: number, skew: number): number[] {
  return stakePowers({ distribution: 'zipf', exponent: skew }, operators, licences, 1);
}

/** `honest` probes, `lazy` copies the latest verdict of another, `colluding` says what its ring agreed on. */
export type Role = 'honest' | 'lazy' | 'colluding';

/**
 * Roles of all operators in random order; counts are shares rounded to whole operators.
 * @param lazy share of the operators, 0 to 1
 * @param colluding share of the operators; both together at most 1
 */
export function dealRoles(
  operators: number,
  { lazy, colluding }: { readonly lazy: number; readonly colluding: number },
  stream: Stream,
): Role[] {
  const copiers = Math.round(operators * lazy);
  const ring = Math.min(Math.round(operators * colluding), operators - copiers);
  const roles = Array.from({ length: operators }, (_, i): Role => {
    if (i < copiers) return 'lazy';
    return i < copiers + ring ? 'colluding' : 'honest';
  });
  return stream.shuffle(roles);
}

/**
 * One operator's machine that is up and down in turn, for exponential times: an alternating renewal
 * process that is asked at rising instants.
 */
export class Uptime {
  private readonly stream: Stream;
  private readonly means: readonly [down: number, up: number];
  private up: boolean;
  private until: number;

  /** @param share of the time that it is up, above 0 @param outage mean ticks of an outage */
  constructor(stream: Stream, share: number, outage: Tick) {
    this.stream = stream;
    this.means = [outage, share < 1 ? (outage * share) / (1 - share) : Number.POSITIVE_INFINITY];
    this.up = stream.chance(share);
    this.until = this.span();
  }

  /** @param now not before the instant of the last call */
  isUp(now: Tick): boolean {
    while (this.until <= now) {
      this.up = !this.up;
      this.until += this.span();
    }
    return this.up;
  }

  private span(): number {
    const mean = this.means[this.up ? 1 : 0];
    return mean === Number.POSITIVE_INFINITY ? mean : this.stream.exponential(mean);
  }
}
