import { components } from '../models/index.ts';
import type { Tick } from '../sim/time.ts';
import { InputError, type Problem, problem } from './problem.ts';
import type { Resolved } from './resolve.ts';

/**
 * Asks the components of every point for objections to their values.
 * @throws InputError at the places where the values were written
 */
export function checkComponents(
  resolved: Resolved,
  attachments: Readonly<Record<string, string>>,
  scenarioPath: string,
): void {
  const problems = new Map<string, Problem>();
  for (const point of resolved.points) {
    const setting = {
      sections: point.components,
      attachments,
      duration: point.duration as Tick | null,
      warmup: point.warmup as Tick,
      fidelity: point.fidelity,
    };
    for (const name of Object.keys(point.components)) {
      for (const { path, expected, found } of components[name]?.check?.(setting) ?? []) {
        const place = placeOf(resolved, path, scenarioPath);
        problems.set(`${path} ${expected} ${found}`, problem(place, path, expected, found));
      }
    }
  }
  if (problems.size > 0) throw new InputError([...problems.values()]);
}

/** Where a value was written, or where the nearest value of its section was. */
function placeOf(resolved: Resolved, path: string, scenarioPath: string) {
  const section = path.split('.')[0];
  const near = Object.keys(resolved.origins).filter(
    (name) => name === path || name === section || name.startsWith(`${section}.`),
  );
  for (const name of [path, ...near]) {
    const origin = resolved.origins[name];
    if (origin?.from === 'file') {
      return { file: origin.file, line: origin.line, column: origin.column };
    }
    if (origin?.from === 'flag') return { file: origin.flag, line: null, column: null };
  }
  return { file: scenarioPath, line: null, column: null };
}
