import type { Simulation } from '../../sim/engine/simulation.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import type { Fabric } from './consensus/fabric.ts';
import { Chain } from './consensus/message-level.ts';
import type { Peers } from './consensus/peers.ts';
import { MessageProcessor } from './consensus/processor.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import type { ProposerRotation } from './proposer.ts';
import type { CommittedHeight, RunningChain, SingleTransaction } from './running.ts';
import type { ChainSettings } from './settings.ts';
import { Traffic, type TrafficPlan } from './traffic.ts';

/** What both fidelities of a chain are built from. */
export interface ChainPlan {
  readonly simulation: Simulation;
  readonly network: MessageNetwork;
  readonly peers: Peers;
  readonly settings: ChainSettings;
  readonly powers: readonly number[];
  readonly rotation: ProposerRotation;
  readonly misbehaviour: Misbehaviour;
  readonly traffic: TrafficPlan;
  readonly onCommit: (height: CommittedHeight) => void;
  readonly onEvidence: (validator: number) => void;
}

/** Processors of the nodes; a socket of each connection holds so many transactions. */
function processorsOf({ peers, settings, traffic }: ChainPlan): MessageProcessor[] {
  const held = settings.socketBytes / traffic.transactionBytes;
  return Array.from({ length: peers.nodes }, (_, node) => {
    const degree = peers.first[node + 1] - peers.first[node];
    return new MessageProcessor(degree * held * settings.costs.transaction);
  });
}

function meanUse(processors: readonly MessageProcessor[], now: number): number {
  if (now === 0) return 0;
  const busy = processors.reduce((sum, processor) => sum + processor.busy(now), 0);
  return busy / processors.length / now;
}

/** The chain at message level. */
export class MessageChain implements RunningChain {
  readonly chain: Chain;
  private readonly traffic: Traffic;
  private readonly fabric: Fabric;
  private readonly mempoolProcessors: readonly MessageProcessor[];

  constructor(plan: ChainPlan) {
    const { simulation, network, peers, settings, powers } = plan;
    const processors = processorsOf(plan);
    // An execution client has sockets and a processor of its own for transactions.
    const own = settings.mempoolGossip === 'announce';
    const mempoolProcessors = own ? processorsOf(plan) : processors;
    this.mempoolProcessors = mempoolProcessors;
    const validators = powers.length;
    this.fabric = { simulation, network, peers, processors, settings, validators };
    this.chain = new Chain({
      fabric: this.fabric,
      mempoolProcessors,
      powers,
      rotation: plan.rotation,
      misbehaviour: plan.misbehaviour,
      onCommit: ({ block, round, decidedAt }) =>
        plan.onCommit({
          height: block.height,
          round,
          proposer: block.proposer,
          batches: block.batches,
          transactions: block.transactions,
          bytes: block.bytes,
          gas: block.gas,
          createdAt: block.createdAt,
          decidedAt,
          time: block.time,
        }),
      onEvidence: plan.onEvidence,
    });
    this.traffic = new Traffic(simulation, this.chain.mempool, plan.traffic);
  }

  get offered(): number {
    return this.traffic.offered;
  }

  get accepted(): number {
    return this.traffic.accepted;
  }

  get roundMax(): number {
    return this.chain.roundMax;
  }

  start(): void {
    this.chain.start();
  }

  submit(entry: number, transaction: SingleTransaction): boolean {
    return this.traffic.single(entry, transaction);
  }

  mempool(): number {
    const { pools } = this.chain.mempool;
    return pools.reduce((sum, { transactions }) => sum + transactions, 0) / pools.length;
  }

  processorUse(): number {
    const { processors, simulation } = this.fabric;
    return Math.max(
      meanUse(processors, simulation.now),
      meanUse(this.mempoolProcessors, simulation.now),
    );
  }

  uplinkUse(): number {
    const { network, peers } = this.fabric;
    let sum = 0;
    for (let node = 0; node < peers.nodes; node++) sum += network.utilisation(node, 'up');
    return sum / peers.nodes;
  }
}
