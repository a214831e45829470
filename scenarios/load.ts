import { components } from '../models/index.ts';
import { readAttachments } from './attachments.ts';
import { type Loaded, withAttachments } from './bundle.ts';
import { componentSchema } from './component-schema.ts';
import { nodeFiles, scenarioPath } from './node-files.ts';
import { checkComponents } from './objections.ts';
import { resolveScenario } from './resolve.ts';

/**
 * Reads a scenario by file or library name.
 * @param sets `path=value` as `--set` takes them
 * @throws InputError with every problem found
 */
export function loadScenario(
  given: string,
  sets: readonly string[] = [],
  overrides: Readonly<Record<string, unknown>> = {},
): Loaded {
  const path = scenarioPath(given);
  const resolved = resolveScenario({
    path,
    files: nodeFiles,
    sections: components,
    schema: componentSchema,
    sets,
    overrides,
  });
  const attachments = readAttachments(resolved, nodeFiles, path);
  checkComponents(resolved, attachments, path);
  return { resolved: withAttachments(resolved, attachments), attachments };
}
