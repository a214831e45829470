import { describe, expect, it } from 'vitest';
import { Lane } from '../../../sim/engine/order.ts';
import { SimJsEvents } from '../../../sim/engine/simjs-events.ts';
import { Simulation, type SimulationOptions } from '../../../sim/engine/simulation.ts';
import { FOREVER, type Tick } from '../../../sim/time.ts';

const at = (n: number) => n as Tick;

/** A simulation that notes the arguments of its events with their ticks. */
function noting(options: Partial<SimulationOptions> = {}) {
  const simulation = new Simulation({ seed: 'test', ...options });
  const fired: string[] = [];
  const entity = simulation.entity('a');
  const kind = simulation.handler('note', (who, argument) => {
    fired.push(`${simulation.now}:${simulation.entityName(who)}:${argument}`);
  });
  return { simulation, fired, entity, kind };
}

for (const [engine, options] of [
  ['native', () => ({})],
  ['simjs', () => ({ events: new SimJsEvents() })],
] as const) {
  describe(`simulation, ${engine} engine`, () => {
    it('fires up to and including the horizon and sets the clock there', () => {
      const { simulation, fired, entity, kind } = noting(options());
      for (const delay of [5, 10, 11]) simulation.schedule(at(delay), Lane.Timer, entity, kind);
      simulation.run(at(10));
      expect(fired).toEqual(['5:a:0', '10:a:0']);
      expect(simulation.now).toBe(10);
      expect(simulation.pending).toBe(1);
    });

    it('goes on after the horizon and loses no event, also when earlier ones were added', () => {
      const { simulation, fired, entity, kind } = noting(options());
      for (const delay of [5, 6, 50])
        simulation.schedule(at(delay), Lane.Timer, entity, kind, delay);
      simulation.run(at(2));
      expect(fired).toEqual([]);
      simulation.schedule(at(1), Lane.Timer, entity, kind, 3);
      simulation.run(at(10));
      simulation.schedule(ZERO, Lane.Timer, entity, kind, 10);
      simulation.run();
      expect(fired).toEqual(['3:a:3', '5:a:5', '6:a:6', '10:a:10', '50:a:50']);
    });

    it('without a horizon ends at the last event', () => {
      const { simulation, entity, kind } = noting(options());
      simulation.schedule(at(7), Lane.Timer, entity, kind);
      simulation.run();
      expect(simulation.now).toBe(7);
    });

    it('stops after the event that asked, with the clock there, and can go on', () => {
      const { simulation, fired, entity, kind } = noting(options());
      const halt = simulation.handler('halt', () => simulation.stop());
      simulation.schedule(at(1), Lane.Timer, entity, halt);
      simulation.schedule(at(1), Lane.Observe, entity, kind);
      simulation.run(at(100));
      expect(simulation.now).toBe(1);
      expect(fired).toEqual([]);
      simulation.run(at(100));
      expect(fired).toEqual(['1:a:0']);
      expect(simulation.now).toBe(100);
    });

    it('orders one tick by lane, entity and sequence, not by insertion', () => {
      const { simulation, fired, entity, kind } = noting(options());
      const b = simulation.entity('b');
      simulation.schedule(at(1), Lane.Observe, entity, kind, 4);
      simulation.schedule(at(1), Lane.Timer, b, kind, 2);
      simulation.schedule(at(1), Lane.Timer, b, kind, 3);
      simulation.schedule(at(1), Lane.Timer, entity, kind, 1);
      simulation.schedule(at(1), Lane.Arrival, b, kind, 0);
      simulation.run();
      expect(fired).toEqual(['1:b:0', '1:a:1', '1:b:2', '1:b:3', '1:a:4']);
    });

    it('fires an event of an earlier lane scheduled within the tick before the rest', () => {
      const { simulation, fired, entity, kind } = noting(options());
      const chain = simulation.handler('chain', () => {
        simulation.schedule(ZERO, Lane.Arrival, entity, kind, 1);
      });
      simulation.schedule(at(1), Lane.Service, entity, chain);
      simulation.schedule(at(1), Lane.Timer, entity, kind, 2);
      simulation.run();
      expect(fired).toEqual(['1:a:1', '1:a:2']);
    });

    it('cancels, and a handler may cancel an event of its own tick', () => {
      const { simulation, fired, entity, kind } = noting(options());
      const victim = simulation.schedule(at(1), Lane.Observe, entity, kind);
      const killer = simulation.handler('kill', () => void simulation.cancel(victim));
      simulation.schedule(at(1), Lane.Timer, entity, killer);
      simulation.run();
      expect(fired).toEqual([]);
      expect(simulation.cancel(victim)).toBe(false);
      expect(simulation.pending).toBe(0);
    });
  });
}

