import { components } from '../models/index.ts';
import { readAttachments } from './attachments.ts';
import { hashText } from './canonical.ts';
import { nodeFiles, scenarioPath } from './node-files.ts';
import { checkComponents } from './objections.ts';
import { type Resolved, resolveScenario } from './resolve.ts';

/** A scenario with the files that it names; together they are all that a run depends on. */
export interface Loaded {
  readonly resolved: Resolved;
  readonly attachments: Readonly<Record<string, string>>;
}

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
    sets,
    overrides,
  });
  const attachments = readAttachments(resolved, nodeFiles, path);
  checkComponents(resolved, attachments, path);
  return { resolved: withAttachments(resolved, attachments), attachments };
}

/** Rebuilds a scenario from the canonical text and files kept in a result. */
export function loadBundle(text: string, attachments: Readonly<Record<string, string>>): Loaded {
  const resolved = resolveScenario({
    path: 'scenario.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
  });
  return { resolved: withAttachments(resolved, attachments), attachments };
}

/** The hash of a scenario covers the files that it names. */
function withAttachments(
  resolved: Resolved,
  attachments: Readonly<Record<string, string>>,
): Resolved {
  const names = Object.keys(attachments).sort();
  if (names.length === 0) return resolved;
  const parts = names.map((name) => `${JSON.stringify(name)} ${hashText(attachments[name])}\n`);
  return { ...resolved, hash: hashText(`${resolved.hash}\n${parts.join('')}`) };
}
