import { loadScenario } from '../../scenarios/load.ts';
import { libraryNames } from '../../scenarios/node-files.ts';
import { visible } from '../text.ts';
import { ExitCode, type Io } from './io.ts';

/** `droptower list`: the library, one line each. */
export function listCommand(options: { json: boolean }, io: Io): number {
  const rows = libraryNames().map((name) => {
    const { resolved } = loadScenario(name);
    return {
      name,
      question: resolved.question ?? '',
      points: resolved.points.length,
      replications: resolved.replications,
    };
  });
  if (options.json) {
    io.out(`${JSON.stringify(rows, null, 2)}\n`);
    return ExitCode.done;
  }
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, question, points, replications } of rows) {
    io.out(
      `${name.padEnd(width)}  ${visible(question)} (${points} points x ${replications} runs)\n`,
    );
  }
  return ExitCode.done;
}
