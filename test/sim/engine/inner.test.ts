import { describe, expect, it } from 'vitest';
import { Lane } from '../../../sim/engine/order.ts';
import { SimJsEvents } from '../../../sim/engine/simjs-events.ts';
import { Simulation, type SimulationOptions } from '../../../sim/engine/simulation.ts';
import type { Tick } from '../../../sim/time.ts';

const at = (n: number) => n as Tick;

/** A run whose only event, at tick 100, holds a run of three events at ticks 1 to 3. */
function nested(options: Partial<SimulationOptions> = {}, shift = 0) {
  const outer = new Simulation({ seed: 'test', ...options });
  const drawn: number[] = [];
  const clocks: number[] = [];
  const kind = outer.handler('window', () => {
    const inner = outer.inner('week 1');
    drawn.push(inner.streams.stream('load').uniform());
    const tick = inner.handler('tick', () => clocks.push(inner.now));
    const entity = inner.entity('clock');
    for (const n of [3, 1, 2]) inner.schedule(at(n + shift), Lane.Timer, entity, tick);
    inner.run();
    outer.absorb(inner);
  });
  outer.schedule(at(100), Lane.Timer, outer.entity('loop'), kind);
  outer.run();
  return { outer, drawn, clocks };
}

describe('a run within a run', () => {
  it('has a clock of its own and leaves that of the outer run', () => {
    const { outer, clocks } = nested();
    expect(clocks).toEqual([1, 2, 3]);
    expect(outer.now).toBe(100);
  });

  it('has draws of its own, equal for an equal key', () => {
    const [first] = nested().drawn;
    expect(nested().drawn).toEqual([first]);
    const outer = new Simulation({ seed: 'test' });
    expect(outer.streams.stream('load').uniform()).not.toBe(first);
    expect(outer.inner('week 2').streams.stream('load').uniform()).not.toBe(first);
    const other = new Simulation({ seed: 'test', replication: 1 });
    expect(other.inner('week 1').streams.stream('load').uniform()).not.toBe(first);
  });

  it('is a part of the certificate: its events, messages and draws', () => {
    const plain = nested().outer.certify('');
    expect(nested().outer.certify('')).toEqual(plain);
    const shifted = nested({}, 1).outer.certify('');
    expect(shifted.ingredients.t).toBe(plain.ingredients.t);
    expect(shifted.certificate).not.toBe(plain.certificate);
    expect(plain).toMatchObject({ events: 4, messages: 0, draws: 1 });
  });

  it('runs on the same engine, with the same certificate', () => {
    const events = new SimJsEvents();
    expect(nested({ events }).outer.certify('')).toEqual(nested().outer.certify(''));
    const fresh = events.fresh();
    expect(fresh).toBeInstanceOf(SimJsEvents);
    expect(fresh).not.toBe(events);
  });

  it('shuffles its ties as the outer run does', () => {
    const order = (tieShuffle?: number) => {
      const outer = new Simulation({
        seed: 'ties',
        ...(tieShuffle === undefined ? {} : { tieShuffle }),
      });
      const inner = outer.inner('w');
      const fired: number[] = [];
      const kind = inner.handler('note', (_entity, argument) => fired.push(argument));
      for (let i = 0; i < 8; i++) inner.schedule(at(5), Lane.Timer, inner.entity(`e${i}`), kind, i);
      inner.run();
      return fired;
    };
    expect(order()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(order(3)).not.toEqual(order());
    expect(order(3).toSorted()).toEqual(order());
  });
});
