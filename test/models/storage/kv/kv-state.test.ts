import { describe, expect, it } from 'vitest';
import { KvState } from '../../../../models/storage/kv/kv-state.ts';
import type { LogEntry } from '../../../../models/storage/kv/log-entry.ts';
import { Transaction } from '../../../../models/storage/kv/transaction.ts';

function following(...streams: string[]): KvState<number> {
  const state = new KvState<number>();
  state.subscribe(streams);
  return state;
}

/** `a/x` as a key. */
function key(path: string) {
  const [stream, name] = path.split('/');
  return { stream, key: name };
}

const batch = (puts: Record<string, number>): LogEntry<number> => ({
  puts: Object.entries(puts).map(([path, value]) => ({ ...key(path), value })),
});

const commit = (
  start: number,
  reads: string[],
  puts: Record<string, number>,
): LogEntry<number> => ({
  ...batch(puts),
  reads: { start, keys: reads.map(key) },
});

describe('batches', () => {
  it('apply in order, and the last put of a key holds', () => {
    const state = following('a');
    const puts = [1, 2, 3].map((value) => ({ stream: 'a', key: value < 3 ? 'x' : 'y', value }));
    expect(state.replay({ puts }, 0)).toEqual({ applied: 3, aborted: 0 });
    expect(state.entries('a')).toEqual([
      ['x', 2],
      ['y', 3],
    ]);
    expect(state.replay(batch({ 'a/x': 9 }), 1)).toEqual({ applied: 1, aborted: 0 });
    expect([state.get('a', 'x'), state.get('a', 'z'), state.position]).toEqual([9, undefined, 2]);
  });

  it('of other streams are skipped, in whole or in part', () => {
    const state = following('a', 'b');
    expect(state.replay(batch({ 'c/x': 1 }), 0)).toEqual({ applied: 0, aborted: 0 });
    expect(state.replay(batch({ 'c/x': 2, 'b/x': 3 }), 1)).toEqual({ applied: 1, aborted: 0 });
    expect([state.entries('a'), state.entries('b')]).toEqual([[], [['x', 3]]]);
    expect(() => state.get('c', 'x')).toThrow('stream, expected one of a, b, got c');
  });
});

