import { describe, expect, it } from 'vitest';
import { Lane } from '../../sim/engine/order.ts';
import { Simulation } from '../../sim/engine/simulation.ts';
import { SharedStation } from '../../sim/hardware/shared-station.ts';
import { FcfsStation, type Job, type Station } from '../../sim/hardware/station.ts';
import { meanInterval } from '../../sim/stats/confidence.ts';
import { isRefusal } from '../../sim/stats/refusal.ts';
import { Tally } from '../../sim/stats/tally.ts';
import type { Tick } from '../../sim/time.ts';

/*
 * Queues whose means are known in closed form, run on the kernel. Each of 100 seeds gives its own
 * 95 % interval from batch means after a deleted warm-up; the theoretical mean must lie inside at
 * least 90 of them. The seeds are 0 to 99, as they come.
 */

const SEEDS = 100;
const BATCHES = 25;
const NEEDED = 90;
/** Mean service time in ticks, long enough that whole ticks do not show. */
const SERVICE = 100_000;

type Measured = Record<string, number>;

/** Batch means of one run: warm up for two batches, then read and reset `BATCHES` times. */
function batches(simulation: Simulation, length: number, read: () => Measured): Measured[] {
  const rows: Measured[] = [];
  let round = 0;
  const entity = simulation.entity('observer');
  const kind = simulation.handler('observe', () => {
    const row = read();
    if (round++ >= 2) rows.push(row);
    if (rows.length === BATCHES) simulation.stop();
    else simulation.schedule(length as Tick, Lane.Observe, entity, kind);
  });
  simulation.schedule(length as Tick, Lane.Observe, entity, kind);
  simulation.run();
  return rows;
}

interface Verdict {
  readonly covered: number;
  /** Largest half-width of the intervals as a share of the theoretical mean. */
  readonly widest: number;
}

function judge(run: (seed: string) => Measured[], theory: Measured): Record<string, Verdict> {
  const covered: Measured = {};
  const widest: Measured = {};
  for (let seed = 0; seed < SEEDS; seed++) {
    const rows = run(`queue ${seed}`);
    for (const [metric, mean] of Object.entries(theory)) {
      const interval = meanInterval(rows.map((row) => row[metric]));
      if (isRefusal(interval)) throw new Error(`${metric}: ${interval.refused}`);
      const inside = interval.low <= mean && mean <= interval.high;
      covered[metric] = (covered[metric] ?? 0) + (inside ? 1 : 0);
      widest[metric] = Math.max(widest[metric] ?? 0, interval.halfWidth / mean);
    }
  }
  return Object.fromEntries(
    Object.keys(theory).map((metric) => [
      metric,
      { covered: covered[metric], widest: widest[metric] },
    ]),
  );
}

/** Verdicts of every model, for the test that intervals are not simply too wide. */
const verdicts: Record<string, Verdict> = {};

function expectCovered(model: string, found: Record<string, Verdict>, widestAllowed: number): void {
  for (const [metric, verdict] of Object.entries(found)) {
    verdicts[`${model} ${metric}`] = verdict;
    expect(verdict.covered, `${model}, ${metric}: intervals that cover`).toBeGreaterThanOrEqual(
      NEEDED,
    );
    expect(verdict.widest, `${model}, ${metric}: half-width over mean`).toBeLessThan(widestAllowed);
  }
}

type Draw = (simulation: Simulation) => () => number;

const exponential: Draw = (simulation) => {
  const stream = simulation.streams.stream('service');
  return () => stream.exponential(SERVICE);
};

/** Poisson arrivals to one station; wait, sojourn and number in system by batch. */
function openQueue(
  seed: string,
  make: (simulation: Simulation) => Station,
  load: number,
  service: Draw,
  customersPerBatch: number,
): Measured[] {
  const simulation = new Simulation({ seed });
  const station = make(simulation);
  const draw = service(simulation);
  const gaps = simulation.streams.stream('arrival');
  const meanGap = SERVICE / (load * station.servers);
  const wait = new Tally();
  const sojourn = new Tally();
  const done = (job: Job) => {
    wait.record(job.started - job.submitted);
    sojourn.record(simulation.now - job.submitted);
  };
  const source = simulation.entity('source');
  const arrival = simulation.handler('arrival', () => {
    station.submit(draw(), done);
    next();
  });
  const next = () => {
    const gap = Math.round(gaps.exponential(meanGap)) as Tick;
    simulation.schedule(gap, Lane.Arrival, source, arrival);
  };
  next();
  return batches(simulation, Math.round(meanGap * customersPerBatch), () => {
    const row = {
      wait: wait.mean,
      sojourn: sojourn.mean,
      number: station.statistics().meanJobs,
      utilisation: station.statistics().utilisation,
    };
    wait.reset();
    sojourn.reset();
    station.resetStatistics();
    return row;
  });
}

