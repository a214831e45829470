import type { Body } from './body.ts';
import { drawIncrements, droptowerHold, type Hold, simjsHold } from './hold.ts';
import { type Availability, compiled, peerSource, python, runPeer } from './peers/toolchain.ts';
import type { Ratio } from './report.ts';
import { clockGrain, medianOf, type Rate, seconds, summarise, unresolved } from './stopwatch.ts';

/** One implementation of the hold model. */
export interface Contender {
  readonly name: string;
  /** Why it cannot take part. */
  readonly skipped?: string;
  /** Largest size that is tried, and why not more. */
  readonly pendingMax?: number;
  readonly limit?: string;
  /** Fewer rounds than the others at sizes where one takes very long. */
  readonly roundsMax?: (pending: number) => number;
  /** Events timed at a size. */
  readonly count: (pending: number) => number;
  /** Seconds for `count` events after a warm-up, and a hash or sum over what happened. */
  readonly measure: (pending: number, count: number) => { elapsed: number; result: string };
}

export interface Row {
  readonly pending: number;
  readonly contender: string;
  readonly rate?: Rate;
  /** Why there is no rate. */
  readonly skipped?: string;
  readonly result?: string;
}

export interface KernelReport {
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
  readonly skipped: readonly { readonly contender: string; readonly reason: string }[];
}

export interface KernelPlan {
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Multiplies every number of events. */
  readonly scale: number;
  readonly peers: boolean;
}

export const FULL = { sizes: [100, 10_000, 100_000, 1_000_000], rounds: 5, scale: 1 };
export const QUICK = { sizes: [100, 10_000], rounds: 5, scale: 0.2 };

/** Events before the clock starts: the structure reaches its steady state, the compiler its best code. */
const warmup = (pending: number, count: number) =>
  Math.min(Math.max(pending, count >> 2), 2 * pending + count);

/** Filling a million pending events takes these peers tens of seconds: once is enough. */
const slowRounds = (pending: number) => (pending > 100_000 ? 1 : Number.POSITIVE_INFINITY);

function inProcess(
  make: (pending: number, increments: Float64Array) => Hold,
  increments: Float64Array,
) {
  return (pending: number, count: number) => {
    const hold = make(pending, increments);
    hold.run(warmup(pending, count));
    const elapsed = seconds(() => hold.run(count));
    return { elapsed, result: hold.result() };
  };
}

function asProcess(
  found: Availability,
  extra: readonly string[],
): Pick<Contender, 'skipped' | 'measure'> {
  const command = 'command' in found ? found.command : [];
  return {
    ...('skipped' in found && { skipped: found.skipped }),
    measure: (pending, count) => {
      const numbers = [pending, warmup(pending, count), count].map(String);
      const [elapsed, ...result] = runPeer([...command, ...extra, ...numbers])
        .trim()
        .split(' ');
      return { elapsed: Number(elapsed), result: result.join(' ') };
    },
  };
}

/** Everyone who can be measured; peers that are not installed say why. */
export function contenders(peers: boolean): Contender[] {
  const increments = drawIncrements();
  const own: Contender = {
    name: 'droptower',
    count: () => 1_000_000,
    measure: inProcess(droptowerHold, increments),
  };
  if (!peers) return [own];
  const ns3 = compiled('ns3_hold.cc', ['-lns3-core'], 'ns-3');
  const simpySource = peerSource('simpy_hold.py');
  const simpy =
    simpySource === undefined
      ? { skipped: 'simpy_hold.py is not part of this installation' }
      : python('simpy');
  return [
    own,
    {
      name: 'SIM.JS',
      roundsMax: slowRounds,
      count: (pending) => (pending > 10_000 ? 60_000 : 250_000),
      measure: inProcess(simjsHold, increments),
    },
    {
      name: 'SimPy',
      roundsMax: slowRounds,
      count: (pending) => (pending > 10_000 ? 40_000 : 120_000),
      ...asProcess(simpy, simpySource === undefined ? [] : [simpySource]),
    },
    ...['PriorityQueue', 'Heap', 'Map', 'Calendar'].map(
      (scheduler): Contender => ({
        name: `ns-3 ${scheduler}`,
        ...(scheduler === 'Calendar' && {
          pendingMax: 10_000,
          limit: 'its resizing collapses there',
        }),
        count: (pending) =>
          scheduler === 'PriorityQueue' || pending < 100_000 ? 1_000_000 : 250_000,
        ...asProcess(ns3, [scheduler]),
      }),
    ),
  ];
}

