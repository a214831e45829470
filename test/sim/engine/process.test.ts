import { describe, expect, it } from 'vitest';
import { type Body, Interrupt, Process } from '../../../sim/engine/process.ts';
import { Resource } from '../../../sim/engine/resource.ts';
import { allOf, anyOf, Signal } from '../../../sim/engine/signal.ts';
import { SimJsEvents } from '../../../sim/engine/simjs-events.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { Store } from '../../../sim/engine/store.ts';
import { type Tick, ZERO } from '../../../sim/time.ts';

const ticks = (n: number) => n as Tick;

function world(events?: SimJsEvents) {
  const simulation = new Simulation({ seed: 'process', ...(events && { events }) });
  const log: string[] = [];
  const note = (text: string) => void log.push(`${simulation.now} ${text}`);
  const start = <R>(name: string, body: (process: Process<R>) => Body<R>) =>
    new Process<R>(simulation, name, body);
  return { simulation, log, note, start };
}

describe('process', () => {
  it('waits in simulated time and gives its return value to whoever waits for its end', () => {
    const { simulation, log, note, start } = world();
    const worker = start('worker', function* (process) {
      yield* process.wait(ticks(5));
      note('worked');
      return 42;
    });
    start('boss', function* (process) {
      note(`got ${yield* process.until(worker.done)}`);
    });
    expect(worker.alive).toBe(true);
    simulation.run();
    expect(log).toEqual(['5 worked', '5 got 42']);
    expect(worker.alive).toBe(false);
  });

  it('starts and wakes at tick 0 on either engine', () => {
    for (const engine of [undefined, new SimJsEvents()]) {
      const { simulation, log, note, start } = world(engine);
      start('a', function* (process) {
        note('began');
        yield* process.wait(ZERO);
        note('woke');
      });
      simulation.run();
      expect(log).toEqual(['0 began', '0 woke']);
    }
  });

  it('processes that wake in one tick go in the order they were made', () => {
    const { simulation, log, note, start } = world();
    const gate = new Signal<void>();
    for (const name of ['first', 'second', 'third']) {
      start(name, function* (process) {
        yield* process.until(gate);
        note(name);
      });
    }
    start('opener', function* (process) {
      yield* process.wait(ticks(3));
      gate.fire();
    });
    simulation.run();
    expect(log).toEqual(['3 first', '3 second', '3 third']);
  });

  it('an exception inside a process comes out of run', () => {
    const { simulation, start } = world();
    start('faulty', function* (process) {
      yield* process.wait(ticks(2));
      throw new RangeError('planted');
    });
    expect(() => simulation.run()).toThrow('planted');
    expect(simulation.now).toBe(2);
  });
});

describe('interrupt', () => {
  it('reaches a process that waits for a timer, and the timer leaves the queue', () => {
    const { simulation, log, note, start } = world();
    const sleeper = start('sleeper', function* (process) {
      try {
        yield* process.wait(ticks(1000));
      } catch (error) {
        note(`interrupted by ${(error as Interrupt).reason}`);
      }
    });
    start('alarm', function* (process) {
      yield* process.wait(ticks(7));
      sleeper.interrupt('fire');
    });
    simulation.run();
    expect(log).toEqual(['7 interrupted by fire']);
    expect(simulation.now).toBe(7);
  });

  it('a process that waits for a resource leaves its queue', () => {
    const { simulation, log, note, start } = world();
    const desk = new Resource(1);
    start('holder', function* (process) {
      const grant = yield* process.until(desk.request());
      yield* process.wait(ticks(100));
      desk.release(grant);
    });
    const impatient = start('impatient', function* (process) {
      try {
        yield* process.until(desk.request());
        note('never');
      } catch (error) {
        expect(error).toBeInstanceOf(Interrupt);
        note(`gave up, ${desk.waiting} wait`);
      }
    });
    start('patient', function* (process) {
      desk.release(yield* process.until(desk.request()));
      note('served');
    });
    start('caller', function* (process) {
      yield* process.wait(ticks(10));
      impatient.interrupt('home');
    });
    simulation.run();
    expect(log).toEqual(['10 gave up, 1 wait', '100 served']);
    expect(desk.inUse).toBe(0);
  });

  it('a process that holds a resource keeps it until it releases', () => {
    const { simulation, log, note, start } = world();
    const desk = new Resource(1);
    const holder = start('holder', function* (process) {
      const grant = yield* process.until(desk.request());
      try {
        yield* process.wait(ticks(100));
      } catch {
        note(`interrupted, ${desk.inUse} in use`);
        yield* process.wait(ticks(5));
      } finally {
        desk.release(grant);
      }
    });
    start('next', function* (process) {
      yield* process.until(desk.request());
      note('next');
    });
    start('caller', function* (process) {
      yield* process.wait(ticks(10));
      holder.interrupt('now');
    });
    simulation.run();
    expect(log).toEqual(['10 interrupted, 1 in use', '15 next']);
  });

  it('in the tick of a grant wins over it, and the request tells that it was granted', () => {
    const { simulation, log, note, start } = world();
    const desk = new Resource(1);
    const held = desk.request().value;
    const client = start('client', function* (process) {
      const request = desk.request();
      try {
        yield* process.until(request);
        note('never');
      } catch {
        note(`granted: ${request.fired}`);
        if (request.fired) desk.release(request.value);
      }
    });
    start('caller', function* (process) {
      yield* process.wait(ticks(4));
      desk.release(held);
      client.interrupt('too');
    });
    simulation.run();
    expect(log).toEqual(['4 granted: true']);
    expect(desk.inUse).toBe(0);
  });

  it('a process that has not begun meets it at its first wait', () => {
    const { simulation, log, note, start } = world();
    const young = start('young', function* (process) {
      note('began');
      try {
        yield* process.wait(ticks(9));
      } catch (error) {
        note(String((error as Error).message));
      }
    });
    young.interrupt('early');
    simulation.run();
    expect(log).toEqual(['0 began', '0 interrupted: early']);
    expect(simulation.now).toBe(0);
  });

  it('a process may interrupt itself: at its next wait, once', () => {
    const { simulation, log, note, start } = world();
    start('self', function* (process) {
      process.interrupt('me');
      try {
        yield* process.wait(ticks(9));
      } catch {
        note('caught');
      }
      yield* process.wait(ticks(20));
      note('undisturbed');
    });
    simulation.run();
    expect(log).toEqual(['0 caught', '20 undisturbed']);
  });

  it('does nothing to a process that has ended, or that ends before it meets it', () => {
    const { simulation, start } = world();
    const short = start('short', function* (process) {
      yield* process.wait(ticks(1));
      process.interrupt('too late');
      return 'done';
    });
    simulation.run();
    expect(short.done.value).toBe('done');
    short.interrupt('again');
    expect(simulation.pending).toBe(0);
    simulation.run();
  });
});

