import { describe, expect, it } from 'vitest';
import { EventHistory, firstDivergence } from '../../../sim/engine/divergence.ts';
import { Lane } from '../../../sim/engine/order.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { readTrace, type TraceFilter, TraceWriter } from '../../../sim/engine/trace.ts';
import { FOREVER, type Tick, ZERO } from '../../../sim/time.ts';

const EVERYTHING: TraceFilter = { components: [], from: ZERO, to: FOREVER };
const HOSTILE = '"],}\n\\ </script> \u2028 \ud800 __proto__ 名';

type Model = (simulation: Simulation) => void;

/** a asks b, b answers, three times; `extra` is added to the second answer's argument. */
const dialogue =
  (extra = 0, rounds = 3): Model =>
  (simulation) => {
    const a = simulation.entity('client/a');
    const b = simulation.entity('server/b');
    const answer = simulation.handler('answer', (_who, n) => {
      if (n < rounds) simulation.schedule(10 as Tick, Lane.Arrival, b, ask, n + 1);
    });
    const ask = simulation.handler('ask', (_who, n) => {
      simulation.schedule(5 as Tick, Lane.Service, a, answer, n === 2 ? n + extra : n);
    });
    simulation.schedule(1 as Tick, Lane.Arrival, b, ask, 1);
  };

function traceOf(model: Model, filter: TraceFilter = EVERYTHING): string {
  const pieces: string[] = [];
  const writer = new TraceWriter((text) => pieces.push(text), filter);
  const simulation = new Simulation({ seed: 'trace', recorder: writer.record });
  model(simulation);
  simulation.run();
  writer.end();
  return pieces.join('');
}

function historyOf(model: Model) {
  const history = new EventHistory();
  const simulation = new Simulation({ seed: 'trace', recorder: history.record });
  model(simulation);
  simulation.run();
  return history.events;
}

describe('trace', () => {
  it('is a Trace Event document: metadata names threads, instants are in microseconds', () => {
    const document = JSON.parse(traceOf(dialogue()));
    expect(document.displayTimeUnit).toBe('ns');
    const [name, first] = document.traceEvents;
    expect(name).toEqual({
      name: 'thread_name',
      ph: 'M',
      pid: 1,
      tid: 2,
      args: { name: 'server/b' },
    });
    expect(first).toEqual({
      name: 'ask',
      cat: 'Arrival',
      ph: 'i',
      s: 't',
      ts: 0.1,
      pid: 1,
      tid: 2,
      args: { ordinal: 1, cause: 0, tick: 1, argument: 1 },
    });
    for (const event of document.traceEvents) {
      expect(['M', 'i']).toContain(event.ph);
      expect(Number.isInteger(event.pid) && Number.isInteger(event.tid)).toBe(true);
    }
  });

  it('does not smear ticks over float digits', () => {
    const model: Model = (simulation) => {
      const kind = simulation.handler('k', () => {});
      const entity = simulation.entity('e');
      for (const delay of [3, 7, 1_000_000_000_000_003]) {
        simulation.schedule(delay as Tick, Lane.Timer, entity, kind);
      }
    };
    const stamps = JSON.parse(traceOf(model))
      .traceEvents.filter((event: { ph: string }) => event.ph === 'i')
      .map((event: { ts: number }) => event.ts);
    expect(stamps).toEqual([0.3, 0.7, 100_000_000_000_000.3]);
  });

  it('reads back what was recorded', () => {
    expect(readTrace(traceOf(dialogue()))).toEqual(historyOf(dialogue()));
  });

  it('does not change the run', () => {
    const simulation = new Simulation({ seed: 'trace' });
    const traced = new Simulation({ seed: 'trace', recorder: () => {} });
    for (const each of [simulation, traced]) {
      dialogue()(each);
      each.run();
    }
    expect(traced.certify('h')).toEqual(simulation.certify('h'));
  });

  it('filters by component prefix and by time, and an empty trace is a document too', () => {
    const only = readTrace(traceOf(dialogue(), { ...EVERYTHING, components: ['client/'] }));
    expect(only.map((event) => event.entity)).toEqual(['client/a', 'client/a', 'client/a']);
    const window = readTrace(
      traceOf(dialogue(), { components: [], from: 6 as Tick, to: 21 as Tick }),
    );
    expect(window.map((event) => event.tick)).toEqual([6, 16, 21]);
    expect(readTrace(traceOf(dialogue(), { ...EVERYTHING, components: ['nobody'] }))).toEqual([]);
  });

  it('carries hostile names and odd arguments', () => {
    const model: Model = (simulation) => {
      const entity = simulation.entity(HOSTILE);
      const kind = simulation.handler(HOSTILE, () => {});
      for (const argument of [Number.NaN, Number.POSITIVE_INFINITY, 0.1]) {
        simulation.schedule(ZERO, Lane.Timer, entity, kind, argument);
      }
    };
    const events = readTrace(traceOf(model));
    expect(events.map((event) => event.argument)).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0.1,
    ]);
    for (const event of events) expect([event.entity, event.kind]).toEqual([HOSTILE, HOSTILE]);
  });

  it('refuses what is not a trace of ours', () => {
    expect(() => readTrace('{')).toThrow(SyntaxError);
    for (const text of ['null', '[]', '{"traceEvents":3}', '{"traceEvents":[{"ph":"X"}]}']) {
      expect(() => readTrace(text)).toThrow(TypeError);
    }
  });
});

describe('first divergence', () => {
  it('is nothing for equal runs', () => {
    expect(firstDivergence(historyOf(dialogue()), historyOf(dialogue()))).toBeUndefined();
  });

  it('names the first different event and the chain of causes on both sides', () => {
    const found = firstDivergence(historyOf(dialogue()), historyOf(dialogue(0.5)));
    expect(found).toMatchObject({ at: 3, field: 'argument' });
    const chain = (side: readonly { kind: string; argument: number; tick: number }[]) =>
      side.map(({ kind, argument, tick }) => `${tick} ${kind} ${argument}`);
    expect(chain(found!.left)).toEqual(['21 answer 2', '16 ask 2', '6 answer 1', '1 ask 1']);
    expect(chain(found!.right)).toEqual(['21 answer 2.5', '16 ask 2', '6 answer 1', '1 ask 1']);
  });

  it('tells when one run ends first', () => {
    const found = firstDivergence(historyOf(dialogue(0, 2)), historyOf(dialogue(0, 3)));
    expect(found).toMatchObject({ at: 4, field: 'end', left: [] });
    expect(found!.right[0]).toMatchObject({ kind: 'ask', argument: 3 });
    expect(firstDivergence([], [])).toBeUndefined();
  });

  it('works on filtered traces: the chain ends where the causes were left out', () => {
    const filter = { ...EVERYTHING, components: ['client/'] };
    const left = readTrace(traceOf(dialogue(), filter));
    const right = readTrace(traceOf(dialogue(0.5), filter));
    const found = firstDivergence(left, right);
    expect(found).toMatchObject({ at: 1, field: 'argument' });
    expect(found!.left.map((event) => event.ordinal)).toEqual([4]);
  });

  it('agrees with the certificate: -0 is 0 and NaN is NaN', () => {
    const [event] = historyOf(dialogue());
    const of = (argument: number) => [{ ...event, argument }];
    expect(firstDivergence(of(-0), of(0))).toBeUndefined();
    expect(firstDivergence(of(Number.NaN), of(Number.NaN))).toBeUndefined();
    expect(firstDivergence(of(Number.NaN), of(0))?.field).toBe('argument');
  });
});
