import { components } from '../../../models/index.ts';
import type { Findings } from '../../../models/measures.ts';
import { componentSchema } from '../../../scenarios/component-schema.ts';
import { taskOf } from '../../../scenarios/experiment.ts';
import { type Replication, replicate } from '../../../scenarios/replicate.ts';
import { resolveScenario } from '../../../scenarios/resolve.ts';
import { Histogram } from '../../../sim/stats/histogram.ts';

/** One replication of a scenario that consists of one section, written as in a file. */
export function probe(section: string, values: Record<string, unknown>, seed = '1'): Replication {
  const text = JSON.stringify({ name: 'probe', seed, [section]: values });
  const resolved = resolveScenario({
    path: 'probe.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
  });
  return replicate(taskOf(resolved, {}, 0, 0));
}

export function value(findings: Findings, name: string): number {
  const found = findings.values[name];
  if (found === undefined) throw new Error(`no value ${name}`);
  return found.value;
}

/** Count, mean, least value and quantiles of an observed metric, in its unit. */
export function observed(findings: Findings, name: string) {
  const found = findings.observations[name];
  if (found === undefined) throw new Error(`no observations ${name}`);
  const histogram = Histogram.fromJSON(found.state);
  return {
    count: histogram.count,
    mean: histogram.mean * found.scale,
    least: histogram.min * found.scale,
    quantile: (q: number) => (histogram.quantile(q) ?? Number.NaN) * found.scale,
  };
}

/** What the section's own check says of values, written as in a file. */
export function objections(section: string, values: Record<string, unknown>): string[] {
  const text = JSON.stringify({ name: 'probe', [section]: values });
  const resolved = resolveScenario({
    path: 'probe.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
  });
  const setting = {
    sections: resolved.components,
    attachments: {},
    duration: null,
    warmup: 0 as never,
  };
  const found = components[section].check?.(setting) ?? [];
  return found.map((each) => `${each.path}: expected ${each.expected}, found ${each.found}`);
}