function fired<T>(value: T): Signal<T> {
  const signal = new Signal<T>();
  signal.fire(value);
  return signal;
}

describe('signal', () => {
  it('fires once and keeps its value for those who come late', () => {
    const signal = new Signal<number>();
    expect(() => signal.value).toThrow(/expected it to have fired/);
    const seen: number[] = [];
    signal.wait((s) => void seen.push(s.value));
    signal.fire(3);
    signal.wait((s) => void seen.push(s.value + 1));
    expect(seen).toEqual([3, 4]);
    expect(() => signal.fire(5)).toThrow(/fire once/);
  });

  it('tells when its last waiter has left, and not before', () => {
    let abandoned = 0;
    const signal = new Signal<void>(() => abandoned++);
    const one = () => {};
    const two = () => {};
    signal.wait(one);
    signal.wait(two);
    signal.leave(one);
    expect(abandoned).toBe(0);
    signal.leave(one);
    signal.leave(two);
    expect(abandoned).toBe(1);
  });

  it('anyOf gives the first, and the losers renege', () => {
    const lost: string[] = [];
    const a = new Signal<string>(() => lost.push('a'));
    const b = new Signal<string>(() => lost.push('b'));
    const either = anyOf([a, b] as Signal[]);
    b.fire('beta');
    expect(either.value).toBe(b);
    expect(lost).toEqual(['a']);
  });

  it('anyOf of a signal that has fired is fired, and later losers renege too', () => {
    const lost: string[] = [];
    const early = new Signal<string>(() => lost.push('early'));
    const late = new Signal<string>(() => lost.push('late'));
    const either = anyOf([early, fired('now'), late] as Signal[]);
    expect(either.fired).toBe(true);
    expect(lost).toEqual(['early', 'late']);
  });

  it('a request after a fired signal in anyOf does not hold the resource for nobody', () => {
    const desk = new Resource(1);
    const grant = desk.request().value;
    anyOf([fired('timeout'), desk.request()] as Signal[]);
    expect(desk.waiting).toBe(0);
    desk.release(grant);
    expect(desk.inUse).toBe(0);
  });

  it('allOf waits for all, keeps the order given, and takes fired ones', () => {
    const a = new Signal<number>();
    const b = new Signal<number>();
    const all = allOf([a, fired(2), b] as Signal[]);
    b.fire(3);
    expect(all.fired).toBe(false);
    a.fire(1);
    expect(all.value).toEqual([1, 2, 3]);
    expect(allOf([]).value).toEqual([]);
    expect(allOf([fired(1), fired(2)] as Signal[]).value).toEqual([1, 2]);
  });

  it('a time-out that loses against its request leaves no event behind', () => {
    const { simulation, start } = world();
    const desk = new Resource(1);
    start('client', function* (process) {
      const request = desk.request();
      const timeout = process.timer(ticks(1_000_000));
      yield anyOf([request, timeout] as Signal[]) as Signal;
      desk.release(request.value);
    });
    simulation.run();
    expect(simulation.now).toBe(0);
    expect(simulation.pending).toBe(0);
  });
});

