import type { Answered } from './fabric.ts';

/** One piece of an object of which a range needs all or part. Bytes. */
export interface Piece {
  readonly index: number;
  readonly bytes: number;
}

/** Pieces of `size` bytes that cover a range; the last piece of an object may be shorter. */
export function piecesOf(
  offset: number,
  bytes: number,
  objectBytes: number,
  size: number,
): Piece[] {
  const first = Math.floor(offset / size);
  const last = Math.ceil((offset + bytes) / size);
  return Array.from({ length: last - first }, (_, i) => {
    const index = first + i;
    return { index, bytes: Math.min(size, objectBytes - index * size) };
  });
}

/**
 * Fetches items in order by `routines` that each take the next one when they are free. After a failure no
 * more are begun. `fetch` must not call back before it returns.
 * @param done called once all that were begun have ended, with true when none failed
 */
export function inRoutines<T>(
  items: readonly T[],
  routines: number,
  fetch: (item: T, routine: number, done: Answered) => void,
  done: Answered,
): void {
  let next = 0;
  let busy = 0;
  let ok = true;
  const take = (routine: number): boolean => {
    if (!ok || next === items.length) return false;
    const item = items[next++];
    busy++;
    fetch(item, routine, (fetched) => {
      busy--;
      ok &&= fetched;
      if (!take(routine) && busy === 0) done(ok);
    });
    return true;
  };
  for (let routine = 0; routine < routines && take(routine); routine++);
}

/**
 * Tries each candidate until one answers, round after round.
 * @param tries rounds in all
 * @param pause waits between two rounds
 */
export function untilOne<T>(
  candidates: readonly T[],
  tries: number,
  attempt: (candidate: T, done: Answered) => void,
  pause: (then: () => void) => void,
  done: Answered,
): void {
  let round = 0;
  const from = (at: number): void => {
    if (at === candidates.length) {
      if (++round === tries) done(false);
      else pause(() => from(0));
      return;
    }
    attempt(candidates[at], (ok) => {
      if (ok) done(true);
      else from(at + 1);
    });
  };
  from(0);
}
