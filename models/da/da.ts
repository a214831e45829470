import { Lane } from '../../sim/engine/order.ts';
import type { MessageNetwork } from '../../sim/network/messages.ts';
import { buildNetwork, networkParameters } from '../../sim/network/section.ts';
import type { Arrivals } from '../../sim/parameters.ts';
import { TICKS_PER_SECOND, type Tick, toSeconds, ZERO } from '../../sim/time.ts';
import {
  type Component,
  type Experiment,
  type Finish,
  needs,
  type Objection,
  sectionOf,
} from '../component.ts';
import { checkLoad, itemsPerSecond, loadParameters } from '../load.ts';
import { checkNetwork } from '../network.ts';
import { claimParameters, reportClaim } from './claim.ts';
import { impliedByLayer } from './implied.ts';
import { assertBytesConserved, assertEnoughReceived } from './invariants.ts';
import type { Blob, Ceiling, LayerContext, RunningLayer } from './layer.ts';
import { layerByName } from './layers.ts';
import { operateLayer } from './operators.ts';
import { type DaValues, daParameters } from './parameters.ts';
import { reportBounds, reportBytes } from './report.ts';
import { Settings } from './settings.ts';
import { layerContext } from './site.ts';
import { drawValidators } from './validators.ts';

export const daComponent: Component = {
  about: 'A data availability layer under load',
  parameters: daParameters,
  implied: impliedByLayer,
  highlights: [
    'da.throughput',
    'da.ceiling',
    'da.utilisation',
    'da.time_to_available',
    'da.time_to_confirmed',
    'da.ingress_per_byte',
    'da.egress_per_byte',
  ],
  companions: { 'da.throughput': 'da.ceiling' },
  check: (setting) => {
    const missing = needs(setting, 'da', ['network', 'load']);
    if (missing.length > 0) return missing;
    const { nodes } = sectionOf(setting, 'network', networkParameters);
    if (nodes < 2) return [{ path: 'network.nodes', expected: '2 or more', found: `${nodes}` }];
    const load = sectionOf(setting, 'load', loadParameters);
    return [
      ...checkNetwork(setting),
      ...checkLoad(load, setting.duration),
      ...checkBlob(sectionOf(setting, 'da', daParameters), load.blobBytes),
    ];
  },
  start: (experiment) => {
    const run = new DaRun(experiment);
    return run.finish;
  },
};

function checkBlob({ layer }: DaValues, blobBytes: number): Objection[] {
  const { mostBytes } = layerByName(layer);
  if (mostBytes === undefined || blobBytes <= mostBytes) return [];
  const expected = `at most ${mostBytes} B, the largest blob of ${layer}`;
  return [{ path: 'load.blobBytes', expected, found: `${blobBytes} B` }];
}

class DaRun {
  private readonly experiment: Experiment;
  private readonly load;
  private readonly context: LayerContext;
  private readonly network: MessageNetwork;
  private readonly layer: RunningLayer;
  private readonly price: number | undefined;
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
  /** Bytes made available, and bytes that validators received before measuring began. */
  private availableBytes = 0;
  private receivedBefore = 0;
  /** Blobs measured and not yet final. */
  private readonly unconfirmed = new Set<number>();
  /** Saturating: blobs that end the warm-up and the run. */
  private warmBlobs = 0;
  private lastBlob = Number.POSITIVE_INFINITY;
  /** The layer saturates itself. */
  private readonly fed: boolean;

  constructor(experiment: Experiment) {
    this.experiment = experiment;
    const { simulation, measures } = experiment;
    this.load = sectionOf(experiment, 'load', loadParameters);
    this.availableAfter = measures.durations('da.time_to_available');
    this.confirmedAfter = measures.durations('da.time_to_confirmed');
    const values = sectionOf(experiment, 'da', daParameters);
    const layer = layerByName(values.layer);
    const settings = new Settings(layer.name, layer.settings, values);
    this.context = operateLayer(experiment, this.surroundings(settings));
    this.network = this.context.network;
    this.price = layer.cost?.(settings, this.load.blobBytes);
    this.entity = simulation.entity('load');
    const every = Array.from({ length: this.context.validators }, (_, node) => node);
    this.publishers = every.filter((node) => this.network.isAlive(node));
    simulation.streams.stream('load/publishers').shuffle(this.publishers);
    this.layer = layer.build(this.context);
    this.publishKind = simulation.handler('load.publish', () => {
      this.publish();
      if (!this.load.saturate) this.scheduleArrival();
    });
    this.endKind = simulation.handler('load.end', () => this.endMeasuring());
    this.fed = this.load.saturate && this.layer.saturate !== undefined;
    if (this.fed) this.layer.saturate?.();
    else if (this.load.saturate) this.fill();
    else {
      this.scheduleArrival();
      const startMeasuring = simulation.handler('load.measure', () => this.startMeasuring());
      simulation.schedule(experiment.warmup, Lane.Observe, this.entity, startMeasuring);
    }
  }

