import { components } from '../../models/index.ts';
import { componentSchema } from '../../scenarios/component-schema.ts';
import { taskOf } from '../../scenarios/experiment.ts';
import { type Replication, replicate } from '../../scenarios/replicate.ts';
import { resolveScenario } from '../../scenarios/resolve.ts';

/** Runs one replication of the first point of a scenario given as text. */
export function runScenario(
  text: string,
  sets: readonly string[] = [],
  replication = 0,
): Replication {
  const resolved = resolveScenario({
    path: 'test.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets,
  });
  return replicate(taskOf(resolved, {}, 0, replication));
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
