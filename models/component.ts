import type { Simulation } from '../sim/engine/simulation.ts';
import type { Jobs } from '../sim/kernels/jobs/jobs.ts';
import type { ParameterTable, Status, Values } from '../sim/parameters.ts';
import type { Tick } from '../sim/time.ts';
import type { Measures } from './measures.ts';

/** One replication as its components see it. */
export interface Experiment {
  readonly simulation: Simulation;
  /** Values by section, for the sections that the scenario has. */
  readonly sections: Readonly<Record<string, unknown>>;
  /** Text of files that the scenario names, by the path written there. */
  readonly attachments: Readonly<Record<string, string>>;
  /** End of the run; null when the components end it themselves. */
  readonly duration: Tick | null;
  readonly warmup: Tick;
  readonly fidelity: 'fast' | 'exact';
  readonly measures: Measures;
  /** Work on real bytes, which helper threads may share. */
  readonly jobs: Jobs;
}

/** What is wrong with the values of a scenario, for rules that one parameter alone cannot state. */
export interface Objection {
  /** Dotted path of the value at fault. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** What can be checked before anything runs. */
export type Setting = Pick<
  Experiment,
  'sections' | 'attachments' | 'duration' | 'warmup' | 'fidelity'
>;

/** A value that a choice of a section stands for, such as a time-out of a protocol version. */
export interface ImpliedValue {
  /** Dotted path below that of the choice, which is a parameter of the section: `chain.preset.commit`. */
  readonly path: string;
  /** For people, with its unit. */
  readonly value: string;
  readonly status: Status;
  /** Empty only for a `choice`. */
  readonly source: string;
  readonly about: string;
}

/** Reports a component's results once the run is over. */
export type Finish = () => void;

/**
 * A part of a scenario: a section with its parameters and, for those that act, how they start.
 * Sections are started in the order of the list in `index.ts`.
 */
export interface Component {
  readonly about: string;
  readonly parameters: ParameterTable;
  readonly required?: boolean;
  /** Built with its defaults when a scenario does not mention it. */
  readonly always?: boolean;
  /** May stand in a file of its own, whose name is written in its place. */
  readonly apart?: boolean;
  /** Metrics a report shows first, best first. */
  readonly highlights?: readonly string[];
  /** Metric to the bound that a report draws beside it. */
  readonly companions?: Readonly<Record<string, string>>;
  /** What the section's choices stand for, without what the section sets itself. */
  implied?(values: Readonly<Record<string, unknown>>): readonly ImpliedValue[];
  /** Objections to the values, before the run. */
  check?(setting: Setting): readonly Objection[];
  start?(experiment: Experiment): Finish;
}

/** An objection for each section that is needed and missing. */
export function needs(setting: Setting, section: string, names: readonly string[]): Objection[] {
  return names
    .filter((name) => setting.sections[name] === undefined)
    .map((name) => ({ path: section, expected: `a section "${name}" beside it`, found: 'none' }));
}

/**
 * The values of a section, for a component that needs it.
 * @throws RangeError that names the missing section
 */
export function sectionOf<T extends ParameterTable>(
  experiment: Pick<Experiment, 'sections'>,
  name: string,
  _table: T,
): Values<T> {
  const values = experiment.sections[name];
  if (values === undefined)
    throw new RangeError(`scenario, expected a section "${name}", found none`);
  return values as Values<T>;
}