  private surroundings(settings: Settings): LayerContext {
    const { experiment, load } = this;
    const { simulation } = experiment;
    const net = sectionOf(experiment, 'network', networkParameters);
    const values = sectionOf(experiment, 'da', daParameters);
    const layer = layerByName(values.layer);
    const validators = net.nodes;
    const up = net.up ?? net.bandwidth;
    const down = net.down ?? net.bandwidth;
    const stations = layer.stations?.(settings, { up, down, nodes: validators }, experiment) ?? [];
    const drawn = (what: 'offline' | 'slow') =>
      drawValidators(validators, values[what], simulation.streams, `da/${what}`);
    const slow = drawn('slow');
    const linkShare = Array.from({ length: validators }, (_, i) =>
      slow.has(i) ? values.slowLink : 1,
    );
    const { network } = buildNetwork(simulation, net, experiment.attachments, {
      stations,
      linkShare,
    });
    for (const node of drawn('offline')) network.setAlive(node, false);
    let next = validators;
    const nodesOf: Record<string, readonly number[]> = {};
    for (const { name, count } of stations) {
      nodesOf[name] = Array.from({ length: count }, () => next++);
    }
    return layerContext({
      experiment,
      network,
      validators,
      stations: nodesOf,
      values,
      settings,
      up,
      down,
      blobBytes: load.blobBytes,
      saturate: load.saturate,
      available: (blob) => this.available(blob),
      confirmed: (blob) => this.confirmed(blob),
      abandoned: (blob) => this.abandoned(blob),
      complete: () => {
        if (load.saturate && !this.fed) this.publish();
      },
      measure: () => this.startMeasuring(),
      measured: () => this.endMeasuring(),
    });
  }

  /** Saturating: blobs in flight that fill the links, the first ones spread over the pipe. */
  private fill(): void {
    const { simulation } = this.experiment;
    const inFlight = this.layer.pipeline(this.load.blobBytes, toSeconds(this.load.pipe as Tick));
    this.warmBlobs = inFlight;
    const measured = Math.ceil(inFlight * this.load.rounds);
    this.lastBlob = inFlight + Math.max(measured, this.load.leastBlobs);
    const spread = simulation.streams.stream('load/start');
    for (let i = 0; i < inFlight; i++) {
      const at = Math.floor(spread.uniform() * this.load.pipe) as Tick;
      simulation.schedule(at, Lane.Process, this.entity, this.publishKind, i);
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
    this.availableBytes += blob.bytes;
    // A layer may finish many blobs in one tick: those of the tick that ends the warm-up belong to it.
    if (this.phase === 'measuring' && now > this.measuredFrom) {
      this.payload += blob.bytes;
      this.unconfirmed.add(blob.id);
      this.availableAfter((now - blob.publishedAt) as Tick);
    }
    if (!this.load.saturate || this.fed) return;
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

  private abandoned(blob: Blob): void {
    if (!this.unconfirmed.delete(blob.id)) return;
    if (this.phase === 'ended' && this.unconfirmed.size === 0) this.experiment.simulation.stop();
  }

  private startMeasuring(): void {
    this.phase = 'measuring';
    this.receivedBefore += this.received();
    this.measuredFrom = this.experiment.simulation.now;
    this.network.resetStatistics();
    this.context.processors.resetStatistics();
    this.layer.resetStatistics();
  }

  private endMeasuring(): void {
    const { measures, simulation } = this.experiment;
    const seconds = toSeconds((simulation.now - this.measuredFrom) as Tick);
    const measured = this.phase === 'measuring' && seconds > 0;
    const payload = measured ? (this.layer.delivered?.() ?? this.payload) : 0;
    this.phase = 'ended';
    const throughput = measured ? payload / seconds : 0;
    measures.value('da.throughput', 'B/s', throughput);
    measures.value('da.blobs', '1', this.availableBlobs);
    if (this.price !== undefined) measures.value('da.cost_per_mb', 'USD', this.price);
    const value = (name: string, unit: string, found: number) => measures.value(name, unit, found);
    this.layer.report?.(value);
    assertBytesConserved(this.network);
    // A validator with a quorum of its own needs nobody else.
    if (Math.max(...this.context.stake) < this.context.settings.get('quorum')) {
      assertEnoughReceived(this.receivedBefore + this.received(), this.availableBytes);
    }
    let ceilings: readonly Ceiling[] = [];
    if (payload > 0) {
      const window = { seconds, payload };
      reportBytes(measures, this.context, this.layer, window);
      ceilings = reportBounds(measures, this.layer, window);
      this.layer.assert?.(window);
    }
    if (this.experiment.sections.claim !== undefined) {
      const claim = sectionOf(this.experiment, 'claim', claimParameters);
      reportClaim(measures, claim, throughput, [...ceilings, ...(this.layer.found?.() ?? [])]);
    }
    if (this.unconfirmed.size === 0) simulation.stop();
  }

  /** Bytes that the validators received since the last reset. */
  private received(): number {
    const { network, validators } = this.context;
    let sum = 0;
    for (let node = 0; node < validators; node++) sum += network.accounting.received[node];
    return sum;
  }

  readonly finish: Finish = () => {
    if (this.phase !== 'ended') this.endMeasuring();
  };
}
