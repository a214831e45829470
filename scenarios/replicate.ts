import { components, type Experiment } from '../models/index.ts';
import { type Findings, Measures } from '../models/measures.ts';
import type { Certified } from '../sim/engine/certificate.ts';
import { guarded } from '../sim/engine/guard.ts';
import type { EventCounters, PendingEvents } from '../sim/engine/pending-events.ts';
import { type Recorder, Simulation } from '../sim/engine/simulation.ts';
import { inlineJobs, type Jobs } from '../sim/kernels/jobs/jobs.ts';
import { FOREVER, type Tick } from '../sim/time.ts';

/** What one replication needs, as plain data. */
export interface ReplicationTask {
  /** Values by section, in base units. */
  readonly components: Readonly<Record<string, unknown>>;
  readonly duration: number | null;
  readonly warmup: number;
  readonly fidelity: 'fast' | 'exact';
  readonly attachments: Readonly<Record<string, string>>;
  readonly scenarioHash: string;
  readonly seed: string;
  readonly replication: number;
}

/** How it is run; none of it may change the result. */
export interface ReplicationOptions {
  /** A fresh set of pending events; the native queue by default. */
  readonly events?: PendingEvents;
  /** Who does the work on real bytes; this thread by default. */
  readonly jobs?: Jobs;
  readonly recorder?: Recorder;
  /** Shuffles ties: for tests of tie dependence, which do change the certificate. */
  readonly tieShuffle?: number;
}

export interface Replication {
  readonly findings: Findings;
  readonly certified: Certified;
  readonly counters: EventCounters;
}

/** Runs one replication. Pure: the same task gives the same result on any machine. */
export function replicate(task: ReplicationTask, options: ReplicationOptions = {}): Replication {
  const simulation = new Simulation({
    seed: task.seed,
    replication: task.replication,
    ...(options.events === undefined ? {} : { events: options.events }),
    ...(options.recorder === undefined ? {} : { recorder: options.recorder }),
    ...(options.tieShuffle === undefined ? {} : { tieShuffle: options.tieShuffle }),
  });
  const measures = new Measures();
  const jobs = options.jobs ?? inlineJobs;
  const experiment: Experiment = {
    simulation,
    sections: task.components,
    attachments: task.attachments,
    duration: task.duration as Tick | null,
    warmup: task.warmup as Tick,
    fidelity: task.fidelity,
    measures,
    jobs,
  };
  try {
    guarded(() => perform(task, simulation, experiment));
  } finally {
    jobs.clear();
  }
  const findings = measures.findings();
  certifyFindings(simulation, findings);
  return {
    findings,
    certified: simulation.certify(task.scenarioHash),
    counters: simulation.counters(),
  };
}

/** Starts the components, runs, and lets them report. */
function perform(task: ReplicationTask, simulation: Simulation, experiment: Experiment): void {
  const finishers = Object.entries(components)
    .filter(([name, component]) => component.start !== undefined && name in task.components)
    .map(([, component]) => component.start?.(experiment));
  simulation.run((task.duration as Tick | null) ?? FOREVER);
  for (const finish of finishers) finish?.();
}

function certifyFindings(simulation: Simulation, findings: Findings): void {
  const { certificate } = simulation;
  for (const name of Object.keys(findings.values).sort()) {
    certificate.result(name, findings.values[name].value);
  }
  for (const name of Object.keys(findings.observations).sort()) {
    const { scale, state } = findings.observations[name];
    certificate.result(name, [scale, state.count, state.min, state.max, ...state.buckets]);
  }
  for (const name of Object.keys(findings.labels).sort()) {
    certificate.result(name, findings.labels[name]);
  }
  for (const { name, points } of findings.series) certificate.result(name, points.flat());
}
