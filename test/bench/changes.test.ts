import { describe, expect, it } from 'vitest';
import { compareWork } from '../../bench/changes.ts';
import type { Work } from '../../bench/report.ts';

const work = (body: string, events: number, moves: number, certificate = 'a1'): Work => ({
  suite: 'protocol',
  body,
  counters: { events, 'heap moves': moves },
  certificate,
});
const before = [work('gossip', 1000, 500)];

describe('work against a baseline', () => {
  it('passes when nothing differs', () => {
    expect(compareWork(before, before)).toEqual([
      { body: 'protocol: gossip', pass: true, changes: [] },
    ]);
  });

  it('fails and names a planted 2 % more events', () => {
    const [change] = compareWork(before, [work('gossip', 1020, 500)]);
    expect(change).toEqual({ body: 'protocol: gossip', pass: false, changes: ['events +2.0 %'] });
  });

  it('fails for a single event more, with both numbers', () => {
    const [change] = compareWork([work('x', 1_000_000, 0)], [work('x', 1_000_001, 0)]);
    expect(change.pass).toBe(false);
    expect(change.changes).toEqual(['events from 1000000 to 1000001']);
    const [fromNothing] = compareWork([work('x', 1, 0)], [work('x', 1, 3)]);
    expect(fromNothing).toMatchObject({ pass: false, changes: ['heap moves from 0 to 3'] });
  });

  it('names less work under the same certificate, and passes it', () => {
    const [change] = compareWork(before, [work('gossip', 1000, 400)]);
    expect(change.pass).toBe(true);
    expect(change.changes).toEqual(['heap moves −20.0 %']);
  });

  it('fails for less of one counter with more of another', () => {
    const [change] = compareWork(before, [work('gossip', 900, 600)]);
    expect(change.pass).toBe(false);
    expect(change.changes).toEqual(['events −10.0 %', 'heap moves +20.0 %']);
  });

  it('fails for another certificate even where less was done', () => {
    const [change] = compareWork(before, [work('gossip', 990, 500, 'b2')]);
    expect(change.pass).toBe(false);
    expect(change.changes).toEqual(['events −1.0 %', 'another certificate: a1 before, b2 now']);
  });

  it('fails when a body or a counter is gone, and passes a new body', () => {
    const found = [{ ...work('gossip', 1000, 500), counters: { events: 1000 } }, work('new', 1, 1)];
    expect(compareWork([...before, work('old', 1, 1)], found)).toEqual([
      { body: 'protocol: gossip', pass: false, changes: ['heap moves gone'] },
      { body: 'protocol: old', pass: false, changes: ['gone'] },
      { body: 'protocol: new', pass: true, changes: ['not in the baseline'] },
    ]);
  });
});
