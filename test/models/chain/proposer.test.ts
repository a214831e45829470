import { describe, expect, it } from 'vitest';
import { type PowerChange, ProposerRotation } from '../../../models/chain/proposer.ts';
import { Streams } from '../../../sim/random.ts';

const prioritiesOf = (rotation: ProposerRotation): number[] =>
  rotation.validators.map((id) => rotation.priority(id));

/** Proposers of the first `heights` heights. */
function proposers(rotation: ProposerRotation, heights: number): number[] {
  const chosen = [rotation.proposer];
  while (chosen.length < heights) chosen.push(rotation.increment());
  return chosen;
}

describe('a stable set', () => {
  it('powers 1 and 3: the table of the specification', () => {
    // P = 4. Both join at -(4 + 0) = -4, centred to 0.
    //   run   after adding   proposer   after subtracting
    //   1     1, 3           1          1, -1
    //   2     2, 2 (tie)     0          -2, 2
    //   3     -1, 5          1          -1, 1
    //   4     0, 4           1          0, 0
    const rotation = new ProposerRotation([1, 3]);
    expect([rotation.proposer, ...prioritiesOf(rotation)]).toEqual([1, 1, -1]);
    expect([rotation.increment(), ...prioritiesOf(rotation)]).toEqual([0, -2, 2]);
    expect([rotation.increment(), ...prioritiesOf(rotation)]).toEqual([1, -1, 1]);
    expect([rotation.increment(), ...prioritiesOf(rotation)]).toEqual([1, 0, 0]);
    expect(proposers(new ProposerRotation([1, 3]), 8)).toEqual([1, 0, 1, 1, 1, 0, 1, 1]);
  });

  it('powers 1, 2, 3: ties go to the lowest number', () => {
    // (1,2,3)>2 (1,2,-3) | (2,4,0)>1 (2,-2,0) | (3,0,3)>0 (-3,0,3) | (-2,2,6)>2 (-2,2,0)
    // (-1,4,3)>1 (-1,-2,3) | (0,0,6)>2 (0,0,0)
    const rotation = new ProposerRotation([1, 2, 3]);
    expect(proposers(rotation, 6)).toEqual([2, 1, 0, 2, 1, 2]);
    expect(prioritiesOf(rotation)).toEqual([0, 0, 0]);
  });

  it('equal powers take turns', () => {
    expect(proposers(new ProposerRotation([7, 7, 7]), 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('one validator always proposes, and one without power never', () => {
    expect(proposers(new ProposerRotation([5]), 3)).toEqual([0, 0, 0]);
    const rotation = new ProposerRotation([0, 4, 0, 4]);
    expect(rotation.validators).toEqual([1, 3]);
    expect(proposers(rotation, 4)).toEqual([1, 3, 1, 3]);
  });

  const seed = 'proposer frequency';
  it(`proposes as often as its power says over one period, seed "${seed}"`, () => {
    const stream = new Streams(seed, 0).stream('powers');
    for (let trial = 0; trial < 20; trial++) {
      const powers = Array.from({ length: 1 + stream.below(12) }, () => 1 + stream.below(40));
      const total = powers.reduce((a, b) => a + b);
      const counts = powers.map(() => 0);
      const rotation = new ProposerRotation(powers);
      for (const proposer of proposers(rotation, total)) counts[proposer]++;
      expect(counts, `seed ${seed}, trial ${trial}`).toEqual(powers);
      expect(prioritiesOf(rotation)).toEqual(powers.map(() => 0));
    }
  });

  it('a round of a height is that many selections further, on a copy', () => {
    const rotation = new ProposerRotation([1, 2, 3]);
    // The sequence 2, 1, 0, 2, 1, 2 above.
    expect([0, 1, 2, 3, 4, 5].map((round) => rotation.proposerAt(round))).toEqual([
      2, 1, 0, 2, 1, 2,
    ]);
    expect([rotation.proposer, ...prioritiesOf(rotation)]).toEqual([2, 1, 2, -3]);
    expect(rotation.increment(3)).toBe(2);
  });
});

describe('changes of the set', () => {
  it('a new validator joins at -1.125 of the total with it', () => {
    const rotation = new ProposerRotation([1, 3]);
    rotation.increment(3); // priorities 0, 0
    rotation.update([{ validator: 2, power: 4 }]);
    // P = 8: joins at -(8 + 1) = -9; mean of 0, 0, -9 is -3.
    expect(prioritiesOf(rotation)).toEqual([3, 3, -6]);
    expect(rotation.totalPower).toBe(8);
    // 4, 6, -2: validator 1 proposes.
    expect([rotation.increment(), ...prioritiesOf(rotation)]).toEqual([1, 4, -2, -2]);
  });

  it('rounds the eighth and the mean down', () => {
    const rotation = new ProposerRotation([1, 3]);
    rotation.increment(3);
    rotation.update([{ validator: 2, power: 5 }]);
    // P = 9: floor(9 / 8) = 1, joins at -10; floor(-10 / 3) = -4, so the sum stays 2.
    expect(prioritiesOf(rotation)).toEqual([4, 4, -6]);
  });

  it('counts the power that leaves in the start of one that joins', () => {
    const rotation = new ProposerRotation([1, 3]);
    rotation.increment(3);
    rotation.update([
      { validator: 1, power: 0 },
      { validator: 5, power: 12 },
    ]);
    // P before removals 1 + 3 + 12 = 16: joins at -18. Left: 0 and -18 with P = 13, spread 18 <= 26;
    // mean -9.
    expect(rotation.validators).toEqual([0, 5]);
    expect(prioritiesOf(rotation)).toEqual([9, -9]);
    expect(rotation.totalPower).toBe(13);
  });

  it('a removal centres what is left', () => {
    const rotation = new ProposerRotation([1, 2, 3]);
    rotation.increment(); // 2, -2, 0 as above
    rotation.update([{ validator: 1, power: 0 }]);
    // 2, 0: mean 1.
    expect(prioritiesOf(rotation)).toEqual([1, -1]);
  });

  it('a changed power keeps its priority', () => {
    const rotation = new ProposerRotation([1, 2, 3]);
    rotation.increment();
    rotation.update([{ validator: 1, power: 6 }]);
    expect(prioritiesOf(rotation)).toEqual([2, -2, 0]);
    expect(rotation.power(1)).toBe(6);
  });

  it('scales a spread above twice the total, towards zero', () => {
    const rotation = new ProposerRotation([10, 1000]);
    // P = 1010; validator 1 proposes the first 50 times, after r of them the priorities are 10r, -10r.
    rotation.increment(19);
    expect(prioritiesOf(rotation)).toEqual([200, -200]);
    rotation.update([{ validator: 1, power: 20 }]);
    // P = 30, limit 60, spread 400: ratio ceil(6.67) = 7; 200 / 7 = 28.6 becomes 28, -28.6 becomes -28.
    expect(prioritiesOf(rotation)).toEqual([28, -28]);
  });

  it('leaves a spread of exactly twice the total', () => {
    const rotation = new ProposerRotation([10, 1000]);
    rotation.increment(2); // 30, -30
    rotation.update([{ validator: 1, power: 20 }]);
    expect(prioritiesOf(rotation)).toEqual([30, -30]);
    // One power less: limit 58, ratio 2.
    rotation.update([{ validator: 1, power: 19 }]);
    expect(prioritiesOf(rotation)).toEqual([15, -15]);
  });

  it('refuses what is no set', () => {
    const rotation = new ProposerRotation([1, 3]);
    const update =
      (...changes: PowerChange[]) =>
      () =>
        rotation.update(changes);
    expect(() => new ProposerRotation([])).toThrow('validator set, expected one or more, got none');
    expect(() => new ProposerRotation([1.5])).toThrow('voting power of 0, expected a whole number');
    expect(() => new ProposerRotation([140_737_488_355_328, 1])).toThrow('at most 2^47');
    expect(update({ validator: 9, power: 0 })).toThrow('expected a validator of the set, got 9');
    expect(update({ validator: 0, power: 1 }, { validator: 0, power: 2 })).toThrow('got 0 again');
    expect(update({ validator: 0, power: 0 }, { validator: 1, power: 0 })).toThrow('got none');
    expect(() => rotation.increment(0)).toThrow('1 or more, got 0');
    expect(() => rotation.priority(7)).toThrow('one of the set, got 7');
    expect(prioritiesOf(rotation)).toEqual([1, -1]);
  });
});

/** The rules once more, in big integers and as plainly as they can be said. */
class Plain {
  set = new Map<number, { power: bigint; priority: bigint }>();

  update(changes: readonly PowerChange[]): void {
    const joined = new Set<number>();
    for (const { validator, power } of changes.filter((change) => change.power > 0)) {
      const member = this.set.get(validator);
      if (member === undefined) joined.add(validator);
      this.set.set(validator, { power: BigInt(power), priority: member?.priority ?? 0n });
    }
    const total = this.total();
    for (const id of joined) this.set.get(id)!.priority = -(total + (total >> 3n));
    for (const { validator, power } of changes) if (power === 0) this.set.delete(validator);
    this.level();
  }

  total(): bigint {
    return [...this.set.values()].reduce((sum, { power }) => sum + power, 0n);
  }

  level(): void {
    const members = [...this.set.values()];
    const falling = members.map(({ priority }) => priority).sort((a, b) => (a < b ? 1 : -1));
    const spread = falling[0] - falling[falling.length - 1];
    const limit = 2n * this.total();
    const ratio = (spread + limit - 1n) / limit;
    if (spread > limit) for (const member of members) member.priority /= ratio;
    const sum = members.reduce((all, { priority }) => all + priority, 0n);
    const count = BigInt(members.length);
    const mean = (sum - (((sum % count) + count) % count)) / count;
    for (const member of members) member.priority -= mean;
  }

  increment(times: number): number {
    this.level();
    let chosen = -1;
    for (let i = 0; i < times; i++) {
      for (const member of this.set.values()) member.priority += member.power;
      const order = [...this.set].sort(([a, x], [b, y]) =>
        x.priority === y.priority ? a - b : x.priority < y.priority ? 1 : -1,
      );
      chosen = order[0][0];
      order[0][1].priority -= this.total();
    }
    return chosen;
  }
}

describe('against big integers', () => {
  it.each([
    ['small powers', 30],
    // 24 validators of up to 5 * 10^12: just below the largest total.
    ['powers near the limit', 5_000_000_000_000],
  ])('%s, through random changes', (seed, largest) => {
    const stream = new Streams(seed, 0).stream('changes');
    const powers = Array.from({ length: 12 }, () => 1 + stream.below(largest));
    const rotation = new ProposerRotation(powers);
    const plain = new Plain();
    plain.update(powers.map((power, validator) => ({ validator, power })));
    plain.increment(1);
    for (let step = 0; step < 400; step++) {
      if (stream.chance(0.4)) {
        const changes = stream.sample(1 + stream.below(5), 24).map((validator) => {
          const leaves = stream.chance(0.4) && rotation.validators.includes(validator);
          // Powers of every magnitude, so that the spread has to be scaled.
          const power = leaves ? 0 : 1 + stream.below(stream.chance(0.5) ? 30 : largest);
          return { validator, power };
        });
        const leaving = changes.filter(({ power }) => power === 0).length;
        if (leaving >= rotation.validators.length) continue;
        rotation.update(changes);
        plain.update(changes);
      }
      const times = 1 + stream.below(4);
      const where = `seed ${seed}, step ${step}`;
      expect(rotation.increment(times), where).toBe(plain.increment(times));
      const expected = rotation.validators.map((id) => Number(plain.set.get(id)?.priority));
      expect(prioritiesOf(rotation), where).toEqual(expected);
    }
  });
});
