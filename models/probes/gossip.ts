import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import { Gossip } from '../../sim/network/gossip.ts';
import { meanDegree, randomGraph, settleMesh } from '../../sim/network/mesh.ts';
import { MessageNetwork } from '../../sim/network/messages.ts';
import { INITIAL_WINDOW_BYTES, SEGMENT_BYTES } from '../../sim/network/transfer.ts';
import { FOREVER, seconds, type Tick, toSeconds } from '../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  sectionOf,
} from '../component.ts';
import { buildDelays } from './gossip-delays.ts';
import { type GossipValues, gossipParameters } from './gossip-parameters.ts';
import { reportGossip } from './gossip-report.ts';
import { behaviourOf, impliedByVersion } from './gossip-versions.ts';

/** 100 Gbit/s: fast enough that no message waits for a link. */
const UNLIMITED = 12.5e9;

export const gossipComponent: Component = {
  about: 'A gossip overlay without an application: who hears of a message when, at what cost',
  parameters: gossipParameters,
  highlights: [
    'gossip.latency',
    'gossip.delivery',
    'gossip.traffic',
    'gossip.copies',
    'gossip.duplicates',
    'gossip.mean_degree',
  ],
  implied: (values) => impliedByVersion(values as GossipValues),
  check: (setting) => objectionsTo(sectionOf(setting, 'gossip', gossipParameters)),
  start: (experiment) => startGossip(experiment),
};

function startGossip(experiment: Experiment): Finish {
  const { simulation } = experiment;
  const values = sectionOf(experiment, 'gossip', gossipParameters);
  const { nodes, messageBytes, receiveRate: rate } = values;
  const behaviour = behaviourOf(values);
  const graph = randomGraph(nodes, values.dials, simulation.streams.stream('gossip/graph'));
  const degrees = { degree: values.degree, low: values.low, high: values.high };
  const mesh = settleMesh(graph, degrees, simulation.streams.stream('gossip/mesh'));
  const network = buildLinks(simulation, values, graph);
  const delivered = experiment.measures.durations('gossip.delivery');
  const gossip = new Gossip(
    simulation,
    network,
    'gossip',
    {
      mesh,
      connections: graph,
      lazy: values.lazy,
      lazyShare: behaviour.lazyShare,
      heartbeat: values.heartbeat as Tick,
      history: values.history,
      idontwantBytes: behaviour.idontwant ? 0 : Number.POSITIVE_INFINITY,
      floodPublish: behaviour.floodPublish,
      validation: values.validation as Tick,
      envelopeBytes: values.envelopeBytes,
      controlBytes: values.controlBytes,
      idBytes: values.idBytes,
      ...(behaviour.preamble ? { preamble: { leastBytes: values.preambleBytes, rate } } : {}),
      ...(behaviour.announce
        ? { announce: { eager: values.degree - values.announceDegree, rate } }
        : {}),
    },
    (node, spread) => {
      const onTheWay = spread.firstAt[node] - spread.publishedAt;
      delivered((values.preparation + onTheWay) as Tick);
    },
  );
  const publishers = simulation.streams
    .stream('gossip/publishers')
    .sample(values.publishers, nodes);
  const entity = simulation.entity('gossip/publishers');
  const publish = simulation.handler('gossip.publish', (_entity, i) => {
    gossip.publish(publishers[i % publishers.length], messageBytes);
  });
  for (let i = 0; i < values.messages; i++) {
    // The first message comes after a second, as in the runs that are compared with.
    const at = (seconds(1) + i * values.interval + values.preparation) as Tick;
    simulation.scheduleAt(at, Lane.Process, entity, publish, i);
  }
  return () => reportGossip(experiment, values, network, gossip.spreads, meanDegree(mesh));
}

/** What no parameter can say for itself. */
function objectionsTo(values: GossipValues): Objection[] {
  const { nodes, dials, publishers, low, degree, high, announceDegree } = values;
  const unused = values.version !== 'announce';
  const [least, most] = [values.latencyMin, values.latencyMax].map((t) => toSeconds(t as Tick));
  const rules: [name: string, holds: boolean, expected: string, found: number | string][] = [
    ['dials', dials < nodes, `less than the ${nodes} nodes`, dials],
    ['publishers', publishers <= nodes, `at most the ${nodes} nodes`, publishers],
    ['low', low <= degree, `at most the degree ${degree}`, low],
    ['high', high >= degree, `at least the degree ${degree}`, high],
    [
      'announceDegree',
      unused || announceDegree <= degree,
      `at most the degree ${degree}`,
      announceDegree,
    ],
    ['latencyMax', most >= least, `at least latencyMin, ${least} s`, `${most} s`],
  ];
  return rules
    .filter(([, holds]) => !holds)
    .map(([name, , expected, found]) => {
      return { path: `gossip.${name}`, expected, found: String(found) };
    });
}

function buildLinks(
  simulation: Simulation,
  values: GossipValues,
  graph: readonly (readonly number[])[],
): MessageNetwork {
  const { nodes, receiveWindow, bandwidthClasses, latencyClasses } = values;
  const initialWindow = INITIAL_WINDOW_BYTES + values.setupSegments * SEGMENT_BYTES;
  const classes = bandwidthClasses.length === 0 ? [UNLIMITED] : bandwidthClasses;
  // Every class of delay meets every class of bandwidth.
  const turn = Math.max(1, latencyClasses.length);
  const rates = Array.from(
    { length: nodes },
    (_, node) => classes[Math.floor(node / turn) % classes.length],
  );
  return new MessageNetwork(simulation, 'gossip/net', {
    up: rates,
    down: rates,
    latency: buildDelays(simulation, values, graph),
    chunkBytes: values.chunk,
    ...(values.transport
      ? {
          transport: { receiveWindow, loss: 0, slowStart: true, initialWindow, idleReset: FOREVER },
        }
      : {}),
  });
}