describe('resource', () => {
  it('serves smaller priorities first, then first come first served', () => {
    const desk = new Resource(1);
    const order: string[] = [];
    const first = desk.request();
    for (const [name, priority] of [
      ['c', 2],
      ['a', 1],
      ['d', 2],
      ['b', 1],
    ] as const) {
      desk.request(priority).wait((granted) => {
        order.push(name);
        queue.push(granted.value);
      });
    }
    const queue = [first.value];
    while (queue.length > 0) desk.release(queue.shift()!);
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not let a small request overtake a large one at the head', () => {
    const pool = new Resource(4);
    const held = pool.request(0, 3).value;
    const large = pool.request(0, 2);
    const small = pool.request(0, 1);
    expect([large.fired, small.fired]).toEqual([false, false]);
    pool.release(held);
    expect([large.fired, small.fired]).toEqual([true, true]);
    expect(pool.inUse).toBe(3);
  });

  it('a reneging head lets the next one in', () => {
    const pool = new Resource(2);
    pool.request(0, 1);
    const large = pool.request(0, 2);
    const small = pool.request(0, 1);
    const waiter = () => {};
    large.wait(waiter);
    large.leave(waiter);
    expect(small.fired).toBe(true);
  });

  it('tells a watcher of every change of use and queue', () => {
    const seen: string[] = [];
    const desk = new Resource(1, (r) => void seen.push(`${r.inUse}/${r.waiting}`));
    const grant = desk.request().value;
    desk.request();
    desk.release(grant);
    expect(seen).toEqual(['1/0', '1/1', '1/0']);
  });

  it('refuses wrong capacities, wrong amounts, and grants that are not held', () => {
    expect(() => new Resource(0)).toThrow(/capacity, expected more than 0, got 0/);
    expect(() => new Resource(Number.NaN)).toThrow(RangeError);
    const desk = new Resource(2);
    for (const amount of [0, -1, 3, Number.NaN]) {
      expect(() => desk.request(0, amount)).toThrow(/amount, expected more than 0 and at most 2/);
    }
    const grant = desk.request().value;
    desk.release(grant);
    expect(() => desk.release(grant)).toThrow(/expected a grant that is held/);
    expect(desk.inUse).toBe(0);
  });
});

describe('store', () => {
  it('is first in, first out, and takers wait', () => {
    const store = new Store<number>();
    const early = store.take();
    store.put(1);
    store.put(2);
    store.put(3);
    expect(early.value).toBe(1);
    expect(store.take().value).toBe(2);
    expect(store.size).toBe(1);
  });

  it('puts wait for room and come in by their order', () => {
    const store = new Store<string>(1);
    store.put('a');
    const b = store.put('b');
    const c = store.put('c');
    expect([b.fired, c.fired]).toEqual([false, false]);
    expect(store.take().value).toBe('a');
    expect([b.fired, c.fired]).toEqual([true, false]);
    expect(store.take().value).toBe('b');
    expect(store.take().value).toBe('c');
  });

  it('a filter takes the oldest item that fits, past takers that want something else', () => {
    const store = new Store<number>();
    const even = store.take((n) => n % 2 === 0);
    const any = store.take();
    store.put(1);
    expect([even.fired, any.value]).toEqual([false, 1]);
    store.put(3);
    store.put(4);
    store.put(6);
    expect(even.value).toBe(4);
    expect(store.size).toBe(2);
  });

  it('a taker or putter that leaves is forgotten', () => {
    const store = new Store<string>(1);
    const waiter = () => {};
    const taker = store.take();
    taker.wait(waiter);
    taker.leave(waiter);
    store.put('kept');
    expect(store.size).toBe(1);
    const putter = store.put('dropped');
    putter.wait(waiter);
    putter.leave(waiter);
    expect(store.take().value).toBe('kept');
    expect(store.size).toBe(0);
  });

  it('serves takers in their order also when one of them takes a rival out of the queue', () => {
    const store = new Store<string>();
    const first = store.take((s) => s === 'x');
    const second = store.take((s) => s === 'y');
    anyOf([first, second] as Signal[]);
    const third = store.take((s) => s !== 'x');
    const fourth = store.take((s) => s !== 'x');
    store.put('y');
    store.put('z');
    expect(second.value).toBe('y');
    expect(first.fired).toBe(false);
    expect(third.value).toBe('z');
    expect(fourth.fired).toBe(false);
    store.put('x');
    expect(store.size).toBe(1);
  });

  it('refuses a capacity that holds nothing', () => {
    expect(() => new Store(0)).toThrow(RangeError);
  });
});
