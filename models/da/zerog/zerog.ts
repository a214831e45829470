import { Lane } from '../../../sim/engine/order.ts';
import { seconds, type Tick, toSeconds, ZERO } from '../../../sim/time.ts';
import { ChainLane } from '../../chain/lane.ts';
import { sectionOf } from '../../component.ts';
import { loadParameters } from '../../load.ts';
import type { AvailabilityLayer, Blob, LayerContext, RunningLayer, Window } from '../layer.ts';
import { known } from '../settings.ts';
import {
  chainRate,
  checkFlows,
  deliveredPayload,
  type Machines,
  zerogCeilings,
  zerogResources,
} from './bounds.ts';
import { Client } from './client.ts';
import { clientConfig } from './config.ts';
import { DaContract } from './contract.ts';
import { MAX_PAYLOAD_BYTES, wireFactor } from './geometry.ts';
import { Nodes } from './nodes.ts';
import { zerogValues } from './parameters.ts';
import { Counts, type Item, type Pipeline, Stages } from './pipeline.ts';
import { Readers } from './reading.ts';
import { MAX_TARGET } from './sampling.ts';
import { signingKinds } from './signing.ts';
import { Storage } from './storage.ts';
import { Transactions } from './transactions.ts';

/*
 * 0G DA as implemented: clients encode blobs, announce them on chain, send each signer its rows, collect
 * signatures over two thirds of the rows and confirm them on chain (chain sheet 1 and 6.2). The parts are the
 * files beside this one; `blob-state.ts` is the machine that they move blobs through.
 *
 * Saturated, clients have a blob whenever their encoders have room. `da.limits: links` keeps ticks, encoders,
 * machines, batches and gas, and lifts the limits of queues, pools and admission.
 */
export const zerogLayer: AvailabilityLayer = {
  name: '0g',
  about: 'rows go straight to the seats of a quorum, two transactions a blob through the chain',
  mostBytes: MAX_PAYLOAD_BYTES,
  settings: {
    quorum: known('from source', '0G DAC DAEntrance.sol: 3 hit >= 2 total, by rows')(2 / 3),
    signatureBytes: known('estimate', 'BLS signature in G1, 64 B, and framing')(160),
    clients: known('choice', '')(0),
  },
  stations: (settings, { up, down, nodes }, { sections }) => {
    const { handOff, storageNodes } = zerogValues(sections);
    const clients = { name: 'client', count: settings.get('clients') || nodes, up, down };
    if (handOff === 'code') return [clients];
    return [clients, { name: 'storage', count: storageNodes, up, down }];
  },
  build: (context) => new ZerogLayer(context),
};

/** Saturating: a run in which nothing becomes available for so long is over. Choice. */
const PATIENCE = seconds(1200);
/** Saturating: blobs of each client that are measured at the least. Choice. */
const BLOBS_PER_CLIENT = 4;

class ZerogLayer implements RunningLayer {
  private readonly context: LayerContext;
  private readonly parts: Pipeline;
  private readonly machines: Machines;
  private readonly clients: readonly Client[];
  private readonly endKind: number;
  private readonly entity: number;
  private readonly least: number;
  private available = 0;
  private availableBefore = 0;
  private measuredFrom: Tick | undefined;
  private made = 0;
  private resetAt: Tick = ZERO;

  constructor(context: LayerContext) {
    this.context = context;
    const { simulation, network, experiment, stake } = context;
    const values = zerogValues(experiment.sections);
    const powers = stake.map((share) => Math.max(1, Math.floor(share * values.bonded)));
    const lane = { simulation, network, fidelity: experiment.fidelity, powers };
    const contracts = Array.from({ length: values.networks }, (_, index) => {
      const chain = context.chain ?? new ChainLane({ ...lane, preset: context.values.chain });
      return new DaContract(context, values, chain, index);
    });
    this.parts = {
      context,
      values,
      config: clientConfig(values),
      protocol: context.values.limits === 'protocol',
      contracts,
      stages: new Stages(experiment.measures),
      counts: new Counts(),
      ended: false,
      certified: (item) => this.certified(item),
    };
    const { parts: pipeline } = this;
    const transactions = new Transactions(context);
    const nodes = new Nodes(pipeline);
    const kinds = signingKinds(pipeline, nodes);
    const shared = {
      pipeline,
      transactions,
      kinds,
      readers: new Readers(pipeline),
      storage: values.handOff === 'code' ? undefined : new Storage(pipeline, transactions),
      nodes: context.stations.client,
    };
    const supply = context.saturate ? (room: number) => this.supply(room) : undefined;
    this.clients = shared.nodes.map((_, index) => new Client(shared, index, supply));
    const encodings = this.clients.map(({ encoding }) => encoding);
    this.machines = { pipeline, clients: shared.nodes, encodings, nodes, share: kinds.share };
    const { leastBlobs } = sectionOf(experiment, 'load', loadParameters);
    this.least = Math.max(leastBlobs, BLOBS_PER_CLIENT * this.clients.length);
    this.entity = simulation.entity('da/zerog');
    this.endKind = simulation.handler('da.zerog.end', (_entity, wait) => this.end(wait > 0));
  }