/**
 * Measures the hold model in interleaved rounds: every contender once, then all again, so that a busy
 * moment of the machine does not fall on one alone.
 * @param progress told before each measurement
 */
export function benchKernel(plan: KernelPlan, progress: (text: string) => void): KernelReport {
  const all = contenders(plan.peers);
  const grain = clockGrain();
  const rows: Row[] = [];
  for (const pending of plan.sizes) {
    const rates = new Map<string, number[]>(all.map(({ name }) => [name, []]));
    const results = new Map<string, string>();
    const reasons = new Map<string, string>();
    for (const { name, skipped, pendingMax, limit } of all) {
      if (skipped !== undefined) reasons.set(name, skipped);
      else if (pending > (pendingMax ?? pending)) reasons.set(name, `not at this size: ${limit}`);
    }
    for (let round = 1; round <= plan.rounds; round++) {
      for (const { name, count, measure, roundsMax } of all) {
        if (reasons.has(name) || round > (roundsMax?.(pending) ?? plan.rounds)) continue;
        progress(`${pending} pending, round ${round}/${plan.rounds}: ${name}`);
        const events = Math.max(1, Math.round(count(pending) * plan.scale));
        const { elapsed, result } = measure(pending, events);
        const why = unresolved(elapsed, grain);
        if (why !== undefined) reasons.set(name, why);
        else rates.get(name)?.push(events / elapsed);
        if (results.has(name) && results.get(name) !== result) {
          throw new Error(`${name}: two equal runs gave ${results.get(name)} and ${result}`);
        }
        results.set(name, result);
      }
    }
    for (const { name } of all) {
      const reason = reasons.get(name);
      const result = results.get(name);
      rows.push({
        pending,
        contender: name,
        ...(reason === undefined
          ? { rate: summarise(rates.get(name) ?? []) }
          : { skipped: reason }),
        ...(result !== undefined && { result }),
      });
    }
  }
  const skipped = all.flatMap(({ name, skipped }) =>
    skipped === undefined ? [] : [{ contender: name, reason: skipped }],
  );
  return { rows, ratios: ratiosOf(rows), skipped };
}

/** Against each peer at each size; of ns-3 the scheduler whose best round was fastest counts. */
export function ratiosOf(rows: readonly Row[]): Ratio[] {
  return [...new Set(rows.map(({ pending }) => pending))].flatMap((pending) => {
    const here = rows.filter((row) => row.pending === pending);
    const own = here.find(({ contender }) => contender === 'droptower')?.rate;
    if (own === undefined) return [];
    return ['SIM.JS', 'SimPy', 'ns-3'].flatMap((peer) => {
      const theirs = here
        .flatMap(({ contender, rate }) => (contender.startsWith(peer) && rate ? [rate] : []))
        .sort((a, b) => b.best - a.best)[0];
      if (theirs === undefined) return [];
      const pairs = theirs.rounds.map((rate, round) => own.rounds[round] / rate);
      return [{ pending, peer, paired: medianOf(pairs), best: own.best / theirs.best }];
    });
  });
}

/** Fixed work for counters and for the comparison of two builds. */
export function kernelBodies(events = 200_000): Body[] {
  return [100, 20_000].map(
    (pending): Body => ({
      suite: 'kernel',
      name: `hold model, ${pending} pending`,
      prepare({ sim }) {
        const increments = drawIncrements();
        return () => {
          const hold = droptowerHold(pending, increments, sim);
          hold.run(events);
          const { moves, peak } = hold.simulation.counters();
          const { events: fired, certificate } = hold.simulation.certify('hold');
          return {
            counters: { events: fired, 'heap moves': moves, 'peak of pending events': peak },
            certificate,
          };
        };
      },
    }),
  );
}
