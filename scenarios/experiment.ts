import { components } from '../models/index.ts';
import type { Findings } from '../models/measures.ts';
import { type Certified, digest } from '../sim/engine/certificate.ts';
import type { EventCounters } from '../sim/engine/pending-events.ts';
import { judgePrecision } from '../sim/stats/precision.ts';
import { aggregate } from './aggregate.ts';
import { judge } from './expect.ts';
import type { Replication, ReplicationTask } from './replicate.ts';
import type { Resolved } from './resolve.ts';
import type { Cell, Series, Summary } from './results.ts';
import { checkOutcomes, sensitivityOf } from './sensitivity.ts';

/** Runs replications somewhere: in this thread or in others. Results may come in any order. */
export interface Pool {
  /** Replications that make sense to have under way at once. */
  readonly width: number;
  run(point: number, replication: number): Promise<Replication>;
}

export interface CellRuns {
  readonly certificates: readonly string[];
  readonly events: number;
  readonly messages: number;
  readonly draws: number;
  readonly counters: EventCounters;
}

/** Values by metric, one a replication in order; the mean where a replication has many. */
export type Samples = Readonly<Record<string, readonly (number | null)[]>>;

export interface Outcome {
  readonly summary: Summary;
  /** One entry a cell, for paired comparison. */
  readonly samples: readonly Samples[];
  readonly series: readonly Series[];
  /** One entry a cell. */
  readonly runs: readonly CellRuns[];
}

export type Progress = (done: number, total: number, cell: number) => void;

/** The task of a point and a replication of a resolved scenario. */
export function taskOf(
  resolved: Resolved,
  attachments: Readonly<Record<string, string>>,
  point: number,
  replication: number,
): ReplicationTask {
  const { components: values, duration, warmup, fidelity } = resolved.points[point];
  return {
    components: values,
    duration,
    warmup,
    fidelity,
    attachments,
    scenarioHash: resolved.hash,
    seed: resolved.seed,
    replication,
  };
}

/**
 * Runs every point of a scenario and reduces the results. Results are placed by index and reduced in
 * order, so neither the pool nor its timing can change them.
 */
export async function runExperiment(
  resolved: Resolved,
  version: string,
  pool: Pool,
  progress: Progress = () => {},
): Promise<Outcome> {
  const cells: Cell[] = [];
  const runs: CellRuns[] = [];
  const series: Series[] = [];
  const samples: Samples[] = [];
  let done = 0;
  let total = resolved.points.length * resolved.replications;
  progress(done, total, 0);
  // Points follow each other; replications of a point and of those after it share the pool.
  const window = new Window(pool, resolved);
  for (const point of resolved.points) {
    const replications: Replication[] = [];
    for (;;) {
      const wanted = nextCount(resolved, replications);
      if (wanted === replications.length) break;
      total += Math.max(0, wanted - Math.max(resolved.replications, replications.length));
      const from = replications.length;
      const started = Array.from({ length: wanted - from }, (_, i) =>
        window.result(point.index, from + i).then((result) => {
          progress(++done, total, point.index);
          return result;
        }),
      );
      replications.push(...(await Promise.all(started)));
    }
    const findings = replications.map((r) => r.findings);
    const cell = aggregate(point.set, findings);
    checkOutcomes(resolved, cell);
    cells.push(cell);
    runs.push(
      runsOf(
        replications.map((r) => r.certified),
        replications,
      ),
    );
    series.push(...seriesOf(point.index, findings));
    samples.push(samplesOf(findings));
  }
  const sensitivity = sensitivityOf(resolved, cells, presentation(resolved).highlights);
  const varied = resolved.sweep.design?.factors.map(({ path }) => path) ?? [];
  const expectations = judge(resolved.expect, cells, { varied, sensitivity });
  const summary: Summary = {
    droptower: version,
    scenario: {
      name: resolved.name,
      ...(resolved.question === null ? {} : { question: resolved.question }),
      hash: resolved.hash,
    },
    seed: resolved.seed,
    certificate: '',
    cells,
    expectations,
    ...(sensitivity.length === 0 ? {} : { sensitivity }),
  };
  summary.certificate = certifyRun(resolved.hash, runs, cells);
  return { summary, samples, series, runs };
}

/** Starts replications ahead of need, in order of point and index, as wide as the pool. */
class Window {
  private readonly pool: Pool;
  private readonly ahead = new Map<string, Promise<Replication>>();
  /** What was ever started: nothing runs twice. */
  private readonly begun = new Set<string>();
  private readonly order: [number, number][];
  private next = 0;
  private underWay = 0;
  private failed = false;

