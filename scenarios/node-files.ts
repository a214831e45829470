import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Files } from './document.ts';
import { nearest } from './nearest.ts';
import { InputError, oneOf, problem, quote } from './problem.ts';

/** The Node side of scenario files: the file system and the library that ships with droptower. */

const MAX_BYTES = 16_000_000;

export const nodeFiles: Files = {
  read(path) {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new RangeError(`${size} bytes, more than ${MAX_BYTES}`);
    return readFileSync(path);
  },
  resolve: (from, relative) => resolve(dirname(from), relative),
};

/** The folder of library scenarios: the sources in a clone, the package when installed. */
export function libraryFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  // Compiled code lives in dist/scenarios, the scenarios beside dist.
  return here.endsWith(`${sep}dist${sep}scenarios`) ? join(here, '..', '..', 'scenarios') : here;
}

/** Names of the library scenarios, sorted. */
export function libraryNames(): string[] {
  return readdirSync(libraryFolder())
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

/**
 * The path of a scenario given as a file or as a library name.
 * @throws InputError when it is neither, with the nearest library name
 */
export function scenarioPath(given: string): string {
  if (/[./\\]/.test(given)) return given;
  const names = libraryNames();
  if (names.includes(given)) return join(libraryFolder(), `${given}.yaml`);
  const near = nearest(given, names);
  throw new InputError([
    problem(
      { file: given.slice(0, 200), line: null, column: null },
      '',
      `a scenario file (with its path or suffix) or a library name: ${oneOf(names)}`,
      quote(given),
      near === null ? undefined : `did you mean ${quote(near)}?`,
    ),
  ]);
}
