import type { ChainLane } from '../../chain/lane.ts';
import type { CommittedHeight } from '../../chain/running.ts';
import { tokens } from '../../chain/stake/fixed-point.ts';
import type { LayerContext } from '../layer.ts';
import { epochOf, NO_SUBMISSION, nextQuorum } from './epochs.ts';
import { Lottery } from './lottery.ts';
import type { ZerogValues } from './parameters.ts';
import {
  checkConserved,
  collectFees,
  createRewardPool,
  fundReserve,
  startEpoch,
} from './rewards.ts';
import { type Address, addressesOf, drawQuorums, type SeatedQuorum } from './signers.ts';

/*
 * The DA contracts of one consensus network: registration for the next epoch, quorums, fees and the lottery.
 * All signers that are up take part in epoch 0; from then on those whose registration was in a block before
 * the epoch began. Simplification: they register as soon as an epoch begins, not at their next poll.
 */

/** Registration for the next epoch: precompile 100,000, base, calldata of a BLS signature. Estimate. */
const REGISTRATION = { bytes: 400, gas: 150_000 } as const;

export interface Assignment {
  readonly epoch: number;
  readonly index: number;
  readonly quorum: SeatedQuorum;
}

export class DaContract {
  readonly lane: ChainLane;
  readonly pool = createRewardPool();
  readonly lottery: Lottery;
  epoch = 0;
  quorums: readonly SeatedQuorum[];
  private readonly context: LayerContext;
  private readonly values: ZerogValues;
  private readonly name: string;
  private readonly addresses: readonly Address[];
  private registered = new Set<Address>();
  private previous = NO_SUBMISSION;

  constructor(context: LayerContext, values: ZerogValues, lane: ChainLane, index: number) {
    this.context = context;
    this.values = values;
    this.lane = lane;
    this.name = `network/${index}`;
    this.addresses = addressesOf(context.stake, values);
    fundReserve(this.pool, tokens(values.reserve));
    this.lottery = new Lottery(context, values, lane, this.pool, this.name);
    this.quorums = this.draw(
      this.addresses.filter(({ signer }) => context.network.isAlive(signer)),
    );
    lane.everyHeight((block) => this.block(block));
  }

  /** Announces blobs in a block at that height; undefined in an epoch without quorums, where it reverts. */
  announce(blobs: number): Assignment | undefined {
    const { quorums, epoch, pool, values } = this;
    if (quorums.length === 0) return undefined;
    this.previous = nextQuorum(this.previous, quorums.length);
    collectFees(pool, tokens(values.blobPrice * blobs), values.serviceFee);
    return { epoch, index: this.previous, quorum: quorums[this.previous] };
  }

  /** Share of all seats of the epoch that a signer has. */
  seatShare(signer: number): number {
    const seats = this.quorums.reduce((sum, { seats }) => sum + seats.length, 0);
    const own = this.quorums.reduce((sum, { rows }) => sum + (rows.get(signer)?.length ?? 0), 0);
    return seats > 0 ? own / seats : 0;
  }

  /** @throws RangeError when money went missing */
  check(): void {
    checkConserved(this.pool);
  }

  private draw(addresses: readonly Address[]): SeatedQuorum[] {
    const { simulation, experiment } = this.context;
    return drawQuorums(addresses, experiment.fidelity, simulation.streams, this.name);
  }

  private block(block: CommittedHeight): void {
    const epoch = epochOf(block.height, this.values.epochBlocks);
    if (epoch > this.epoch) {
      this.epoch = epoch;
      startEpoch(this.pool, epoch);
      this.quorums = this.draw(this.addresses.filter((address) => this.registered.has(address)));
      this.registered = new Set();
      this.register();
    } else if (block.height === 1) {
      this.register();
    }
    this.lottery.block(block, this.epoch);
  }

  private register(): void {
    const { epoch } = this;
    for (const address of this.addresses) {
      if (!this.context.network.isAlive(address.signer)) continue;
      this.lane.submit(address.signer, REGISTRATION, () => {
        if (this.epoch === epoch) this.registered.add(address);
      });
    }
  }
}
