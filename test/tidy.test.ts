import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as rules from './tidy/rules.ts';
import { codeOf, importsOf, type Source } from './tidy/source.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TOPS = ['bench', 'reports', 'scenarios', 'models', 'sim'];

/** Started by a command, a worker or a package export, and not by an import. */
const ENTRIES = [
  /^cli\.ts$/,
  /^vitest\.(heavy\.)?config\.ts$/,
  /^scenarios\/write-schema\.ts$/,
  /^(sim|models|scenarios)\/index\.ts$/,
  /^reports\/commands\/validity\.ts$/,
  // Where the compiler of AssemblyScript starts; see sim/kernels/build.mjs.
  /^sim\/kernels\/[\w-]+\/assembly\/index\.ts$/,
  // A peer that tests of the network compare with.
  /^bench\/peers\/simgrid\.ts$/,
];

const paths = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.ts')),
  ...TOPS.flatMap((top) =>
    readdirSync(`${ROOT}/${top}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length).replace(/^\/+/, '')),
  ),
].map((path) => path.replaceAll('\\', '/'));

const read = (path: string): Source => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') });
const sources = paths.filter((path) => path.endsWith('.ts')).map(read);
const texts = paths.filter((path) => /\.(ts|js|mjs|md|yaml|json|py|cc|cpp)$/.test(path)).map(read);

describe('the source tree', () => {
  it('is read at all', () => expect(sources.length).toBeGreaterThan(20));
  it('imports go down only', () => expect(rules.upwardImports(sources)).toEqual([]));
  it('no file imports itself in a circle', () => expect(rules.importCircles(sources)).toEqual([]));
  it('sim and models import nothing foreign', () =>
    expect(rules.foreignImports(sources)).toEqual([]));
  it('uses portable arithmetic and no ambient state', () =>
    expect(rules.bannedBuiltIns(sources)).toEqual([]));
  it('awaits nothing inside simulated time', () =>
    expect(rules.awaitedPromises(sources)).toEqual([]));
  it('keeps no state at module level', () => expect(rules.moduleState(sources)).toEqual([]));
  it('sim knows no protocol word', () => expect(rules.protocolWords(sources)).toEqual([]));
  it('files stay short', () => expect(rules.longFiles(sources)).toEqual([]));
  it('every file is used', () => expect(rules.deadFiles(sources, ENTRIES)).toEqual([]));
  it('every room has a README', () => expect(rules.missingReadmes(paths)).toEqual([]));
  it('names no private path', () => expect(rules.privatePaths(texts)).toEqual([]));
});

describe('the checker itself', () => {
  const file = (path: string, ...lines: string[]): Source => ({ path, text: lines.join('\n') });

  it('does not see comments, strings, templates and regular expressions as code', () => {
    const text = [
      '// Math.log and ** here',
      '/* Date */ const a = "Math.sin" + \'await\';',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source code under test
      'const b = `Date ${Math.max(1, 2)} ** ${`inner ${a} Date`} tail`;',
      'const c = /Date["\'`/]/.test(a) ? 1 / 2 / 3 : 0;',
    ].join('\n');
    const code = codeOf(text);
    expect(code).toHaveLength(text.length);
    expect(code.match(/Math\.log|\*\*|Date|await|Math\.sin/)).toBeNull();
    expect(code).toContain('Math.max(1, 2)');
    expect(code).toContain('1 / 2 / 3');
  });

  it('reads every form of import, over lines too', () => {
    const source = file(
      'a.ts',
      "import { b } from './b.ts';",
      'import type {',
      '  C,',
      "} from './c.ts';",
      "export * from './d.ts';",
      "import './e.ts';",
      "const f = await import('./f.ts');",
      "// import './not.ts'",
    );
    expect(importsOf(source).map((i) => [i.specifier, i.line, i.typeOnly])).toEqual([
      ['./b.ts', 1, false],
      ['./c.ts', 2, true],
      ['./d.ts', 5, false],
      ['./e.ts', 6, false],
      ['./f.ts', 7, false],
    ]);
  });

  it('finds an upward import, types included', () => {
    const bad = file('sim/a.ts', '', "import type { Chain } from '../models/chain.ts';");
    expect(rules.upwardImports([bad])).toEqual([
      'sim/a.ts:2 imports ../models/chain.ts upwards: imports go cli > bench > reports > scenarios > models > sim',
    ]);
    const good = file('models/a.ts', "import { x } from '../sim/x.ts';");
    expect(rules.upwardImports([good])).toEqual([]);
    expect(rules.upwardImports([file('bench/a.ts', "import '../cli.ts';")])).toHaveLength(1);
  });

  it('names a circle once, and lets type imports be', () => {
    const a = file('sim/a.ts', "import { b } from './b.ts';");
    const b = file('sim/b.ts', "import { c } from './c.ts';");
    const c = file('sim/c.ts', "import { a } from './a.ts';");
    expect(rules.importCircles([c, b, a])).toEqual([
      'sim/a.ts:1 import circle: sim/a.ts > sim/b.ts > sim/c.ts > sim/a.ts',
    ]);
    const harmless = file('sim/c.ts', "import type { A } from './a.ts';");
    expect(rules.importCircles([a, b, harmless])).toEqual([]);
  });

  it('finds imports from Node and from packages off the list', () => {
    const bad = (specifier: string, path = 'models/a.ts') =>
      rules.foreignImports([file(path, `import x from '${specifier}';`)]).length;
    expect(['node:fs', 'fs', 'yaml', 'seedrandom', 'simjs'].map((s) => bad(s))).toEqual([
      1, 1, 1, 1, 1,
    ]);
    expect(
      ['@noble/hashes/sha2.js', 'd3-array', 'seedrandom/lib/alea.js', 'zod'].map((s) => bad(s)),
    ).toEqual([0, 0, 0, 0]);
    expect(bad('simjs', 'sim/engine/simjs.ts')).toBe(0);
    expect(bad('yaml', 'scenarios/a.ts')).toBe(0);
  });

  it('names file, line and replacement of a banned built-in', () => {
    expect(rules.bannedBuiltIns([file('sim/x.ts', '', 'y = Math.log(2);')])).toEqual([
      'sim/x.ts:2 Math.log: use the function of that name from sim/math.ts',
    ]);
    const bad = [
      ...['Math.pow(2, 3)', 'Math.atan2(1, 1)', 'Math.tanh(1)', 'Math.random()', '2 ** 3'],
      ...[
        'new Date()',
        'performance.now()',
        'setTimeout(f)',
        'process.env.X',
        'n.toLocaleString()',
      ],
      ...['Intl.NumberFormat', 'crypto.randomUUID()', "a.localeCompare('b')", 'Math.cos(1)'],
    ];
    for (const code of bad) {
      expect(rules.bannedBuiltIns([file('scenarios/x.ts', code)]), code).toHaveLength(1);
      expect(rules.bannedBuiltIns([file('reports/x.ts', code)]), code).toEqual([]);
    }
    const good = 'Math.sqrt(Math.floor(process.wait(log(pow(2, 3))))); updated = 1;';
    expect(rules.bannedBuiltIns([file('sim/x.ts', good)])).toEqual([]);
  });

  it('finds await, module state, protocol words, long and dead files, missing pages, paths', () => {
    expect(rules.awaitedPromises([file('sim/a.ts', 'await x;')])).toHaveLength(1);
    const state = (...lines: string[]) => rules.moduleState([file('sim/a.ts', ...lines)]).length;
    expect(state('let count = 0;')).toBe(1);
    expect(state('const seen = new Map<string, number>();', 'f = () => { seen.set(1, 2); };')).toBe(
      1,
    );
    expect(state('const seen: number[] = [];', 'function f() {', '  seen.push(1);', '}')).toBe(1);
    expect(state('const t = new Int32Array(9);', 'function f() {', '  t[0] = 1;', '}')).toBe(1);
    expect(state('const t = [1, 2];', 'function f() {', '  return t[0] === 1;', '}')).toBe(0);
    expect(state('const t = new Int32Array(9);', 'for (let i = 0; i < 9; i++) t[i] = i;')).toBe(0);
    expect(state('function f() {', '  let count = 0;', '}')).toBe(0);
    const words = (code: string) => rules.protocolWords([file('sim/a.ts', code)]).length;
    expect(words('const validatorCount = 1;')).toBe(1);
    expect(words('const stake = blob;')).toBe(2);
    expect(words('const diskBlock = await1; // validator')).toBe(0);
    expect(rules.longFiles([file('a.ts', ...Array(402).fill('x'))])).toHaveLength(1);
    const pair = [file('sim/index.ts', "import './a.ts';"), file('sim/a.ts'), file('sim/b.ts')];
    expect(rules.deadFiles(pair, ENTRIES)).toEqual([
      'sim/b.ts:1 is imported by nobody: wire it in, or remove it',
    ]);
    expect(rules.missingReadmes(['sim/a.ts', 'sim/README.md', 'sim/engine/b.ts'])).toEqual([
      'sim/engine/README.md:1 is missing: what lives here, what may not, how to add one',
    ]);
    const home = ['', 'home', 'someone', 'x'].join('/');
    expect(rules.privatePaths([file('a.ts', `const p = '${home}';`)])).toHaveLength(1);
    expect(rules.privatePaths([file('a.ts', "import '../models/work/a.ts';")])).toEqual([]);
  });
});
