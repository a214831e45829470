import { keccak_256 } from '@noble/hashes/sha3.js';
import { FlowData } from '../../../../models/storage/flow/flow-data.ts';
import {
  attempt,
  type LoadReader,
  type MiningJob,
  miningJob,
} from '../../../../models/storage/pora/attempt.ts';
import { type EpochContext, rollContext } from '../../../../models/storage/pora/context.ts';
import { openMine, registerMiner } from '../../../../models/storage/pora/mine-state.ts';
import type { MineParameters } from '../../../../models/storage/pora/presets.ts';
import { makeProof, type PoraProof } from '../../../../models/storage/pora/proof.ts';
import { numShards, type RecallRange } from '../../../../models/storage/pora/recall-range.ts';
import { sealChunk } from '../../../../models/storage/pora/seal.ts';
import { shardScaleX64 } from '../../../../models/storage/pora/shard-scale.ts';
import {
  subtaskDigest,
  subtaskIndex,
  subtaskWindow,
} from '../../../../models/storage/pora/subtask.ts';
import type { MineBlock } from '../../../../models/storage/pora/verify.ts';
import { keyOf, word } from '../../../../models/storage/pora/words.ts';
import { type Stream, Streams } from '../../../../sim/random.ts';

export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const filled = (byte: number, length: number) => new Uint8Array(length).fill(byte);
export const stream = (seed: string): Stream => new Streams(seed, 0).stream('pora');
export const randomBytes = (from: Stream, length: number) =>
  Uint8Array.from({ length }, () => from.below(256));

export const MINER = filled(0x5a, 32);
export const PARAMETERS: MineParameters = {
  difficulty: 600,
  blocksPerEpoch: 100,
  nSubtasks: 2,
  subtaskInterval: 40,
  targetMineBlocks: 30,
  targetSubmissions: 2,
  maxShards: 4,
  difficultyAdjustRatio: 20,
  minDifficulty: null,
};
export const FIRST_BLOCK = 10;

const blockHash = (number: number) => keccak_256(word(number));

/**
 * A flow of three load chunks: zeros before the first file (sectors 0 to 1023), a file of epoch 0 (1024 to
 * 2047), a file of epoch 1 (2048 to 3071); as it is in each epoch.
 */
export function smallFlow() {
  const random = stream('flow');
  const files = [0, 1].map(() => randomBytes(random, 262_144));
  const contexts: EpochContext[] = [];
  const flows: FlowData[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    const flow = new FlowData();
    for (const file of files.slice(0, epoch + 1)) flow.append(file);
    flows.push(flow);
    const mineStart = FIRST_BLOCK + 100 * epoch;
    const fields = { epoch, mineStart, flowRoot: flow.root(), flowLength: flow.length };
    contexts.push(rollContext({ ...fields, blockDigest: blockHash(mineStart) }, mineStart + 1));
  }
  return { flows, contexts };
}

export type SmallFlow = ReturnType<typeof smallFlow>;

/** Epoch whose context a sector of the small flow is sealed with. */
const sealingEpoch = (sector: number) => (sector < 2048 ? 0 : 1);

/** All of the flow, sealed for a miner when read. */
export function sealedReader({ flows, contexts }: SmallFlow): LoadReader {
  return (position) => {
    if (position >= flows[1].length) return null;
    const data = new Uint8Array(262_144);
    for (let i = 0; i < 64; i++) {
      const sector = position + 16 * i;
      const { digest } = contexts[sealingEpoch(sector)];
      data.set(sealChunk(flows[1].seal(sector / 16), MINER, digest, sector), 4096 * i);
    }
    return { data, available: () => true };
  };
}

/** The first block of the miner's window in an epoch. */
export function blockOf({ contexts }: SmallFlow, epoch = 1): MineBlock {
  const context = contexts[epoch];
  const index = subtaskIndex(context.digest, MINER, PARAMETERS.nSubtasks);
  const ranges = new Map(
    contexts.map((c, i) => [
      keyOf(c.digest),
      { start: i === 0 ? 0 : contexts[i - 1].flowLength, end: c.flowLength },
    ]),
  );
  return {
    number: subtaskWindow(context.mineStart, index, PARAMETERS).start + 1,
    context,
    blockHash,
    sealRange: (digest) => ranges.get(keyOf(digest)),
  };
}

export const openState = (parameters = PARAMETERS) =>
  registerMiner(openMine(parameters, FIRST_BLOCK), MINER, '0xbeef');

export const wholeRange = (length: number): RecallRange => ({
  startPosition: 0,
  mineLength: length,
  shardId: 0n,
  shardMask: 0xffff_ffff_ffff_ffffn,
});

export function jobOf(small: SmallFlow, target: bigint, epoch = 1, range?: RecallRange): MiningJob {
  const { digest, flowLength } = small.contexts[epoch];
  const start = blockOf(small, epoch).number - 1;
  const declared = range ?? wholeRange(flowLength);
  const scale = shardScaleX64(flowLength, numShards(declared.shardMask));
  return miningJob(MINER, subtaskDigest(digest, blockHash(start)), declared, target, scale);
}

/** Proofs by counting nonces up from `from`. */
export function* proofs(small: SmallFlow, job: MiningJob, epoch = 1, from = 0) {
  const read = sealedReader(small);
  const path = (seal: number) => small.flows[epoch].prove(16 * seal, 4).siblings;
  for (let nonce = from; ; nonce++) {
    const { hit } = attempt(job, word(nonce), read);
    if (hit === null) continue;
    const sealing = small.contexts[sealingEpoch(hit.position)].digest;
    yield makeProof(hit, job, small.contexts[epoch], sealing, path);
  }
}

export function firstProof(small: SmallFlow, job: MiningJob, epoch = 1, from = 0): PoraProof {
  for (const proof of proofs(small, job, epoch, from)) return proof;
  throw new Error('no proof');
}
