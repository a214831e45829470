import { Disk } from '../../../sim/hardware/disk.ts';
import { type HardwareValues, namedStorage } from '../../../sim/hardware/section.ts';
import type { MessageNetwork } from '../../../sim/network/messages.ts';
import { buildNetwork, networkParameters, rttMatrix } from '../../../sim/network/section.ts';
import { type Experiment, sectionOf } from '../../component.ts';
import type { Server } from './fabric.ts';
import type { ReadLayer } from './layer.ts';
import type { ReadsValues } from './parameters.ts';

export interface Machines {
  readonly network: MessageNetwork;
  readonly holders: readonly Server[];
  /** The layer's own, by name of the group. */
  readonly stations: Readonly<Record<string, readonly Server[]>>;
  /** Nodes of the readers. */
  readonly readers: readonly number[];
}

export function hardwareOf({ sections }: Pick<Experiment, 'sections'>): HardwareValues | undefined {
  return sections.hardware as HardwareValues | undefined;
}

/** All machines on one network: holders first, then the layer's own, then the readers. */
export function buildMachines(
  experiment: Experiment,
  values: ReadsValues,
  layer: ReadLayer,
): Machines {
  const { simulation, attachments } = experiment;
  const network = sectionOf(experiment, 'network', networkParameters);
  const groups = layer.stations(values);
  const settings = { ...network, nodes: values.holders, bandwidth: values.link };
  if (layer.local === true) {
    const [region] = rttMatrix(network.latency, attachments).regions;
    settings.regions = { [region]: 1 };
  }
  const { readers: count, readerLink } = values;
  const readers = { name: 'readers', count, up: readerLink, down: readerLink };
  const built = buildNetwork(simulation, settings, attachments, { stations: [...groups, readers] });

  let next = 0;
  const servers = (name: string, machines: number, profile: string): Server[] => {
    const storage = namedStorage(profile, hardwareOf(experiment));
    return Array.from({ length: machines }, (_, i) => {
      return { node: next++, disk: new Disk(simulation, `reads/${name}/${i}`, storage) };
    });
  };
  let holders: Server[] = [];
  if (layer.drive === null) next = values.holders;
  else holders = servers('holder', values.holders, values.profile ?? layer.drive.profile);
  const stations: Record<string, Server[]> = {};
  for (const group of groups)
    stations[group.name] = servers(group.name, group.count, group.profile);
  return {
    ...{ network: built.network, holders, stations },
    readers: Array.from({ length: count }, () => next++),
  };
}
