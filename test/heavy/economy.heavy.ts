import { expect, it } from 'vitest';
import { NUMBERS, WORDS } from '../models/token/economy/hostile-economies.ts';
import { judge, tried, type Verdict } from '../models/token/economy/judge-economies.ts';
import { LEAVES, setAt, type Tree } from '../models/token/economy/random-economies.ts';

/*
 * 10,000 random economies, a third of them hostile: each is refused with a path and a reason, or runs twice to
 * the same ledger with all laws at every posting. And every parameter by itself, with every value that nobody
 * means. What fails prints its seed and its section.
 */

const EACH = 500;

it.each(Array.from({ length: 20 }, (_, i) => 10_000 + i * EACH))(
  'economies are lawful or refused, from seed %i on',
  (from) => {
    const found: Verdict[] = Array.from({ length: EACH }, (_, i) => judge(from + i));
    const defects = found.flatMap((verdict) =>
      typeof verdict === 'string' ? [] : [verdict.defect],
    );
    console.log(
      `seeds ${from} to ${from + EACH - 1}: ${found.filter((verdict) => verdict === 'ran').length} ran, ${defects.length} defects`,
    );
    expect(defects).toEqual([]);
  },
  600_000,
);

/** An economy in which a parameter has a part to play. */
function economyFor(path: readonly string[]): Tree {
  const tree: Tree = {
    ...{ years: 0.25, paths: 1, schedule: { preset: '0g' }, treasury: { bucket: 'ecosystem' } },
    ...{
      facility: { preset: 'eloc_97_3d' },
      company: { bucket: 'ecosystem' },
      iai: { target: 900 },
    },
  };
  const [room, group, name] = path;
  const models: Record<string, string> = { pool: 'cpmm', holding: 'mvpq', elasticity: 'elastic' };
  if (room === 'inflation' && group === 'rules') setAt(tree, ['inflation', 'rule'], name);
  if (group === 'impact') setAt(tree, ['market', 'impact', 'model'], models[name] ?? name);
  if (name?.startsWith('jump')) setAt(tree, ['market', 'process', 'law'], 'jump');
  if (group === 'shock') setAt(tree, ['demand', 'shock', 'shape'], 'pulse');
  if (group === 'volume') setAt(tree, ['market', 'volume', 'shape'], 'ramp');
  if (group === 'run') setAt(tree, [room, 'run', 'at'], 20);
  return tree;
}

it.each(LEAVES.map(({ path }) => path.join('.')))(
  '%s takes no value that breaks the economy',
  (at) => {
    const path = at.split('.');
    const defects = [...NUMBERS, ...WORDS].flatMap((value) => {
      const tree = economyFor(path);
      setAt(tree, path, value);
      const verdict = tried(tree, 5, `${at} = ${String(value)}`);
      return typeof verdict === 'string' ? [] : [verdict.defect];
    });
    expect(defects).toEqual([]);
  },
);
