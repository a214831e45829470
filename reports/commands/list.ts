import { components } from '../../models/index.ts';
import { componentSchema } from '../../scenarios/component-schema.ts';
import { libraryNames, nodeFiles, scenarioPath } from '../../scenarios/node-files.ts';
import { resolveScenario } from '../../scenarios/resolve.ts';
import { visible } from '../text.ts';
import { ExitCode, type Io } from './io.ts';

/** `droptower list`: the library, one line each. What only a run needs is not checked. */
export function listCommand(options: { json: boolean }, io: Io): number {
  const rows = libraryNames().map((name) => {
    const { question, points, replications } = resolveScenario({
      path: scenarioPath(name),
      files: nodeFiles,
      sections: components,
      schema: componentSchema,
    });
    return { name, question: question ?? '', points: points.length, replications };
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
