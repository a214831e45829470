import { Lane } from '../../sim/engine/order.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import { buildNetwork, networkParameters, rttMatrix } from '../../sim/network/section.ts';
import { seconds, TICKS_PER_SECOND, type Tick } from '../../sim/time.ts';
import { type Component, type Experiment, type Finish, needs, sectionOf } from '../component.ts';
import { itemsPerSecond, type LoadValues, loadParameters } from '../load.ts';
import { checkNetwork } from '../network.ts';
import { type Operators, placeOperators, playOnNetwork } from '../operators/operators.ts';
import { chainSettings, transactionSize } from './chain-settings.ts';
import { joinOneByOne } from './consensus/peers.ts';
import { impliedSettings } from './implied.ts';
import { type ChainPlan, MessageChain } from './message-chain.ts';
import { drawByPower } from './misbehaviour.ts';
import { SampledChain } from './order-statistics/order-statistics.ts';
import { reportOutage } from './outage-report.ts';
import { type ChainValues, chainParameters } from './parameters.ts';
import { ProposerRotation } from './proposer.ts';
import { Recorder } from './recorder.ts';
import type { RunningChain } from './running.ts';
import type { ChainSettings } from './settings.ts';
import { StakeRecord } from './stake/record.ts';
import type { TrafficPlan } from './traffic.ts';
import { type MachineUse, reportUse } from './utilisation.ts';

/** Batches enter once in this time. Status: choice; a tenth of the shortest block time of the presets. */
const WINDOW = seconds(0.1);
/** A run without `duration` ends this long after the load, if transactions are left. */
const DRAIN = seconds(60);
const SAMPLE = seconds(1);
/** Least time that a saturating load leaves for consensus; choice. */
const CONSENSUS_LEAST = seconds(0.3);
/** Most transactions of a batch, as a share of a block. */
const BATCH_SHARE = 1 / 20;

export const chainComponent: Component = {
  about: 'A chain of validators: consensus, mempool, blocks, gas and stake',
  parameters: chainParameters,
  implied: impliedSettings,
  highlights: [
    'chain.tx.latency',
    'chain.tps',
    'chain.block_time',
    'chain.blocks_per_minute',
    'chain.tx.committed',
    'chain.rounds.max',
    'chain.mempool.mean',
    'chain.liveness[during]',
    'chain.recovery_time',
  ],
  check: (setting) => {
    const missing = needs(setting, 'chain', ['network', 'load']);
    if (missing.length > 0) return missing;
    const values = sectionOf(setting, 'chain', chainParameters);
    const objections = [...checkNetwork(setting)];
    const nodes = values.validators + values.fullNodes + values.seeds;
    if (nodes < 2) {
      objections.push({ path: 'chain.validators', expected: '2 nodes or more', found: `${nodes}` });
    }
    const { minSelfDelegation, total } = values.stake;
    if (minSelfDelegation * values.validators > total) {
      const expected = `at least ${minSelfDelegation} for each of ${values.validators} validators`;
      objections.push({ path: 'chain.stake.total', expected, found: `${total}` });
    }
    return objections;
  },
  start: (experiment) => new ChainExperiment(experiment).finish,
};

class ChainExperiment {
  readonly finish: Finish;

  constructor(experiment: Experiment) {
    const { simulation, measures, fidelity } = experiment;
    const values = sectionOf(experiment, 'chain', chainParameters);
    const load = sectionOf(experiment, 'load', loadParameters);
    const settings = chainSettings(values);
    const nodes = values.validators + values.fullNodes + values.seeds;
    const stake = new StakeRecord(values.stake, values.validators);
    const operators = placeOperators(experiment, nodes, stake.weights(nodes));
    const network = networkOf(experiment, nodes, settings, operators);
    const traffic = trafficOf(experiment, values, load, settings);
    const end = experiment.duration ?? ((traffic.duration + DRAIN) as Tick);
    const until = Math.min(traffic.duration, end) as Tick;
    const span = { from: experiment.warmup, to: until };
    const recorder = new Recorder(measures, span);
    const plan: ChainPlan = {
      simulation,
      network,
      peers: peersOf(experiment, values, settings, nodes),
      settings,
      powers: stake.powers,
      rotation: new ProposerRotation(stake.powers),
      misbehaviour: misbehaviourOf(experiment, values, stake.powers),
      traffic,
      onCommit: (height) => {
        recorder.add(height);
        stake.block(height.proposer, height.decidedAt);
      },
      onEvidence: (validator) => stake.accuse(validator),
    };
    const chain: RunningChain =
      fidelity === 'exact' ? new MessageChain(plan) : new SampledChain(plan);
    const machines = machineUse(experiment, chain, until);
    const mempool = sampleMempool(experiment, chain, until);
    if (experiment.duration === null) endWhenDone(experiment, chain, recorder, until, end);
    chain.start();
    this.finish = () => {
      recorder.report();
      measures.value('chain.tx.offered', '1', chain.offered);
      measures.value('chain.tx.rejected', '1', chain.offered - chain.accepted);
      measures.value('chain.mempool.mean', '1', mempool.mean());
      measures.value('chain.round_entered.max', '1', chain.roundMax);
      reportUse({
        measures,
        settings,
        chain,
        recorder,
        machines,
        networks: values.parallelNetworks,
        span,
      });
      stake.report(measures);
      if (operators !== undefined) reportOutage(measures, recorder, operators, until);
    };
  }
}

