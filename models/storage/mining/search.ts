import { joinBytes } from '../../../sim/kernels/bytes.ts';
import { keccak256 } from '../../../sim/kernels/hashes.ts';
import type { Streams } from '../../../sim/random.ts';
import { FlowData } from '../flow/flow-data.ts';
import { LOAD_SEALS, LOAD_SECTORS, SEAL_SECTORS, SECTOR_BYTES } from '../flow/spec.ts';
import { attempt, type Hit, type MiningJob, miningJob, Workbench } from '../pora/attempt.ts';
import { type EpochContext, rollContext, type SectorRange } from '../pora/context.ts';
import { minerId } from '../pora/identity.ts';
import { type MineState, openMine, registerMiner } from '../pora/mine-state.ts';
import type { MineParameters } from '../pora/presets.ts';
import { makeProof, type PoraProof } from '../pora/proof.ts';
import { numShards, shardRange } from '../pora/recall-range.ts';
import { sealLoad } from '../pora/seal.ts';
import { shardScaleX64 } from '../pora/shard-scale.ts';
import { subtaskDigest, subtaskIndex } from '../pora/subtask.ts';
import { type MineBlock, submit } from '../pora/verify.ts';
import { keyOf, toInteger, WORD_MAX, word } from '../pora/words.ts';
import type { Find, HitSource, Odds } from './hits.ts';
import type { Verdict } from './mine.ts';
import type { Miners } from './miners.ts';

/** Largest flow that is kept and sealed in memory. */
export const SEARCHED_BYTES = 67_108_864;

interface Job {
  readonly subtaskDigest: Uint8Array;
  readonly context: EpochContext;
  /** First of the window's nonces. */
  readonly nonce: bigint;
  /** Where the search has got to, for one target. */
  target: bigint;
  found:
    | { readonly attempt: number; readonly hit: Hit | null; readonly job: MiningJob }
    | undefined;
}

/**
 * Hits by hashing real bytes: every attempt makes its scratchpad, reads a sealed load chunk and tries its
 * seal chunks, and every proof is put to the exact contract, which has to answer as the engine's own rules.
 * All data is in the flow before the first epoch; hashes of blocks come from the seed.
 */
export class SearchedHits implements HitSource {
  private readonly streams: Streams;
  private readonly miners: Miners;
  private readonly parameters: MineParameters;
  private readonly data = new FlowData();
  private readonly root: Uint8Array;
  private readonly salt: Uint8Array;
  private readonly ids: readonly Uint8Array[];
  private readonly sealed: Map<number, Uint8Array>[];
  private readonly jobs: (Job | undefined)[];
  private readonly proofs = new Map<Find, { proof: PoraProof; epoch: number }>();
  private readonly bench = new Workbench();
  private state: MineState;

  /** @param length sectors of the flow, whole load chunks */
  constructor(
    streams: Streams,
    miners: Miners,
    parameters: MineParameters,
    length: number,
    target: bigint,
  ) {
    this.streams = streams;
    this.miners = miners;
    this.parameters = parameters;
    this.salt = streams.stream('storage/blocks').bytes(32);
    this.fill(length);
    this.root = this.data.root();
    this.ids = Array.from({ length: miners.count }, (_, miner) =>
      minerId(this.blockHash(0), word(miner + 1).subarray(12), miner),
    );
    this.sealed = this.ids.map(() => new Map());
    this.jobs = this.ids.map(() => undefined);
    this.state = { ...openMine(parameters, 0), poraTarget: target };
    for (const id of this.ids) this.state = registerMiner(this.state, id, keyOf(id));
  }

  /** Attempts and their work so far. */
  get count(): Workbench['count'] {
    return this.bench.count;
  }

  subtaskOf(miner: number, epoch: number): number {
    return subtaskIndex(this.context(epoch).digest, this.ids[miner], this.parameters.nSubtasks);
  }

  begin(miner: number, epoch: number, subtask: number): void {
    const context = this.context(epoch);
    const starts = context.mineStart + subtask * this.parameters.subtaskInterval;
    const path = `${this.miners.pathOf(miner)}/nonce`;
    this.jobs[miner] = {
      subtaskDigest: subtaskDigest(context.digest, this.blockHash(starts)),
      context,
      nonce: toInteger(this.streams.stream(path).bytes(32)),
      target: 0n,
      found: undefined,
    };
  }

