import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Certificate, digest, floatBits } from '../../../sim/engine/certificate.ts';
import { AmbientAccess, guarded } from '../../../sim/engine/guard.ts';
import { Lane } from '../../../sim/engine/order.ts';
import { SimJsEvents } from '../../../sim/engine/simjs-events.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { Streams } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';

interface Twist {
  simjs?: boolean;
  order?: boolean;
  argument?: number;
  message?: number;
  extraDraw?: boolean;
  result?: number;
  seed?: string;
  horizon?: number;
  service?: () => number;
}

/** A small queue with every ingredient in it; each twist changes one thing. */
function run(twist: Twist = {}) {
  const simulation = new Simulation({
    seed: twist.seed ?? 'certificate',
    ...(twist.simjs && { events: new SimJsEvents() }),
  });
  const { certificate, streams } = simulation;
  const clients = [simulation.entity('a'), simulation.entity('b')];
  const draw = streams.stream('service');
  let served = 0;
  const serve = simulation.handler('serve', (who, n) => {
    served++;
    certificate.message(who, 1 - who, 1000 + n, twist.message ?? 7);
    if (n < 300) {
      const time = twist.service?.() ?? draw.exponential(50);
      simulation.schedule(Math.floor(time) as Tick, Lane.Service, who, serve, n + 1);
    }
  });
  const order = twist.order ? [1, 0] : [0, 1];
  for (const who of clients) {
    simulation.schedule(order[who] as Tick, Lane.Arrival, who, serve, twist.argument ?? 0);
  }
  simulation.run((twist.horizon ?? 1e6) as Tick);
  if (twist.extraDraw) draw.uniform();
  certificate.result('served', served + (twist.result ?? 0));
  return simulation.certify('scenario hash');
}

describe('certificate', () => {
  it('is equal for equal runs, on either engine, and after any other run in the process', () => {
    const first = run();
    expect(first.certificate).toMatch(/^[0-9a-f]{64}$/);
    run({ seed: 'something else', order: true });
    expect(run()).toEqual(first);
    expect(run({ simjs: true })).toEqual(first);
    expect(first.events).toBe(602);
    expect(first.messages).toBe(602);
    expect(first.draws).toBe(600);
  });

  it('binds format, tick size, scenario, seed, replication and the four ingredients', () => {
    const { certificate, ingredients } = run();
    const { t, m, r, s } = ingredients;
    const text = `droptower certificate 1\n100 ns\nscenario hash\n"certificate" 0\n${t}\n${m}\n${r}\n${s}\n`;
    expect(certificate).toBe(createHash('sha256').update(text).digest('hex'));
  });

  const moved = (twist: Twist) => {
    const plain = run();
    const twisted = run(twist);
    expect(twisted.certificate === plain.certificate).toBe(false);
    return (['t', 'm', 'r', 's'] as const)
      .filter((letter) => twisted.ingredients[letter] !== plain.ingredients[letter])
      .join('');
  };
  it('moves t with the order of events', () => expect(moved({ order: true })).toContain('t'));
  it('moves t alone with the horizon', () => expect(moved({ horizon: 2e6 })).toBe('t'));
  it('moves t with an argument', () => expect(moved({ argument: 1e-9 })).toContain('t'));
  it('moves m alone with a message', () => expect(moved({ message: 8 })).toBe('m'));
  it('moves r alone with a draw that changes nothing else', () =>
    expect(moved({ extraDraw: true })).toBe('r'));
  it('moves s alone with a result', () => expect(moved({ result: 1 })).toBe('s'));
  it('moves with the seed', () => expect(moved({ seed: 'other' })).toContain('r'));

  it('can be asked for twice', () => {
    const simulation = new Simulation({ seed: 'x' });
    expect(simulation.certify('h')).toEqual(simulation.certify('h'));
  });

  it('notes a checkpoint every 65,536 events and at the end', () => {
    const certificate = new Certificate();
    for (let i = 1; i <= 140_000; i++) certificate.event(i as Tick, i, 0, 0);
    const { checkpoints } = certificate.finish(140_000 as Tick, new Streams('s', 0), 'h', 's', 0);
    expect(checkpoints.map((c) => c.events)).toEqual([65_536, 131_072, 140_000]);
    expect(checkpoints.map((c) => c.tick)).toEqual([65_536, 131_072, 140_000]);
  });
});

