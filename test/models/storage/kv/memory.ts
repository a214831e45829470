import { components } from '../../../../models/index.ts';
import { componentSchema } from '../../../../scenarios/component-schema.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';
import { metricOf, runScenario } from '../../run-scenario.ts';

const BASE = 'name: memory\nduration: 10 min\nwarmup: 1 min\nmemory: {}\n';
const SETTINGS = /^(duration|warmup|seed)=/;

type Run = ReturnType<typeof runScenario>;

/** One replication; values are of the section unless they are settings of the run. */
export function runMemory(...sets: string[]): Run {
  return runScenario(BASE, inSection(sets));
}

const inSection = (sets: readonly string[]) =>
  sets.map((set) => (SETTINGS.test(set) ? set : `memory.${set}`));

/** A metric of the layer that has one value a replication. */
export const kv = (run: Run, name: string): number => metricOf(run, `storage.kv.${name}`);

/** What the section says of values, before the run. */
export function objectionsTo(...sets: string[]): string[] {
  const { components: sections, points } = resolveScenario({
    path: 'test.yaml',
    files: { read: () => new TextEncoder().encode(BASE), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets: inSection(sets),
  });
  const { duration, warmup, fidelity } = points[0];
  const setting = { sections, attachments: {}, duration, warmup, fidelity } as never;
  const found = components.memory.check?.(setting) ?? [];
  return found.map((each) => `${each.path}: expected ${each.expected}, found ${each.found}`);
}
