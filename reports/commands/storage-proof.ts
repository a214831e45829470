import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { FlowData } from '../../models/storage/flow/flow-data.ts';
import type { Placement } from '../../models/storage/flow/placement.ts';
import {
  LOAD_BYTES,
  LOAD_SEALS,
  LOAD_SECTORS,
  SEAL_BYTES,
  SEAL_HEIGHT,
  SEAL_SECTORS,
  SECTOR_BYTES,
} from '../../models/storage/flow/spec.ts';
import {
  attempt,
  type Hit,
  type LoadReader,
  Workbench,
} from '../../models/storage/pora/attempt.ts';
import { makeProof } from '../../models/storage/pora/proof.ts';
import { sealLoad } from '../../models/storage/pora/seal.ts';
import { type ToyMine, toyMine, toyNonce } from '../../models/storage/pora/toy-mine.ts';
import { fromHex, toHex } from '../../models/storage/pora/words.ts';
import { InputError, problem, quote } from '../../scenarios/problem.ts';
import { visible } from '../text.ts';
import { Interrupted, reportInterruption } from './execute.ts';
import { UsageError } from './flags.ts';
import { ExitCode, type Io } from './io.ts';
import { type StorageDocument, storageDocument } from './storage-check.ts';

export interface StorageProofOptions {
  readonly file: string;
  /** Tries up to a hit, a whole number from 1. */
  readonly difficulty: number;
  /** Address of 20 bytes that registers the miner: `0x` and 40 hexadecimal digits. */
  readonly miner: string;
  readonly seed: string;
  /** File for the document; without it the document goes to stdout. */
  readonly out?: string;
  /** Print the document and nothing else on stdout. */
  readonly json: boolean;
  readonly quiet: boolean;
}

/** The whole file is hashed and held in memory. */
const FILE_MAX = 64 * 1024 * 1024;
const PROGRESS_AFTER_MS = 2000;

/**
 * `droptower storage-proof FILE`: lays a file out as a flow of its own, seals it for a miner, searches a
 * proof at a toy difficulty and writes it with all that is needed to check it without the file.
 */
export async function storageProofCommand(options: StorageProofOptions, io: Io): Promise<number> {
  const { seed, difficulty } = options;
  const miner = readMiner(options.miner);
  if (!(Number.isSafeInteger(difficulty) && difficulty >= 1))
    throw new UsageError(`--difficulty: expected a whole number from 1, found ${difficulty}`);
  const bytes = readWhole(options.file);
  const target = options.out === undefined ? null : new WholeFile(options.out, options.file);
  try {
    const { flow, placement } = layOut(bytes);
    const sender = fromHex(miner);
    const flowRoot = flow.root();
    const mine = toyMine({ seed, difficulty, sender, flowRoot, flowLength: flow.length });
    const bench = new Workbench();
    const read = sealedFile(flow, placement.start, bytes.length, mine);
    const search = { mine, seed, difficulty, read, bench };
    const hit = await find(search, options.quiet, io);
    const path = (seal: number) => flow.prove(seal * SEAL_SECTORS, SEAL_HEIGHT).siblings;
    const proof = makeProof(hit, mine.job, mine.block.context, mine.block.context.digest, path);
    const document = storageDocument(
      mine,
      proof,
      { seed, difficulty, miner },
      {
        bytes: bytes.length,
        sectors: placement.end - placement.start,
        start: placement.start,
      },
    );
    const text = `${JSON.stringify(document, null, 2)}\n`;
    target?.finish(text);
    if (options.json || options.out === undefined) io.out(text);
    const summary = describe(document, hit, bench, options.out);
    if (!options.json && options.out !== undefined) io.out(summary);
    else if (!options.json && !options.quiet) io.err(summary);
    return ExitCode.done;
  } catch (error) {
    target?.abandon();
    if (error instanceof Interrupted) return reportInterruption(io);
    throw error;
  }
}

function readMiner(text: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text))
    throw new UsageError(`--miner: expected 0x and 40 hexadecimal digits, found ${quote(text)}`);
  return text.toLowerCase();
}

function wrong(file: string, expected: string, found: string): InputError {
  return new InputError([problem({ file, line: null, column: null }, '', expected, found)]);
}

function readWhole(file: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    const about = statSync(file);
    if (!about.isFile()) throw wrong(file, 'a file', 'something else');
    if (about.size > FILE_MAX) throw tooLarge(file, about.size);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw wrong(file, 'a file that can be read', (error as Error).message);
  }
  if (bytes.length > FILE_MAX) throw tooLarge(file, bytes.length);
  if (bytes.length === 0) throw wrong(file, 'at least 1 byte', 'an empty file');
  return bytes;
}

function tooLarge(file: string, bytes: number): InputError {
  return wrong(file, `at most ${FILE_MAX} bytes (64 MiB), as all of it is hashed here`, `${bytes}`);
}