describe('what the mixes can tell apart', () => {
  type Call = [number, number, number, number];
  const mixed = (of: 'event' | 'message', calls: Call[]) => {
    const certificate = new Certificate();
    for (const [a, b, c, d] of calls) {
      if (of === 'event') certificate.event(a as Tick, b, c, d);
      else certificate.message(a, b, c, d);
    }
    const { ingredients } = certificate.finish(0 as Tick, new Streams('s', 0), 'h', 's', 0);
    return of === 'event' ? ingredients.t : ingredients.m;
  };

  it('every bit of every part, at any distance from the end', () => {
    const base: Call[] = Array.from({ length: 20 }, (_, i) => [1000 + i, 5e9 + i, 3, 40 + i]);
    for (const of of ['event', 'message'] as const) {
      const seen = new Set([mixed(of, base)]);
      let variants = 1;
      for (const at of [0, 10, 19]) {
        for (let part = 0; part < 4; part++) {
          for (let bit = 0; bit < 20; bit++) {
            const calls = base.map((call) => [...call] as Call);
            calls[at][part] += 2 ** bit;
            seen.add(mixed(of, calls));
            variants++;
          }
        }
      }
      expect(seen.size).toBe(variants);
    }
  });

  it('two events in the other order', () => {
    const a: Call = [1, 2, 3, 4];
    const b: Call = [1, 3, 3, 4];
    expect(mixed('event', [a, b])).not.toBe(mixed('event', [b, a]));
    expect(mixed('event', [a])).not.toBe(mixed('event', [a, a]));
  });

  it('a message of 1 MiB and type 1 from one byte more and type 0', () => {
    const size = 2 ** 20;
    expect(mixed('message', [[1, 2, size, 1]])).not.toBe(mixed('message', [[1, 2, size + 1, 0]]));
  });

  it('takes -0 for 0 and every NaN for one, whatever made it', () => {
    // A NaN that arithmetic made has its sign set on x64 and clear on arm64.
    const made = new Float64Array(new Uint32Array([1, 0xfff80000]).buffer)[0];
    for (const of of ['event', 'message'] as const) {
      const at = (value: number): Call => (of === 'event' ? [1, 2, 3, value] : [1, 2, value, 3]);
      expect(mixed(of, [at(-0)])).toBe(mixed(of, [at(0)]));
      expect(mixed(of, [at(made)])).toBe(mixed(of, [at(Number.NaN)]));
      expect(mixed(of, [at(Number.NaN)])).not.toBe(mixed(of, [at(0)]));
    }
    expect(floatBits(-0)).toBe('0000000000000000');
    expect(floatBits(made)).toBe('7ff8000000000000');
    // IEEE 754: 1 is 3ff0..., -2.5 is c004...
    expect(floatBits(1)).toBe('3ff0000000000000');
    expect(floatBits(-2.5)).toBe('c004000000000000');
  });

  it('results by name, kind and order, also with hostile names', () => {
    const results = (entries: [string, number | string | number[]][]) => {
      const certificate = new Certificate();
      for (const [name, value] of entries) certificate.result(name, value);
      return certificate.finish(0 as Tick, new Streams('s', 0), 'h', 's', 0).ingredients.s;
    };
    const all = [
      results([
        ['a', 1],
        ['b', 2],
      ]),
      results([
        ['b', 2],
        ['a', 1],
      ]),
      results([
        ['a', 2],
        ['b', 1],
      ]),
      results([
        ['a', '1'],
        ['b', 2],
      ]),
      results([['a', [1, 2]]]),
      results([['a', [2, 1]]]),
      results([['a":1\n"b', 2]]),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('digest is SHA-256 of UTF-8 (FIPS 180-4 example "abc")', () => {
    expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('a model that reads ambient randomness or a clock is caught', () => {
  // biome-ignore format: one planted defect a line
  const planted: [string, () => number][] = [
    ['Math.random', () => Math.random() * 50],
    ['Date.now', () => Date.now() % 50],
    // biome-ignore lint/complexity/useDateNow: the other way to read the clock
    ['new Date', () => new Date().getTime() % 50],
    ['performance.now', () => performance.now() % 50],
    ['crypto.getRandomValues', () => crypto.getRandomValues(new Uint8Array(1))[0]],
    ['crypto.randomUUID', () => crypto.randomUUID().length],
  ];

  it('by its certificate: two runs differ', () => {
    const service = planted[0][1];
    expect(run({ service }).certificate).not.toBe(run({ service }).certificate);
  });

  for (const [name, service] of planted) {
    it(`by the guard, which names ${name} and puts everything back`, () => {
      const before = [Math.random, Date, Date.now, performance.now, crypto.getRandomValues];
      expect(() => guarded(() => run({ service }))).toThrow(AmbientAccess);
      expect(() => guarded(() => run({ service }))).toThrow(name);
      const after = [Math.random, Date, Date.now, performance.now, crypto.getRandomValues];
      expect(after.every((now, i) => now === before[i])).toBe(true);
      expect(service()).toBeGreaterThanOrEqual(0);
    });
  }

  it('and a clean model runs under the guard, nested too, with the same certificate', () => {
    expect(guarded(() => guarded(() => run()))).toEqual(run());
    expect(guarded(() => new Date(0).getTime())).toBe(0);
  });
});
