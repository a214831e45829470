/**
 * Something that happens once and carries a value: a timer that ran out, a granted request, the end of
 * a process. Processes wait for signals; `anyOf` and `allOf` combine them.
 */
export class Signal<T = unknown> {
  private isFired = false;
  private result: T | undefined;
  private waiters: ((signal: Signal<T>) => void)[] = [];
  private readonly abandoned: (() => void) | undefined;

  /** @param abandoned called when the last waiter leaves before the signal fired: reneging, timers */
  constructor(abandoned?: () => void) {
    this.abandoned = abandoned;
  }

  get fired(): boolean {
    return this.isFired;
  }

  /** @throws Error when it has not fired */
  get value(): T {
    if (!this.isFired) throw new Error('signal, expected it to have fired');
    return this.result as T;
  }

  /** Fires once; a second call is an error in the model. */
  fire(value: T): void {
    if (this.isFired) throw new Error('signal, expected it to fire once');
    this.isFired = true;
    this.result = value;
    const waiters = this.waiters;
    this.waiters = [];
    for (let i = 0; i < waiters.length; i++) waiters[i](this);
  }

  /** Calls `waiter` when the signal fires, or at once when it has. */
  wait(waiter: (signal: Signal<T>) => void): void {
    if (this.isFired) waiter(this);
    else this.waiters.push(waiter);
  }

  /** Takes a waiter back. */
  leave(waiter: (signal: Signal<T>) => void): void {
    const at = this.waiters.indexOf(waiter);
    if (at < 0) return;
    this.waiters.splice(at, 1);
    if (this.waiters.length === 0 && !this.isFired) this.abandoned?.();
  }
}

/** Fires with the first of `signals` that fires; the others are left, and renege if nobody else waits. */
export function anyOf(signals: readonly Signal<never>[] | readonly Signal[]): Signal<Signal> {
  const all = signals as readonly Signal[];
  const leaveAll = () => {
    for (const signal of all) signal.leave(first);
  };
  const combined = new Signal<Signal>(leaveAll);
  const first = (signal: Signal) => {
    if (combined.fired) return;
    leaveAll();
    combined.fire(signal);
  };
  for (const signal of all) {
    if (!combined.fired) {
      signal.wait(first);
    } else if (!signal.fired) {
      // Lost before it was waited for: it reneges like the others.
      signal.wait(first);
      signal.leave(first);
    }
  }
  return combined;
}

/** Fires with every value, in the order given, once all have fired. */
export function allOf(signals: readonly Signal<never>[] | readonly Signal[]): Signal<unknown[]> {
  const all = signals as readonly Signal[];
  let missing = all.length;
  const combined = new Signal<unknown[]>(() => {
    for (const signal of all) signal.leave(one);
  });
  const one = () => {
    if (--missing === 0) combined.fire(all.map((signal) => signal.value));
  };
  if (missing === 0) combined.fire([]);
  for (const signal of all) signal.wait(one);
  return combined;
}
