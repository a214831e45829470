import { Disk } from '../../sim/hardware/disk.ts';
import { namedStorage } from '../../sim/hardware/section.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import {
  buildNetwork,
  type NodeGroup,
  networkParameters,
  rttMatrix,
} from '../../sim/network/section.ts';
import { type Experiment, sectionOf } from '../component.ts';
import { layerByName } from '../da/layers.ts';
import { Settings } from '../da/settings.ts';
import type { Server } from '../storage/reads/fabric.ts';
import { readLayers } from '../storage/reads/layers.ts';
import { hardwareOf } from '../storage/reads/machines.ts';
import type { ReadsValues } from '../storage/reads/parameters.ts';
import type { DaiosValues } from './parameters.ts';
import type { Plan } from './plan.ts';

/** All machines of a stack on one network, by their nodes. */
export interface StackMachines {
  readonly network: MessageNetwork;
  readonly validators: number;
  /** Links of a validator, bytes per second. */
  readonly up: number;
  readonly down: number;
  /** The availability layer's own machines, by name. */
  readonly log: Readonly<Record<string, readonly number[]>>;
  readonly logSettings: Settings;
  readonly holders: readonly Server[];
  /** The store's own machines, by name. */
  readonly store: Readonly<Record<string, readonly Server[]>>;
  readonly providers: readonly number[];
  readonly gateway: number;
  readonly sequencer: number;
  readonly users: readonly number[];
}

/** Values of the section `reads` that a store needs, with those that only its own load has. */
export function storeValues({ storage }: DaiosValues, { parts }: Plan): ReadsValues {
  return { ...storage, layer: parts.store } as ReadsValues;
}

/**
 * Where users are: the one region of a matrix that has no others.
 * @throws RangeError for a region that the matrix does not know
 */
export function usersRegion(
  { region }: DaiosValues,
  latency: string,
  attachments: Experiment['attachments'],
): string {
  const { regions } = rttMatrix(latency, attachments);
  if (regions.length === 1) return regions[0];
  if (regions.includes(region)) return region;
  throw new RangeError(`region, expected one of ${regions.join(', ')}, got ${region}`);
}

/**
 * Every stack has the same validators, holders, providers and users at the same places, whether it needs them or
 * not: what differs is what only one of them has.
 */
export function buildMachines(
  experiment: Experiment,
  values: DaiosValues,
  plan: Plan,
  users: number,
): StackMachines {
  const { simulation, attachments } = experiment;
  const section = sectionOf(experiment, 'network', networkParameters);
  const up = section.up ?? section.bandwidth;
  const down = section.down ?? section.bandwidth;
  const region = usersRegion(values, section.latency, attachments);
  const layer = layerByName(plan.parts.log);
  const given = { ...values.layer, clients: values.publishers };
  const logSettings = new Settings(layer.name, layer.settings, given);
  const logGroups =
    layer.stations?.(logSettings, { up, down, nodes: section.nodes }, experiment) ?? [];
  const storage = storeValues(values, plan);
  const storeLayer = readLayers[plan.parts.store];
  const storeGroups = storeLayer
    .stations(storage)
    .map((group) => (storeLayer.local === true ? { ...group, region } : group));

  const link = { up: values.providerLink, down: values.providerLink };
  const inCloud = plan.parts.compute === 'cloud' ? { region } : {};
  const groups: readonly NodeGroup[] = [
    { name: 'holders', count: storage.holders, up: storage.link, down: storage.link },
    { name: 'providers', count: values.providers, ...link, ...inCloud },
    { name: 'gateway', count: 1, ...link, region },
    { name: 'sequencer', count: 1, ...link, region },
    { name: 'users', count: users, up: values.userLink, down: values.userLink, region },
    ...logGroups,
    ...storeGroups,
  ];
  const { network } = buildNetwork(simulation, section, attachments, { stations: groups });

  let next = section.nodes;
  const nodes = (count: number) => Array.from({ length: count }, () => next++);
  const servers = (name: string, count: number, profile: string): Server[] => {
    const drive = namedStorage(profile, hardwareOf(experiment));
    return nodes(count).map((node, i) => ({
      node,
      disk: new Disk(simulation, `store/${name}/${i}`, drive),
    }));
  };
  const profile = storage.profile ?? storeLayer.drive?.profile ?? 'nvme-gen4';
  const holders = servers('holder', storage.holders, profile);
  const [providers, [gateway], [sequencer], userNodes] = [
    nodes(values.providers),
    nodes(1),
    nodes(1),
    nodes(users),
  ];
  const log = Object.fromEntries(logGroups.map(({ name, count }) => [name, nodes(count)]));
  const store = Object.fromEntries(
    storeGroups.map((group) => [group.name, servers(group.name, group.count, group.profile)]),
  );
  return {
    network,
    validators: section.nodes,
    up,
    down,
    log,
    logSettings,
    holders,
    store,
    providers,
    gateway,
    sequencer,
    users: userNodes,
  };
}
