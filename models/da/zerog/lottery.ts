import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Stream } from '../../../sim/random.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import type { ChainLane } from '../../chain/lane.ts';
import type { CommittedHeight } from '../../chain/running.ts';
import { tokens } from '../../chain/stake/fixed-point.ts';
import type { LayerContext } from '../layer.ts';
import { PRUNE_INTERVAL } from './config.ts';
import type { Assignment } from './contract.ts';
import { isPruned, roundOf, sampleHeight, seedHeight } from './epochs.ts';
import {
  COLUMNS,
  DATA_ROWS,
  ELEMENT_BYTES,
  ELEMENT_DATA_BYTES,
  ENCODED_ROWS,
  ROW_BYTES,
} from './geometry.ts';
import { padBlob } from './padding.ts';
import type { ZerogValues } from './parameters.ts';
import { payResponse, type RewardPool } from './rewards.ts';
import {
  isEligible,
  isSeedKnown,
  MAX_RESPONSES,
  MAX_TARGET,
  nextTarget,
  targetAfterSkipped,
  validSublines,
} from './sampling.ts';
import { drawResponses } from './sampling-odds.ts';

/*
 * Sampling rounds, payouts and pruning on one network. Nodes look for a round every 5 s, so its responses are
 * sent at the first block that much later; one that is in a block of a later round earns nothing. Rounds in which
 * nobody has rows count as skipped. Simplification: all nodes look at the same time.
 */

/** Nodes poll so often (chain sheet 1.5). */
const NODE_POLL = seconds(5);
/** A response: 1 KiB of data, proofs and base. Estimate. */
const RESPONSE = { bytes: 2600, gas: 150_000 } as const;

/** A blob whose rows its signers keep. */
export interface KeptBlob {
  readonly assignment: Assignment;
  readonly root: Uint8Array;
  /** Signers that have its rows. */
  readonly kept: ReadonlySet<number>;
  pruned(): void;
}

interface Round {
  readonly number: number;
  readonly openedAt: Tick;
  asked: boolean;
  paid: number;
}

export class Lottery {
  target = MAX_TARGET;
  responses = 0;
  /** Base units by signer. */
  readonly earned = new Map<number, bigint>();
  private readonly context: LayerContext;
  private readonly values: ZerogValues;
  private readonly lane: ChainLane;
  private readonly pool: RewardPool;
  private readonly stream: Stream;
  private blobs: KeptBlob[] = [];
  private round: Round | undefined;
  private skipped = 0;
  private nextLook = 0;
  private padded: Uint8Array | undefined;

  constructor(
    context: LayerContext,
    values: ZerogValues,
    lane: ChainLane,
    pool: RewardPool,
    name: string,
  ) {
    this.context = context;
    this.values = values;
    this.lane = lane;
    this.pool = pool;
    this.stream = context.simulation.streams.stream(`da/zerog/${name}/lottery`);
  }

  /** A confirmed blob takes part from the next epoch on. */
  keep(assignment: Assignment, kept: ReadonlySet<number>, pruned: () => void): void {
    this.blobs.push({ assignment, kept, pruned, root: this.bytes() });
  }

  /** Share of all rewards that the best paid signer has. */
  largestShare(): number {
    const amounts = [...this.earned.values()];
    const sum = amounts.reduce((total, amount) => total + amount, 0n);
    if (sum === 0n) return 0;
    return Number(amounts.reduce((a, b) => (b > a ? b : a))) / Number(sum);
  }

  block({ height, decidedAt }: CommittedHeight, epoch: number): void {
    const { sampleBlocks } = this.values;
    const number = roundOf(height, sampleBlocks);
    if (number >= 1 && height === sampleHeight(number, sampleBlocks)) {
      this.close();
      this.round = { number, openedAt: decidedAt, asked: false, paid: 0 };
    }
    const { round } = this;
    if (round !== undefined && !round.asked && decidedAt >= round.openedAt + NODE_POLL) {
      round.asked = true;
      this.ask(round, height, epoch);
    }
    if (decidedAt < this.nextLook) return;
    this.nextLook = decidedAt + (this.values.pruneInterval ?? PRUNE_INTERVAL);
    this.prune(epoch);
  }