/** Erlang C: the chance to wait in M/M/c with offered load a. */
function erlangC(c: number, a: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < c; k++) {
    term *= a / k;
    sum += term;
  }
  const last = ((term * a) / c) * (c / (c - a));
  return last / (sum + last);
}

describe('queues on the kernel agree with theory inside their own 95 % intervals', {
  timeout: 120_000,
}, () => {
  it('M/M/1', () => {
    const rho = 0.6;
    const found = judge(
      (seed) => openQueue(seed, (s) => new FcfsStation(s, 'queue'), rho, exponential, 1200),
      {
        wait: (rho / (1 - rho)) * SERVICE,
        sojourn: SERVICE / (1 - rho),
        number: rho / (1 - rho),
        utilisation: rho,
      },
    );
    expectCovered('M/M/1', found, 0.12);
  });

  it('M/M/c, c = 4 (Erlang C)', () => {
    const c = 4;
    const rho = 0.7;
    const wait = (erlangC(c, c * rho) * SERVICE) / (c * (1 - rho));
    const found = judge(
      (seed) => openQueue(seed, (s) => new FcfsStation(s, 'queue', c), rho, exponential, 1600),
      {
        wait,
        sojourn: wait + SERVICE,
        number: (c * rho * (wait + SERVICE)) / SERVICE,
        utilisation: rho,
      },
    );
    expectCovered('M/M/c', found, 0.3);
  });

  it('M/D/1 (Pollaczek-Khinchine)', () => {
    const rho = 0.7;
    const wait = (rho * SERVICE) / (2 * (1 - rho));
    const found = judge(
      (seed) =>
        openQueue(
          seed,
          (s) => new FcfsStation(s, 'queue'),
          rho,
          () => () => SERVICE,
          1200,
        ),
      { wait, sojourn: wait + SERVICE, number: (rho * (wait + SERVICE)) / SERVICE },
    );
    expectCovered('M/D/1', found, 0.15);
  });

  it('M/G/1 processor sharing: the mean does not depend on the law of the work', () => {
    const rho = 0.6;
    // Two kinds of work, 0.5 and 5 times the mean in all: squared variation 2, FCFS would wait more.
    const twoKinds: Draw = (simulation) => {
      const stream = simulation.streams.stream('service');
      return () => SERVICE * (stream.chance(1 / 9) ? 5 : 0.5);
    };
    const found = judge(
      (seed) => openQueue(seed, (s) => new SharedStation(s, 'queue'), rho, twoKinds, 1500),
      { sojourn: SERVICE / (1 - rho), number: rho / (1 - rho), utilisation: rho },
    );
    expectCovered('M/G/1-PS', found, 0.15);
  });

  it('a tandem of two M/M/1 (product form)', () => {
    const first = 0.6;
    const second = 0.45;
    const found = judge((seed) => tandem(seed, first, second, 1200), {
      sojourn: SERVICE / (1 - first) + ((second / first) * SERVICE) / (1 - second),
      number: first / (1 - first) + second / (1 - second),
      bothEmpty: (1 - first) * (1 - second),
    });
    expectCovered('tandem', found, 0.15);
  });

  it('a birth-death chain: 12 machines, 2 repairers', () => {
    const machines = 12;
    const repairers = 2;
    const failure = 1 / 8; // per running machine, in units of the repair rate
    // Stationary law from detailed balance, n = machines that are down.
    const weights = [1];
    for (let n = 0; n < machines; n++) {
      const birth = (machines - n) * failure;
      weights.push((weights[n] * birth) / Math.min(n + 1, repairers));
    }
    const total = weights.reduce((sum, w) => sum + w, 0);
    const p = weights.map((w) => w / total);
    const down = p.reduce((sum, q, n) => sum + n * q, 0);
    const busy = p.reduce((sum, q, n) => sum + Math.min(n, repairers) * q, 0);
    const found = judge((seed) => machineRepair(seed, machines, repairers, failure, 1500), {
      number: down,
      utilisation: busy / repairers,
      allRunning: p[0],
      // Little's law: repairs per time are `busy`.
      sojourn: (down / busy) * SERVICE,
    });
    expectCovered('birth-death', found, 0.2);
  });

  it('the intervals are not absurdly wide: some seeds miss', () => {
    const all = Object.values(verdicts);
    expect(all.length).toBe(21);
    expect(all.filter(({ covered }) => covered < SEEDS).length).toBeGreaterThan(all.length / 2);
    const share = all.reduce((sum, { covered }) => sum + covered, 0) / (all.length * SEEDS);
    expect(share).toBeLessThan(0.98);
  });
});

