import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../../sim/engine/event-queue.ts';
import type { PendingEvents } from '../../../sim/engine/pending-events.ts';
import { SimJsEvents } from '../../../sim/engine/simjs-events.ts';
import { Stream } from '../../../sim/random.ts';
import { FOREVER, type Tick } from '../../../sim/time.ts';
import { expectSame } from '../../expect-same.ts';
import { NaiveEvents } from './naive-events.ts';

/** A random workload: what share of the steps does what, and how far ahead events lie. */
interface Workload {
  readonly steps: number;
  readonly takes: number;
  readonly cancels: number;
  readonly delay: (draw: Stream) => number;
}

const WORKLOADS: Record<string, Workload> = {
  'near ticks, many ties': { steps: 6000, takes: 0.4, cancels: 0.1, delay: (d) => d.below(4) },
  'far and near ticks': {
    steps: 6000,
    takes: 0.4,
    cancels: 0.1,
    delay: (d) => Math.floor(d.pareto(1, 0.3, 1e14)),
  },
  'a cancellation storm': { steps: 8000, takes: 0.1, cancels: 0.44, delay: (d) => d.below(1e6) },
  'growth, then drain': { steps: 6000, takes: 0.02, cancels: 0.02, delay: (d) => d.below(1e9) },
  'all in one tick': { steps: 4000, takes: 0.3, cancels: 0.1, delay: () => 0 },
  'two clumps far apart': {
    steps: 6000,
    takes: 0.35,
    cancels: 0.1,
    delay: (d) => (d.chance(0.5) ? d.below(3) : 1e12 + d.below(3)),
  },
};

const FIELDS = ['tick', 'key', 'entity', 'kind', 'argument', 'payload'] as const;

function sameNext(left: PendingEvents, right: PendingEvents, limit: Tick): boolean {
  const found = left.take(limit);
  expectSame(right.take(limit), found);
  if (!found) return false;
  for (const field of FIELDS) expectSame(left[field], right[field], field);
  return true;
}

/** Does the same random things to both and compares every answer. */
function compare(
  left: PendingEvents,
  right: PendingEvents,
  { steps, takes, cancels, delay }: Workload,
  seed: string,
): number {
  const draw = new Stream('test/event-queue', seed);
  const handles: [number, number][] = [];
  let now = 0;
  let fired = 0;
  for (let i = 0; i < steps; i++) {
    const what = draw.uniform();
    if (what < takes) {
      const limit = draw.chance(0.3) ? now + draw.below(1000) : FOREVER;
      if (sameNext(left, right, limit as Tick)) {
        now = left.tick;
        fired++;
      } else if (limit < FOREVER) now = limit;
    } else if (what < takes + cancels && handles.length > 0) {
      // Handles stay in the list, so that stale ones are tried too.
      const [a, b] = handles[draw.below(handles.length)];
      expectSame(right.cancel(b), left.cancel(a));
    } else {
      // Keys are unique: 2^20 random ones over the running number.
      const key = draw.below(1_048_576) * 65_536 + (i % 65_536);
      const tick = Math.min(now + delay(draw), FOREVER) as Tick;
      const payload = draw.chance(0.2) ? { i } : undefined;
      const event = [tick, key, draw.below(1000), draw.below(50), draw.uniform(), payload] as const;
      handles.push([left.add(...event), right.add(...event)]);
    }
    expectSame(left.size, right.size);
  }
  while (sameNext(left, right, FOREVER)) fired++;
  expect(left.size).toBe(0);
  return fired;
}

