/**
 * What `npm pack` ships works in a project of somebody else. Its dependencies are linked from this
 * checkout instead of being installed, and only those that package.json declares.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { libraryNames } from '../../scenarios/node-files.ts';
import { scratch } from '../scenarios/fixtures/files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { folder, put } = scratch();
const installed = join(folder, 'node_modules', 'droptower');
let shipped: string[];

function inProject(program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

beforeAll(() => {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [{ filename, files }] = JSON.parse(
    execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  ) as { filename: string; files: { path: string }[] }[];
  shipped = files.map(({ path }) => path);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components', '1']);
  const { dependencies, bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  // As npm does with a bin.
  const target = join(installed, bin.droptower);
  chmodSync(target, 0o755);
  mkdirSync(join(folder, 'node_modules', '.bin'));
  symlinkSync(target, join(folder, 'node_modules', '.bin', 'droptower'));
  put('package.json', '{ "name": "visitor", "private": true, "type": "module" }');
});

describe('the package', () => {
  it('ships the command, the exports with their types, the library, README and licence', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const named = Object.values(exports as Record<string, string | Record<string, string>>)
      .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
      .map((path) => path.replace(/^\.\//, ''));
    const library = libraryNames().map((name) => `scenarios/${name}.yaml`);
    const wanted = [
      ...named,
      ...library,
      'dist/cli.js',
      'dist/scenarios/worker.js',
      'README.md',
      'LICENSE',
    ];
    expect(wanted.filter((path) => !shipped.includes(path))).toEqual([]);
  });

  it('ships neither tests nor sources nor tools', () => {
    const odd = shipped.filter((path) => /^test\/|node_modules|(?<!\.d)\.ts$|results\//.test(path));
    expect(odd).toEqual([]);
  });

  it('starts with npx and finds its library and its workers', () => {
    const explained = inProject('npx', '--no-install', 'droptower', 'explain', 'da-dissemination');
    expect(explained).toContain('da.layer');
    put('mine.yaml', 'name: mine\nreplications: 2\nstation: { jobs: 100, warmup: 10 }\n');
    // What npx starts, without its half second.
    const bin = join('node_modules', '.bin', 'droptower');
    const certificate = (...flags: string[]) => {
      const said = inProject(bin, 'run', 'mine.yaml', '--quiet', '--json', ...flags);
      return JSON.parse(said).certificate as string;
    };
    expect(certificate('--workers', '2', '--out', 'result')).toBe(certificate('--workers', '0'));
    expect(existsSync(join(folder, 'result', 'report.html'))).toBe(true);
  });

  it('drives the laboratory from a script: a queue of one process', () => {
    const script = `
      import { Simulation, Process, Resource, seconds, toSeconds, Lane } from 'droptower/sim';
      import { components } from 'droptower/models';
      import { inlinePool, libraryNames, loadScenario, runExperiment } from 'droptower/scenarios';
      const simulation = new Simulation({ seed: 'visitor' });
      let fired = 0;
      const kind = simulation.handler('tick', () => { fired = toSeconds(simulation.now); });
      simulation.schedule(seconds(3), Lane.Process, simulation.entity('clock'), kind);
      simulation.run();
      const { resolved, attachments } = loadScenario('./mine.yaml');
      const { summary } = await runExperiment(resolved, 'x', inlinePool(resolved, attachments));
      console.log(JSON.stringify({ fired, sections: Object.keys(components), library: libraryNames().length,
        number: summary.cells[0].metrics['queue.number'].mean > 0,
        api: [typeof Process, typeof Resource] }));
    `;
    put('mine.yaml', 'name: mine\nreplications: 2\nstation: { jobs: 100, warmup: 10 }\n');
    put('visit.mjs', script);
    const said = JSON.parse(inProject(process.execPath, 'visit.mjs'));
    expect(said).toMatchObject({ fired: 3, library: libraryNames().length, number: true });
    expect(said.api).toEqual(['function', 'function']);
    expect(said.sections).toEqual(expect.arrayContaining(['network', 'da']));
  });

  it('has types that a strict project accepts, and that refuse a wrong call', () => {
    put(
      'typed.ts',
      `import { Simulation, seconds, type Tick } from 'droptower/sim';
       import type { Component } from 'droptower/models';
       import { loadScenario, type Resolved } from 'droptower/scenarios';
       export const at: Tick = seconds(1);
       export const simulation: Simulation = new Simulation({ seed: 'a' });
       export const resolved: Resolved = loadScenario('x').resolved;
       export const component: Component = { about: 'mine', parameters: {} };
       // @ts-expect-error a duration is not a plain number
       export const wrong: Tick = 5;
      `,
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2023',
          types: [],
        },
        files: ['typed.ts'],
      }),
    );
    expect(inProject(join(ROOT, 'node_modules', '.bin', 'tsc'), '-p', folder)).toBe('');
  });
});
