import { pow } from '../../../sim/math.ts';
import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import { KeyLaw } from './key-law.ts';
import { meanPassage } from './log-layer.ts';
import type { MemoryValues } from './parameters.ts';

/*
 * How often commits abort, from the parameters alone. A key is fresh for an attempt when another agent's
 * commit within the conflict window wrote it; the attempt aborts when a key that it reads is fresh. Since
 * what is written was read, two commits that write a key are at least a window apart: a key is fresh for the
 * share (rate of commits that write it) x window of the time, and not 1 - exp(-rate x window).
 */

/** What the law is about; times in one unit. */
export interface Contention {
  /** Other agents on the stream. */
  readonly others: number;
  /** Span in which a commit of another one counts: from the last entry read to the own place in the log. */
  readonly window: number;
  /** From the first read of an attempt until its end is known. */
  readonly attempt: number;
  /** From there to the first read of the next transaction. */
  readonly pause: number;
  readonly retries: number;
  /** Chance of each key to be in the read set, and in the write set. */
  readonly read: readonly number[];
  readonly written: readonly number[];
}

/** Rounds of the fixed point: it moves half of its way in each, and ends when no key moves further. */
const ROUNDS = 300;
const SETTLED = 1e-9;

/**
 * Share of attempts that abort. Keys are taken to be fresh independently of each other, and agents to come at
 * random. One key, no retries, no pause beyond the attempt: others x / (1 + others x), x = window / cycle.
 */
export function abortLaw(contention: Contention): number {
  const { others, window, attempt, pause, retries, read, written } = contention;
  if (others === 0) return 0;
  const size = read.reduce((sum, chance) => sum + chance, 0);
  const total = (of: (key: number) => number) =>
    read.reduce((sum, chance, key) => sum + (chance / size) * of(key), 0);
  let fresh = read.map(() => 0);
  let aborted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const pass = total((key) => 1 - fresh[key]);
    const rest = pow(pass, size - 1);
    const aborts = fresh.map((share) => 1 - (1 - share) * rest);
    // 1 + a + ... + a^retries, for a transaction that reads the key.
    const attempts = aborts.map((a) => (a < 1 ? (1 - pow(a, retries + 1)) / (1 - a) : retries + 1));
    const tries = total((key) => attempts[key]);
    aborted = total((key) => attempts[key] * aborts[key]) / tries;
    const rate = others / (pause + tries * attempt);
    let moved = 0;
    fresh = fresh.map((share, key) => {
      // From f = y (1 - f), as every commit needs this key not to be fresh.
      const y = rate * window * written[key] * attempts[key] * rest;
      const step = (y / (1 + y) - share) / 2;
      moved = Math.max(moved, Math.abs(step));
      return share + step;
    });
    if (moved < SETTLED) break;
  }
  return aborted;
}

/** Agents on each stream. */
export function streamSizes({ agents, streams, pools }: MemoryValues): number[] {
  if (streams === 'own') return new Array<number>(agents).fill(1);
  const count = streams === 'shared' ? 1 : pools;
  return Array.from({ length: count }, (_, i) => Math.ceil((agents - i) / count));
}

/** The law for a scenario: means of its log layer, without queues; each agent meets its stream's others. */
export function expectedAborts(values: MemoryValues): number {
  const { keys, skew, readKeys, writeKeys, think, batch, retries, agents } = values;
  const law = new KeyLaw(keys, skew);
  const { send, lag, look } = meanPassage(values);
  const seconds = (ticks: number) => ticks / TICKS_PER_SECOND;
  const within = (batch - 1) * think;
  const union = (chances: number[]) => chances.map((chance) => 1 - pow(1 - chance, batch));
  const sizes = streamSizes(values);
  return abortLaw({
    others: sizes.reduce((sum, size) => sum + size * (size - 1), 0) / agents,
    window: seconds(lag + within + send),
    attempt: seconds(within + send + lag + look),
    pause: seconds(think),
    retries,
    read: union(law.inclusions(readKeys)),
    written: union(law.inclusions(writeKeys)),
  });
}