  publish(blob: Blob): void {
    this.clients[blob.id % this.clients.length].publish(this.accept(blob));
  }

  pipeline(): number {
    return this.clients.length;
  }

  saturate(): void {
    this.schedule(PATIENCE, 1);
  }

  private accept(blob: Blob): Item {
    const { values, stages } = this.parts;
    const { streams } = this.context.simulation;
    return stages.accept(blob, streams.stream('da/zerog/wrong').chance(values.wrongRows));
  }

  /** Blobs that publishers have ready. */
  private supply(room: number): Item[] {
    const { blobBytes: bytes, simulation, validators } = this.context;
    return Array.from({ length: room }, () => {
      const id = this.made++;
      return this.accept({ id, publisher: id % validators, bytes, publishedAt: simulation.now });
    });
  }

  private certified(item: Item): void {
    if (item.available) return;
    item.available = true;
    const { context, least } = this;
    this.available++;
    // Those of the tick that ends the warm-up belong to it.
    if (context.simulation.now > this.resetAt) this.parts.counts.available++;
    context.available(item.blob);
    if (!context.saturate || this.parts.ended) return;
    if (this.measuredFrom === undefined) {
      if (this.available < least / 2) return;
      this.measuredFrom = context.simulation.now;
      this.available = 0;
      context.measure();
    } else if (this.available === least) {
      // Whole ticks: a client has the same number of them whatever its phase.
      const { encodingInterval } = this.parts.config;
      const so = context.simulation.now - this.measuredFrom;
      const ticks = Math.max(1, Math.ceil(so / encodingInterval));
      this.schedule((ticks * encodingInterval - so) as Tick, 0);
    }
  }

  private schedule(wait: Tick, isPatience: number): void {
    this.context.simulation.schedule(wait, Lane.Observe, this.entity, this.endKind, isPatience);
  }

  /** Enough is measured, or nothing comes any more. */
  private end(isPatience: boolean): void {
    const { context, parts: pipeline } = this;
    if (isPatience && this.available !== this.availableBefore) {
      this.availableBefore = this.available;
      this.schedule(PATIENCE, 1);
      return;
    }
    if (pipeline.ended) {
      // What was measured never becomes final.
      if (isPatience) context.simulation.stop();
      return;
    }
    pipeline.ended = true;
    context.measured();
    if (isPatience) this.schedule(PATIENCE, 1);
  }

  resetStatistics(): void {
    const { counts } = this.parts;
    counts.taken = 0;
    counts.dispersed = 0;
    counts.available = 0;
    this.machines.nodes.resetStatistics();
    for (const { encoding } of this.clients) encoding.resetStatistics();
    this.resetAt = this.context.simulation.now;
  }

  delivered(): number {
    const { simulation } = this.context;
    return deliveredPayload(this.machines, toSeconds((simulation.now - this.resetAt) as Tick));
  }

  roles() {
    return { publisher: { egress: wireFactor(this.context.blobBytes) } };
  }

  ceilings(window: Window) {
    return zerogCeilings(this.machines, window);
  }

  resources(window: Window) {
    return zerogResources(this.machines, window);
  }

  assert(window: Window): void {
    checkFlows(this.machines, window);
    for (const contract of this.parts.contracts) contract.check();
  }

  report(value: (name: string, unit: string, value: number) => void): void {
    const { counts, contracts } = this.parts;
    const sum = (of: (contract: DaContract) => number) =>
      contracts.reduce((total, contract) => total + of(contract), 0);
    const mean = (of: (contract: DaContract) => number) => sum(of) / contracts.length;
    value('da.blobs_failed', '1', counts.blobsFailed);
    value('da.failures', '1', counts.failures);
    value('da.sign_refused', '1', counts.refused);
    value('da.sign_rejected', '1', counts.rejected);
    value('da.handed_off', '1', counts.handedOff);
    value('da.pruned', '1', counts.pruned);
    value(
      'da.zerog.sample_responses',
      '1',
      sum(({ lottery }) => lottery.responses),
    );
    value(
      'da.zerog.target',
      '1',
      mean(({ lottery }) => Number(lottery.target) / Number(MAX_TARGET)),
    );
    value(
      'da.zerog.reward_share[largest]',
      '1',
      mean(({ lottery }) => lottery.largestShare()),
    );
    value(
      'da.zerog.quorums',
      '1',
      mean(({ quorums }) => quorums.length),
    );
    value(
      'da.zerog.seat_share[first]',
      '1',
      mean((contract) => contract.seatShare(0)),
    );
    value(
      'da.zerog.epoch',
      '1',
      mean(({ epoch }) => epoch),
    );
    value(
      'da.zerog.block_time',
      's',
      mean(({ lane }) => lane.blockTime()),
    );
    value('da.zerog.chain_load', '1', chainRate(this.parts).use);
  }
}
