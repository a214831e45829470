import { closeSync, constants, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, problem } from '../../scenarios/problem.ts';
import { formatQuantity } from '../../scenarios/units.ts';

/** A file to measure with. */
export interface Scratch {
  readonly fd: number;
  /** Whether requests pass by the page cache of the host. */
  readonly direct: boolean;
  close(): void;
}

/** Room that must be left beside the scratch file. */
const SPARE = 64 * 1_048_576;
const PROBE = 4096;

/**
 * Opens a scratch file in a folder. Its name is taken away at once where the system allows, so that nothing is
 * left behind however the process ends.
 * @throws InputError for a folder that cannot be written to or has too little room
 */
export function openScratch(folder: string, bytes: number): Scratch {
  const path = join(folder, `droptower-calibrate-${process.pid}.tmp`);
  checkRoom(folder, bytes);
  const direct = open(folder, path, constants.O_DIRECT ?? 0);
  const fd = direct ?? open(folder, path, 0);
  if (fd === null) throw refusal(folder, 'a folder whose files can be written', 'one that refuses');
  const remove = () => rmSync(path, { force: true });
  try {
    remove();
  } catch {
    // Where an open file keeps its name, it goes at the end.
  }
  return {
    fd,
    direct: direct !== null,
    close() {
      closeSync(fd);
      remove();
    },
  };
}

function checkRoom(folder: string, bytes: number): void {
  let room: number;
  try {
    const { bavail, bsize } = statfsSync(folder);
    room = bavail * bsize;
  } catch (error) {
    throw refusal(folder, 'a folder', error instanceof Error ? error.message : String(error));
  }
  if (room >= bytes + SPARE) return;
  const expected = `${formatQuantity('size', bytes + SPARE)} free for the scratch file`;
  throw refusal(folder, expected, formatQuantity('size', room));
}

/** The file opened for direct I/O, which some file systems refuse only at the first write; else null. */
function open(folder: string, path: string, direct: number): number | null {
  const fresh = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  let fd: number;
  try {
    fd = openSync(path, fresh | direct, 0o600);
  } catch (error) {
    if (direct !== 0) return retreat(path);
    throw refusal(folder, 'a folder that can be written to', (error as Error).message);
  }
  if (direct === 0) return fd;
  try {
    writeSync(fd, pageAligned(PROBE), 0, PROBE, 0);
    return fd;
  } catch {
    closeSync(fd);
    return retreat(path);
  }
}

/** Some file systems make the file before they refuse to open it. */
function retreat(path: string): null {
  rmSync(path, { force: true });
  return null;
}

/** Bytes that start on a page boundary, as direct I/O needs them: memory of WebAssembly does. */
export function pageAligned(bytes: number): Uint8Array {
  const host = globalThis as unknown as {
    WebAssembly: { Memory: new (size: { initial: number }) => { buffer: ArrayBuffer } };
  };
  const memory = new host.WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
  return new Uint8Array(memory.buffer, 0, bytes);
}

function refusal(folder: string, expected: string, found: string): InputError {
  const place = { file: folder, line: null, column: null };
  return new InputError([problem(place, '--dir', expected, found)]);
}
