import { pow } from '../math.ts';
import type { Stream } from '../random.ts';
import { hours, type Tick } from '../time.ts';
import type { StorageProfile } from './storage-profile.ts';

/**
 * A device that still works, but slowly, for a while (Hao et al., "The Tail at Store", FAST 2016:
 * at least twice slower than its peers for 0.2 % of disk-hours and 0.6 % of SSD-hours).
 */
export interface FailSlowLaw {
  /** Share of time in the slow state, below 1. */
  readonly share: number;
  /** Mean length of a slow spell, exponential. */
  readonly duration: Tick;
  /** Bounds of the slowdown, drawn log-uniformly for each spell. */
  readonly least: number;
  readonly most: number;
}

/** The published shares; a spell of an hour and a slowdown of 2 to 10 are estimates. */
export function failSlowLaw(profile: StorageProfile): FailSlowLaw {
  const share = profile.service.model === 'hdd' ? 0.002 : 0.006;
  return { share, duration: hours(1), least: 2, most: 10 };
}

/**
 * The spells of one device. They are worked out when somebody asks, so they cost no events and do
 * not keep a run alive. Two draws a spell for the times and one for the slowdown.
 */
export class FailSlow {
  private slow = false;
  private factor = 1;
  private until = 0;
  private readonly law: FailSlowLaw;
  private readonly stream: Stream;

  /** @throws RangeError for a share outside (0, 1) or a slowdown below 1 */
  constructor(law: FailSlowLaw, stream: Stream) {
    if (!(law.share > 0 && law.share < 1)) {
      throw new RangeError(`fail-slow share, expected more than 0 and below 1, got ${law.share}`);
    }
    if (!(law.least >= 1 && law.most >= law.least)) {
      throw new RangeError(
        `fail-slow slowdown, expected 1 <= least <= most, got ${law.least} to ${law.most}`,
      );
    }
    this.law = law;
    this.stream = stream;
    // The process starts in its stationary state.
    this.slow = stream.chance(law.share);
    this.begin();
  }

  /** Factor on service times at `now`, which must not go back. */
  slowdown(now: Tick): number {
    while (now >= this.until) {
      this.slow = !this.slow;
      this.begin();
    }
    return this.factor;
  }

  private begin(): void {
    const { share, duration, least, most } = this.law;
    const mean = this.slow ? duration : (duration * (1 - share)) / share;
    this.until += this.stream.exponential(mean);
    this.factor = this.slow ? least * pow(most / least, this.stream.uniform()) : 1;
  }
}
