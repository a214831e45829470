import { components } from '../models/index.ts';
import { readAttachments } from './attachments.ts';
import { type Loaded, withAttachments } from './bundle.ts';
import { nodeFiles, scenarioPath } from './node-files.ts';
import { checkComponents } from './objections.ts';
import { resolveScenario } from './resolve.ts';
import { createSchema, type Schema } from './schema.ts';

/**
 * Reads a scenario by file or library name.
 * @param sets `path=value` as `--set` takes them
 * @param schema that of all components, for those who load many scenarios
 * @throws InputError with every problem found
 */
export function loadScenario(
  given: string,
  sets: readonly string[] = [],
  overrides: Readonly<Record<string, unknown>> = {},
  schema: Schema = createSchema(components),
): Loaded {
  const path = scenarioPath(given);
  const resolved = resolveScenario({
    path,
    files: nodeFiles,
    sections: components,
    schema,
    sets,
    overrides,
  });
  const attachments = readAttachments(resolved, nodeFiles, path);
  checkComponents(resolved, attachments, path);
  return { resolved: withAttachments(resolved, attachments), attachments };
}
