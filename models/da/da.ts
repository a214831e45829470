import { Lane } from '../../sim/engine/order.ts';
import { buildNetwork, networkParameters } from '../../sim/network/section.ts';
import type { Arrivals } from '../../sim/parameters.ts';
import { TICKS_PER_SECOND, type Tick, toSeconds, ZERO } from '../../sim/time.ts';
import { QuorumRound } from '../chain/quorum-round.ts';
import { type Component, type Experiment, type Finish, needs, sectionOf } from '../component.ts';
import { checkLoad, itemsPerSecond, loadParameters } from '../load.ts';
import { checkNetwork } from '../network.ts';
import type { Blob, RunningLayer, Window } from './layer.ts';
import { layerByName } from './layers.ts';
import { daParameters } from './parameters.ts';

export const daComponent: Component = {
  about: 'A data availability layer under load',
  parameters: daParameters,
  highlights: [
    'da.throughput',
    'da.ceiling',
    'da.utilisation',
    'da.time_to_available',
    'da.time_to_confirmed',
    'da.ingress_per_byte[validator]',
  ],
  companions: { 'da.throughput': 'da.ceiling' },
  check: (setting) => {
    const missing = needs(setting, 'da', ['network', 'load']);
    if (missing.length > 0) return missing;
    return [
      ...checkNetwork(setting),
      ...checkLoad(sectionOf(setting, 'load', loadParameters), setting.duration),
    ];
  },
  start: (experiment) => {
    const run = new DaRun(experiment);
    return run.finish;
  },
};

class DaRun {
  private readonly experiment: Experiment;
  private readonly load;
  private readonly network;
  private readonly up: number;
  private readonly down: number;
  private readonly layer: RunningLayer;
  private readonly publishers: number[];
  private readonly availableAfter: (span: Tick) => void;
  private readonly confirmedAfter: (span: Tick) => void;
  private readonly publishKind: number;
  private readonly endKind: number;
  private ending = false;
  private readonly entity: number;
  private published = 0;
  private availableBlobs = 0;
  private phase: 'warm-up' | 'measuring' | 'ended' = 'warm-up';
  private measuredFrom = 0 as Tick;
  private payload = 0;
  /** Blobs measured and not yet final. */
  private readonly unconfirmed = new Set<number>();
  /** Saturating: blobs that end the warm-up and the run. */
  private readonly warmBlobs: number = 0;
  private readonly lastBlob: number = Number.POSITIVE_INFINITY;

  constructor(experiment: Experiment) {
    this.experiment = experiment;
    const { simulation, measures } = experiment;
    this.load = sectionOf(experiment, 'load', loadParameters);
    const net = sectionOf(experiment, 'network', networkParameters);
    const values = sectionOf(experiment, 'da', daParameters);
    this.network = buildNetwork(simulation, net, experiment.attachments).network;
    this.up = net.up ?? net.bandwidth;
    this.down = net.down ?? net.bandwidth;
    const { nodes } = net;
    const quorum = Math.min(nodes, Math.floor(values.quorum * nodes) + 1);
    const consensus = new QuorumRound(simulation, this.network, {
      quorum,
      headerBytes: 500,
      voteBytes: values.signatureBytes,
    });
    this.availableAfter = measures.durations('da.time_to_available');
    this.confirmedAfter = measures.durations('da.time_to_confirmed');
    this.entity = simulation.entity('load');
    this.publishers = Array.from({ length: nodes }, (_, node) => node);
    simulation.streams.stream('load/publishers').shuffle(this.publishers);
    this.layer = layerByName(values.layer).build({
      simulation,
      network: this.network,
      consensus,
      values,
      up: this.up,
      down: this.down,
      blobBytes: this.load.blobBytes,
      quorum,
      available: (blob) => this.available(blob),
      confirmed: (blob) => this.confirmed(blob),
      complete: () => {
        if (this.load.saturate) this.publish();
      },
    });
    this.publishKind = simulation.handler('load.publish', () => {
      this.publish();
      if (!this.load.saturate) this.scheduleArrival();
    });
    this.endKind = simulation.handler('load.end', () => this.endMeasuring());
    if (this.load.saturate) {
      const inFlight = this.layer.pipeline(this.load.blobBytes, toSeconds(this.load.pipe as Tick));
      this.warmBlobs = inFlight;
      const measured = Math.ceil(inFlight * this.load.rounds);
      this.lastBlob = inFlight + Math.max(measured, this.load.leastBlobs);
      // The first blobs start spread over the pipe, not all at once.
      const spread = simulation.streams.stream('load/start');
      for (let i = 0; i < inFlight; i++) {
        const at = Math.floor(spread.uniform() * this.load.pipe) as Tick;
        simulation.schedule(at, Lane.Process, this.entity, this.publishKind, i);
      }
    } else {
      this.scheduleArrival();
      const startMeasuring = simulation.handler('load.measure', () => this.startMeasuring());
      simulation.schedule(experiment.warmup, Lane.Observe, this.entity, startMeasuring);
    }
  }

