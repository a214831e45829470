import { joinOneByOne } from '../../../../models/chain/consensus/peers.ts';
import { MessageChain } from '../../../../models/chain/message-chain.ts';
import type { Misbehaviour } from '../../../../models/chain/misbehaviour.ts';
import { presetSettings } from '../../../../models/chain/presets.ts';
import { ProposerRotation } from '../../../../models/chain/proposer.ts';
import type { CommittedHeight } from '../../../../models/chain/running.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { type Fault, injectFaults } from '../../../../sim/network/faults.ts';
import { PairLatency } from '../../../../sim/network/latency.ts';
import { MessageNetwork } from '../../../../sim/network/messages.ts';
import { millis, seconds, toSeconds, ZERO } from '../../../../sim/time.ts';

/** A small chain at message level: validators of equal power and nobody else. */
export interface ChainRun {
  readonly validators: number;
  readonly seconds: number;
  readonly seed?: string;
  /** A name of `chainPresets`. */
  readonly preset?: string;
  readonly misbehaviour?: Partial<Misbehaviour>;
  readonly faults?: readonly Fault[];
  /** Transactions of 1 kB a second, at node 0. */
  readonly load?: number;
  /** Connections that a node dials. */
  readonly outbound?: number;
}

export interface ChainOutcome {
  readonly commits: readonly CommittedHeight[];
  /** Validators seen to sign twice, in rising order. */
  readonly accused: readonly number[];
  /** Height that each node works on at the end. */
  readonly heights: readonly number[];
  readonly roundMax: number;
  /** Commits decided in a span, seconds. */
  between(from: number, to: number): number;
}

export const nobody: Misbehaviour = {
  silent: new Set(),
  doubleSigning: new Set(),
  withholding: new Set(),
  late: new Set(),
  lateBy: ZERO,
};

/** The numbers from `from` to `to - 1`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/**
 * Runs a chain to its end.
 * @throws Error when two nodes decide differently at a height
 */
export function runChain(run: ChainRun): ChainOutcome {
  const { validators, misbehaviour, faults = [], load = 0, outbound = 10 } = run;
  const settings = { ...presetSettings(run.preset ?? '0g'), outbound };
  const simulation = new Simulation({ seed: run.seed ?? 'chain' });
  const distances = simulation.streams.stream('test/latency');
  const network = new MessageNetwork(simulation, 'network', {
    up: new Array<number>(validators).fill(125e6),
    down: new Array<number>(validators).fill(125e6),
    latency: new PairLatency(validators, () => millis(5 + distances.below(70))),
    chunkBytes: 131_072,
    writeDelay: settings.flush,
  });
  const peers = joinOneByOne(
    { nodes: validators, outbound, inbound: settings.inbound, early: [0] },
    simulation.streams.stream('chain/peers'),
  );
  const powers = new Array<number>(validators).fill(1);
  const commits: CommittedHeight[] = [];
  const accused: number[] = [];
  const chain = new MessageChain({
    simulation,
    network,
    peers,
    settings,
    powers,
    rotation: new ProposerRotation(powers),
    misbehaviour: { ...nobody, ...misbehaviour },
    traffic: {
      entries: [0],
      rate: load,
      duration: seconds(load > 0 ? run.seconds : 0),
      window: millis(100),
      transactionBytes: 1000,
      transactionGas: 21_000,
      batchMax: 100,
    },
    onCommit: (height) => commits.push(height),
    onEvidence: (validator) => accused.push(validator),
  });
  injectFaults(simulation, 'faults', network, faults);
  chain.start();
  simulation.run(seconds(run.seconds));
  return {
    commits,
    accused: accused.sort((a, b) => a - b),
    heights: chain.chain.nodes.map(({ height }) => height),
    roundMax: chain.roundMax,
    between: (from, to) =>
      commits.filter(({ decidedAt }) => toSeconds(decidedAt) >= from && toSeconds(decidedAt) < to)
        .length,
  };
}
