import { setImmediate } from 'node:timers/promises';
import { clockGrain, type Rate, seconds, summarise, unresolved } from '../stopwatch.ts';

/** A piece of work that is repeated. */
export interface Work {
  readonly name: string;
  /** Of `amount`: `B` or `1`. */
  readonly unit: 'B' | '1';
  /** What one call does. */
  readonly amount: number;
  call(): void;
}

/** Amounts per second of one work over the rounds, or why there are none. */
export interface Measured {
  readonly name: string;
  readonly unit: Work['unit'];
  readonly rate: Rate | null;
  readonly refused: string | null;
}

export interface RoundPlan {
  readonly rounds: number;
  /** Of each work in each round. */
  readonly seconds: number;
}

/**
 * Repeats each work for a while, round after round, so that a slow minute of the machine meets all of them.
 * @param pause called between two works; it may end the measurement by throwing
 */
export async function measureRates(
  works: readonly Work[],
  plan: RoundPlan,
  pause: (name: string) => void,
): Promise<Measured[]> {
  const grain = clockGrain();
  const rates = works.map((): number[] => []);
  const refused = works.map((): string | null => null);
  // The first call compiles and fills caches.
  for (const work of works) work.call();
  for (let round = 0; round < plan.rounds; round++) {
    for (const [i, { name, amount, call }] of works.entries()) {
      await setImmediate();
      pause(name);
      const { calls, elapsed } = repeat(call, plan.seconds);
      refused[i] ??= unresolved(elapsed, grain) ?? null;
      rates[i].push((calls * amount) / elapsed);
    }
  }
  return works.map(({ name, unit }, i) => ({
    name,
    unit,
    rate: refused[i] === null ? summarise(rates[i]) : null,
    refused: refused[i],
  }));
}

/** Twice as many calls each time, until they take long enough. */
function repeat(call: () => void, least: number): { calls: number; elapsed: number } {
  for (let calls = 1; ; calls *= 2) {
    const elapsed = seconds(() => {
      for (let i = 0; i < calls; i++) call();
    });
    if (elapsed >= least) return { calls, elapsed };
  }
}