  first(miner: number, from: number, to: number, { target }: Odds): number {
    const job = this.jobOf(miner);
    if (job.target !== target) job.found = undefined;
    job.target = target;
    const { found } = job;
    const looked = found !== undefined && found.attempt > from ? found.attempt : from;
    if (found?.hit && looked > from) return looked <= to ? looked : 0;
    const mining = this.miningJob(miner, job);
    for (let number = looked + 1; number <= to; number++) {
      const nonce = word((job.nonce + BigInt(number)) & WORD_MAX);
      const { hit } = attempt(mining, nonce, (position) => this.read(miner, position), this.bench);
      if (hit === null) continue;
      job.found = { attempt: number, hit, job: mining };
      return number;
    }
    job.found = { attempt: Math.max(looked, to), hit: null, job: mining };
    return 0;
  }

  pass(): void {}

  take(miner: number, number: number): Find {
    const { found, context } = this.jobOf(miner);
    if (found === undefined || found.hit === null || found.attempt !== number)
      throw new RangeError(`hit, expected one at attempt ${number}, found none`);
    const { hit, job } = found;
    const find = {
      position: hit.position,
      quality: Number(toInteger(hit.quality)) / Number(toInteger(job.bound)),
    };
    const path = (seal: number) => this.data.prove(seal * SEAL_SECTORS, 4).siblings;
    const proof = makeProof(hit, job, context, this.context(0).digest, path);
    this.proofs.set(find, { proof, epoch: context.epoch });
    return find;
  }

  /**
   * Puts the proof to the contract.
   * @throws RangeError when the contract's answer is not that of the engine
   */
  confirm(find: Find, verdict: Verdict, number: number): void {
    const sent = this.proofs.get(find);
    if (sent === undefined) throw new RangeError('proof, expected one of this run, got another');
    this.proofs.delete(find);
    const sealing = this.context(0);
    const ranges: SectorRange = { start: 0, end: sealing.flowLength };
    const block: MineBlock = {
      number,
      context: this.context(sent.epoch),
      blockHash: (of) => this.blockHash(of),
      sealRange: (digest) => (keyOf(digest) === keyOf(sealing.digest) ? ranges : undefined),
    };
    const { state, accepted, reason } = submit(this.state, sent.proof, block);
    this.state = state;
    const agrees = accepted ? verdict === 'accepted' : REASONS[verdict].includes(reason ?? '');
    if (!agrees) {
      const answer = accepted ? 'accepted' : reason;
      throw new RangeError(`proof in block ${number}, expected "${verdict}", got "${answer}"`);
    }
  }

  private jobOf(miner: number): Job {
    const job = this.jobs[miner];
    if (job === undefined) throw new RangeError(`miner ${miner}, expected an open window`);
    return job;
  }

  private miningJob(miner: number, { subtaskDigest: digest, target }: Job): MiningJob {
    const length = this.data.length;
    const range = shardRange(0, length, this.miners.shardOf(miner), this.miners.shardsOf(miner));
    const scale = shardScaleX64(length, numShards(range.shardMask));
    return miningJob(this.ids[miner], digest, range, target, scale);
  }

  private read(miner: number, position: number) {
    const { stored } = this.miners.group(miner);
    if (position / this.data.length >= stored) return null;
    let data = this.sealed[miner].get(position);
    if (data === undefined) {
      const plain = joinBytes(
        Array.from({ length: LOAD_SEALS }, (_, i) => this.data.seal(position / SEAL_SECTORS + i)),
      );
      data = sealLoad(plain, this.ids[miner], this.context(0).digest, position);
      this.sealed[miner].set(position, data);
    }
    return { data, available: () => true };
  }

  private context(epoch: number): EpochContext {
    const mineStart = epoch * this.parameters.blocksPerEpoch;
    const fields = { epoch, mineStart, flowRoot: this.root, flowLength: this.data.length };
    return rollContext({ ...fields, blockDigest: this.blockHash(mineStart) }, mineStart + 1);
  }

  private blockHash(number: number): Uint8Array {
    return keccak256(joinBytes([this.salt, word(number)]));
  }

  /** Files of 1, 2, 4 … sectors fill the first load chunk behind the identifier, files of one each the rest. */
  private fill(length: number): void {
    for (let size = 1; this.data.length < length; ) {
      const bytes = size * SECTOR_BYTES;
      this.data.append(this.streams.stream('storage/data').bytes(bytes));
      size = Math.min(2 * size, LOAD_SECTORS);
    }
  }
}

/** What the contract says for each answer of the engine. */
const REASONS: Readonly<Record<Verdict, readonly string[]>> = {
  accepted: [],
  late: ['outside-window', 'context-not-rolled', 'context-digest'],
  'over the cap': ['cap-reached'],
  'target moved': ['quality'],
};