  private bytes(): Uint8Array {
    return Uint8Array.from({ length: 32 }, () => this.stream.below(256));
  }

  /** The target follows the responses of a round that somebody called in for. */
  private close(): void {
    const { round } = this;
    if (round === undefined) return;
    if (round.paid === 0) {
      this.skipped++;
      return;
    }
    this.target = nextTarget(targetAfterSkipped(this.target, this.skipped), round.paid);
    this.skipped = 0;
  }

  private ask(round: Round, height: number, epoch: number): void {
    const { windowEpochs, sampleBlocks } = this.values;
    if (!isSeedKnown(seedHeight(round.number, sampleBlocks), height)) return;
    const eligible = this.blobs.filter(({ assignment }) =>
      isEligible(assignment.epoch, epoch, windowEpochs),
    );
    for (const row of this.winners(eligible)) {
      const { assignment, kept } = eligible[Math.floor(row / ENCODED_ROWS)];
      const signer = assignment.quorum.seats[row % ENCODED_ROWS];
      if (!kept.has(signer) || !this.context.network.isAlive(signer)) continue;
      this.lane.submit(signer, RESPONSE, () => this.pay(round, signer));
    }
  }

  /** Rows with a valid response, one entry for each. */
  private winners(eligible: readonly KeptBlob[]): number[] {
    const { stream } = this;
    const target = targetAfterSkipped(this.target, this.skipped);
    if (this.context.experiment.fidelity === 'fast') {
      return drawResponses(eligible.length * ENCODED_ROWS, target, stream);
    }
    const seed = this.bytes();
    // All payloads are alike: what differs is the root.
    this.padded ??= padBlob(new Uint8Array(this.context.blobBytes));
    const { padded } = this;
    const winners: number[] = [];
    for (const [i, { assignment, root }] of eligible.entries()) {
      for (let row = 0; row < ENCODED_ROWS; row++) {
        const { epoch, index: quorum } = assignment;
        const sampled = { seed, epoch, quorum, root, row };
        const valid = validSublines(sampled, target, () => rowData(padded, root, row));
        for (const _ of valid) winners.push(i * ENCODED_ROWS + row);
      }
    }
    return stream.shuffle(winners).slice(0, MAX_RESPONSES);
  }

  private pay(round: Round, signer: number): void {
    if (this.round !== round || round.paid >= MAX_RESPONSES) return;
    round.paid++;
    this.responses++;
    const amount = payResponse(this.pool, tokens(this.values.baseReward));
    this.earned.set(signer, (this.earned.get(signer) ?? 0n) + amount);
  }

  private prune(epoch: number): void {
    const { windowEpochs } = this.values;
    const old = ({ assignment }: KeptBlob) => isPruned(assignment.epoch, epoch, windowEpochs);
    for (const blob of this.blobs) if (old(blob)) blob.pruned();
    this.blobs = this.blobs.filter((blob) => !old(blob));
  }
}

/**
 * Bytes of a row in exact fidelity: of a data row the elements of the padded blob, a field element holding 31
 * bytes; of a parity row its hash again and again, as coding is not computed here.
 */
function rowData(padded: Uint8Array, root: Uint8Array, row: number): Uint8Array {
  const data = new Uint8Array(ROW_BYTES);
  if (row >= DATA_ROWS) {
    const hash = keccak_256(Uint8Array.of(...root, row & 255, row >> 8));
    for (let i = 0; i < ROW_BYTES; i += hash.length) data.set(hash, i);
    return data;
  }
  for (let column = 0; column < COLUMNS; column++) {
    const from = (row * COLUMNS + column) * ELEMENT_DATA_BYTES;
    data.set(padded.subarray(from, from + ELEMENT_DATA_BYTES), column * ELEMENT_BYTES);
  }
  return data;
}
