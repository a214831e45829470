import { type Tick, toSeconds } from '../../../sim/time.ts';
import type { Objection } from '../../component.ts';
import { nodesOf } from './classes.ts';
import type { SquareValues } from './parameters.ts';

/** Marks of all edges that a run may take up. */
const MARK_BYTES_MAX = 2_000_000_000;

/** What no parameter can say for itself. */
export function objectionsTo(values: SquareValues): Objection[] {
  const { size, chi, classes, copies, degree } = values;
  const [least, most] = [values.latencyMin, values.latencyMax].map((t) => toSeconds(t as Tick));
  const names = new Set(classes.map(({ name }) => name));
  const weight = classes.reduce((sum, { share }) => sum + share, 0);
  const rules: [name: string, holds: boolean, expected: string, found: number | string][] = [
    ['size', size % 2 === 0, 'an even number of segments', size],
    ['chi', chi <= size, `at most the ${size} rows`, chi],
    ['copies', copies <= 2 * degree, `at most twice the degree ${degree}`, copies],
    ['classes', weight >= 1e-3, 'a class with a share of at least 0.001', weight],
    ['classes', names.size === classes.length, 'a name for each class', [...names].join(', ')],
    ['latencyMax', most >= least, `at least latencyMin, ${least} s`, `${most} s`],
  ];
  const broken = rules
    .filter(([, holds]) => !holds)
    .map(([name, , expected, found]) => {
      return { path: `square.${name}`, expected, found: String(found) };
    });
  return broken.length > 0 ? broken : objectionsToWhole(values);
}

function objectionsToWhole({ nodes, size, chi, degree, classes }: SquareValues): Objection[] {
  const counts = nodesOf(nodes, classes);
  const holders = counts.reduce((sum, n, i) => sum + (classes[i].validators > 0 ? n : 0), 0);
  if (holders === 0) {
    return [{ path: 'square.classes', expected: 'a node with validators', found: 'none' }];
  }
  const places = counts.reduce(
    (sum, n, i) => sum + n * Math.min(2 * size, 2 * chi * classes[i].validators),
    0,
  );
  const bytes = places * degree * 4 * Math.ceil(size / 32);
  if (bytes <= MARK_BYTES_MAX) return [];
  const expected = `nodes, lines and degree whose marks take at most ${MARK_BYTES_MAX} B`;
  return [{ path: 'square.nodes', expected, found: `${bytes} B` }];
}
