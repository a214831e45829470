/** Dotted paths into a scenario: what stands at one, and which known one is nearest to a wrong one. */
import type { Parameter, ParameterTable } from '../sim/parameters.ts';
import { nearestPath } from './nearest.ts';
import { SETTINGS, type Sections, SPECIAL_KEYS, sectionParameter } from './settings.ts';

export type Located =
  | { readonly found: true; readonly parameter: Parameter }
  | { readonly found: false; readonly near: string | null };

/** The parameter at a path such as `da.layers.0.size`; sections count as groups. */
export function locate(sections: Sections, path: string): Located {
  const [root, ...rest] = path.split('.');
  const top = rootParameter(sections, root!);
  const parameter = top === null ? null : descend(top, rest);
  if (parameter !== null) return { found: true, parameter };
  return { found: false, near: nearestPath(path, knownPaths(sections)) };
}

/** The setting or section under a root key, or null. */
export function rootParameter(sections: Sections, name: string): Parameter | null {
  if (Object.hasOwn(SETTINGS, name)) return SETTINGS[name as keyof typeof SETTINGS];
  return Object.hasOwn(sections, name) ? sectionParameter(sections[name]!) : null;
}

function descend(parameter: Parameter, parts: readonly string[]): Parameter | null {
  const [part, ...rest] = parts;
  if (part === undefined) return parameter;
  if (parameter.kind === 'group') {
    const field = Object.hasOwn(parameter.fields, part) ? parameter.fields[part]! : null;
    return field === null ? null : descend(field, rest);
  }
  if (parameter.kind === 'list') {
    return /^[0-9]{1,6}$/.test(part) ? descend(parameter.of, rest) : null;
  }
  if (parameter.kind === 'map' && part !== '') return descend(parameter.of, rest);
  return null;
}

/** Every path of fixed names: settings, sections, groups and their parameters. */
export function knownPaths(sections: Sections): string[] {
  return [
    ...Object.keys(SETTINGS),
    ...Object.entries(sections).flatMap(([name, section]) => [
      name,
      ...tablePaths(section.parameters, name),
    ]),
  ];
}

function tablePaths(table: ParameterTable, prefix: string): string[] {
  return Object.entries(table).flatMap(([name, parameter]) => {
    const path = `${prefix}.${name}`;
    return parameter.kind === 'group' ? [path, ...tablePaths(parameter.fields, path)] : [path];
  });
}

/** All keys that may stand at the root of a scenario. */
export function rootKeys(sections: Sections): string[] {
  return [...SPECIAL_KEYS, ...Object.keys(SETTINGS), ...Object.keys(sections)];
}

/**
 * Splits a path as `--set` takes it. Below `sweep`, `precision` and a target's `set` the rest is one
 * key, because keys there are paths themselves: `sweep.grid.da.layer` is `sweep`, `grid`, `da.layer`.
 */
export function splitPath(path: string): string[] {
  const parts = path.split('.');
  const whole = (from: number): string[] =>
    parts.length > from ? [...parts.slice(0, from), parts.slice(from).join('.')] : parts;
  const [first, second, third] = parts;
  if (first === 'precision') return whole(1);
  if (first === 'sweep' && (second === 'grid' || second === 'zip')) return whole(2);
  if (first === 'sweep' && (second === 'include' || second === 'exclude')) return whole(3);
  if (first === 'sweep' && second === 'design') return third === 'of' ? whole(3) : parts;
  if (first === 'sweep') return whole(1);
  return first === 'targets' && third === 'set' ? whole(3) : parts;
}
