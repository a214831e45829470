import { Lane } from '../../sim/engine/order.ts';
import type { Simulation } from '../../sim/engine/simulation.ts';
import { Gossip, type Spread } from '../../sim/network/gossip.ts';
import { meanDegree, randomGraph, settleMesh } from '../../sim/network/mesh.ts';
import { MessageNetwork } from '../../sim/network/messages.ts';
import { INITIAL_WINDOW_BYTES, SEGMENT_BYTES } from '../../sim/network/transfer.ts';
import {
  FOREVER,
  millis,
  seconds,
  TICKS_PER_SECOND,
  type Tick,
  toSeconds,
} from '../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  type Objection,
  sectionOf,
} from '../component.ts';
import { buildDelays } from './gossip-delays.ts';
import { type GossipValues, gossipParameters } from './gossip-parameters.ts';

/** 100 Gbit/s: fast enough that no message waits for a link. */
const UNLIMITED = 12.5e9;
const BIN_MILLISECONDS = 100;

export const gossipComponent: Component = {
  about: 'A gossip overlay without an application: who hears of a message when, at what cost',
  parameters: gossipParameters,
  highlights: [
    'gossip.latency',
    'gossip.delivery',
    'gossip.traffic',
    'gossip.copies',
    'gossip.mean_degree',
  ],
  check: (setting) => objectionsTo(sectionOf(setting, 'gossip', gossipParameters)),
  start: (experiment) => startGossip(experiment),
};

function startGossip(experiment: Experiment): Finish {
  const { simulation } = experiment;
  const values = sectionOf(experiment, 'gossip', gossipParameters);
  const { nodes, messageBytes } = values;
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
      lazyShare: values.lazyShare,
      heartbeat: values.heartbeat as Tick,
      history: values.history,
      idontwantBytes: values.idontwant ? 0 : Number.POSITIVE_INFINITY,
      floodPublish: values.floodPublish,
      validation: values.validation as Tick,
      envelopeBytes: values.envelopeBytes,
      controlBytes: values.controlBytes,
      idBytes: values.idBytes,
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
  return () => report(experiment, values, network, gossip, meanDegree(mesh));
}

/** What no parameter can say for itself. */
function objectionsTo(values: GossipValues): Objection[] {
  const { nodes, dials, publishers, low, degree, high } = values;
  const [least, most] = [values.latencyMin, values.latencyMax].map((t) => toSeconds(t as Tick));
  const rules: [name: string, holds: boolean, expected: string, found: number | string][] = [
    ['dials', dials < nodes, `less than the ${nodes} nodes`, dials],
    ['publishers', publishers <= nodes, `at most the ${nodes} nodes`, publishers],
    ['low', low <= degree, `at most the degree ${degree}`, low],
    ['high', high >= degree, `at least the degree ${degree}`, high],
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

function report(
  { measures }: Experiment,
  values: GossipValues,
  network: MessageNetwork,
  { spreads }: Gossip,
  degree: number,
): void {
  const { nodes, messages, interval, bins } = values;
  const delays = spreads.map((spread) => delaysOf(spread, values.preparation));
  const all = delays.flat();
  const received = sum(network.accounting.received);
  const sent = sum(network.accounting.sent);
  const inSeconds = (ticks: number) => ticks / TICKS_PER_SECOND;
  measures.value('gossip.mean_degree', '1', degree);
  measures.value('gossip.traffic', 'B', received);
  const span = inSeconds(messages * interval);
  measures.value('gossip.bytes_in', 'B/s', received / nodes / span);
  measures.value('gossip.bytes_out', 'B/s', sent / nodes / span);
  const copies = sum(spreads.map((spread) => spread.copies));
  const wanted = spreads.length * (nodes - 1);
  measures.value('gossip.copies', '1', copies / wanted);
  measures.value('gossip.reached_share', '1', all.length / wanted);
  if (all.length === 0) return;
  const sends = network.accounting.ofKind(0).messages;
  measures.value('gossip.duplicates', '1', (copies - all.length) / all.length);
  measures.value('gossip.sends', '1', sends);
  measures.value('gossip.sends_per_delivery', '1', sends / all.length);
  const lasts = delays
    .filter((found) => found.length > 0)
    .map((found) => inSeconds(greatest(found)))
    .sort((a, b) => a - b);
  measures.value('gossip.latency', 's', median(lasts));
  measures.value('gossip.latency_mean', 's', sum(lasts) / lasts.length);
  measures.value('gossip.latency_least', 's', lasts[0]);
  measures.value('gossip.latency_most', 's', lasts[lasts.length - 1]);
  measures.value('gossip.delivery_least', 's', inSeconds(-greatest(all.map((ticks) => -ticks))));
  measures.value('gossip.delivery_most', 's', inSeconds(greatest(all)));
  const counts = new Array<number>(bins + 1).fill(0);
  for (const ticks of all) counts[Math.min(bins, Math.floor(ticks / millis(BIN_MILLISECONDS)))]++;
  counts.forEach((count, bin) => {
    const from = bin * BIN_MILLISECONDS;
    const name = bin === bins ? `${from}ms+` : `${from}-${from + BIN_MILLISECONDS}ms`;
    measures.value(`gossip.share[${name}]`, '1', count / all.length);
  });
}

/** Ticks from the call to publish to the first copy at each other node that got one. */
function delaysOf(spread: Spread, preparation: number): number[] {
  const found: number[] = [];
  spread.firstAt.forEach((at, node) => {
    if (at >= 0 && node !== spread.publisher) {
      found.push(preparation + at - spread.publishedAt);
    }
  });
  return found;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most ? value : most), Number.NEGATIVE_INFINITY);
}

/** @param sorted ascending, at least one */
function median(sorted: readonly number[]): number {
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
