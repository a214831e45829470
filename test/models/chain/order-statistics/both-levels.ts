import { joinOneByOne } from '../../../../models/chain/consensus/peers.ts';
import { type ChainPlan, MessageChain } from '../../../../models/chain/message-chain.ts';
import { SampledChain } from '../../../../models/chain/order-statistics/order-statistics.ts';
import { presetSettings } from '../../../../models/chain/presets.ts';
import { ProposerRotation } from '../../../../models/chain/proposer.ts';
import type { CommittedHeight, RunningChain } from '../../../../models/chain/running.ts';
import type { ChainSettings } from '../../../../models/chain/settings.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { buildNetwork, type NetworkValues } from '../../../../sim/network/section.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../../sim/time.ts';

/** A chain and its load, for either level. */
export interface Setup {
  readonly preset: string;
  readonly latency: '0.5 ms' | 'aws-13';
  readonly validators: number;
  readonly others: number;
  /** Transactions a second of 1 KiB at one node, and for how long, s. */
  readonly rate: number;
  readonly load: number;
  readonly seed: string;
  readonly silent?: readonly number[];
  readonly withholding?: readonly number[];
  readonly late?: { readonly validators: readonly number[]; readonly by: number };
  readonly settings?: Partial<ChainSettings>;
  readonly bytes?: number;
}

export interface Outcome {
  readonly simulation: Simulation;
  readonly chain: RunningChain;
  readonly heights: readonly CommittedHeight[];
  /** Until the decision, mean over transactions, s. */
  readonly latency: number;
  /** Blocks and transactions decided per second while the load lasts. */
  readonly blocks: number;
  readonly throughput: number;
}

export type Level = 'messages' | 'order statistics';

/** Sets a chain up without running it. */
export function build(level: Level, setup: Setup) {
  const { validators, others, seed, rate, load } = setup;
  const simulation = new Simulation({ seed });
  const nodes = validators + others;
  const settings = { ...presetSettings(setup.preset), ...setup.settings };
  const values: NetworkValues = {
    nodes,
    bandwidth: 125e6,
    up: null,
    down: null,
    latency: setup.latency,
    placement: 'cloud-europe-heavy',
    regions: setup.latency === 'aws-13' ? null : { everywhere: 1 },
    jitter: 'none',
    loss: 0,
    receiveWindow: 6_291_456,
    slowStart: true,
    idleReset: 86_400 * TICKS_PER_SECOND,
    chunk: 131_072,
    faults: [],
  };
  const { network } = buildNetwork(simulation, values, {}, { writeDelay: settings.flush });
  const early = [nodes - 1, nodes - 2];
  const powers = new Array<number>(validators).fill(1);
  const heights: CommittedHeight[] = [];
  const { outbound, inbound } = settings;
  const plan: ChainPlan = {
    simulation,
    network,
    peers: joinOneByOne({ nodes, outbound, inbound, early }, simulation.streams.stream('peers')),
    settings,
    powers,
    rotation: new ProposerRotation(powers),
    misbehaviour: {
      silent: new Set(setup.silent),
      doubleSigning: new Set(),
      withholding: new Set(setup.withholding),
      late: new Set(setup.late?.validators),
      lateBy: ((setup.late?.by ?? 0) * TICKS_PER_SECOND) as Tick,
    },
    traffic: {
      entries: [1],
      rate,
      duration: (load * TICKS_PER_SECOND) as Tick,
      window: (TICKS_PER_SECOND / 10) as Tick,
      transactionBytes: setup.bytes ?? 1024,
      transactionGas: 21_000,
      batchMax: 1000,
    },
    onCommit: (height) => heights.push(height),
    onEvidence: () => {},
  };
  const chain = level === 'messages' ? new MessageChain(plan) : new SampledChain(plan);
  return { simulation, network, chain, heights, settings };
}

/** Runs until the load and `drain` seconds more are over. */
export function run(level: Level, setup: Setup, drain = 15): Outcome {
  const { simulation, chain, heights } = build(level, setup);
  chain.start();
  simulation.run(((setup.load + drain) * TICKS_PER_SECOND) as Tick);
  const inLoad = heights.filter((h) => h.decidedAt <= setup.load * TICKS_PER_SECOND);
  let [sum, count] = [0, 0];
  for (const { batches, decidedAt } of heights) {
    for (const { transactions, createdAt, spacing } of batches) {
      sum += transactions * (decidedAt - createdAt - (spacing * (transactions - 1)) / 2);
      count += transactions;
    }
  }
  const decided = inLoad.reduce((total, { transactions }) => total + transactions, 0);
  return {
    simulation,
    chain,
    heights,
    latency: sum / count / TICKS_PER_SECOND,
    blocks: inLoad.length / setup.load,
    throughput: decided / setup.load,
  };
}
