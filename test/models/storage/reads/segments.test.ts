import { describe, expect, it } from 'vitest';
import { inRoutines, piecesOf, untilOne } from '../../../../models/storage/reads/segments.ts';

describe('pieces of a range', () => {
  it('cover it, and the last one of an object is short', () => {
    // 600 of 1000 bytes from 250 on, in pieces of 300: pieces 0 to 2 reach from 0 to 900.
    expect(piecesOf(250, 600, 1000, 300)).toEqual([
      { index: 0, bytes: 300 },
      { index: 1, bytes: 300 },
      { index: 2, bytes: 300 },
    ]);
    expect(piecesOf(900, 100, 1000, 300)).toEqual([{ index: 3, bytes: 100 }]);
    expect(piecesOf(300, 300, 1000, 300)).toEqual([{ index: 1, bytes: 300 }]);
  });
});

describe('routines', () => {
  const run = (items: number, routines: number, fails: readonly number[]) => {
    const pending: { item: number; routine: number; done: (ok: boolean) => void }[] = [];
    const results: boolean[] = [];
    inRoutines(
      Array.from({ length: items }, (_, i) => i),
      routines,
      (item, routine, done) => pending.push({ item, routine, done }),
      (ok) => results.push(ok),
    );
    const log: string[] = [];
    let most = 0;
    while (pending.length > 0) {
      most = Math.max(most, pending.length);
      const { item, routine, done } = pending.shift()!;
      log.push(`${item}@${routine}`);
      done(!fails.includes(item));
    }
    return { log, most, results };
  };

  it('take the next item when they are free, and no more at a time', () => {
    const { log, most, results } = run(5, 2, []);
    expect(log).toEqual(['0@0', '1@1', '2@0', '3@1', '4@0']);
    expect(most).toBe(2);
    expect(results).toEqual([true]);
  });

  it('begin nothing after a failure, and end once', () => {
    const { log, results } = run(6, 2, [1]);
    // Item 2 was begun when item 0 ended, before 1 failed.
    expect(log).toEqual(['0@0', '1@1', '2@0']);
    expect(results).toEqual([false]);
  });
});

describe('tries', () => {
  const run = (candidates: number, tries: number, worksAt: number) => {
    let attempts = 0;
    let pauses = 0;
    let result: boolean | undefined;
    untilOne(
      Array.from({ length: candidates }, (_, i) => i),
      tries,
      (_candidate, done) => done(++attempts === worksAt),
      (then) => {
        pauses++;
        then();
      },
      (ok) => {
        result = ok;
      },
    );
    return { attempts, pauses, result };
  };

  it('end with the first that answers', () =>
    expect(run(3, 6, 2)).toEqual({ attempts: 2, pauses: 0, result: true }));
  it('begin anew after a pause', () =>
    expect(run(3, 6, 5)).toEqual({ attempts: 5, pauses: 1, result: true }));
  it('end without an answer after the last', () =>
    expect(run(2, 6, 99)).toEqual({ attempts: 12, pauses: 5, result: false }));
  it('fail at once without candidates', () =>
    expect(run(0, 1, 1)).toEqual({ attempts: 0, pauses: 0, result: false }));
});
