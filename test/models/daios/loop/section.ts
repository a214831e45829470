import type { Experiment } from '../../../../models/component.ts';
import { LoopPath, type Shared, type Week } from '../../../../models/daios/loop/loop.ts';
import type { AdoptionValues } from '../../../../models/daios/loop/parameters.ts';
import { weeklyReleases } from '../../../../models/daios/loop/releases.ts';
import type {
  Conditions,
  SampledWindow,
  WindowOutcome,
} from '../../../../models/daios/loop/window.ts';
import { components } from '../../../../models/index.ts';
import { scheduleOf } from '../../../../models/token/unlocks/parameters.ts';
import { componentSchema } from '../../../../scenarios/component-schema.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import {
  type Replication,
  type ReplicationOptions,
  replicate,
} from '../../../../scenarios/replicate.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import { Streams } from '../../../../sim/random.ts';

/** A scenario whose section `adoption` has these lines, resolved. */
export function resolve(lines: string) {
  const section = lines
    .trim()
    .split('\n')
    .map((line) => `  ${line}\n`);
  const text = `name: loop\nquestion: q\nreplications: 1\nadoption:\n${section.join('')}`;
  return resolveScenario({
    path: 'test.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets: [],
  });
}

/** The section with its defaults and what these lines of YAML change. */
export function adoptionValues(lines: string): AdoptionValues {
  return resolve(lines).points[0].components.adoption as AdoptionValues;
}

/** One replication, as the experiment runs it. */
export function runSection(lines: string, options?: ReplicationOptions): Replication {
  return replicate(taskOf(resolve(lines), {}, 0, 0), options);
}

/** Tasks per second of one provider in the network of `closedForm`. */
export const CAPACITY = 10;

/** A network in closed form: everything is served up to capacity, and latency grows with use. */
export const closedForm: SampledWindow = {
  sample(_experiment, { demand, providers, fleet }: Conditions): WindowOutcome {
    const all = providers * CAPACITY;
    const served = Math.min(demand, all);
    const use = all > 0 ? served / all : 0;
    return {
      ...{ served, refused: demand - served, latency: 4 + 8 * use, latencyP95: 10 + 20 * use },
      utilisation: { compute: use },
      capacity: Object.fromEntries(Object.keys(fleet).map((gpu) => [gpu, CAPACITY])),
      ...{ gasPerSecond: served * 1500, bytesPerSecond: served * 65_536 },
    };
  },
};

/** A network that is another one in the weeks for which `change` gives something. */
export function disturbed(change: (week: number) => Partial<WindowOutcome>): SampledWindow {
  return {
    sample: (experiment, conditions) => ({
      ...closedForm.sample(experiment, conditions),
      ...change(conditions.week),
    }),
  };
}

export interface Ran {
  readonly path: LoopPath;
  readonly weeks: readonly Week[];
  /** Ledger hash after each week. */
  readonly hashes: readonly string[];
}

/** Runs a path of a section on a network of its own. */
export function runLoop(
  lines: string,
  weeks: number,
  window: SampledWindow = closedForm,
  seed = 'loop',
  number = 0,
): Ran {
  const values = adoptionValues(lines);
  const schedule = scheduleOf(values.schedule);
  const shared: Shared = {
    ...{ values, schedule, window },
    releases: weeklyReleases(schedule, weeks, values.sell),
    capacity: Object.fromEntries(values.fleet.gpus.map((gpu) => [gpu, CAPACITY])),
  };
  const path = new LoopPath(shared, new Streams(seed, 0), number);
  // Networks in closed form look at their conditions alone.
  const experiment = {} as Experiment;
  const hashes: string[] = [];
  const found = Array.from({ length: weeks }, (_, week) => {
    const each = path.step(experiment, week);
    hashes.push(path.money.ledger.hash());
    return each;
  });
  return { path, weeks: found, hashes };
}
