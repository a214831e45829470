import { components } from '../models/index.ts';
import { digest } from '../sim/engine/certificate.ts';
import { componentSchema } from './component-schema.ts';
import { type Resolved, resolveScenario } from './resolve.ts';

/** A scenario with the files that it names; together they are all that a run depends on. */
export interface Loaded {
  readonly resolved: Resolved;
  readonly attachments: Readonly<Record<string, string>>;
}

/**
 * Rebuilds a scenario from its canonical text and the files it names, as a result keeps them and as a
 * worker or a browser gets them. Needs no file system.
 * @throws InputError when the text is not a scenario
 */
export function loadBundle(text: string, attachments: Readonly<Record<string, string>>): Loaded {
  const resolved = resolveScenario({
    path: 'scenario.yaml',
    files: { read: () => new TextEncoder().encode(text), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
  });
  return { resolved: withAttachments(resolved, attachments), attachments };
}

/** The hash of a scenario covers the files that it names. */
export function withAttachments(
  resolved: Resolved,
  attachments: Readonly<Record<string, string>>,
): Resolved {
  const names = Object.keys(attachments).sort();
  if (names.length === 0) return resolved;
  const parts = names.map((name) => `${JSON.stringify(name)} ${digest(attachments[name])}\n`);
  return { ...resolved, hash: digest(`${resolved.hash}\n${parts.join('')}`) };
}
