import { components } from '../../../../models/index.ts';
import { componentSchema } from '../../../../scenarios/component-schema.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { type Replication, replicate } from '../../../../scenarios/replicate.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import type { Tick } from '../../../../sim/time.ts';
import { observed } from '../../probes/probe.ts';
import { metricOf } from '../../run-scenario.ts';

type Values = Readonly<Record<string, unknown>>;

/** Machines of one data centre without jitter, warm connections: only what a test sets costs time. */
const QUIET = {
  name: 'test',
  seed: '7',
  network: { latency: '2 ms', jitter: 'none', slowStart: false },
  reads: {},
};

const ROOMS = ['network', 'duration', 'warmup', 'seed'];

function resolve(values: Values) {
  const text = JSON.stringify(QUIET);
  return resolveScenario({
    path: 'test.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets: Object.entries(values).map(([path, value]) => {
      const [room] = path.split('.');
      return `${ROOMS.includes(room) ? path : `reads.${path}`}=${value}`;
    }),
  });
}

/** One replication; values are of the section `reads` unless they name another room. */
export function runReads(values: Values): Replication {
  return replicate(taskOf(resolve(values), {}, 0, 0));
}

/** What the section says of values, before the run. */
export function objectionsTo(values: Values): string[] {
  const { components: sections, points } = resolve(values);
  const duration = points[0].duration as Tick | null;
  const setting = { sections, attachments: {}, duration, warmup: 0 as Tick };
  const found = components.reads.check?.(setting) ?? [];
  return found.map((each) => `${each.path}: expected ${each.expected}, found ${each.found}`);
}

/** The value of a metric of reads. */
export const read = (run: Replication, measure: string): number =>
  metricOf(run, `storage.read.${measure}`);

/** Observations of a metric of reads: how many, and in seconds their mean, least and quantiles. */
export const times = ({ findings }: Replication, measure: string) =>
  observed(findings, `storage.read.${measure}`);

export const label = ({ findings }: Replication, name: string): string =>
  findings.labels[`storage.read.${name}`];