const ZERO = at(0);

describe('schedule checks its input', () => {
  const { simulation, entity, kind } = noting();
  simulation.run(at(100));
  const schedule = (delay: number) => () =>
    simulation.schedule(delay as Tick, Lane.Timer, entity, kind);

  it('a delay of NaN', () => expect(schedule(Number.NaN)).toThrow(/delay.*got NaN at 100/));
  it('a negative delay', () => expect(schedule(-1)).toThrow(/got -1 at 100/));
  it('a fraction of a tick', () => expect(schedule(0.5)).toThrow(RangeError));
  it('an instant in the past', () =>
    expect(() => simulation.scheduleAt(at(99), Lane.Timer, entity, kind)).toThrow(RangeError));
  it('an end beyond 28.5 years, though the delay alone would fit', () => {
    expect(schedule(FOREVER - 99)).toThrow(/28.5 years/);
    expect(schedule(Number.POSITIVE_INFINITY)).toThrow(/28.5 years/);
    expect(schedule(FOREVER - 100)).not.toThrow();
  });
  it('a fraction that float64 would swallow late in the clock', () => {
    const late = noting();
    late.simulation.run((2 ** 52 + 2) as Tick);
    expect(() =>
      late.simulation.schedule(0.25 as Tick, Lane.Timer, late.entity, late.kind),
    ).toThrow(RangeError);
  });
  it('an entity that was not registered', () => {
    for (const wrong of [1, 1e6, Number.NaN]) {
      expect(() => simulation.schedule(ZERO, Lane.Timer, wrong, kind)).toThrow(
        /entity, expected a registered one/,
      );
    }
  });
  it('a horizon before now, between ticks, or not a number', () => {
    for (const until of [99, 100.5, Number.NaN]) {
      expect(() => simulation.run(until as Tick)).toThrow(/until, expected a tick from 100/);
    }
    expect(simulation.now).toBe(100);
  });
});

describe('tie shuffle', () => {
  /** Two clients ask for one thing in the same tick; the winner is whoever comes first. */
  function race(tieShuffle?: number) {
    const simulation = new Simulation({
      seed: 's',
      ...(tieShuffle !== undefined && { tieShuffle }),
    });
    const clients = [simulation.entity('left'), simulation.entity('right')];
    const wins = [0, 0];
    let free = true;
    const ask = simulation.handler('ask', (who) => {
      if (free) wins[who]++;
      free = !free;
    });
    for (let i = 0; i < 50; i++) {
      for (const client of clients) simulation.schedule(at(i), Lane.Arrival, client, ask);
    }
    simulation.run();
    simulation.certificate.result('wins', wins);
    return { wins, certified: simulation.certify('race') };
  }

  it('moves the metric and the certificate of a model that depends on ties', () => {
    const plain = race();
    expect(plain.wins).toEqual([50, 0]);
    const shuffled = race(1);
    expect(shuffled.wins[1]).toBeGreaterThan(10);
    expect(shuffled.certified.certificate).not.toBe(plain.certified.certificate);
    expect(shuffled.certified.ingredients.s).not.toBe(plain.certified.ingredients.s);
    expect(race(2).wins).not.toEqual(shuffled.wins);
    expect(race(1)).toEqual(shuffled);
  });

  it('does not move the results of a model without ties', () => {
    const run = (tieShuffle?: number) => {
      const simulation = new Simulation({
        seed: 's',
        ...(tieShuffle !== undefined && { tieShuffle }),
      });
      const draw = simulation.streams.stream('arrivals');
      let area = 0;
      const arrive = simulation.handler('arrive', (who, n) => {
        area += n * simulation.now;
        if (n < 500)
          simulation.schedule(at(3 * (1 + draw.below(9))), Lane.Arrival, who, arrive, n + 1);
      });
      // One entity, one event at a time: nothing can tie.
      simulation.schedule(at(1), Lane.Arrival, simulation.entity('only'), arrive, 0);
      simulation.run();
      simulation.certificate.result('area', area);
      return simulation.certify('no ties').ingredients;
    };
    expect(run(1).s).toBe(run().s);
    expect(run(2).r).toBe(run().r);
  });
});