describe('a transaction', () => {
  it('applies when nothing it read was touched since its start', () => {
    const state = following('a');
    state.replay(batch({ 'a/x': 1, 'a/y': 1 }), 0);
    state.replay(batch({ 'a/y': 2 }), 1);
    // It saw position 0, read x, and only y was touched since.
    expect(state.replay(commit(1, ['a/x'], { 'a/y': 5 }), 2)).toEqual({ applied: 1, aborted: 0 });
    expect(state.get('a', 'y')).toBe(5);
  });

  it('aborts when a key it read was touched from its start position on', () => {
    const state = following('a');
    state.replay(batch({ 'a/x': 1 }), 0);
    state.replay(batch({ 'a/x': 2 }), 1);
    expect(state.replay(commit(1, ['a/x'], { 'a/y': 5 }), 2)).toEqual({ applied: 0, aborted: 1 });
    expect(state.get('a', 'y')).toBeUndefined();
    // Position 1 seen: no conflict. It saw nothing at all: a conflict.
    expect(state.replay(commit(2, ['a/x'], { 'a/y': 6 }), 3).applied).toBe(1);
    expect(state.replay(commit(0, ['a/x'], { 'a/y': 7 }), 4).aborted).toBe(1);
  });

  it('aborts when a key it found absent was put since', () => {
    const state = following('a');
    state.replay(batch({ 'a/x': 1 }), 0);
    expect(state.replay(commit(0, ['a/x'], { 'a/y': 1 }), 1).aborted).toBe(1);
    expect(state.replay(commit(0, ['a/z'], { 'a/y': 1 }), 2).aborted).toBe(0);
  });

  it('that only writes never aborts', () => {
    const state = following('a');
    state.replay(batch({ 'a/x': 1 }), 0);
    expect(state.replay(commit(0, [], { 'a/x': 2 }), 1)).toEqual({ applied: 1, aborted: 0 });
  });

  it('that aborted touches nothing', () => {
    const state = following('a');
    state.replay(batch({ 'a/x': 1 }), 0);
    state.replay(commit(0, ['a/x'], { 'a/y': 1 }), 1);
    expect(state.replay(commit(1, ['a/y'], { 'a/z': 1 }), 2)).toEqual({ applied: 1, aborted: 0 });
  });

  it('that loses an update aborts, and so does one of a pair that would skew', () => {
    const counter = following('a');
    counter.replay(batch({ 'a/n': 0 }), 0);
    // Both add 1 to what they read at 1.
    expect(counter.replay(commit(1, ['a/n'], { 'a/n': 1 }), 1).aborted).toBe(0);
    expect(counter.replay(commit(1, ['a/n'], { 'a/n': 1 }), 2).aborted).toBe(1);
    const doctors = following('a');
    doctors.replay(batch({ 'a/p': 1, 'a/q': 1 }), 0);
    // Each leaves because it saw the other one on call.
    expect(doctors.replay(commit(1, ['a/p', 'a/q'], { 'a/p': 0 }), 1).aborted).toBe(0);
    expect(doctors.replay(commit(1, ['a/p', 'a/q'], { 'a/q': 0 }), 2).aborted).toBe(1);
  });

  it('without writes is judged too', () => {
    const state = following('a');
    state.replay(batch({ 'a/x': 1 }), 0);
    expect(state.replay(commit(0, ['a/x'], {}), 1)).toEqual({ applied: 0, aborted: 1 });
    expect(state.replay(commit(1, ['a/x'], {}), 2)).toEqual({ applied: 0, aborted: 0 });
  });

  it('of other streams is skipped; one that cannot be judged is refused', () => {
    const state = following('a');
    const foreign = commit(0, ['b/x', 'a/x'], { 'b/x': 1 });
    expect(state.replay(foreign, 0)).toEqual({ applied: 0, aborted: 0 });
    expect(() => state.replay(commit(0, ['a/x', 'b/x'], { 'a/x': 1 }), 1)).toThrow(
      'commit at 1, expected reads from streams that are followed, got b',
    );
    // Reads that are followed suffice, whatever else is written.
    expect(state.replay(commit(0, ['a/x'], { 'a/x': 1, 'b/x': 1 }), 1).applied).toBe(1);
  });
});

describe('a transaction of a client', () => {
  it('records what it reads of the state, and sees its own puts', () => {
    const state = following('a');
    state.replay(batch({ 'a/x': 4 }), 0);
    const transaction = new Transaction(state);
    transaction.put('a', 'y', (transaction.get('a', 'x') ?? 0) + 1);
    transaction.put('a', 'y', (transaction.get('a', 'y') ?? 0) + 1);
    expect(transaction.get('a', 'z')).toBeUndefined();
    expect(transaction.commit()).toEqual({
      puts: [
        { stream: 'a', key: 'y', value: 5 },
        { stream: 'a', key: 'y', value: 6 },
      ],
      reads: { start: 1, keys: [key('a/x'), key('a/z')] },
    });
  });

  it('keeps its start position while the state moves on', () => {
    const state = following('a');
    const transaction = new Transaction(state);
    state.replay(batch({ 'a/x': 4 }), 0);
    transaction.put('a', 'y', transaction.get('a', 'x')!);
    expect(state.replay(transaction.commit(), 1).aborted).toBe(1);
  });
});

it('refuses what would leave holes in the past', () => {
  const state = following('a');
  state.replay(batch({ 'a/x': 1 }), 4);
  expect(state.position).toBe(5);
  const next = batch({ 'a/x': 2 });
  expect(() => state.replay(next, 4)).toThrow('position, expected a whole number from 5 on, got 4');
  expect(() => state.replay(next, 5.5)).toThrow('position, expected a whole number from 5 on');
  expect(() => state.replay(commit(6, ['a/x'], {}), 5)).toThrow(
    'start position, expected 0 to 5, got 6',
  );
  expect(() => state.subscribe(['b'])).toThrow(
    'subscription, expected before the first entry, got after 4',
  );
  expect(() => new KvState<number>().get('a', 'x')).toThrow('stream, expected one of none, got a');
  expect([state.position, state.get('a', 'x')]).toEqual([5, 1]);
});
