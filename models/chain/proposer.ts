/*
 * Proposer selection by weighted round robin with priorities, as CometBFT's
 * spec/consensus/proposer-selection.md states it. Validators go by number, which stands for their
 * address: between equal priorities the lowest number proposes.
 */

/** Spread of priorities, in units of the total power, above which they are scaled down. */
const SPREAD_LIMIT = 2;

/**
 * Largest total power, 2^47. Priorities then stay exact: the fullest is served first, which keeps
 * their spread below some 20 total powers even in one long call for a million validators.
 */
export const TOTAL_POWER_MAX = 140_737_488_355_328;

/** A validator's new voting power; 0 takes it out of the set. */
export interface PowerChange {
  readonly validator: number;
  readonly power: number;
}

export class ProposerRotation {
  /** Validators of the set, rising. */
  private ids: readonly number[] = [];
  private powers = new Float64Array(0);
  private priorities = new Float64Array(0);
  private total = 0;
  private chosen = -1;

  /**
   * Validator i has voting power `powers[i]`; one with power 0 is not in the set. The proposer of
   * round 0 of the first height is chosen already.
   * @throws RangeError for a power that is no whole number, no power at all, or a total above 2^47
   */
  constructor(powers: readonly number[]) {
    const changes: PowerChange[] = [];
    for (const [validator, power] of powers.entries()) {
      if (power !== 0) changes.push({ validator, power });
    }
    this.update(changes);
    this.increment();
  }

  /** Proposer of round 0 of the current height. */
  get proposer(): number {
    return this.chosen;
  }

  /** Sum of the voting powers. */
  get totalPower(): number {
    return this.total;
  }

  /** Validators of the set, rising. */
  get validators(): readonly number[] {
    return this.ids;
  }

  /** @throws RangeError for a validator that is not in the set */
  priority(validator: number): number {
    return this.priorities[this.indexOf(validator)];
  }

  /** @throws RangeError for a validator that is not in the set */
  power(validator: number): number {
    return this.powers[this.indexOf(validator)];
  }

  /**
   * Goes on by `times` selections: one for each height. The priorities are scaled and centred once,
   * at the start; then each selection adds every power to its priority and takes the total power
   * from the highest.
   * @returns the proposer of the last selection
   * @throws RangeError unless `times` is a whole number of 1 or more
   */
  increment(times = 1): number {
    if (!(Number.isSafeInteger(times) && times >= 1)) {
      throw new RangeError(`selections, expected a whole number of 1 or more, got ${times}`);
    }
    // A selection keeps the sum of the priorities, so they are still centred unless they were scaled.
    if (this.rescale()) this.centre();
    let first = 0;
    for (let i = 0; i < times; i++) first = this.select();
    this.chosen = this.ids[first];
    return this.chosen;
  }

  /**
   * Proposer of a round of the current height: that many selections further, on a copy.
   * @throws RangeError unless `round` is a whole number of 0 or more
   */
  proposerAt(round: number): number {
    return round === 0 ? this.chosen : this.copy().increment(round);
  }

  copy(): ProposerRotation {
    const twin: ProposerRotation = Object.create(ProposerRotation.prototype);
    twin.ids = this.ids;
    twin.powers = this.powers;
    twin.priorities = this.priorities.slice();
    twin.total = this.total;
    twin.chosen = this.chosen;
    return twin;
  }