/**
 * The file as the only submission of a flow. It is filled up with zeros to whole load chunks; above 4 MiB
 * the client's own padding may add further ones.
 */
function layOut(bytes: Uint8Array): { flow: FlowData; placement: Placement } {
  const whole = new Uint8Array(Math.ceil(bytes.length / LOAD_BYTES) * LOAD_BYTES);
  whole.set(bytes);
  const flow = new FlowData();
  const placement = flow.append(whole);
  return { flow, placement };
}

/**
 * The miner's disk: the seal chunks with bytes of the file, sealed when first read. The zeros around them
 * are not held, so that a proof is always about the file.
 */
function sealedFile(
  flow: FlowData,
  start: number,
  bytes: number,
  { job, block }: ToyMine,
): LoadReader {
  const sealed = new Map<number, Uint8Array>();
  return (position) => {
    const seals = Math.ceil((bytes - (position - start) * SECTOR_BYTES) / SEAL_BYTES);
    if (position < start || seals <= 0) return null;
    let data = sealed.get(position);
    if (data === undefined) {
      const plain = new Uint8Array(LOAD_BYTES);
      for (let i = 0; i < LOAD_SEALS; i++)
        plain.set(flow.seal(position / SEAL_SECTORS + i), i * SEAL_BYTES);
      data = sealLoad(plain, job.minerId, block.context.digest, position);
      sealed.set(position, data);
    }
    return { data, available: (offset) => offset < seals };
  };
}

interface Search {
  readonly mine: ToyMine;
  readonly seed: string;
  readonly difficulty: number;
  readonly read: LoadReader;
  readonly bench: Workbench;
}

/** Attempts nonces until one hits. @throws Interrupted when the user interrupts */
async function find(search: Search, quiet: boolean, io: Io): Promise<Hit> {
  const { mine, seed, difficulty, read, bench } = search;
  let shown = performance.now();
  for (let tried = 0; ; tried++) {
    // A turn of the event loop lets a signal through.
    await setImmediate();
    if (io.interrupted.aborted) throw new Interrupted('interrupted');
    const { hit } = attempt(mine.job, toyNonce(seed, tried), read, bench);
    if (hit !== null) return hit;
    if (quiet || performance.now() - shown < PROGRESS_AFTER_MS) continue;
    shown = performance.now();
    const { pads, mixes } = bench.count;
    io.err(
      `storage-proof: ${pads} attempts, ${mixes} seal chunks tried; a hit takes ${difficulty} tries on average\n`,
    );
  }
}

function describe(document: StorageDocument, hit: Hit, bench: Workbench, out?: string): string {
  const { file, flow, inputs, block, subtask } = document;
  const { pads, loads, mixes } = bench.count;
  const end = file.start + file.sectors;
  const first = (hit.position - file.start) * SECTOR_BYTES + hit.offset * SEAL_BYTES;
  const zeros = file.sectors * SECTOR_BYTES - file.bytes;
  const last = Math.min(first + SEAL_BYTES, file.bytes) - 1;
  const lines = [
    `file: ${file.bytes} B, filled up with ${zeros} B of zeros; load chunks of 256 KiB: ${file.sectors / LOAD_SECTORS}`,
    `flow: ${flow.length} sectors, the file ${file.start} to ${end - 1}; zeros before and after it are not held`,
    `root: ${flow.root}`,
    `mine: difficulty ${inputs.difficulty}, blocks ${subtask.start + 1} to ${subtask.last}, handed in at ${block}`,
    `search: ${pads} attempts, ${loads} load chunks read, ${mixes} seal chunks tried`,
    `proof: seal chunk ${hit.offset} of the load chunk at sector ${hit.position}, bytes ${first} to ${last} of the file`,
    `quality: ${toHex(hit.quality)}`,
    ...(out === undefined ? [] : [`written: ${visible(out)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A file that appears whole or not at all: written beside its place and renamed. */
class WholeFile {
  private readonly target: string;
  private readonly partial: string;

  /** Reserves the place, so that one that cannot be written fails before the search. */
  constructor(out: string, source: string) {
    this.target = resolve(out);
    this.partial = join(dirname(this.target), `.${basename(this.target)}.partial-${process.pid}`);
    if (existsSync(this.target)) {
      if (!statSync(this.target).isFile()) throw wrong(out, 'a file', 'something else');
      if (realpathSync(this.target) === realpathSync(source))
        throw wrong(out, 'another file than the one to prove', 'the same');
    }
    try {
      closeSync(openSync(this.partial, 'w'));
    } catch (error) {
      throw wrong(out, 'a file that can be written', (error as Error).message);
    }
  }

  finish(text: string): void {
    try {
      writeFileSync(this.partial, text);
      renameSync(this.partial, this.target);
    } catch (error) {
      throw wrong(this.target, 'a file that can be written', (error as Error).message);
    }
  }

  /** Removes what was written so far. */
  abandon(): void {
    rmSync(this.partial, { force: true });
  }
}
