import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderReports } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { ResultError } from '../result-error.ts';

/**
 * Writes the results of several scenarios on one page, beside their folders; whole or not at all.
 * @returns the path of the page
 * @throws ResultError when the file system refuses
 */
export function writeCombinedPage(dir: string, inputs: readonly ReportInput[]): string {
  const path = join(dir, 'report.html');
  const partial = join(dir, `.report.html.partial-${process.pid}`);
  try {
    writeFileSync(partial, renderReports(inputs));
    renameSync(partial, path);
  } catch (error) {
    throw new ResultError(path, 'a file that can be written', (error as Error).message);
  }
  return path;
}
