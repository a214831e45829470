import { describe, expect, it } from 'vitest';
import { type Operation, RING_BYTES, Ring } from '../../../../sim/kernels/jobs/ring.ts';

const PLACES = 64;
const newRing = () => new Ring(new SharedArrayBuffer(64 + RING_BYTES), 64);

describe('a ring', () => {
  it('hands a job with its arguments to one thread and says when it is over', () => {
    const ring = newRing();
    const seen: number[][] = [];
    const operations: Operation[] = [() => {}, (args) => seen.push([...args])];
    const place = ring.post(1, [5, 2 ** 31 - 1, -7, 0, 1, 2, 3, 4]) as number;
    expect(ring.isOver(place)).toBe(false);
    expect(ring.claim(place, 0)).toBe(true);
    expect(ring.claim(place, 1)).toBe(false);
    ring.perform(place, operations);
    expect(ring.isOver(place)).toBe(true);
    expect(seen).toEqual([[5, 2 ** 31 - 1, -7, 0, 1, 2, 3, 4]]);
    expect(ring.wait(place, 0)).toBeUndefined();
    expect(ring.clear(place)).toBeUndefined();
    expect(ring.claim(place, 0)).toBe(false);
  });

  it('names the thread that has a job still', () => {
    const ring = newRing();
    const place = ring.post(0, []) as number;
    ring.claim(place, 3);
    expect(ring.wait(place, 1)).toBe(3);
  });

  it('tells what went wrong, in as many bytes as a place has', () => {
    const ring = newRing();
    const reasons = ['bad bytes at 7 \u20ac', 'x'.repeat(1000)];
    const told = reasons.map((reason) => {
      const place = ring.post(0, []) as number;
      ring.claim(place, 0);
      const fail = () => {
        throw new Error(reason);
      };
      ring.perform(place, [fail]);
      expect(ring.isOver(place)).toBe(true);
      return ring.clear(place);
    });
    // A place has 64 words, of which 11 are used.
    expect(told).toEqual([reasons[0], 'x'.repeat(4 * 53)]);
    const place = ring.post(0, []) as number;
    ring.claim(place, 0);
    ring.perform(place, [() => {}]);
    expect(ring.clear(place)).toBeUndefined();
  });

  it('refuses a job when every place is taken, and passes over those that are', () => {
    const ring = newRing();
    const places = Array.from({ length: PLACES }, () => ring.post(0, []) as number);
    expect(new Set(places).size).toBe(PLACES);
    expect(ring.post(0, [])).toBeUndefined();
    ring.claim(places[40], 0);
    ring.perform(places[40], [() => {}]);
    expect(ring.post(0, [])).toBeUndefined();
    ring.clear(places[40]);
    expect(ring.post(0, [])).toBe(places[40]);
  });

  it('lets a server do everything that is posted, until it is told to stop', () => {
    const ring = newRing();
    const done: number[] = [];
    for (let i = 0; i < PLACES; i++) ring.post(0, [i]);
    ring.serve(0, [
      ([i]) => {
        done.push(i);
        if (i === 5) ring.stop();
      },
    ]);
    // Places are served in order; the round is finished first.
    expect(done).toEqual(Array.from({ length: PLACES }, (_, i) => i));
  });
});
