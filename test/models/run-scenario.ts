import { components } from '../../models/index.ts';
import { componentSchema } from '../../scenarios/component-schema.ts';
import { taskOf } from '../../scenarios/experiment.ts';
import { type Replication, replicate } from '../../scenarios/replicate.ts';
import { resolveScenario } from '../../scenarios/resolve.ts';
import type { Tick } from '../../sim/time.ts';

/**
 * Runs one replication of the first point of a scenario given as text.
 * @param attachments text of files, by the path in the scenario
 */
export function runScenario(
  text: string,
  sets: readonly string[] = [],
  replication = 0,
  attachments: Readonly<Record<string, string>> = {},
): Replication {
  return replicate(taskOf(resolved(text, sets), attachments, 0, replication));
}

/** What all sections of a scenario given as text object to, a line each. */
export function objectionsTo(text: string, sets: readonly string[] = []): string[] {
  const [point] = resolved(text, sets).points;
  const { components: sections, fidelity } = point;
  const [duration, warmup] = [point.duration as Tick | null, point.warmup as Tick];
  const setting = { sections, attachments: {}, duration, warmup, fidelity };
  return Object.keys(sections).flatMap((name) =>
    (components[name].check?.(setting) ?? []).map(
      ({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`,
    ),
  );
}

function resolved(text: string, sets: readonly string[]) {
  return resolveScenario({
    path: 'test.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets,
  });
}

/** The value of a metric that has one value a replication. */
export function metricOf({ findings }: Replication, name: string): number {
  const found = findings.values[name];
  if (found === undefined) throw new Error(`no metric ${name}: ${Object.keys(findings.values)}`);
  return found.value;
}

/** Mean of a metric that has many observations a replication, in its unit. */
export function meanOf({ findings }: Replication, name: string): number {
  const found = findings.observations[name];
  if (found === undefined) throw new Error(`no observations ${name}`);
  return (Number(found.state.sum) / found.state.count) * found.scale;
}
