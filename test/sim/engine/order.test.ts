import { describe, expect, it } from 'vitest';
import {
  ENTITIES_MAX,
  Lane,
  laneOf,
  orderKey,
  SEQUENCE_MAX,
  shuffledKey,
} from '../../../sim/engine/order.ts';
import { expectSame } from '../../expect-same.ts';

const LANES = [Lane.Arrival, Lane.Service, Lane.Timer, Lane.Process, Lane.Observe];

describe('order of simultaneous events', () => {
  it('compares lane first, then entity, then the sequence of the entity', () => {
    const ascending = [
      orderKey(Lane.Arrival, 0, 0),
      orderKey(Lane.Arrival, 0, 1),
      orderKey(Lane.Arrival, 0, SEQUENCE_MAX),
      orderKey(Lane.Arrival, 1, 0),
      orderKey(Lane.Arrival, ENTITIES_MAX - 1, SEQUENCE_MAX),
      orderKey(Lane.Service, 0, 0),
      orderKey(Lane.Timer, 0, 0),
      orderKey(Lane.Process, 0, 0),
      orderKey(Lane.Observe, 0, 0),
    ];
    for (let i = 1; i < ascending.length; i++) {
      expect(ascending[i]).toBeGreaterThan(ascending[i - 1]);
    }
  });

  it('fits the largest key into the integers that a float64 holds exactly', () => {
    expect(Number.isSafeInteger(orderKey(Lane.Observe, ENTITIES_MAX - 1, SEQUENCE_MAX))).toBe(true);
  });

  it('gives the lane back', () => {
    for (const lane of LANES) {
      expect(laneOf(orderKey(lane, ENTITIES_MAX - 1, SEQUENCE_MAX))).toBe(lane);
      expect(laneOf(shuffledKey(lane, 77, 12_345, 9))).toBe(lane);
    }
  });

  it('a shuffled key keeps the lane, is repeatable, and almost never repeats', () => {
    const seen = new Set<number>();
    for (let entity = 0; entity < 100; entity++) {
      for (let sequence = 0; sequence < 100; sequence++) {
        const key = shuffledKey(Lane.Timer, entity, sequence, 3);
        expectSame(key, shuffledKey(Lane.Timer, entity, sequence, 3));
        expectSame(Number.isSafeInteger(key), true);
        seen.add(key);
      }
    }
    expect(seen.size).toBe(10_000);
  });

  it('shuffles fairly: either of two entities comes first about equally often over seeds', () => {
    let first = 0;
    for (let seed = 0; seed < 2000; seed++) {
      if (shuffledKey(Lane.Timer, 1, 0, seed) < shuffledKey(Lane.Timer, 2, 0, seed)) first++;
    }
    // Binomial(2000, 1/2) has a deviation of 22.4; five of them.
    expect(Math.abs(first - 1000)).toBeLessThan(112);
  });
});
