import type { Simulation } from '../engine/simulation.ts';
import type { ParameterTable, Values } from '../parameters.ts';
import type { Tick } from '../time.ts';
import { awsRtt } from './aws-rtt.ts';
import { type Fault, injectFaults } from './faults.ts';
import { jitterNames, RegionLatency } from './latency.ts';
import { MessageNetwork } from './messages.ts';
import { regionPreset, regionPresets } from './region-presets.ts';
import { azureRtt, parseRttCsv, placeByShare, type RttMatrix, uniformRtt } from './regions.ts';

/** The parameters of a network of nodes with links in regions. */
export const networkParameters = {
  nodes: {
    kind: 'count',
    default: 100,
    min: 1,
    max: 100_000,
    about: 'Nodes that take part',
    status: 'choice',
  },
  bandwidth: {
    kind: 'rate',
    default: '1 Gbps',
    min: 1000,
    max: 1e12,
    about: 'Link of each node, each direction',
    status: 'estimate',
    source: 'data-centre ports are 1-10 Gbit/s; hardware-network-workloads C3',
  },
  up: {
    kind: 'rate',
    default: null,
    min: 1000,
    max: 1e12,
    about: 'Uplink of each node, where it differs from `bandwidth`',
    status: 'choice',
  },
  down: {
    kind: 'rate',
    default: null,
    min: 1000,
    max: 1e12,
    about: 'Downlink of each node, where it differs from `bandwidth`',
    status: 'choice',
  },
  latency: {
    kind: 'text',
    default: 'azure-2026',
    file: true,
    about:
      'Round-trip times: `azure-2026` (54 measured regions), `aws-13` (13 regions, estimate), `single-region` (0.5 ms), `<n> ms` between all nodes, or a CSV file',
    status: 'measured',
    source: 'Microsoft azure-docs, p95 of July 2026',
  },
  placement: {
    kind: 'choice',
    options: regionPresets.map(({ name }) => name),
    default: 'cloud-europe-heavy',
    about:
      'Where the nodes are: a preset of shares by region of `azure-2026`, equal shares elsewhere',
    status: 'published',
    source: 'Helius Oct 2024 for the named countries; the split inside them is an estimate',
  },
  regions: {
    kind: 'map',
    default: null,
    of: { kind: 'number', default: null, min: 0, about: 'Relative share', status: 'choice' },
    about: 'Share of the nodes by region of the latency matrix, instead of `placement`',
    status: 'choice',
  },
  jitter: {
    kind: 'choice',
    options: jitterNames,
    default: 'pair',
    about:
      'Extra delay by message; `pair` takes zone or backbone by the two regions, `proportional` is 5 % of the delay',
    status: 'estimate',
    source:
      'hardware-network-workloads C2; `proportional` is published, CometBFT QA v1, 0g-da-chain-compute 2.4',
  },
  loss: {
    kind: 'fraction',
    default: 0,
    min: 0,
    max: 0.2,
    about: 'Packet loss, which limits the rate of a connection (CUBIC)',
    status: 'choice',
  },
  receiveWindow: {
    kind: 'size',
    default: '6 MiB',
    min: 1460,
    about: 'Receive window of a connection',
    status: 'estimate',
    source: 'Linux tcp_rmem default maximum',
  },
  slowStart: {
    kind: 'flag',
    default: true,
    about: 'Connections start with 10 segments and double each round trip',
    status: 'published',
    source: 'RFC 6928',
  },
  idleReset: {
    kind: 'duration',
    default: '1 days',
    about: 'A connection starts slowly again after this long without a byte',
    status: 'estimate',
    source: 'peers keep connections warm; set 1 s for tcp_slow_start_after_idle',
  },
  chunk: {
    kind: 'size',
    default: '128 KiB',
    min: 1460,
    about: 'Largest piece before another transfer of the node takes its turn',
    status: 'choice',
  },
  faults: {
    kind: 'list',
    default: [],
    of: {
      kind: 'group',
      about: 'One fault of nodes or of the network between them',
      status: 'choice',
      fields: {
        fault: {
          kind: 'choice',
          options: ['partition', 'outage', 'churn'],
          default: 'outage',
          about: 'The concerned nodes are cut off, down, or down and up again at random',
          status: 'choice',
        },
        from: { kind: 'duration', default: '0 s', about: 'Start of the fault', status: 'choice' },
        to: { kind: 'duration', default: '1 h', about: 'End of the fault', status: 'choice' },
        share: {
          kind: 'fraction',
          default: 0.1,
          about: 'Share of the nodes concerned, drawn at random',
          status: 'choice',
        },
        meanUp: {
          kind: 'duration',
          default: '10 min',
          min: 1,
          about: 'Churn: mean time up, exponential',
          status: 'choice',
        },
        meanDown: {
          kind: 'duration',
          default: '1 min',
          min: 1,
          about: 'Churn: mean time down, exponential',
          status: 'choice',
        },
      },
    },
    about: 'Partitions, outages and churn',
    status: 'choice',
  },
} as const satisfies ParameterTable;

export type NetworkValues = Values<typeof networkParameters>;

/**
 * Round trip between machines of one data centre, in ms: above 0.1 inside one zone, below 3 between
 * zones (hardware-network-workloads C1). Status: estimate.
 */
const SINGLE_REGION_MS = 0.5;

/** The matrices that have a name; add one here. */
const namedMatrices: Readonly<Record<string, () => RttMatrix>> = {
  'azure-2026': azureRtt,
  'aws-13': awsRtt,
  'single-region': () => uniformRtt(SINGLE_REGION_MS),
};
export const matrixNames: readonly string[] = Object.keys(namedMatrices);

/**
 * The matrix that `latency` names.
 * @throws RangeError that lists the names there are, or says what is wrong with a CSV file
 */
