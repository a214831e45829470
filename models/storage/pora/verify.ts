import { equalBytes } from '../../../sim/kernels/merkle.ts';
import { provenRoot } from '../flow/flow-proof.ts';
import { LOAD_SEALS, SEAL_HEIGHT, SEAL_SECTORS, WORD_BYTES } from '../flow/spec.ts';
import { subtreeRoot } from '../flow/subtree.ts';
import { type EpochContext, epochAt, isMinable, type SectorRange } from './context.ts';
import { countSubmission, enterEpoch, type MineState } from './mine-state.ts';
import { type PoraProof, sealSector } from './proof.ts';
import { hitBound, quality } from './quality.ts';
import {
  checkRange,
  numShards,
  type RangeRefusal,
  rangeDigest,
  recallPosition,
} from './recall-range.ts';
import { padSeed, recallSeed, scratchpad } from './scratchpad.ts';
import { unsealChunk } from './seal.ts';
import { shardScaleX64 } from './shard-scale.ts';
import { insideWindow, subtaskDigest, subtaskIndex, subtaskWindow } from './subtask.ts';
import { expectLength, keyOf, toInteger } from './words.ts';

/** Why a proof is not accepted, in the order in which the contract asks. Source: 0g-storage 3.8. */
export type Refusal =
  | 'not-registered'
  /** The context is of another epoch than the block, or was rolled too late to be mined. */
  | 'context-not-rolled'
  | 'outside-window'
  | 'context-digest'
  | 'cap-reached'
  | RangeRefusal
  | 'too-many-shards'
  | 'seal-context'
  | 'merkle'
  | 'position'
  | 'quality'
  | 'used-output';

/** What the contract sees besides its own state, in the block that carries a submission. */
export interface MineBlock {
  readonly number: number;
  /** The last context that was rolled; null before the first. */
  readonly context: EpochContext | null;
  /** Hash of an earlier block, 32 B. */
  blockHash(number: number): Uint8Array;
  /** Sectors that a minable context has added, by its digest; undefined for an unknown digest. */
  sealRange(digest: Uint8Array): SectorRange | undefined;
}

export type Verdict =
  | { readonly accepted: false; readonly reason: Refusal }
  | {
      readonly accepted: true;
      /** 32 B, big-endian. */
      readonly quality: Uint8Array;
      /** The contract as the checks saw it, before the proof is counted. */
      readonly entered: MineState;
    };

const refused = (reason: Refusal): Verdict => ({ accepted: false, reason });

/**
 * The contract's answer to a proof: all of its checks, in its order, from the 4 KiB and the fields alone.
 * @throws RangeError for a field of a wrong length, which no transaction can carry
 */
export function verifyProof(state: MineState, proof: PoraProof, block: MineBlock): Verdict {
  const { parameters, firstBlock } = state;
  const { context, number } = block;
  const { range } = proof;
  if (!state.miners.has(keyOf(proof.minerId))) return refused('not-registered');
  if (context === null || !isMinable(context)) return refused('context-not-rolled');
  if (context.epoch !== epochAt(firstBlock, parameters.blocksPerEpoch, number))
    return refused('context-not-rolled');
  const entered = enterEpoch(state, context.epoch);
  const index = subtaskIndex(context.digest, proof.minerId, parameters.nSubtasks);
  const window = subtaskWindow(context.mineStart, index, parameters);
  if (!insideWindow(window, number)) return refused('outside-window');
  if (!equalBytes(proof.contextDigest, context.digest)) return refused('context-digest');
  if (entered.currentSubmissions >= 2 * parameters.targetSubmissions) return refused('cap-reached');
  const broken = checkRange(range, context.flowLength);
  if (broken !== null) return refused(broken);
  const shards = numShards(range.shardMask);
  if (shards > parameters.maxShards) return refused('too-many-shards');
  if (!isSealedIn(block.sealRange(proof.sealedContextDigest), proof))
    return refused('seal-context');
  if (!equalBytes(rootOf(proof), context.flowRoot)) return refused('merkle');

  const subtask = subtaskDigest(context.digest, block.blockHash(window.start));
  const seed = padSeed(proof.minerId, proof.nonce, subtask, rangeDigest(range));
  const pad = scratchpad(seed);
  if (!isRecalled(proof, recallSeed(pad))) return refused('position');
  const found = quality(proof.sealOffset, seed, proof.sealedData, pad);
  const bound = hitBound(entered.poraTarget, shardScaleX64(context.flowLength, shards));
  if (toInteger(found) > bound) return refused('quality');
  if (entered.used.has(keyOf(found))) return refused('used-output');
  return { accepted: true, quality: found, entered };
}

export interface Submission {
  readonly state: MineState;
  readonly accepted: boolean;
  /** Null when accepted. */
  readonly reason: Refusal | null;
}

/** Hands a proof in. A refusal changes nothing, as a transaction that is undone. */
export function submit(state: MineState, proof: PoraProof, block: MineBlock): Submission {
  const verdict = verifyProof(state, proof, block);
  if (!verdict.accepted) return { state, accepted: false, reason: verdict.reason };
  const next = countSubmission(verdict.entered, verdict.quality);
  return { state: next, accepted: true, reason: null };
}

/**
 * Whether a sealing context is the one of the seal chunk. Assumed for chunks that two epochs share: it is
 * the context that committed their last sector, as nothing can be sealed before it is whole.
 */
function isSealedIn(range: SectorRange | undefined, proof: PoraProof): boolean {
  if (range === undefined) return false;
  const end = sealSector(proof.recallPosition, proof.sealOffset) + SEAL_SECTORS;
  return range.start < end && end <= range.end;
}

/** The flow root that the unsealed 4 KiB and the path lead to. */
function rootOf(proof: PoraProof): Uint8Array {
  const { minerId, sealedContextDigest, merkleProof: siblings } = proof;
  for (const sibling of siblings) expectLength('sibling', sibling, WORD_BYTES);
  const position = sealSector(proof.recallPosition, proof.sealOffset);
  const plain = unsealChunk(proof.sealedData, minerId, sealedContextDigest, position);
  return provenRoot(subtreeRoot(plain), { position, height: SEAL_HEIGHT, siblings });
}

/** Assumed: the number of the seal chunk has to lie in the load chunk. */
function isRecalled({ range, sealOffset, recallPosition: claimed }: PoraProof, seed: Uint8Array) {
  return sealOffset >= 0 && sealOffset < LOAD_SEALS && claimed === recallPosition(range, seed);
}
