import { describe, expect, it } from 'vitest';
import { KvState } from '../../../../models/storage/kv/kv-state.ts';
import type { LogEntry } from '../../../../models/storage/kv/log-entry.ts';
import { Transaction } from '../../../../models/storage/kv/transaction.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';

const STREAMS = ['a', 'b', 'c'];
const KEYS = ['k0', 'k1', 'k2', 'k3'];

/** What a client does: reads some keys, then writes others by what it read. */
interface Program {
  readonly reads: readonly (readonly [stream: string, key: string])[];
  readonly writes: readonly (readonly [stream: string, key: string])[];
  readonly salt: number;
  /** Writes without having read: a batch. */
  readonly blind: boolean;
}

interface Store {
  get(stream: string, key: string): number | undefined;
  put(stream: string, key: string, value: number): void;
}

/** Runs a program and returns what it read. */
function run({ reads, writes, salt }: Program, store: Store): (number | undefined)[] {
  const seen = reads.map(([stream, key]) => store.get(stream, key));
  const mixed = seen.reduce<number>((sum, value) => (sum * 31 + (value ?? 7)) % 1_000_003, salt);
  for (const [i, [stream, key]] of writes.entries()) {
    store.put(stream, key, (mixed * (i + 2) + salt) % 1_000_003);
  }
  return seen;
}

function draw(stream: Stream): Program {
  const some = (most: number) =>
    Array.from(
      { length: stream.below(most + 1) },
      () => [STREAMS[stream.below(3)], KEYS[stream.below(4)]] as const,
    );
  const blind = stream.chance(0.2);
  return { reads: blind ? [] : some(3), writes: some(3), salt: stream.below(1000), blind };
}

interface Logged {
  readonly program: Program;
  readonly entry: LogEntry<number>;
  readonly seen: readonly (number | undefined)[];
}

/**
 * Clients work on nodes that lag behind the log; reads of one transaction may be spread over a replay.
 * Commit records reach the log in random order.
 */
function schedule(seed: string): Logged[] {
  const stream = new Streams(seed, 0).stream('schedule');
  const log: Logged[] = [];
  const waiting: Logged[] = [];
  const nodes = Array.from({ length: 4 }, () => follow(STREAMS));
  const lag = 1 + stream.below(6);
  for (let step = 0; step < 300; step++) {
    const node = nodes[stream.below(nodes.length)];
    const catchUp = () => {
      const until = Math.min(log.length, node.position + stream.below(lag + 1));
      while (node.position < until) node.replay(log[node.position].entry, node.position);
    };
    const choice = stream.uniform();
    if (choice < 0.6) catchUp();
    else if (choice < 0.84 && waiting.length > 0) {
      log.push(...waiting.splice(stream.below(waiting.length), 1));
    } else {
      const program = draw(stream);
      const transaction = new Transaction(node);
      let reads = 0;
      const seen = run(program, {
        get: (name, key) => {
          if (reads++ > 0 && stream.chance(0.3)) catchUp();
          return transaction.get(name, key);
        },
        put: (name, key, value) => transaction.put(name, key, value),
      });
      const { puts, reads: record } = transaction.commit();
      waiting.push({ program, seen, entry: program.blind ? { puts } : { puts, reads: record! } });
    }
  }
  return log;
}

function follow(streams: readonly string[]): KvState<number> {
  const state = new KvState<number>();
  state.subscribe(streams);
  return state;
}

