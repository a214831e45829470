import { join } from 'node:path';
import { wantsColour } from '../colour.ts';
import { rebuildReport } from '../result-directory.ts';
import { renderSensitivity } from '../sensitivity-table.ts';
import { renderTable } from '../terminal.ts';
import { ExitCode, type Io } from './io.ts';

/** `droptower report DIR`: makes tables, CSV and HTML of a result again. */
export function reportCommand(options: { dir: string; json: boolean }, io: Io): number {
  const input = rebuildReport(options.dir);
  if (options.json) {
    io.out(`${JSON.stringify(input.summary, null, 2)}\n`);
    return ExitCode.done;
  }
  const colour = wantsColour('auto', io.stdout, io.env);
  io.out(
    renderTable(input.summary, {
      colour,
      width: io.stdout.columns ?? 120,
      highlights: input.highlights,
    }),
  );
  io.out(renderSensitivity(input.summary.sensitivity ?? [], { colour }));
  io.out(`report: ${join(options.dir, 'report.html')}\n`);
  return ExitCode.done;
}
