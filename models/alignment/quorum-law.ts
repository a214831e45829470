/**
 * The quorum in closed form: verdicts of one target as a chain in which each is a copy of the one before it
 * with chance `copied`, and otherwise bad with chance `bad`; an alarm when `agree` of the latest `of` are bad.
 * Windows are long and operators many here, so that neither age nor repeated operators matter.
 */

export interface VerdictChain {
  readonly bad: number;
  readonly copied: number;
}

interface Votes {
  readonly agree: number;
  readonly of: number;
}

/** Chance that a verdict is bad, given the one before it. */
function badAfter({ bad, copied }: VerdictChain, previous: number): number {
  return (1 - copied) * bad + (previous === 1 ? copied : 0);
}

/** Chance of a string of verdicts, first in the highest of `length` bits. */
function chanceOf(chain: VerdictChain, bits: number, length: number): number {
  let previous = (bits >> (length - 1)) & 1;
  let chance = previous === 1 ? chain.bad : 1 - chain.bad;
  for (let i = length - 2; i >= 0; i--) {
    const bit = (bits >> i) & 1;
    const bad = badAfter(chain, previous);
    chance *= bit === 1 ? bad : 1 - bad;
    previous = bit;
  }
  return chance;
}

function ones(bits: number): number {
  let count = 0;
  for (let left = bits; left > 0; left >>= 1) count += left & 1;
  return count;
}

/** Share of verdicts after which the target stands accused; without copies the tail of a binomial law. */
export function accusedShare(chain: VerdictChain, { agree, of }: Votes): number {
  let share = 0;
  for (let bits = 0; bits < 1 << of; bits++) {
    if (ones(bits) >= agree) share += chanceOf(chain, bits, of);
  }
  return share;
}

/**
 * Alarms for each verdict: the new one is bad, the one that it drives out is not, and `agree - 1` between them
 * are. Without copies C(of - 1, agree - 1) bad^agree (1 - bad)^(of - agree + 1).
 */
export function alarmsPerVerdict(chain: VerdictChain, { agree, of }: Votes): number {
  let rate = 0;
  for (let between = 0; between < 1 << (of - 1); between++) {
    if (ones(between) === agree - 1) rate += chanceOf(chain, (between << 1) | 1, of + 1);
  }
  return rate;
}

/**
 * Chances that a fault is still not agreed on after 0, 1, ... `most` verdicts since it began. Who stands
 * accused wrongly when it begins may be found with the next verdict.
 * @param before verdicts on a target that is well @param after verdicts on it at fault
 */
export function survival(
  before: VerdictChain,
  after: VerdictChain,
  { agree, of }: Votes,
  most: number,
): number[] {
  const size = 1 << of;
  let states = Array.from({ length: size }, (_, bits) => chanceOf(before, bits, of));
  let alive = 1;
  const curve = [alive];
  while (curve.length <= most && alive > 1e-12) {
    const next = new Array<number>(size).fill(0);
    alive = 0;
    for (let bits = 0; bits < size; bits++) {
      if (states[bits] === 0) continue;
      const bad = badAfter(after, bits & 1);
      for (const bit of [0, 1]) {
        const to = ((bits << 1) | bit) & (size - 1);
        if (ones(to) >= agree) continue;
        const chance = states[bits] * (bit === 1 ? bad : 1 - bad);
        next[to] += chance;
        alive += chance;
      }
    }
    states = next;
    curve.push(alive);
  }
  return curve;
}
