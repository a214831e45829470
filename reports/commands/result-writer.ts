import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ReportInput } from '../input.ts';
import { digest, manifestReport, writeReportFiles } from '../result-directory.ts';
import { ResultError } from '../result-error.ts';

/**
 * Writes a result directory so that it appears whole or not at all: everything goes into a folder
 * beside it, the manifest last, and the folder is renamed at the end. An earlier result of the same
 * name is replaced; any other folder that is not empty is refused.
 */
export class ResultWriter {
  private readonly target: string;
  private readonly partial: string;
  /** First of the folders above the target that had to be made. */
  private readonly made: string | undefined;

  /** Reserves the place, so that a path that cannot be written fails before the run. */
  constructor(dir: string) {
    this.target = resolve(dir);
    this.partial = join(dirname(this.target), `.${basename(this.target)}.partial-${process.pid}`);
    refuseForeign(this.target);
    try {
      this.made = mkdirSync(dirname(this.target), { recursive: true });
      removeStale(this.target);
      mkdirSync(this.partial);
    } catch (error) {
      this.removeMade();
      throw new ResultError(dir, 'a folder that can be written', reasonOf(error));
    }
  }

  /**
   * Writes everything and makes it appear.
   * @param extra further files, by name
   * @throws ResultError when the file system refuses
   */
  finish(input: ReportInput, extra: Readonly<Record<string, string>>): void {
    try {
      this.write(input, extra);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      throw new ResultError(this.target, 'a folder that can be written', reasonOf(error));
    }
  }

  private write(input: ReportInput, extra: Readonly<Record<string, string>>): void {
    const files: Record<string, string> = {};
    const all = { 'summary.json': `${JSON.stringify(input.summary, null, 2)}\n`, ...extra };
    for (const [name, content] of Object.entries(all)) {
      writeFileSync(join(this.partial, name), content);
      files[name] = digest(content);
    }
    Object.assign(files, writeReportFiles(this.partial, input));
    const complete = { ...input.manifest, files, report: manifestReport(input) };
    writeFileSync(join(this.partial, 'manifest.json'), `${JSON.stringify(complete, null, 2)}\n`);
    this.publish();
  }

  /** Removes what was written so far, and folders that were made for it. */
  abandon(): void {
    rmSync(this.partial, { recursive: true, force: true });
    this.removeMade();
  }

  private removeMade(): void {
    if (this.made === undefined) return;
    for (let folder = dirname(this.target); ; folder = dirname(folder)) {
      try {
        rmdirSync(folder);
      } catch {
        // Somebody else put something there.
        return;
      }
      if (folder === this.made) return;
    }
  }

  private publish(): void {
    if (!existsSync(this.target)) {
      renameSync(this.partial, this.target);
      return;
    }
    const old = `${this.partial}-old`;
    renameSync(this.target, old);
    renameSync(this.partial, this.target);
    rmSync(old, { recursive: true, force: true });
  }
}

/** Removes what runs that were killed have left behind. */
function removeStale(target: string): void {
  const prefix = `.${basename(target)}.partial-`;
  for (const name of readdirSync(dirname(target))) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    // The number of this very process can only be left over from an earlier one.
    if (!Number.isInteger(pid) || (pid !== process.pid && isRunning(pid))) continue;
    rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function refuseForeign(target: string): void {
  if (!existsSync(target)) return;
  let names: string[];
  try {
    names = readdirSync(target);
  } catch (error) {
    throw new ResultError(target, 'a folder', reasonOf(error));
  }
  if (names.length > 0 && !names.includes('manifest.json')) {
    throw new ResultError(
      target,
      'a new folder, an empty one or an earlier result',
      `a folder with other files, such as ${names[0]}`,
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
