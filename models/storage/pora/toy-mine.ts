import { utf8ToBytes } from '@noble/hashes/utils.js';
import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { keccak256 } from '../../../sim/kernels/hashes.ts';
import { LOAD_SECTORS } from '../flow/spec.ts';
import { type MiningJob, miningJob } from './attempt.ts';
import {
  addedRange,
  type EpochContext,
  epochStart,
  rollContext,
  type SectorRange,
} from './context.ts';
import { minerId } from './identity.ts';
import { type MineState, openMine, registerMiner } from './mine-state.ts';
import { mineParameters } from './presets.ts';
import { numShards, shardRange } from './recall-range.ts';
import { shardScaleX64 } from './shard-scale.ts';
import { type SubtaskWindow, subtaskDigest, subtaskIndex, subtaskWindow } from './subtask.ts';
import type { MineBlock } from './verify.ts';
import { keyOf, toHex, toInteger, WORD_MAX, word } from './words.ts';

/*
 * A mine with one flow and one miner, for proofs about a file without a chain: hashes of blocks come from
 * a seed, so that whoever knows the few inputs below can make all of it again.
 */

export interface ToyInputs {
  readonly seed: string;
  /** Tries up to a hit. */
  readonly difficulty: number;
  /** Address that registers the miner, 20 B. */
  readonly sender: Uint8Array;
  /** 32 B. */
  readonly flowRoot: Uint8Array;
  /** Sectors, all committed before the first epoch; a load chunk or more. */
  readonly flowLength: number;
}

export interface ToyMine {
  readonly state: MineState;
  /** The block that carries the proof: the first of the miner's window. */
  readonly block: MineBlock & { readonly context: EpochContext };
  readonly job: MiningJob;
  readonly registration: { readonly previousBlockHash: Uint8Array; readonly seed: bigint };
  readonly window: SubtaskWindow;
  /** The sectors that are sealed with the context's digest: all of them. */
  readonly sealed: SectorRange;
}

/** Block of the registration and of the start of the first epoch. */
const FIRST_BLOCK = 1;

/** The mine of 0G's networks at another difficulty, in its first epoch. */
export function toyMine({ seed, difficulty, sender, flowRoot, flowLength }: ToyInputs): ToyMine {
  const parameters = { ...mineParameters('0g'), difficulty };
  const blockHash = (number: number) =>
    keccak256(joinBytes([draw('block', seed), word(difficulty), word(number)]));
  const registration = {
    previousBlockHash: blockHash(FIRST_BLOCK - 1),
    seed: toInteger(draw('miner', seed).subarray(0, 8)),
  };
  const id = minerId(registration.previousBlockHash, sender, registration.seed);
  const mineStart = epochStart(FIRST_BLOCK, parameters.blocksPerEpoch, 0);
  const context = rollContext(
    { epoch: 0, mineStart, flowRoot, flowLength, blockDigest: blockHash(mineStart) },
    mineStart + 1,
  );
  const sealed = addedRange(0, context)!;
  const index = subtaskIndex(context.digest, id, parameters.nSubtasks);
  const window = subtaskWindow(mineStart, index, parameters);
  const range = shardRange(0, flowLength - (flowLength % LOAD_SECTORS), 0, 1);
  const state = registerMiner(openMine(parameters, FIRST_BLOCK), id, toHex(sender));
  return {
    state,
    block: {
      number: window.start + 1,
      context,
      blockHash,
      sealRange: (digest) => (keyOf(digest) === keyOf(context.digest) ? sealed : undefined),
    },
    job: miningJob(
      id,
      subtaskDigest(context.digest, blockHash(window.start)),
      range,
      state.poraTarget,
      shardScaleX64(flowLength, numShards(range.shardMask)),
    ),
    registration,
    window,
    sealed,
  };
}

/** Nonces of a search: one base of the seed, counted up. */
export function toyNonce(seed: string, attempt: number): Uint8Array {
  return word((toInteger(draw('nonce', seed)) + BigInt(attempt)) & WORD_MAX);
}

function draw(purpose: string, seed: string): Uint8Array {
  return keccak256(utf8ToBytes(`droptower storage proof\n${purpose}\n${seed}`));
}
