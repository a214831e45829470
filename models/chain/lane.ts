import type { Simulation } from '../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import { type Tick, toSeconds, ZERO } from '../../sim/time.ts';
import { joinOneByOne } from './consensus/peers.ts';
import { type ChainPlan, MessageChain } from './message-chain.ts';
import { SampledChain } from './order-statistics/order-statistics.ts';
import { presetSettings } from './presets.ts';
import { ProposerRotation } from './proposer.ts';
import type { CommittedHeight, RunningChain } from './running.ts';
import type { ChainSettings } from './settings.ts';
import type { TrafficPlan } from './traffic.ts';

/*
 * A chain for protocols that need single transactions and block heights from it, at either fidelity. Nodes 0 to
 * `powers.length - 1` of the network are its validators: at message level its messages share their links, in
 * fast fidelity they take none. Links that are down stop validators; other misbehaviour does not concern it.
 */

export interface LaneOptions {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly fidelity: 'fast' | 'exact';
  /** Name of a chain preset. */
  readonly preset: string;
  /** Voting power by validator: whole numbers. */
  readonly powers: readonly number[];
}

/** Where a transaction ended up. */
export interface Inclusion {
  readonly height: number;
  readonly time: Tick;
}

/** No load of its own; the size, of a usual transaction, sets what the sockets hold. Choice. */
const IDLE: TrafficPlan = {
  entries: [0],
  rate: 0,
  duration: ZERO,
  window: 1_000_000 as Tick,
  transactionBytes: 1000,
  transactionGas: 21_000,
  batchMax: 1,
};

export class ChainLane {
  /** Last committed height. */
  height = 0;
  /** Gas in blocks so far. */
  gas = 0;
  readonly settings: ChainSettings;
  private readonly chain: RunningChain;
  private readonly network: MessageNetwork;
  private readonly validators: number;
  private readonly waiting = new Map<number, (inclusion: Inclusion) => void>();
  private readonly atHeight = new Map<number, (() => void)[]>();
  private readonly listeners: ((height: CommittedHeight) => void)[] = [];
  private submissions = 0;
  private firstAt: Tick | undefined;
  private lastAt: Tick = ZERO;

  constructor({ simulation, network, fidelity, preset, powers }: LaneOptions) {
    this.network = network;
    this.validators = powers.length;
    this.settings = presetSettings(preset);
    const { outbound, inbound } = this.settings;
    const stream = simulation.streams.stream('chain/peers');
    const plan: ChainPlan = {
      simulation,
      network,
      peers: joinOneByOne({ nodes: powers.length, outbound, inbound, early: [] }, stream),
      settings: this.settings,
      powers,
      rotation: new ProposerRotation(powers),
      misbehaviour: {
        silent: new Set(),
        doubleSigning: new Set(),
        withholding: new Set(),
        late: new Set(),
        lateBy: ZERO,
      },
      traffic: IDLE,
      onCommit: (height) => this.committed(height),
      onEvidence: () => {},
    };
    const reconnected = network.reconnected;
    this.chain = fidelity === 'exact' ? new MessageChain(plan) : new SampledChain(plan);
    const own = network.reconnected;
    if (reconnected !== undefined && own !== reconnected) {
      network.reconnected = (node) => {
        reconnected(node);
        own?.(node);
      };
    }
    this.chain.start();
  }

  /**
   * Enters a transaction at a validator, or at the next one that is up. One whose block is never decided never
   * calls back.
   * @returns false when no mempool took it
   */
  submit(
    entry: number,
    { bytes, gas }: { readonly bytes: number; readonly gas: number },
    included: (inclusion: Inclusion) => void,
  ): boolean {
    const submission = this.submissions++;
    this.waiting.set(submission, included);
    for (let i = 0; i < this.validators; i++) {
      const node = (entry + i) % this.validators;
      if (!this.network.isAlive(node)) continue;
      if (this.chain.submit(node, { bytes, gas, submission })) return true;
      break;
    }
    this.waiting.delete(submission);
    return false;
  }

  /** Calls once a height is committed, at once if it is. */
  whenCommitted(height: number, reached: () => void): void {
    if (height <= this.height) {
      reached();
      return;
    }
    const others = this.atHeight.get(height);
    if (others === undefined) this.atHeight.set(height, [reached]);
    else others.push(reached);
  }

  /** Calls at every committed height, before the transactions in it. */
  everyHeight(listener: (height: CommittedHeight) => void): void {
    this.listeners.push(listener);
  }

  /** Mean time between committed heights, seconds; that of the preset's wait before there are two. */
  blockTime(): number {
    if (this.firstAt === undefined || this.height < 2) return toSeconds(this.settings.commit);
    return toSeconds((this.lastAt - this.firstAt) as Tick) / (this.height - 1);
  }

  /** Mean share of the time that the processors of the validators were busy with the chain. */
  processorUse(): number {
    return this.chain.processorUse();
  }

  private committed(block: CommittedHeight): void {
    const { height, batches, decidedAt } = block;
    this.height = height;
    this.gas += block.gas;
    this.firstAt ??= decidedAt;
    this.lastAt = decidedAt;
    for (const listener of this.listeners) listener(block);
    for (const { submission } of batches) {
      if (submission === undefined) continue;
      const included = this.waiting.get(submission);
      this.waiting.delete(submission);
      included?.({ height, time: decidedAt });
    }
    const reached = this.atHeight.get(height) ?? [];
    this.atHeight.delete(height);
    for (const call of reached) call();
  }
}