  /**
   * Changes voting powers, before the selection of the next height. A new validator starts at
   * -(P + floor(P / 8)), P being the total with every addition and change and before removals; the
   * others keep their priority. Then priorities are scaled and centred.
   * @throws RangeError for a validator named twice, one removed that is not in the set, a power
   * that is no whole number of 0 or more, an empty set, or a total above 2^47
   */
  update(changes: readonly PowerChange[]): void {
    const powers = new Map(this.ids.map((id, i) => [id, this.powers[i]]));
    const { updates, removals } = sorted(changes);
    for (const id of removals) {
      if (!powers.has(id))
        throw new RangeError(`removal, expected a validator of the set, got ${id}`);
    }
    for (const { validator, power } of updates) powers.set(validator, power);
    const beforeRemovals = sum(powers.values());
    for (const id of removals) powers.delete(id);
    if (powers.size === 0) throw new RangeError('validator set, expected one or more, got none');

    const known = new Map(this.ids.map((id, i) => [id, this.priorities[i]]));
    const newcomer = -(beforeRemovals + Math.floor(beforeRemovals / 8));
    this.ids = [...powers.keys()].sort((a, b) => a - b);
    this.powers = Float64Array.from(this.ids, (id) => powers.get(id) ?? 0);
    this.priorities = Float64Array.from(this.ids, (id) => known.get(id) ?? newcomer);
    this.total = sum(powers.values());
    this.rescale();
    this.centre();
  }

  /** Divides by ceil(spread / limit), towards 0, and says so, when the spread is above the limit. */
  private rescale(): boolean {
    const { priorities } = this;
    let high = priorities[0];
    let low = high;
    for (let i = 1; i < priorities.length; i++) {
      const priority = priorities[i];
      if (priority > high) high = priority;
      else if (priority < low) low = priority;
    }
    const limit = SPREAD_LIMIT * this.total;
    if (high - low <= limit) return false;
    const ratio = Math.ceil((high - low) / limit);
    // Adding 0 turns -0 into 0.
    for (let i = 0; i < priorities.length; i++) {
      priorities[i] = Math.trunc(priorities[i] / ratio) + 0;
    }
    return true;
  }

  /**
   * Subtracts the mean, rounded down: the reference divides with Euclidean remainder, which for a
   * positive divisor is the floor. The sum of the priorities is then 0 to count - 1.
   */
  private centre(): void {
    const { priorities } = this;
    const count = priorities.length;
    // The sum itself may leave the safe integers; quotients and remainders do not.
    let mean = 0;
    let rests = 0;
    for (const priority of priorities) {
      const quotient = Math.floor(priority / count);
      mean += quotient;
      rests += priority - quotient * count;
    }
    mean += Math.floor(rests / count);
    if (mean === 0) return;
    for (let i = 0; i < count; i++) priorities[i] -= mean;
  }

  /** One selection; returns the place of the chosen validator. */
  private select(): number {
    const { powers, priorities } = this;
    let first = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < priorities.length; i++) {
      const priority = priorities[i] + powers[i];
      priorities[i] = priority;
      if (priority > highest) {
        highest = priority;
        first = i;
      }
    }
    priorities[first] = highest - this.total;
    return first;
  }

  private indexOf(validator: number): number {
    const index = this.ids.indexOf(validator);
    if (index < 0) throw new RangeError(`validator, expected one of the set, got ${validator}`);
    return index;
  }
}

/** Additions and changes apart from removals, after a check of each. */
function sorted(changes: readonly PowerChange[]): { updates: PowerChange[]; removals: number[] } {
  const seen = new Set<number>();
  const updates: PowerChange[] = [];
  const removals: number[] = [];
  for (const change of changes) {
    const { validator, power } = change;
    if (!(Number.isSafeInteger(validator) && validator >= 0)) {
      throw new RangeError(`validator, expected a whole number of 0 or more, got ${validator}`);
    }
    if (!(Number.isSafeInteger(power) && power >= 0)) {
      throw new RangeError(
        `voting power of ${validator}, expected a whole number of 0 or more, got ${power}`,
      );
    }
    if (seen.has(validator)) {
      throw new RangeError(`changes, expected each validator once, got ${validator} again`);
    }
    seen.add(validator);
    if (power === 0) removals.push(validator);
    else updates.push(change);
  }
  return { updates, removals };
}

/** Stops at the limit, so that the sum is exact as far as it goes. */
function sum(powers: Iterable<number>): number {
  let total = 0;
  for (const power of powers) {
    total += power;
    if (total > TOTAL_POWER_MAX) {
      throw new RangeError(`total voting power, expected at most 2^47, got ${total} or more`);
    }
  }
  return total;
}
