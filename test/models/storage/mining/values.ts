import { components } from '../../../../models/index.ts';
import type { StorageValues } from '../../../../models/storage/mining/parameters.ts';
import { componentSchema } from '../../../../scenarios/component-schema.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { type Replication, replicate } from '../../../../scenarios/replicate.ts';
import { resolveScenario } from '../../../../scenarios/resolve.ts';

function resolve(text: string) {
  return resolveScenario({
    path: 'test.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets: [],
  });
}

/** The section `storage` with its defaults and what is changed. */
export function storageValues(changes: Partial<StorageValues> = {}): StorageValues {
  const { points } = resolve('name: values\nquestion: q\nreplications: 1\nstorage: {}\n');
  return { ...(points[0].components.storage as StorageValues), ...changes };
}

/** The first replications of the first point of a scenario given as text. */
export function replications(text: string, count: number): Replication[] {
  const resolved = resolve(text);
  return Array.from({ length: count }, (_, i) => replicate(taskOf(resolved, {}, 0, i)));
}
