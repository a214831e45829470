import { type HardwareValues, namedStorage } from '../../../sim/hardware/section.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import {
  buildNetwork,
  type NetworkValues,
  networkParameters,
} from '../../../sim/network/section.ts';
import { TICKS_PER_SECOND, type Tick } from '../../../sim/time.ts';
import { ChainLane } from '../../chain/lane.ts';
import { type Experiment, sectionOf } from '../../component.ts';
import { SECTOR_BYTES } from '../flow/spec.ts';
import { Client } from './client.ts';
import { Cluster } from './cluster.ts';
import { Commitments } from './commitments.ts';
import { Counts, type Fabric } from './fabric.ts';
import { NodeFaults, Trigger } from './faults.ts';
import { FlowLog } from './flow-log.ts';
import { Indexer } from './indexer.ts';
import { Ledger } from './ledger.ts';
import { type UploadsValues, uploadsParameters } from './parameters.ts';
import { nodePreset } from './presets.ts';
import { Rpc } from './rpc.ts';

/*
 * Puts one run together. Numbers in the network: validators, storage nodes, clients, the indexer.
 */

/** Link of the indexer, 1 Gbit/s. Choice. */
const INDEXER_LINK = 125_000_000;

/** The parts of one run. */
export interface World {
  readonly network: MessageNetwork;
  readonly cluster: Cluster;
  readonly fabric: Fabric;
  readonly clients: readonly Client[];
  /** Bytes a second of files that links and disks allow. */
  readonly ceiling: number;
}

export function buildWorld(experiment: Experiment): World {
  const { simulation, sections } = experiment;
  const values = sectionOf(experiment, 'uploads', uploadsParameters);
  const net = sectionOf(experiment, 'network', networkParameters);
  const { validators } = values;
  const first = validators;
  const count = net.nodes;
  const indexerAddress = first + count + values.clients;
  const network = networkOf(experiment, values, net);
  const counts = new Counts();
  const lane = chainOf(experiment, values, network);
  const rpc = new Rpc(simulation, network);
  const flow = new FlowLog(Math.floor(values.flowBefore / SECTOR_BYTES), simulation.now);
  const faults = new NodeFaults({
    ...{ simulation, network, first, count },
    changed: (node, isAlive) => cluster.changed(node, isAlive),
  });
  const half = Math.ceil(values.fileBytes / 2);
  const trigger = new Trigger(values.kill.at, half, () => faults.kill(values.kill.share));
  const profile = namedStorage(values.disk, sections.hardware as HardwareValues | undefined);
  const cluster = new Cluster({
    ...{ simulation, network, rpc, flow, values, profile, first, count },
    synced: (bytes) => {
      counts.synced += bytes;
      trigger.passed('sync', bytes);
    },
  });
  faults.inject(net);
  const { confirmations } = nodePreset(values.preset, values.confirmations);
  const patience = {
    timeout: values.rpcTimeout as Tick,
    retries: values.rpcRetries,
    interval: values.rpcInterval as Tick,
  };
  const fabric: Fabric = {
    ...{ simulation, values, rpc, patience, counts },
    indexer: new Indexer({
      ...{ simulation, rpc, patience, nodes: cluster.nodes },
      method: rpc.method('storage.indexer'),
      address: indexerAddress,
      roundTrip: ({ address }) =>
        Math.round(network.latency.rtt(indexerAddress, address) * TICKS_PER_SECOND),
      refresh: values.indexerRefresh as Tick,
    }),
    methods: {
      query: rpc.method('storage.query'),
      upload: rpc.method('storage.upload'),
      read: rpc.method('storage.read'),
    },
    commitments: new Commitments({
      ...{ simulation, network, lane, validators, flow, confirmations },
      seen: () => cluster.pollLog(),
    }),
    ledger: new Ledger(),
    progress: (during, bytes) => trigger.passed(during, bytes),
  };
  const clients = Array.from(
    { length: values.clients },
    (_, index) => new Client(fabric, index, first + count + index),
  );
  const [up, down] = [linkOf(values.clientUp, net.up, net), linkOf(null, net.down, net)];
  const rates = [values.clients * up, count * down, count * profile.seqWrite];
  return { network, cluster, fabric, clients, ceiling: Math.min(...rates) / values.replicas };
}

function linkOf(own: number | null, nodes: number | null, { bandwidth }: NetworkValues): number {
  return own ?? nodes ?? bandwidth;
}

/** The section's nodes are the storage nodes; their faults are played on them alone. */
function networkOf(
  { simulation, attachments }: Experiment,
  values: UploadsValues,
  net: NetworkValues,
): MessageNetwork {
  const { validators: nodes, validatorLink: bandwidth } = values;
  const stations = [
    {
      name: 'storage',
      count: net.nodes,
      up: linkOf(null, net.up, net),
      down: linkOf(null, net.down, net),
    },
    {
      name: 'client',
      count: values.clients,
      up: linkOf(values.clientUp, net.up, net),
      down: linkOf(values.clientDown, net.down, net),
    },
    { name: 'indexer', count: 1, up: INDEXER_LINK, down: INDEXER_LINK },
  ];
  const section = { ...net, nodes, bandwidth, up: null, down: null, faults: [] };
  return buildNetwork(simulation, section, attachments, { stations }).network;
}

/** The chain that takes submissions, with the validators that are up from the start. */
function chainOf(
  { simulation, fidelity }: Experiment,
  { validators, offline }: UploadsValues,
  network: MessageNetwork,
): ChainLane {
  const stream = simulation.streams.stream('storage/validators-offline');
  for (const node of stream.sample(Math.round(offline * validators), validators))
    network.setAlive(node, false);
  const powers = new Array<number>(validators).fill(1);
  return new ChainLane({ simulation, network, fidelity, preset: '0g', powers });
}