/** Poisson arrivals through two exponential stations; the second is faster. */
function tandem(seed: string, first: number, second: number, customers: number): Measured[] {
  const simulation = new Simulation({ seed });
  const one = new FcfsStation(simulation, 'one');
  const two = new FcfsStation(simulation, 'two');
  const gaps = simulation.streams.stream('arrival');
  const works = [simulation.streams.stream('one'), simulation.streams.stream('two')];
  const meanGap = SERVICE / first;
  const sojourn = new Tally();
  let emptySince = 0;
  let emptyTicks = 0;
  const leave = (arrived: Tick) => () => {
    sojourn.record(simulation.now - arrived);
    if (one.jobs + two.jobs === 0) emptySince = simulation.now;
  };
  const source = simulation.entity('source');
  const arrival = simulation.handler('arrival', () => {
    if (one.jobs + two.jobs === 0) emptyTicks += simulation.now - emptySince;
    const arrived = simulation.now;
    one.submit(works[0].exponential(SERVICE), () => {
      two.submit(works[1].exponential((SERVICE * second) / first), leave(arrived));
    });
    next();
  });
  const next = () => {
    const gap = Math.round(gaps.exponential(meanGap)) as Tick;
    simulation.schedule(gap, Lane.Arrival, source, arrival);
  };
  next();
  const length = Math.round(meanGap * customers);
  return batches(simulation, length, () => {
    if (one.jobs + two.jobs === 0) {
      emptyTicks += simulation.now - emptySince;
      emptySince = simulation.now;
    }
    const row = {
      sojourn: sojourn.mean,
      number: one.statistics().meanJobs + two.statistics().meanJobs,
      bothEmpty: emptyTicks / length,
    };
    sojourn.reset();
    emptyTicks = 0;
    one.resetStatistics();
    two.resetStatistics();
    return row;
  });
}

/** Each machine runs for an exponential time, then queues for repair. */
function machineRepair(
  seed: string,
  machines: number,
  repairers: number,
  failure: number,
  repairs: number,
): Measured[] {
  const simulation = new Simulation({ seed });
  const station = new FcfsStation(simulation, 'repair', repairers);
  const lifetimes = simulation.streams.stream('lifetime');
  const works = simulation.streams.stream('repair');
  const sojourn = new Tally();
  let allUpSince = 0;
  let allUpTicks = 0;
  const source = simulation.entity('machines');
  const repaired = (job: Job) => {
    sojourn.record(simulation.now - job.submitted);
    if (station.jobs === 0) allUpSince = simulation.now;
    run();
  };
  const fails = simulation.handler('failure', () => {
    if (station.jobs === 0) allUpTicks += simulation.now - allUpSince;
    station.submit(works.exponential(SERVICE), repaired);
  });
  const run = () => {
    const life = Math.round(lifetimes.exponential(SERVICE / failure)) as Tick;
    simulation.schedule(life, Lane.Arrival, source, fails);
  };
  for (let i = 0; i < machines; i++) run();
  const length = Math.round((SERVICE * repairs) / repairers);
  return batches(simulation, length, () => {
    if (station.jobs === 0) {
      allUpTicks += simulation.now - allUpSince;
      allUpSince = simulation.now;
    }
    const row = {
      number: station.statistics().meanJobs,
      utilisation: station.statistics().utilisation,
      allRunning: allUpTicks / length,
      sojourn: sojourn.mean,
    };
    sojourn.reset();
    allUpTicks = 0;
    station.resetStatistics();
    return row;
  });
}
