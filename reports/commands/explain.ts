import { explain } from '../../scenarios/explain.ts';
import { loadScenario } from '../../scenarios/load.ts';
import { visible } from '../text.ts';
import { ExitCode, type Io } from './io.ts';

/** `droptower explain`: every value of a scenario, where it comes from and how well it is known. */
export function explainCommand(
  options: { scenario: string; set: readonly string[]; json: boolean },
  io: Io,
): number {
  const { resolved } = loadScenario(options.scenario, options.set);
  const rows = explain(resolved);
  if (options.json) {
    io.out(
      `${JSON.stringify({ name: resolved.name, hash: resolved.hash, values: rows }, null, 2)}\n`,
    );
    return ExitCode.done;
  }
  io.out(`${resolved.name}: ${visible(resolved.question ?? '')}\n`);
  io.out(
    `${resolved.points.length} points x ${resolved.replications} runs, hash ${resolved.hash}\n\n`,
  );
  const width = Math.max(...rows.map(({ path }) => path.length));
  for (const { path, value, origin, status, source, about, swept } of rows) {
    const shown = swept.length > 0 ? swept.join(' | ') : value;
    const known = status === null ? origin : `${origin}, ${status}${source ? `: ${source}` : ''}`;
    io.out(`${path.padEnd(width)}  ${visible(shown)}\n`);
    io.out(`${' '.repeat(width)}    ${visible(about)} [${visible(known)}]\n`);
  }
  return ExitCode.done;
}
