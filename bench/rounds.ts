import type { SuiteName, Timing } from './report.ts';
import { clockGrain, SECONDS_MIN, seconds, summarise, unresolved } from './stopwatch.ts';

/** One timed piece of work. */
export interface Slice {
  /** Seconds. */
  readonly elapsed: number;
  /** Bytes or events. */
  readonly work: number;
  /** A hash over what came out. */
  readonly result: string;
}

export type Measure = (least: number) => Slice | Promise<Slice>;

export interface Contender {
  readonly group: string;
  readonly name: string;
  readonly unit: Timing['unit'];
  /** Why it cannot take part. */
  readonly skipped?: string;
  /** Its result is another one than that of its group, as another thing is computed. */
  readonly apart?: boolean;
  /** Called before the first slice. @returns work for at least the given seconds */
  readonly prepare: () => Measure | Promise<Measure>;
  /** Ends the threads of who was prepared. */
  readonly close?: () => Promise<void>;
}

/** Work in this process that can be done again and again. */
export interface Task {
  /** Bytes or events of one turn. */
  readonly work: number;
  run(): void;
  /** A hash over what one turn gives; not timed. */
  result(): string;
}

/** As many turns as take the wanted time; what shorter ones took is not counted. */
export function repeated(task: Task): (least: number) => Slice {
  let turns = 1;
  let result: string | undefined;
  return (least) => {
    result ??= task.result();
    for (;;) {
      const elapsed = seconds(() => {
        for (let i = 0; i < turns; i++) task.run();
      });
      // The first turns pay for the compiler.
      if (elapsed >= least && turns > 1) return { elapsed, work: turns * task.work, result };
      turns *= 2;
    }
  };
}

/**
 * Interleaved rounds: every contender once, then all again, so that a busy moment of the machine does not
 * fall on one alone.
 * @param progress told before each round
 * @throws Error when two contenders of a group, or two rounds of one, give other results
 */
export async function inRounds(
  suite: SuiteName,
  contenders: readonly Contender[],
  { rounds, least }: { rounds: number; least: number },
  progress: (text: string) => void,
): Promise<Timing[]> {
  const grain = clockGrain();
  const taking = contenders.map((contender) => ({
    contender,
    rates: [] as number[],
    result: undefined as string | undefined,
    reason: contender.skipped,
    measure: undefined as Measure | undefined,
  }));
  const agreed = new Map<string, { result: string; name: string }>();
  const measureRound = async () => {
    for (const each of taking) {
      if (each.reason !== undefined) continue;
      const { group, name, apart, prepare } = each.contender;
      each.measure ??= await prepare();
      const { elapsed, work, result } = await each.measure(least);
      const key = apart === true ? `${group} ${name}` : group;
      const first = agreed.get(key);
      if (first === undefined) agreed.set(key, { result, name });
      else if (first.result !== result)
        throw new Error(`${group}: ${first.name} gave ${first.result}, ${name} ${result}`);
      each.result = result;
      each.reason = unresolved(elapsed, grain);
      if (each.reason === undefined) each.rates.push(work / elapsed);
    }
  };
  try {
    for (let round = 1; round <= rounds; round++) {
      progress(`${suite}: round ${round} of ${rounds}`);
      await measureRound();
    }
  } finally {
    for (const { contender, measure } of taking)
      if (measure !== undefined) await contender.close?.();
  }
  return taking.map(({ contender: { group, name, unit }, rates, result, reason }) => ({
    suite,
    group,
    contender: name,
    unit,
    ...(reason === undefined ? { rate: summarise(rates) } : { skipped: reason }),
    ...(result !== undefined && { result }),
  }));
}

export interface Plan {
  readonly rounds: number;
  /** Seconds of a slice. */
  readonly least: number;
}
export const FULL_ROUNDS: Plan = { rounds: 9, least: 2.5 * SECONDS_MIN };
export const QUICK_ROUNDS: Plan = { rounds: 7, least: 1.25 * SECONDS_MIN };