export function rttMatrix(
  latency: string,
  attachments: Readonly<Record<string, string>>,
): RttMatrix {
  const uniform = /^([0-9]+(?:\.[0-9]+)?) *ms$/.exec(latency);
  if (uniform !== null) return uniformRtt(Number(uniform[1]));
  if (matrixNames.includes(latency)) return namedMatrices[latency]();
  if (!Object.hasOwn(attachments, latency)) {
    throw new RangeError(
      `network.latency, expected ${matrixNames.join(', ')}, a time such as 50 ms or a CSV file, found "${latency}"`,
    );
  }
  return parseRttCsv(attachments[latency]);
}

/** Shares by region; presets speak of one matrix, and equal shares stand in for them in others. */
function regionShares(
  { regions, placement }: NetworkValues,
  matrix: RttMatrix,
): Readonly<Record<string, number>> {
  if (regions !== null) return regions;
  const { shares } = regionPreset(placement);
  if (Object.keys(shares).some((name) => matrix.regions.includes(name))) return shares;
  return Object.fromEntries(matrix.regions.map((region) => [region, 1]));
}

/**
 * The faults of the section with those of `nodes` nodes that they concern, drawn from streams of their own.
 * @param path of the streams
 */
export function faultsOf(
  simulation: Simulation,
  path: string,
  { faults }: Pick<NetworkValues, 'faults'>,
  nodes: number,
): Fault[] {
  return faults.map(({ fault, from, to, share, meanUp, meanDown }, i) => {
    const stream = simulation.streams.stream(`${path}/nodes/${i}`);
    const concerned = stream.sample(Math.round(share * nodes), nodes).sort((a, b) => a - b);
    const span = { from: from as Tick, to: to as Tick };
    if (fault === 'partition') {
      const inside = new Set(concerned);
      const groups = Array.from({ length: nodes }, (_, node) => (inside.has(node) ? 1 : 0));
      return { fault, ...span, groups };
    }
    if (fault === 'outage') return { fault, ...span, nodes: concerned };
    const means = { meanUp: meanUp as Tick, meanDown: meanDown as Tick };
    return { fault, ...span, nodes: concerned, ...means };
  });
}

/** Further nodes beside those of the section, numbered after them; faults do not concern them. */
export interface NodeGroup {
  readonly name: string;
  readonly count: number;
  /** Links of each, bytes per second. */
  readonly up: number;
  readonly down: number;
  /** Where all of them are, by name; without it they are placed as the section's nodes are. */
  readonly region?: string;
}

export interface NetworkChoices {
  /** See `MessageNetworkOptions`. */
  readonly writeDelay?: Tick;
  /** Region of each node by name, instead of the section's placement. */
  readonly regions?: readonly string[];
  /** Share of its link that each node of the section has, 0 to 1; all of it without this. */
  readonly linkShare?: readonly number[];
  readonly stations?: readonly NodeGroup[];
}

/** Index of each region. @throws RangeError for a region that the matrix does not know */
function placeByName(matrix: RttMatrix, regions: readonly string[]): number[] {
  return regions.map((region) => {
    const index = matrix.regions.indexOf(region);
    if (index < 0)
      throw new RangeError(`region, expected one of the latency matrix, got ${region}`);
    return index;
  });
}

/** Stations stay with the nodes that a partition does not cut off. */
function withStations(count: number): (fault: Fault) => Fault {
  const rest = new Array<number>(count).fill(0);
  return (fault) =>
    fault.fault === 'partition' ? { ...fault, groups: [...fault.groups, ...rest] } : fault;
}

/** Nodes, links and delays of one replication. */
export function buildNetwork(
  simulation: Simulation,
  values: NetworkValues,
  attachments: Readonly<Record<string, string>> = {},
  { writeDelay, regions, linkShare, stations = [] }: NetworkChoices = {},
): { network: MessageNetwork; matrix: RttMatrix; place: readonly number[] } {
  const matrix = rttMatrix(values.latency, attachments);
  const { streams } = simulation;
  const placed = (count: number, name: string) =>
    placeByShare(matrix, regionShares(values, matrix), count, streams.stream(name));
  // Stations have a draw of their own: the section's nodes stay where they are without them.
  const place = [
    ...(regions !== undefined
      ? placeByName(matrix, regions)
      : placed(values.nodes, 'network/placement')),
    ...stations.flatMap(({ name, count, region }) =>
      region === undefined
        ? placed(count, `network/placement/${name}`)
        : placeByName(matrix, new Array<string>(count).fill(region)),
    ),
  ];
  const jitter = Array.from({ length: place.length }, (_, node) =>
    streams.stream(`network/jitter/${node}`),
  );
  const links = (rate: number, of: (station: NodeGroup) => number) => [
    ...Array.from({ length: values.nodes }, (_, node) => rate * (linkShare?.[node] ?? 1)),
    ...stations.flatMap((station) => new Array<number>(station.count).fill(of(station))),
  ];
  const network = new MessageNetwork(simulation, 'network', {
    up: links(values.up ?? values.bandwidth, ({ up }) => up),
    down: links(values.down ?? values.bandwidth, ({ down }) => down),
    latency: new RegionLatency(matrix, place, values.jitter, jitter),
    chunkBytes: values.chunk,
    ...(writeDelay === undefined ? {} : { writeDelay }),
    transport: {
      receiveWindow: values.receiveWindow,
      loss: values.loss,
      slowStart: values.slowStart,
      idleReset: values.idleReset as Tick,
    },
  });
  const path = 'network/faults';
  const faults = faultsOf(simulation, path, values, values.nodes);
  injectFaults(simulation, path, network, faults.map(withStations(place.length - values.nodes)));
  return { network, matrix, place };
}
