import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { PoraProof } from '../../models/storage/pora/proof.ts';
import { type ToyMine, toyMine } from '../../models/storage/pora/toy-mine.ts';
import { type Refusal, verifyProof } from '../../models/storage/pora/verify.ts';
import { fromHex, toHex, word } from '../../models/storage/pora/words.ts';
import { InputError, type Place, problem, quote } from '../../scenarios/problem.ts';
import { keccak256 } from '../../sim/kernels/hashes.ts';
import { ExitCode, type Io } from './io.ts';

const MAX_BYTES = 1_000_000;

const hex = (bytes: number) =>
  z.string().regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`), {
    error: `0x and ${2 * bytes} hexadecimal digits in small letters`,
  });
const count = z.int().min(0);

/** A proof with all that is needed to check it; numbers in hexadecimal digits are big-endian. */
const documentSchema = z.strictObject({
  format: z.literal('droptower storage proof'),
  version: z.literal(1),
  /** What the rest is made from. `miner` is the address that registers. */
  inputs: z.strictObject({ seed: z.string(), difficulty: z.int().min(1), miner: hex(20) }),
  /** `sectors` with zero padding; `start` is the first one's position in the flow. */
  file: z.strictObject({ bytes: count, sectors: count, start: count }),
  flow: z.strictObject({ root: hex(32), length: z.int().min(1024) }),
  mine: z.strictObject({
    firstBlock: count,
    difficulty: count,
    blocksPerEpoch: count,
    nSubtasks: count,
    subtaskInterval: count,
    targetMineBlocks: count,
    targetSubmissions: count,
    maxShards: count,
    difficultyAdjustRatio: count,
    minDifficulty: count.nullable(),
    poraTarget: hex(32),
  }),
  registration: z.strictObject({ previousBlockHash: hex(32), seed: hex(8) }),
  /** `sealed`: sectors that the context has added. */
  context: z.strictObject({
    epoch: count,
    mineStart: count,
    blockDigest: hex(32),
    digest: hex(32),
    sealed: z.strictObject({ start: count, end: count }),
  }),
  subtask: z.strictObject({ start: count, last: count, blockHash: hex(32), digest: hex(32) }),
  /** Number of the block that carries the proof. */
  block: count,
  proof: z.strictObject({
    contextDigest: hex(32),
    nonce: hex(32),
    minerId: hex(32),
    range: z.strictObject({
      startPosition: count,
      mineLength: count,
      shardId: hex(8),
      shardMask: hex(8),
    }),
    recallPosition: count,
    sealOffset: z.int().min(0).max(63),
    sealedContextDigest: hex(32),
    sealedData: hex(4096),
    merkleProof: z.array(hex(32)).max(60),
  }),
  /** keccak256 of the JSON text of all the above, without white space. */
  digest: hex(32),
});

export type StorageDocument = z.infer<typeof documentSchema>;

export interface StorageCheckOptions {
  readonly proof: string;
  readonly json: boolean;
}

/** Why a document is refused: a check of the contract, or a value that does not follow from the inputs. */
type Finding = { readonly reason: Refusal | 'document'; readonly path?: string };

/** `droptower storage-check FILE`: checks a proof by the rules of the contract, without the file. */
export function storageCheckCommand({ proof: file, json }: StorageCheckOptions, io: Io): number {
  const document = readDocument(file);
  const { inputs, flow } = document;
  const mine = toyMine({
    seed: inputs.seed,
    difficulty: inputs.difficulty,
    sender: fromHex(inputs.miner),
    flowRoot: fromHex(flow.root),
    flowLength: flow.length,
  });
  const proof = readProof(document.proof);
  const verdict = verifyProof(mine.state, proof, mine.block);
  const again = storageDocument(mine, proof, inputs, document.file);
  const path = difference(document, again);
  let finding: Finding | null = null;
  if (!verdict.accepted) finding = { reason: verdict.reason };
  else if (path !== null) finding = { reason: 'document', path };
  const { recallPosition: position, sealOffset } = proof;
  if (json) {
    const quality = verdict.accepted ? { quality: toHex(verdict.quality) } : {};
    const result = { accepted: finding === null, ...finding, position, sealOffset, ...quality };
    io.out(`${JSON.stringify(result, null, 2)}\n`);
  } else if (finding !== null) {
    const where = finding.path === undefined ? '' : `: ${finding.path} is not what the rest gives`;
    io.out(`refused: ${finding.reason}${where}\n`);
  } else {
    io.out(`accepted: seal chunk ${sealOffset} of the load chunk at sector ${position}\n`);
  }
  return finding === null ? ExitCode.done : ExitCode.failed;
}

/** The document of a proof about a file in a flow of its own. */
export function storageDocument(
  { state, block, job, registration, window, sealed }: ToyMine,
  proof: PoraProof,
  inputs: StorageDocument['inputs'],
  file: StorageDocument['file'],
): StorageDocument {
  const { context } = block;
  const body = {
    format: 'droptower storage proof',
    version: 1,
    inputs,
    file,
    flow: { root: toHex(context.flowRoot), length: context.flowLength },
    mine: {
      firstBlock: state.firstBlock,
      ...state.parameters,
      poraTarget: toHex(word(state.poraTarget)),
    },
    registration: {
      previousBlockHash: toHex(registration.previousBlockHash),
      seed: hex64(registration.seed),
    },
    context: {
      epoch: context.epoch,
      mineStart: context.mineStart,
      blockDigest: toHex(context.blockDigest),
      digest: toHex(context.digest),
      sealed,
    },
    subtask: {
      ...window,
      blockHash: toHex(block.blockHash(window.start)),
      digest: toHex(job.subtaskDigest),
    },
    block: block.number,
    proof: writeProof(proof),
  } as const;
  // The order of the keys is that of the schema, whoever builds the document.
  const ordered = documentSchema.omit({ digest: true }).parse(body);
  return { ...ordered, digest: toHex(keccak256(Buffer.from(JSON.stringify(ordered)))) };
}

function writeProof({ range, merkleProof, ...proof }: PoraProof): StorageDocument['proof'] {
  return {
    contextDigest: toHex(proof.contextDigest),
    nonce: toHex(proof.nonce),
    minerId: toHex(proof.minerId),
    range: { ...range, shardId: hex64(range.shardId), shardMask: hex64(range.shardMask) },
    recallPosition: proof.recallPosition,
    sealOffset: proof.sealOffset,
    sealedContextDigest: toHex(proof.sealedContextDigest),
    sealedData: toHex(proof.sealedData),
    merkleProof: merkleProof.map(toHex),
  };
}

function readProof({ range, merkleProof, ...proof }: StorageDocument['proof']): PoraProof {
  return {
    contextDigest: fromHex(proof.contextDigest),
    nonce: fromHex(proof.nonce),
    minerId: fromHex(proof.minerId),
    range: { ...range, shardId: BigInt(range.shardId), shardMask: BigInt(range.shardMask) },
    recallPosition: proof.recallPosition,
    sealOffset: proof.sealOffset,
    sealedContextDigest: fromHex(proof.sealedContextDigest),
    sealedData: fromHex(proof.sealedData),
    merkleProof: merkleProof.map(fromHex),
  };
}

const hex64 = (value: bigint): string => toHex(word(value).subarray(24));

/** @throws InputError naming the path inside the document, what was expected and what was found */
function readDocument(file: string): StorageDocument {
  const place: Place = { file, line: null, column: null };
  const fail = (path: string, expected: string, found: string): never => {
    throw new InputError([problem(place, path, expected, found)]);
  };
  let json: unknown;
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES) return fail('', `at most ${MAX_BYTES} bytes`, `${size}`);
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof InputError) throw error;
    return fail('', 'a proof document in JSON', (error as Error).message);
  }
  const read = documentSchema.safeParse(json);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      const at = [...path, issue.keys[0]].join('.');
      return problem(place, at, 'nothing of that name', 'a value');
    }
    return problem(place, path.join('.'), wanted(issue), found(json, issue.path));
  });
  throw new InputError(problems);
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map((v) => JSON.stringify(v)).join(', ');
  if (issue.code === 'too_small') return `${issue.minimum} or more`;
  if (issue.code === 'too_big') return `${issue.maximum} or less`;
  return issue.message;
}

function found(document: unknown, path: readonly PropertyKey[]): string {
  let here = document;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return 'nothing';
    here = (here as Record<PropertyKey, unknown>)[key];
  }
  if (here === undefined) return 'nothing';
  return typeof here === 'string' ? quote(here) : quote(JSON.stringify(here));
}

/** Path of the first value that is not the same, or null. */
function difference(a: unknown, b: unknown, path = ''): string | null {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return a === b ? null : path;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [left, right] = [a, b].map((side) => (side as Record<string, unknown>)[key]);
    const at = difference(left, right, path === '' ? key : `${path}.${key}`);
    if (at !== null) return at;
  }
  return null;
}