describe('event queue', () => {
  for (const [name, workload] of Object.entries(WORKLOADS)) {
    for (const seed of ['1', '2', '3']) {
      it(`agrees with a sorted array: ${name}, seed ${seed}`, () => {
        const fired = compare(new EventQueue(), new NaiveEvents(), workload, seed);
        expect(fired).toBeGreaterThan(100);
      });
    }
    it(`agrees with SIM.JS: ${name}, seed 4`, () => {
      expect(compare(new EventQueue(), new SimJsEvents(), workload, '4')).toBeGreaterThan(100);
    });
  }

  it('fires 10^5 pending events in the order of (tick, key)', () => {
    const draw = new Stream('test/event-queue', 'many');
    const queue = new EventQueue();
    const expected: [number, number][] = [];
    for (let i = 0; i < 100_000; i++) {
      const tick = Math.floor(draw.exponential(40_000));
      const key = draw.below(1_000_000_000);
      expected.push([tick, key]);
      queue.add(tick as Tick, key, 0, 0, 0, undefined);
    }
    expect(queue.size).toBe(100_000);
    expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const found: [number, number][] = [];
    while (queue.take(FOREVER)) found.push([queue.tick, queue.key]);
    expect(found).toEqual(expected);
  });

  it('fires 10^5 events of one tick by key, however they were added', () => {
    const queue = new EventQueue();
    // 62,989 is coprime to 100,000: every key once, in scrambled order.
    for (let i = 0; i < 100_000; i++) {
      queue.add(5 as Tick, (i * 62_989) % 100_000, 0, 0, 0, undefined);
    }
    for (let key = 0; key < 100_000; key++) {
      if (!queue.take(FOREVER) || queue.key !== key) expect.fail(`at ${key} found ${queue.key}`);
    }
    expect(queue.take(FOREVER)).toBe(false);
  });

  it('holds the steady state of a hold model with 10^5 pending events', () => {
    const draw = new Stream('test/event-queue', 'hold');
    const queue = new EventQueue();
    let added = 0;
    const add = (now: number) =>
      queue.add((now + Math.floor(draw.exponential(1e6))) as Tick, added++, 0, 0, 0, undefined);
    for (let i = 0; i < 100_000; i++) add(0);
    let last = 0;
    for (let i = 0; i < 300_000; i++) {
      queue.take(FOREVER);
      if (queue.tick < last) expect.fail(`tick ${queue.tick} after ${last}`);
      last = queue.tick;
      add(last);
    }
    expect(queue.size).toBe(100_000);
    expect(queue.counters().peak).toBe(100_000);
  });

  it('keeps the last tick of the clock apart from the one before it', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 2000; i++) queue.add((FOREVER - i) as Tick, 2000 - i, 0, 0, 0, undefined);
    for (let i = 1999; i >= 0; i--) {
      expect(queue.take(FOREVER)).toBe(true);
      expect(queue.tick).toBe(FOREVER - i);
    }
  });

  it('takes nothing past the limit and loses nothing by the question', () => {
    const queue = new EventQueue();
    queue.add(10 as Tick, 1, 0, 0, 0, undefined);
    expect(queue.take(9 as Tick)).toBe(false);
    queue.add(9 as Tick, 2, 0, 0, 0, undefined);
    expect(queue.take(10 as Tick)).toBe(true);
    expect(queue.tick).toBe(9);
    expect(queue.take(10 as Tick)).toBe(true);
    expect(queue.tick).toBe(10);
  });

  it('gives payloads back and forgets them: undefined, null, 0 and objects', () => {
    const queue = new EventQueue();
    const payloads = [undefined, null, 0, '', { some: 'thing' }];
    payloads.forEach((payload, i) => void queue.add(i as Tick, i, 0, 3, 0, payload));
    for (const payload of payloads) {
      queue.take(FOREVER);
      expect(queue.payload).toBe(payload);
      expect(queue.kind).toBe(3);
    }
  });
});

describe('cancellation', () => {
  it('removes at once: a retry-timer storm leaves nothing dead behind', () => {
    const queue = new EventQueue();
    const draw = new Stream('test/event-queue', 'storm');
    let key = 0;
    const arm = (now: number) =>
      queue.add((now + 1e7 + draw.below(1e6)) as Tick, key++, 0, 0, 0, undefined);
    const timers: number[] = [];
    for (let i = 0; i < 1000; i++) timers.push(arm(0));
    for (let now = 1; now <= 200_000; now++) {
      const at = draw.below(1000);
      if (!queue.cancel(timers[at])) expect.fail(`timer ${at} was lost at ${now}`);
      timers[at] = arm(now);
    }
    expect(queue.size).toBe(1000);
    // The peak is the largest number of slots ever in use: memory is bounded by it.
    expect(queue.counters().peak).toBe(1000);
    expect(queue.counters().cancelled).toBe(200_000);
    let fired = 0;
    while (queue.take(FOREVER)) fired++;
    expect(fired).toBe(1000);
  });

  it('knows stale handles: fired, cancelled, reused slots, and nonsense', () => {
    const queue = new EventQueue();
    const first = queue.add(1 as Tick, 1, 0, 0, 0, undefined);
    expect(queue.cancel(first)).toBe(true);
    expect(queue.cancel(first)).toBe(false);
    const second = queue.add(1 as Tick, 1, 0, 0, 0, undefined);
    expect(second).not.toBe(first);
    expect(queue.cancel(first)).toBe(false);
    expect(queue.take(FOREVER)).toBe(true);
    expect(queue.handle).toBe(second);
    expect(queue.cancel(second)).toBe(false);
    for (const nonsense of [-1, 0.5, Number.NaN, 1e300, Number.POSITIVE_INFINITY]) {
      expect(queue.cancel(nonsense)).toBe(false);
    }
    // A handle that this queue has not given out yet.
    expect(queue.cancel(second * 2 - first)).toBe(false);
    expect(queue.size).toBe(0);
  });

  it('cancels the last event of a queue and goes on', () => {
    const queue = new EventQueue();
    queue.add(1 as Tick, 1, 0, 0, 0, undefined);
    const late = queue.add(2 as Tick, 2, 0, 0, 0, undefined);
    queue.take(FOREVER);
    expect(queue.cancel(late)).toBe(true);
    expect(queue.take(FOREVER)).toBe(false);
    queue.add(3 as Tick, 3, 0, 0, 0, undefined);
    expect(queue.take(FOREVER)).toBe(true);
    expect(queue.tick).toBe(3);
  });
});
