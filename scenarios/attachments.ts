import type { ParameterTable } from '../sim/parameters.ts';
import type { Files } from './document.ts';
import { InputError, type Place, problem, quote } from './problem.ts';
import type { Resolved } from './resolve.ts';

const MAX_BYTES = 4_000_000;

/**
 * The text of every file that a parameter names (`network.latency: ./matrix.csv`), by the path as
 * written. A value names a file when it starts with `.` or `/` or ends in a file suffix.
 * @throws InputError at the place of the value when the file cannot be read
 */
export function readAttachments(
  resolved: Resolved,
  files: Files,
  scenarioPath: string,
): Record<string, string> {
  const found: Record<string, string> = {};
  const all = [resolved.components, ...resolved.points.map((point) => point.components)];
  for (const components of all) {
    for (const [section, values] of Object.entries(components)) {
      const table = resolved.sections[section]?.parameters ?? ({} as ParameterTable);
      for (const [name, parameter] of Object.entries(table)) {
        if (parameter.kind !== 'text' || parameter.file !== true) continue;
        const written = (values as Readonly<Record<string, unknown>>)[name];
        if (typeof written !== 'string' || !namesFile(written) || written in found) continue;
        found[written] = readText(resolved, files, scenarioPath, `${section}.${name}`, written);
      }
    }
  }
  return found;
}

function namesFile(text: string): boolean {
  return /^[./]/.test(text) || /\.[a-z]{2,5}$/.test(text);
}

function readText(
  resolved: Resolved,
  files: Files,
  scenarioPath: string,
  path: string,
  written: string,
): string {
  const origin = resolved.origins[path];
  const inFile = origin?.from === 'file';
  const place: Place = inFile
    ? { file: origin.file, line: origin.line, column: origin.column }
    : { file: scenarioPath, line: null, column: null };
  try {
    const bytes = files.read(files.resolve(place.file, written));
    if (bytes.length > MAX_BYTES) throw new RangeError(`${bytes.length} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError([
      problem(place, path, 'a UTF-8 text file of at most 4 MB', `${quote(written)}: ${reason}`),
    ]);
  }
}
