import type { Stream } from '../../sim/random.ts';
import type { Tick } from '../../sim/time.ts';

/** What validators do wrong, by index. */
export interface Misbehaviour {
  /** Never vote and never propose. */
  readonly silent: ReadonlySet<number>;
  /** Sign a second vote, for no block, and send it to half of their peers. */
  readonly doubleSigning: ReadonlySet<number>;
  /** Announce their blocks and keep the parts. */
  readonly withholding: ReadonlySet<number>;
  /** Propose `lateBy` too late. */
  readonly late: ReadonlySet<number>;
  readonly lateBy: Tick;
}

/**
 * Validators in random order until they have that share of the power: no less, and no more than the
 * last one brings.
 */
export function drawByPower(
  powers: readonly number[],
  share: number,
  stream: Stream,
): ReadonlySet<number> {
  const order = stream.shuffle(powers.map((_, validator) => validator));
  const total = powers.reduce((a, b) => a + b, 0);
  const drawn = new Set<number>();
  let power = 0;
  for (const validator of order) {
    // A share such as 33.333 % means that many of the validators, not one more.
    if (power >= share * total * (1 - 1e-9)) break;
    power += powers[validator];
    drawn.add(validator);
  }
  return drawn;
}