/** By key, as the order of first puts is no part of the outcome of a serial execution. */
function sorted(state: KvState<number>, streams: readonly string[]) {
  return streams.map((stream) => state.entries(stream).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const seeds = Array.from({ length: 30 }, (_, i) => `schedule ${i}`);

describe('transactions that commit', () => {
  it('give what they give one after the other in the order of the log', () => {
    let aborted = 0;
    let committed = 0;
    for (const seed of seeds) {
      const state = follow(STREAMS);
      const serial = new Map<string, number>();
      for (const [position, { entry, program, seen }] of schedule(seed).entries()) {
        const outcome = state.replay(entry, position);
        aborted += outcome.aborted;
        if (outcome.aborted === 1) continue;
        committed++;
        const again = run(program, {
          get: (stream, key) => serial.get(`${stream}/${key}`),
          put: (stream, key, value) => serial.set(`${stream}/${key}`, value),
        });
        // It read what it would read if it ran alone at this place of the log.
        expect(again, `seed "${seed}", position ${position}`).toEqual(seen);
      }
      const found = new Map(
        STREAMS.flatMap((stream) =>
          state.entries(stream).map(([key, value]) => [`${stream}/${key}`, value] as const),
        ),
      );
      expect(found, `seed "${seed}"`).toEqual(serial);
    }
    // The schedules do conflict, and do not only conflict.
    expect(aborted).toBeGreaterThan(100);
    expect(committed).toBeGreaterThan(100);
  });
});

describe('transactions that abort', () => {
  it('had a key they read written between their start and their commit', () => {
    for (const seed of seeds) {
      const state = follow(STREAMS);
      const applied: LogEntry<number>[] = [];
      for (const [position, { entry }] of schedule(seed).entries()) {
        const { aborted } = state.replay(entry, position);
        const between = applied.slice(entry.reads?.start ?? position);
        const touched = between.some(({ puts }) =>
          puts.some((put) =>
            entry.reads!.keys.some(({ stream, key }) => stream === put.stream && key === put.key),
          ),
        );
        expect(aborted === 1, `seed "${seed}", position ${position}`).toBe(touched);
        applied.push(aborted === 1 ? { puts: [] } : entry);
      }
    }
  });
});

describe('replay', () => {
  it('from scratch equals replay in steps between reads', () => {
    for (const seed of seeds.slice(0, 10)) {
      const log = schedule(seed);
      const steps = follow(STREAMS);
      const outcomes = log.map(({ entry }, position) => {
        const outcome = steps.replay(entry, position);
        const scratch = follow(STREAMS);
        const last = log
          .slice(0, position + 1)
          .map((logged, i) => scratch.replay(logged.entry, i))
          .at(-1);
        expect(last, `seed "${seed}", position ${position}`).toEqual(outcome);
        expect(
          STREAMS.map((name) => scratch.entries(name)),
          `seed "${seed}", position ${position}`,
        ).toEqual(STREAMS.map((name) => steps.entries(name)));
        return outcome;
      });
      expect(outcomes.length, seed).toBeGreaterThan(20);
    }
  });

  it('gives a stream the same state on every node that follows it', () => {
    for (const seed of seeds) {
      // Entries that write stream a read only stream a.
      const log = schedule(seed).map(({ entry }) => {
        const reads = entry.reads?.keys.filter(({ stream }) => stream === 'a') ?? [];
        return entry.reads === undefined
          ? entry
          : { ...entry, reads: { ...entry.reads, keys: reads } };
      });
      const all = follow(STREAMS);
      const one = follow(['a']);
      const gaps = follow(['a']);
      for (const [position, entry] of log.entries()) {
        all.replay(entry, position);
        one.replay(entry, position);
        if (entry.puts.some(({ stream }) => stream === 'a')) gaps.replay(entry, position);
        const where = `seed "${seed}", position ${position}`;
        expect(sorted(one, ['a']), where).toEqual(sorted(all, ['a']));
        expect(sorted(gaps, ['a']), where).toEqual(sorted(all, ['a']));
      }
    }
  });

  it('of entries of other streams changes nothing', () => {
    for (const seed of seeds) {
      const state = follow(['elsewhere']);
      state.replay({ puts: [{ stream: 'elsewhere', key: 'k0', value: 1 }] }, 0);
      for (const [i, { entry }] of schedule(seed).entries()) {
        const foreign = i % 2 === 0 ? { puts: entry.puts } : entry;
        const skipped = { applied: 0, aborted: 0 };
        const outcome = state.replay(foreign, i + 1);
        expect(outcome, `seed "${seed}", position ${i + 1}`).toEqual(skipped);
        expect(state.entries('elsewhere'), `seed "${seed}"`).toEqual([['k0', 1]]);
      }
    }
  });
});
