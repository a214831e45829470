/*
 * A run that reads the wall clock or ambient randomness cannot be repeated. Reading the source tells
 * (test/tidy.test.ts), but not for packages; so a run may be guarded: for its duration those functions
 * throw.
 */

/** Thrown when a guarded run reaches outside its simulation. */
export class AmbientAccess extends Error {
  override readonly name = 'AmbientAccess';
  constructor(what: string, instead: string) {
    super(`${what} inside a run, expected ${instead}`);
  }
}

const CLOCK = 'simulation.now';
const CHANCE = 'a stream of simulation.streams';

/**
 * Calls `body` while `Math.random`, `Date.now`, `new Date()`, `performance.now` and
 * `crypto.getRandomValues` and `randomUUID` throw `AmbientAccess`; puts them back whatever happens.
 * `body` is synchronous, as simulated time is.
 */
export function guarded<T>(body: () => T): T {
  const scope = globalThis as Record<string, unknown>;
  const restore: (() => void)[] = [];
  const replace = (owner: object | undefined, name: string, value: unknown): void => {
    if (owner === undefined) return;
    const before = Object.getOwnPropertyDescriptor(owner, name);
    if (before !== undefined && !before.configurable) return;
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    restore.push(() => {
      if (before === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, before);
    });
  };
  const refuse = (what: string, instead: string) => (): never => {
    throw new AmbientAccess(what, instead);
  };

  const WallClock = Date;
  const GuardedDate = new Proxy(WallClock, {
    apply: refuse('Date()', CLOCK),
    construct(target, parts, newTarget) {
      if (parts.length === 0) throw new AmbientAccess('new Date()', CLOCK);
      return Reflect.construct(target, parts, newTarget) as object;
    },
  });
  try {
    replace(Math, 'random', refuse('Math.random', CHANCE));
    replace(WallClock, 'now', refuse('Date.now', CLOCK));
    replace(scope, 'Date', GuardedDate);
    replace(scope.performance as object | undefined, 'now', refuse('performance.now', CLOCK));
    const random = scope.crypto as object | undefined;
    replace(random, 'getRandomValues', refuse('crypto.getRandomValues', CHANCE));
    replace(random, 'randomUUID', refuse('crypto.randomUUID', CHANCE));
    return body();
  } finally {
    for (const put of restore.reverse()) put();
  }
}
