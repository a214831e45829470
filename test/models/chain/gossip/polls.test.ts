import { describe, expect, it } from 'vitest';
import { Polls } from '../../../../models/chain/consensus/polls.ts';
import { Lane } from '../../../../sim/engine/order.ts';
import { millis, type Tick } from '../../../../sim/time.ts';
import { lehmer } from '../../../sim/network/support.ts';
import { fabricOf, line } from './support.ts';

const SLEEP = millis(100);

/** Gossip routines on the line 0, 1, 2 and the times at which each looked. */
function routines(look: (edge: number, polls: Polls) => void = () => {}) {
  const fabric = fabricOf(line(3), { gossipSleep: SLEEP });
  const { simulation } = fabric;
  const looks: number[][] = [[], [], [], []];
  const polls: Polls = new Polls(fabric, 'polls', simulation.streams.stream('polls'), (edge) => {
    looks[edge].push(simulation.now);
    look(edge, polls);
  });
  const acts = simulation.handler('act', (_entity, _argument, act) => (act as () => void)());
  const entity = simulation.entity('act');
  const at = (instant: number, act: () => void) => {
    simulation.scheduleAt(instant as Tick, Lane.Arrival, entity, acts, 0, act);
  };
  return { simulation, polls, looks, at };
}

describe('a gossip routine', () => {
  it('looks only when woken, within one sleep', () => {
    const { simulation, polls, looks, at } = routines();
    at(5000, () => polls.wakeEdge(1));
    simulation.run();
    expect(looks.map(({ length }) => length)).toEqual([0, 1, 0, 0]);
    expect(looks[1][0]).toBeGreaterThan(5000);
    expect(looks[1][0]).toBeLessThanOrEqual(5000 + SLEEP);
  });

  it.each([1, 2, 3])('looks once a sleep at most, always at its phase, seed %i', (seed) => {
    const random = lehmer(seed * 7919);
    const { simulation, polls, looks, at } = routines();
    for (let i = 0; i < 500; i++) {
      const edge = Math.floor(random() * 4);
      at(Math.floor(random() * 3e7), () => polls.wakeEdge(edge));
    }
    simulation.run();
    for (const times of looks) {
      // 125 wakes in 30 sleeps: most sleeps see a look.
      expect(times.length).toBeGreaterThan(20);
      for (const time of times) expect((time - times[0]) % SLEEP).toBe(0);
      for (let i = 1; i < times.length; i++) {
        expect(times[i] - times[i - 1]).toBeGreaterThanOrEqual(SLEEP);
      }
    }
    // Routines are not in step with each other.
    expect(new Set(looks.map((times) => times[0] % SLEEP)).size).toBe(4);
  });

  it('woken for a later time sleeps until then', () => {
    const { simulation, polls, looks, at } = routines();
    at(0, () => polls.wakeEdge(0, 2_345_678.5));
    simulation.run();
    expect(looks[0]).toHaveLength(1);
    expect(looks[0][0]).toBeGreaterThan(2_345_678);
    expect(looks[0][0]).toBeLessThanOrEqual(2_345_679 + SLEEP);
  });

  it('that asks again in its look goes on at the next turn', () => {
    let left = 3;
    const { simulation, polls, looks, at } = routines((edge, self) => {
      if (left-- > 0) self.wakeEdge(edge);
    });
    at(0, () => polls.wakeEdge(2));
    simulation.run();
    const start = looks[2][0];
    expect(looks[2]).toEqual([0, 1, 2, 3].map((n) => start + n * SLEEP));
  });

  it('that had something to send goes on when its connection is free, not at its turn', () => {
    let first = true;
    const { simulation, polls, looks, at } = routines((edge, self) => {
      if (!first) return;
      first = false;
      self.again(edge, (simulation.now + 12_345) as Tick);
      // A wake changes nothing: it looks anyway.
      self.wakeEdge(edge);
    });
    at(0, () => polls.wakeEdge(0));
    simulation.run();
    expect(looks[0]).toEqual([looks[0][0], looks[0][0] + 12_345]);
  });

  it('is woken with all others of its node', () => {
    const { simulation, polls, looks, at } = routines();
    at(0, () => polls.wakeEdge(1));
    at(1, () => polls.wake(1));
    at(2, () => polls.wake(1));
    simulation.run();
    expect(looks.map(({ length }) => length)).toEqual([0, 1, 1, 0]);
  });
});