  constructor(pool: Pool, resolved: Resolved) {
    this.pool = pool;
    this.order = resolved.points.flatMap((point) =>
      Array.from({ length: resolved.replications }, (_, i): [number, number] => [point.index, i]),
    );
    this.fill();
  }

  result(point: number, replication: number): Promise<Replication> {
    const key = `${point} ${replication}`;
    const started = this.ahead.get(key) ?? this.start(point, replication);
    this.ahead.delete(key);
    return started;
  }

  private start(point: number, replication: number): Promise<Replication> {
    this.underWay++;
    this.begun.add(`${point} ${replication}`);
    const result = this.pool.run(point, replication);
    result.then(
      () => {
        this.underWay--;
        this.fill();
      },
      // The failure is met where the result is awaited; nothing new starts after it.
      () => {
        this.failed = true;
      },
    );
    return result;
  }

  private fill(): void {
    while (!this.failed && this.underWay < this.pool.width && this.next < this.order.length) {
      const [point, replication] = this.order[this.next++];
      const key = `${point} ${replication}`;
      if (!this.begun.has(key)) this.ahead.set(key, this.start(point, replication));
    }
  }
}

/** How many replications a point should have, given those it has. */
function nextCount(resolved: Resolved, have: readonly Replication[]): number {
  if (have.length < resolved.replications) return resolved.replications;
  const { precision } = resolved;
  if (precision === null) return have.length;
  const samples = Object.fromEntries(
    Object.keys(precision).map((name) => [name, have.map((r) => sampleOf(r.findings, name))]),
  );
  const verdict = judgePrecision(samples, {
    targets: precision,
    min: resolved.replications,
    max: resolved.maxReplications,
  });
  return verdict.stop || verdict.next === null ? have.length : verdict.next;
}

function sampleOf(findings: Findings, name: string): number {
  const value = sampleOrNull(findings, name);
  if (value === null) throw new RangeError(`precision, found no metric "${name}"`);
  return value;
}

function sampleOrNull(findings: Findings, name: string): number | null {
  const value = findings.values[name];
  if (value !== undefined) return value.value;
  const observed = findings.observations[name];
  if (observed === undefined) return null;
  return (Number(observed.state.sum) / observed.state.count) * observed.scale;
}

function samplesOf(findings: readonly Findings[]): Samples {
  const names = new Set(
    findings.flatMap((f) => [...Object.keys(f.values), ...Object.keys(f.observations)]),
  );
  return Object.fromEntries(
    [...names].sort().map((name) => [name, findings.map((f) => sampleOrNull(f, name))]),
  );
}

function runsOf(certified: readonly Certified[], replications: readonly Replication[]): CellRuns {
  const sum = (pick: (c: Certified) => number) => certified.reduce((n, c) => n + pick(c), 0);
  const counters = { moves: 0, cancelled: 0, peak: 0 };
  for (const { counters: c } of replications) {
    counters.moves += c.moves;
    counters.cancelled += c.cancelled;
    counters.peak = Math.max(counters.peak, c.peak);
  }
  return {
    certificates: certified.map((c) => c.certificate),
    events: sum((c) => c.events),
    messages: sum((c) => c.messages),
    draws: sum((c) => c.draws),
    counters,
  };
}

/** Curves of the first replication stand for the cell. */
function seriesOf(cell: number, findings: readonly Findings[]): Series[] {
  return (findings[0]?.series ?? []).map((series) => ({ cell, ...series }));
}

/** One hash over every replication's certificate, in order, and the reduced results. */
function certifyRun(hash: string, runs: readonly CellRuns[], cells: readonly Cell[]): string {
  const lines = runs.flatMap(({ certificates }, cell) => certificates.map((c) => `${cell} ${c}\n`));
  return digest(`droptower run 1\n${hash}\n${lines.join('')}${JSON.stringify(cells)}\n`);
}

/** Metrics to show first and their bounds, from the components that a scenario has. */
export function presentation(resolved: Resolved): {
  highlights: string[];
  companions: Record<string, string>;
} {
  const present = Object.entries(components).filter(([name]) => name in resolved.components);
  return {
    highlights: present.flatMap(([, component]) => [...(component.highlights ?? [])]),
    companions: Object.assign({}, ...present.map(([, component]) => component.companions ?? {})),
  };
}
