import { TICKS_PER_SECOND, type Tick } from '../../sim/time.ts';
import { ChainLane } from '../chain/lane.ts';
import type { Experiment } from '../component.ts';
import { Fabric } from '../storage/reads/fabric.ts';
import type { LaneName } from '../workloads/task.ts';
import type { StackContext, StackLane } from './lanes/context.ts';
import { Holders } from './lanes/holders.ts';
import { InferenceLane } from './lanes/inference.ts';
import { LocalLane } from './lanes/local.ts';
import { LogLane } from './lanes/log.ts';
import { PaymentLane } from './lanes/payments.ts';
import { directReach, gatewayReach } from './lanes/reach.ts';
import { ReadLane } from './lanes/reads.ts';
import { RelayedLane } from './lanes/relay.ts';
import { ChainSettlement, RollupSettlement, type Settlement } from './lanes/settlement.ts';
import { WriteLane } from './lanes/writes.ts';
import { buildMachines, type StackMachines } from './machines.ts';
import type { DaiosValues } from './parameters.ts';
import type { Plan } from './plan.ts';
import type { ResourceUse } from './resources.ts';

/** A stack at work in one run. */
export interface RunningStack {
  readonly machines: StackMachines;
  readonly lanes: { readonly [L in LaneName]: StackLane };
  readonly inference: InferenceLane;
  readonly log: LogLane;
  /** Gas in blocks of the stack's own chain so far; 0 without one. */
  gas(): number;
  /** Bytes that users sent to the store so far, each copy. */
  stored(): number;
  /** Every resource of the stack and the share of the time so far that it was busy. */
  uses(seconds: number): ResourceUse[];
}

/** Builds machines and lanes of a stack. */
export function openStack(
  experiment: Experiment,
  values: DaiosValues,
  plan: Plan,
  users: number,
): RunningStack {
  const { simulation, fidelity } = experiment;
  const machines = buildMachines(experiment, values, plan, users);
  const { network, validators } = machines;
  const { requestBytes, answerBytes, timeout } = values.storage;
  const fabric = new Fabric(simulation, network, {
    requestBytes,
    answerBytes,
    timeout: timeout as Tick,
  });
  const reach = plan.savings.direct ? directReach(fabric) : gatewayReach(fabric, machines.gateway);
  const context: StackContext = {
    ...{ experiment, simulation, network, fabric, values, plan, machines, reach },
  };

  const chain =
    plan.parts.settlement === 'chain'
      ? new ChainLane({
          ...{ simulation, network, fidelity, preset: values.layer.chain },
          powers: new Array<number>(validators).fill(1),
        })
      : undefined;
  const holders = new Holders(context);
  const log = new LogLane(context, holders, plan.savings.oneChain ? chain : undefined);
  const settlement: Settlement =
    chain === undefined ? new RollupSettlement(context, log) : new ChainSettlement(context, chain);
  const relayed = (lane: StackLane<never>): StackLane =>
    plan.savings.oneChain ? lane : new RelayedLane(context, lane, settlement);
  const inference = new InferenceLane(context);
  const lanes: RunningStack['lanes'] = {
    read: new ReadLane(context),
    inference,
    write: relayed(new WriteLane(holders, settlement)),
    log: relayed(log),
    settle: new PaymentLane(context, settlement),
    local: new LocalLane(context),
  };
  return {
    machines,
    lanes,
    inference,
    log,
    gas: () => chain?.gas ?? 0,
    stored: () => holders.bytes,
    uses: (seconds) => [
      ...Object.values(lanes).flatMap((lane) => lane.uses(seconds)),
      ...linkUses(machines, values, seconds),
    ],
  };
}

/** Links of validators, providers and users: the mean of each kind. */
function linkUses(
  { network, validators, up, down, providers, users, log }: StackMachines,
  { providerLink, userLink }: DaiosValues,
  seconds: number,
): ResourceUse[] {
  const { sent, received } = network.accounting;
  const mean = (bytes: ArrayLike<number>, nodes: readonly number[], rate: number) =>
    nodes.reduce((sum, node) => sum + bytes[node], 0) / nodes.length / seconds / rate;
  const linkOf = ([node]: readonly number[], way: 'uplinks' | 'downlinks') =>
    network[way][node].rate * TICKS_PER_SECOND;
  const all = Array.from({ length: validators }, (_, node) => node);
  const use = (name: string, share: number): ResourceUse => ({ name, lane: null, use: share });
  return [
    use('validator uplinks', mean(sent, all, up)),
    use('validator downlinks', mean(received, all, down)),
    use('provider uplinks', mean(sent, providers, providerLink)),
    use('provider downlinks', mean(received, providers, providerLink)),
    use('user uplinks', mean(sent, users, userLink)),
    use('user downlinks', mean(received, users, userLink)),
    ...Object.entries(log)
      .filter(([, nodes]) => nodes.length > 0)
      .flatMap(([name, nodes]) => [
        use(`${name} uplinks`, mean(sent, nodes, linkOf(nodes, 'uplinks'))),
        use(`${name} downlinks`, mean(received, nodes, linkOf(nodes, 'downlinks'))),
      ]),
  ];
}
