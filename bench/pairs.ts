import { type ChildProcess, fork } from 'node:child_process';
import type { Body } from './body.ts';
import type { Turn, TurnResult } from './turn.ts';
import {
  isSettled,
  judgePairs,
  type Limits,
  PAIRS_MIN,
  type Pair,
  type PairVerdict,
} from './verdict.ts';

/** How a body's time compares with the base. */
export type TimeVerdict = { readonly body: string } & (
  | PairVerdict
  | { readonly verdict: 'skipped'; readonly reason: string }
);

export interface PairOptions {
  /** Built checkouts. */
  readonly base: string;
  readonly head: string;
  readonly limits: Limits;
  /** Rounds after which an unclear body stays unclear. */
  readonly roundsMax: number;
  readonly progress: (text: string) => void;
  /** Ends the measurement early. */
  readonly interrupted?: AbortSignal;
}

/** Seconds of work in one slice: the scheduler's share of it is small then. */
const SLICE = 0.05;

interface Entry {
  readonly body: string;
  readonly pairs: Pair[];
  /** Of the work in one slice, on both sides alike; 0 before the first round. */
  repeats: number;
  verdict?: TimeVerdict;
}

/**
 * Times bodies on two builds. Each round starts a new process for either side, since two processes compile
 * the same code with different luck, and in it the sides take turns body by body: after a warm-up each
 * has three slices, the best of which counts, as what disturbs a slice only makes it longer. The side that
 * begins alternates. Rounds go on until every body is settled.
 */
export async function measurePairs(
  bodies: readonly Body[],
  options: PairOptions,
): Promise<TimeVerdict[]> {
  const entries = bodies.map(
    ({ suite, name }): Entry => ({ body: `${suite}: ${name}`, pairs: [], repeats: 0 }),
  );
  for (let round = 1; round <= options.roundsMax; round++) {
    const open = entries.filter(({ verdict }) => verdict === undefined);
    if (open.length === 0 || options.interrupted?.aborted === true) break;
    options.progress(`round ${round}: ${open.length} bodies`);
    await playRound(open, round, options);
    for (const entry of open) {
      if (entry.verdict !== undefined || entry.pairs.length < PAIRS_MIN) continue;
      const verdict = judgePairs(entry.pairs, options.limits);
      if (isSettled(verdict, options.limits) || round === options.roundsMax)
        entry.verdict = { body: entry.body, ...verdict };
    }
  }
  return entries.map(
    ({ body, verdict }) => verdict ?? { body, verdict: 'skipped', reason: 'too few rounds' },
  );
}

async function playRound(
  entries: readonly Entry[],
  round: number,
  { base, head }: PairOptions,
): Promise<void> {
  const sides = { base: new Side(base), head: new Side(head) };
  try {
    for (const [index, entry] of entries.entries()) {
      const order = (round + index) % 2 === 0 ? ['base', 'head'] : ['head', 'base'];
      const [one, other] = order as ('base' | 'head')[];
      const { body } = entry;
      try {
        const seconds = { base: 0, head: 0 };
        for (const side of [one, other])
          seconds[side] = await sides[side].take({ body, repeats: entry.repeats || 1 });
        if (entry.repeats === 0) {
          for (const side of [one, other])
            seconds[side] = await sides[side].take({ body, repeats: 1 });
          entry.repeats = Math.max(1, Math.ceil(SLICE / Math.min(seconds.base, seconds.head)));
        }
        const pair = { base: Number.POSITIVE_INFINITY, head: Number.POSITIVE_INFINITY };
        for (const side of [one, other, other, one, one, other])
          pair[side] = Math.min(
            pair[side],
            await sides[side].take({ body, repeats: entry.repeats }),
          );
        entry.pairs.push(pair);
      } catch (error) {
        if (!(error instanceof Unable)) throw error;
        entry.verdict = { body, verdict: 'skipped', reason: error.message };
      }
    }
  } finally {
    for (const side of Object.values(sides)) side.end();
  }
}

/** A build that cannot do a body. */
class Unable extends Error {}

class Side {
  private readonly name: string;
  private readonly process: ChildProcess;

  constructor(directory: string) {
    this.name = directory;
    // Child processes cannot load TypeScript on Node 20: tests run the compiled file too.
    const file = import.meta.url.endsWith('.ts') ? '../dist/bench/turn.js' : './turn.js';
    this.process = fork(new URL(file, import.meta.url), [directory], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }

  /** @returns seconds; rejects with `Unable` where the build lacks what the body needs */
  take(turn: Turn): Promise<number> {
    const { process, name } = this;
    return new Promise((resolve, reject) => {
      const settle = () => {
        process.off('message', answered);
        process.off('exit', died);
      };
      const answered = (result: TurnResult) => {
        settle();
        if ('failed' in result) reject(new Unable(`${name}: ${result.failed}`));
        else resolve(result.seconds);
      };
      const died = (code: number | null) => {
        settle();
        reject(new Error(`${name}: the process that is timed ended with ${code}`));
      };
      process.on('message', answered);
      process.on('exit', died);
      process.send(turn);
    });
  }

  end(): void {
    this.process.kill();
  }
}
