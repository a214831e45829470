import { toSeconds } from '../../../sim/time.ts';
import { parallelThroughput } from '../../chain/stake/parallel.ts';
import { type Ceiling, linkUse, type ResourceUse, type Window } from '../layer.ts';
import { type Encoding, encodeTime } from './encoding.ts';
import { confirmation, gasOf, rootsWithin } from './gas.ts';
import { SENT_BYTES } from './geometry.ts';
import type { Nodes } from './nodes.ts';
import type { Pipeline } from './pipeline.ts';

/*
 * The stages of the pipeline as flows in blobs a second: what each could carry, and what it carried since the end
 * of the warm-up. Blobs that lie between two stages make flows differ in a short window.
 */

export interface Machines {
  readonly pipeline: Pipeline;
  readonly clients: readonly number[];
  readonly encodings: readonly Encoding[];
  readonly nodes: Nodes;
  /** Kind of the messages with rows. */
  readonly share: number;
}

interface Flow {
  readonly name: string;
  /** Resource, for the name of a bottleneck. */
  readonly resource: string;
  /** Blobs a second at most. */
  readonly most: number;
  /** Blobs since the reset. */
  readonly carried: number;
  /** Blobs that the ends of a window may add: what is counted whole. */
  readonly step: number;
}

/** Wire bytes of a blob: all its rows, without those that no signer takes. */
function requestBytes({ counts }: Pipeline): number {
  const { requestedBlobs, requestedBytes } = counts;
  return requestedBlobs > 0 && requestedBytes > 0 ? requestedBytes / requestedBlobs : SENT_BYTES;
}

/** Confirmed blobs a second on all networks together, and the resource that binds. */
export function chainRate({ contracts, config }: Pipeline): { rate: number; use: number } {
  const [{ lane }] = contracts;
  const { gasLimit: blockGas, gasPerSecond } = lane.settings;
  const limit = config.gasLimit === 0 ? blockGas : Math.min(config.gasLimit, blockGas);
  const roots = rootsWithin(confirmation, limit);
  if (roots === 0) return { rate: 0, use: 0 };
  const gas = gasOf(confirmation, roots);
  const single = (Math.floor(blockGas / gas) * roots) / lane.blockTime();
  const resources = [
    { name: 'execution', capacity: 1, perNetwork: 0, perItem: gas / roots / gasPerSecond },
    { name: 'processor', capacity: 1, perNetwork: lane.processorUse(), perItem: 0 },
  ];
  const { throughput, use } = parallelThroughput(contracts.length, single, resources);
  return { rate: throughput, use: use.processor };
}

function flows({ pipeline, clients, encodings, nodes, share }: Machines, seconds: number): Flow[] {
  const { context, config, values, counts, protocol } = pipeline;
  const { network, validators, up, down } = context;
  const wire = requestBytes(pipeline);
  const moved = network.accounting.ofKind(share);
  const done = nodes.done();
  // Silent signers, refusals and rejections leave rows unchecked.
  const { acceptedSlices, deliveredSlices } = counts;
  const accepted = acceptedSlices > 0 ? acceptedSlices / deliveredSlices : 1;
  const checked = (accepted * wire) / SENT_BYTES;
  const rates = nodes.rates();
  const encoded = encodings.reduce((sum, encoding) => sum + encoding.done(), 0);
  const count = clients.length;
  const chain = chainRate(pipeline).rate;
  const found: Flow[] = [
    {
      name: 'encoders',
      resource: 'encoder',
      most: (count * values.encoders) / toSeconds(encodeTime(pipeline)),
      carried: encoded,
      step: 0,
    },
    {
      name: 'client uplinks / 3.28 at full blobs',
      resource: 'client uplink',
      most: (clients.length * up) / wire,
      carried: moved.sent / wire,
      // A chunk of each client.
      step: clients.length,
    },
    {
      name: 'ingest of all nodes',
      resource: 'node ingest',
      most: (validators * down) / wire,
      carried: moved.received / wire,
      // Bytes count when they reach the downlink, whose queue has no bound.
      step: Number.POSITIVE_INFINITY,
    },
    {
      name: 'row checks of all nodes',
      resource: 'node processor',
      most: rates.verified / checked,
      carried: done.verified / checked,
      step: 0,
    },
    {
      name: 'disks of all nodes',
      resource: 'node disk',
      most: rates.written / checked,
      carried: done.written / checked,
      step: 0,
    },
    {
      name: 'chain gas of confirmations',
      resource: 'chain gas',
      most: chain,
      carried: Math.min(chain * seconds, done.verified / checked),
      step: 0,
    },
  ];
  if (protocol) {
    found.push(
      {
        name: 'encoding ticks of clients',
        resource: 'client encoding tick',
        most: (count * config.encodingQueue) / toSeconds(config.encodingInterval),
        carried: counts.taken,
        step: count * config.encodingQueue,
      },
      {
        name: 'signing ticks of clients',
        resource: 'client signing tick',
        most:
          (count * Math.floor(values.batchBytes / SENT_BYTES)) / toSeconds(config.signingInterval),
        carried: counts.dispersed,
        step: count * Math.floor(values.batchBytes / SENT_BYTES),
      },
    );
  }
  return found;
}

/**
 * Payload made available since the reset. A later stage may then have worked off what an earlier one left it
 * before: where more became available than a stage can carry in the time, what that stage carried counts.
 */
export function deliveredPayload(machines: Machines, seconds: number): number {
  const { context, counts } = machines.pipeline;
  const passed = flows(machines, seconds).filter(({ most }) => counts.available > most * seconds);
  const done = passed.map(({ most, carried }) => Math.min(carried, most * seconds));
  return Math.min(counts.available, ...done) * context.blobBytes;
}

/** Rounding of sums. */
const SLACK = 1e-9;

/** No stage carried more than it can. @throws Error that names it */
export function checkFlows(machines: Machines, { seconds }: Window): void {
  for (const { name, most, carried, step } of flows(machines, seconds)) {
    if (carried > most * seconds * (1 + SLACK) + step) {
      throw new Error(`${name}, expected at most ${most * seconds} blobs, got ${carried}`);
    }
  }
}

export function zerogCeilings(machines: Machines, { seconds }: Window): Ceiling[] {
  const { blobBytes } = machines.pipeline.context;
  return flows(machines, seconds).map(({ name, most }) => ({ name, rate: most * blobBytes }));
}

export function zerogResources(machines: Machines, window: Window): ResourceUse[] {
  const { context } = machines.pipeline;
  // The mean validator's downlink is the ingest of the nodes, by all its messages.
  const own = flows(machines, window.seconds).filter(({ resource }) => resource !== 'node ingest');
  const used = own.map(({ resource, most, carried }) => ({
    name: resource,
    utilisation: most > 0 ? Math.min(1, carried / window.seconds / most) : 0,
  }));
  // Of two stages that are busy all the time the later one binds: the first fills what waits before it.
  return [...used.reverse(), ...linkUse(context, window)];
}
