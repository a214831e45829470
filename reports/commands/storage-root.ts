import { readdirSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type FileCommitment, FileTree } from '../../models/storage/flow/file-tree.ts';
import { SECTOR_BYTES } from '../../models/storage/flow/spec.ts';
import { subtreeSectors } from '../../models/storage/flow/subtree.ts';
import { didYouMean, nearest } from '../../scenarios/nearest.ts';
import { InputError, problem } from '../../scenarios/problem.ts';
import { createProgress, type Progress } from '../progress.ts';
import { formatValue } from '../units.ts';
import { Interrupted, reportInterruption } from './execute.ts';
import { UsageError } from './flags.ts';
import { ExitCode, type Io } from './io.ts';

const READ_BYTES = 1_048_576;
const MIB = 1_048_576;
/** Shorter work shows no progress. */
const PROGRESS_AFTER_MS = 2000;

export interface StorageRootOptions {
  readonly file: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * `droptower storage-root`: what a 0G Storage client would submit for a file. Reads in constant memory.
 * @throws InputError for what is no readable file with at least one byte, or changes while it is read;
 * UsageError for an empty path
 */
export async function storageRootCommand(options: StorageRootOptions, io: Io): Promise<number> {
  const { file } = options;
  if (file === '') throw new UsageError('file: expected a path, found nothing');
  // Opening a pipe would wait for somebody who writes.
  const found = await refusing(file, () => stat(file));
  if (!found.isFile()) throw wrong(file, 'a regular file', kindOf(found));
  if (found.size === 0) throw wrong(file, 'a file of at least 1 B', 'an empty file');
  const handle = await refusing(file, () => open(file, 'r'));
  let commitment: FileCommitment;
  try {
    commitment = await readWhole(handle, options, io);
  } catch (error) {
    if (error instanceof Interrupted) return reportInterruption(io);
    throw error;
  } finally {
    await handle.close();
  }
  io.out(options.json ? jsonText(file, commitment) : plainText(commitment));
  return ExitCode.done;
}

async function readWhole(
  handle: FileHandle,
  options: StorageRootOptions,
  io: Io,
): Promise<FileCommitment> {
  const { file } = options;
  const before = await handle.stat({ bigint: true });
  const total = Number(before.size);
  const progress = new ByteProgress(total, options, io);
  const tree = new FileTree();
  const buffer = new Uint8Array(READ_BYTES);
  let done = 0;
  try {
    for (;;) {
      if (io.interrupted.aborted) throw new Interrupted('interrupted');
      const { bytesRead } = await refusing(file, () => handle.read(buffer, 0, buffer.length, done));
      done += bytesRead;
      if (bytesRead === 0 || done > total) break;
      tree.update(buffer.subarray(0, bytesRead));
      progress.update(done);
    }
  } finally {
    progress.stop();
  }
  const after = await handle.stat({ bigint: true });
  if (done !== total || after.size !== before.size) {
    const size = done < total ? done : Math.max(done, Number(after.size));
    throw changed(file, `${bytesText(total)}, then ${bytesText(size)}`);
  }
  if (after.mtimeNs !== before.mtimeNs) throw changed(file, 'that it was written to');
  return tree.finish();
}

/** Bytes done, rate and time left, once the work has taken a while. */
class ByteProgress {
  readonly #total: number;
  readonly #options: StorageRootOptions;
  readonly #io: Io;
  readonly #start = performance.now();
  /** The instant of the latest news. */
  #now = this.#start;
  #shown: Progress | undefined;

  constructor(total: number, options: StorageRootOptions, io: Io) {
    this.#total = total;
    this.#options = options;
    this.#io = io;
  }

  update(done: number): void {
    const elapsed = performance.now() - this.#start;
    if (elapsed < PROGRESS_AFTER_MS) return;
    // Made while the clock still shows the start, so that the time left is taken from the whole pace.
    this.#shown ??= createProgress({
      label: basename(this.#options.file),
      total: Math.ceil(this.#total / MIB),
      quiet: this.#options.quiet,
      stream: this.#io.stderr,
      now: () => this.#now,
    });
    this.#now = this.#start + elapsed;
    const rate = formatValue((1000 * done) / elapsed, 'B/s');
    this.#shown.update(
      Math.floor(done / MIB),
      `${formatValue(done, 'B')} of ${formatValue(this.#total, 'B')}, ${rate}`,
    );
  }

  stop(): void {
    this.#shown?.stop();
  }
}

function plainText(commitment: FileCommitment): string {
  const { bytes, sectors, root, nodes, identity } = commitment;
  const rows: [string, string][] = [
    ['root', hex(root)],
    ['size', bytesText(bytes)],
    ['sectors', `${sectors} of ${SECTOR_BYTES} B`],
    ['padded sectors', `${commitment.paddedSectors}, ${bytesText(paddedBytes(commitment))}`],
    ['padding overhead', `${formatValue(overhead(commitment), '1', true)} of the sectors`],
    ['identity', hex(identity)],
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(18)}${value}`);
  lines.push('', 'submission nodes', 'height      sectors  root');
  for (const { height, root: node } of nodes) {
    const size = String(subtreeSectors(height)).padStart(11);
    lines.push(`${String(height).padStart(6)}  ${size}  ${hex(node)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Sizes in bytes and sectors, shares as fractions, hashes in hexadecimal. */
function jsonText(file: string, commitment: FileCommitment): string {
  const { bytes, sectors, root, nodes, identity } = commitment;
  const document = {
    file,
    root: hex(root),
    bytes,
    sectors,
    paddedSectors: commitment.paddedSectors,
    paddedBytes: paddedBytes(commitment),
    paddingOverhead: overhead(commitment),
    identity: hex(identity),
    nodes: nodes.map(({ height, root: node }) => ({
      height,
      root: hex(node),
      sectors: subtreeSectors(height),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function paddedBytes(commitment: FileCommitment): number {
  return commitment.paddedSectors * SECTOR_BYTES;
}

/** Sectors of padding for each sector that holds data. */
function overhead({ sectors, paddedSectors }: FileCommitment): number {
  return (paddedSectors - sectors) / sectors;
}

function hex(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}

/** `1000 B`, `300000 B (300 kB)`, `1048576 B (1 MiB)`. */
function bytesText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${bytes} B (${formatValue(bytes, 'B')})`;
}

type Kind = Awaited<ReturnType<typeof stat>>;

function kindOf(found: Kind): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return found.isCharacterDevice() || found.isBlockDevice() ? 'a device' : 'something else';
}

/** Passes on what the file system gives; what it refuses is said in the words of a wrong input. */
async function refusing<T>(file: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw wrong(file, 'a file', 'nothing of that name', similar(file));
    const denied = code === 'EACCES' || code === 'EPERM';
    throw wrong(file, 'a file that can be read', denied ? 'no right to read it' : message);
  }
}

/** The nearest name beside a file that is not there. */
function similar(file: string): string | undefined {
  try {
    return didYouMean(nearest(basename(file), readdirSync(dirname(file))));
  } catch {
    // The folder is not there either.
    return undefined;
  }
}

function changed(file: string, found: string): InputError {
  return wrong(file, 'a file that does not change while it is read', found);
}

function wrong(file: string, expected: string, found: string, hint?: string): InputError {
  return new InputError([problem({ file, line: null, column: null }, '', expected, found, hint)]);
}