/** Links of the nodes, in the regions of their operators where the latency matrix knows them. */
function networkOf(
  experiment: Experiment,
  nodes: number,
  settings: ChainSettings,
  operators: Operators | undefined,
): MessageNetwork {
  const section = { ...sectionOf(experiment, 'network', networkParameters), nodes };
  const { simulation, attachments } = experiment;
  const { regions } = rttMatrix(section.latency, attachments);
  const places = operators?.places.map(({ region }) => region);
  const known = places?.every((region) => regions.includes(region)) === true;
  const { network } = buildNetwork(simulation, section, attachments, {
    writeDelay: settings.flush,
    ...(known ? { regions: places } : {}),
  });
  if (operators !== undefined) playOnNetwork(experiment, network, operators);
  return network;
}

function peersOf(
  { simulation }: Experiment,
  { validators, fullNodes, seeds }: ChainValues,
  { outbound, inbound }: ChainSettings,
  nodes: number,
) {
  const early = Array.from({ length: seeds }, (_, i) => validators + fullNodes + i);
  const stream = simulation.streams.stream('chain/peers');
  return joinOneByOne({ nodes, outbound, inbound, early }, stream);
}

function misbehaviourOf(
  { simulation }: Experiment,
  values: ChainValues,
  powers: readonly number[],
): ChainPlan['misbehaviour'] {
  const drawn = (what: 'silent' | 'doubleSigning' | 'withholding' | 'late') =>
    drawByPower(powers, values[what], simulation.streams.stream(`chain/misbehaviour/${what}`));
  return {
    silent: drawn('silent'),
    doubleSigning: drawn('doubleSigning'),
    withholding: drawn('withholding'),
    late: drawn('late'),
    lateBy: values.lateBy as Tick,
  };
}

function trafficOf(
  { simulation }: Experiment,
  values: ChainValues,
  load: LoadValues,
  settings: ChainSettings,
): TrafficPlan {
  const { bytes, gas } = transactionSize(values, load.txBytes);
  const inBlock = Math.min(settings.gasLimit / gas, settings.maxBlockBytes / bytes);
  const entry = simulation.streams.stream('load/entry').below(values.validators);
  const every = Array.from({ length: values.validators }, (_, node) => node);
  // Twice what blocks can hold: consensus needs some half a second beside the wait after a commit.
  const interval = settings.blockInterval ?? settings.commit + CONSENSUS_LEAST;
  const saturating = (2 * inBlock * TICKS_PER_SECOND) / interval;
  return {
    entries: load.entry === 'one' ? [entry] : every,
    rate: load.rate === null ? saturating : load.connections * itemsPerSecond(load.rate, bytes),
    duration: load.duration as Tick,
    window: WINDOW,
    transactionBytes: bytes,
    transactionGas: gas,
    batchMax: Math.max(1, Math.floor(inBlock * BATCH_SHARE)),
  };
}

/** How busy the machines were, as of the end of the load. */
function machineUse({ simulation }: Experiment, chain: RunningChain, until: Tick): MachineUse {
  const use = { processor: 0, uplink: 0 };
  const kind = simulation.handler('chain.use', () => {
    use.processor = chain.processorUse();
    use.uplink = chain.uplinkUse();
  });
  simulation.scheduleAt(until, Lane.Observe, simulation.entity('chain.use'), kind);
  return use;
}

/** Mean over time and nodes of the transactions in the mempools while load is offered. */
function sampleMempool(
  { simulation, warmup }: Experiment,
  chain: RunningChain,
  until: Tick,
): { mean(): number } {
  const entity = simulation.entity('chain.mempool');
  let [sum, count] = [0, 0];
  const kind = simulation.handler('chain.mempool.sample', () => {
    sum += chain.mempool();
    count++;
    next();
  });
  const next = () => {
    const at = simulation.now + SAMPLE;
    if (at <= until) simulation.schedule(SAMPLE, Lane.Observe, entity, kind);
  };
  simulation.schedule((warmup + SAMPLE) as Tick, Lane.Observe, entity, kind);
  return { mean: () => (count > 0 ? sum / count : 0) };
}

/** Ends the run when every accepted transaction is committed and one more block has stamped the last. */
function endWhenDone(
  { simulation }: Experiment,
  chain: RunningChain,
  recorder: Recorder,
  from: Tick,
  end: Tick,
): void {
  const entity = simulation.entity('chain.end');
  const kind = simulation.handler('chain.end', () => {
    const last = recorder.heights[recorder.heights.length - 1];
    const done = recorder.transactions >= chain.accepted && last?.transactions === 0;
    if (done || simulation.now >= end) simulation.stop();
    else simulation.schedule(SAMPLE, Lane.Observe, entity, kind);
  });
  simulation.schedule(Math.max(0, from - simulation.now) as Tick, Lane.Observe, entity, kind);
}