  private scheduleArrival(): void {
    const { simulation, duration } = this.experiment;
    const perSecond = itemsPerSecond(this.load.rate as Arrivals, this.load.blobBytes);
    const mean = TICKS_PER_SECOND / perSecond;
    const wait = Math.ceil(simulation.streams.stream('load/arrivals').exponential(mean)) as Tick;
    // A rare arrival may lie beyond the end of time.
    if (duration !== null && wait > duration - simulation.now) return;
    simulation.schedule(wait, Lane.Process, this.entity, this.publishKind);
  }

  private publish(): void {
    if (this.phase === 'ended') return;
    const id = this.published++;
    this.layer.publish({
      id,
      publisher: this.publishers[id % this.publishers.length],
      bytes: this.load.blobBytes,
      publishedAt: this.experiment.simulation.now,
    });
  }

  private available(blob: Blob): void {
    const { now } = this.experiment.simulation;
    this.availableBlobs++;
    // A layer may finish many blobs in one tick: those of the tick that ends the warm-up belong to it.
    if (this.phase === 'measuring' && now > this.measuredFrom) {
      this.payload += blob.bytes;
      this.unconfirmed.add(blob.id);
      this.availableAfter((now - blob.publishedAt) as Tick);
    }
    if (!this.load.saturate) return;
    if (this.phase === 'warm-up' && this.availableBlobs >= this.warmBlobs) this.startMeasuring();
    if (this.availableBlobs < this.lastBlob || this.ending) return;
    this.ending = true;
    this.experiment.simulation.schedule(ZERO, Lane.Observe, this.entity, this.endKind);
  }

  /** The measured blobs are followed until they are final; nothing new is published meanwhile. */
  private confirmed(blob: Blob): void {
    const { simulation } = this.experiment;
    if (!this.unconfirmed.delete(blob.id)) return;
    this.confirmedAfter((simulation.now - blob.publishedAt) as Tick);
    if (this.phase === 'ended' && this.unconfirmed.size === 0) simulation.stop();
  }

  private startMeasuring(): void {
    this.phase = 'measuring';
    this.measuredFrom = this.experiment.simulation.now;
    this.network.resetStatistics();
    this.layer.resetStatistics();
  }

  private endMeasuring(): void {
    const { measures, simulation } = this.experiment;
    const seconds = toSeconds((simulation.now - this.measuredFrom) as Tick);
    const measured = this.phase === 'measuring' && seconds > 0;
    const payload = measured ? (this.layer.delivered?.() ?? this.payload) : 0;
    this.phase = 'ended';
    measures.value('da.throughput', 'B/s', measured ? payload / seconds : 0);
    measures.value('da.blobs', '1', this.availableBlobs);
    if (payload === 0) return;
    this.reportBytes({ seconds, payload });
    this.reportBounds({ seconds, payload });
    if (this.unconfirmed.size === 0) simulation.stop();
  }

  readonly finish: Finish = () => {
    if (this.phase !== 'ended') this.endMeasuring();
  };

  private reportBytes({ payload }: Window): void {
    const { measures } = this.experiment;
    const { accounting, nodes } = this.network;
    const { sent, received } = accounting.totals();
    measures.value('da.egress_per_byte[validator]', '1', sent / nodes / payload);
    measures.value('da.ingress_per_byte[validator]', '1', received / nodes / payload);
    for (const [role, bytes] of Object.entries(this.layer.roles())) {
      measures.value(`da.egress_per_byte[${role}]`, '1', bytes.egress);
    }
  }

  private reportBounds(window: Window): void {
    const { measures } = this.experiment;
    const ceilings = this.layer.ceilings(window);
    const lowest = ceilings.reduce((a, b) => (b.rate < a.rate ? b : a));
    measures.value('da.ceiling', 'B/s', lowest.rate);
    measures.label('da.ceiling_law', lowest.name);
    const { accounting, nodes } = this.network;
    const { sent, received } = accounting.totals();
    const resources = [
      { name: 'validator uplink', utilisation: sent / nodes / window.seconds / this.up },
      { name: 'validator downlink', utilisation: received / nodes / window.seconds / this.down },
      ...this.layer.resources(window),
    ];
    const links = Math.max(...resources.map(({ utilisation }) => utilisation));
    // What is left is time in which no resource was busy: messages on the way.
    resources.push({ name: 'round trips', utilisation: Math.max(0, 1 - links) });
    const busiest = resources.reduce((a, b) => (b.utilisation > a.utilisation ? b : a));
    for (const { name, utilisation } of resources) {
      measures.value(`da.utilisation[${name}]`, '1', utilisation);
    }
    measures.value('da.utilisation', '1', busiest.utilisation);
    measures.label('da.bottleneck', busiest.name);
  }
}
