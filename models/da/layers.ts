import { availLayer } from './avail.ts';
import { calldataLayer } from './calldata.ts';
import { celestiaLayer } from './celestia.ts';
import { dankshardingLayer } from './danksharding.ts';
import { dispersalLayer } from './dispersal.ts';
import { eigendaV1Layer } from './eigenda-v1.ts';
import { eigendaV2Layer } from './eigenda-v2.ts';
import { eip4844Layer } from './eip-4844.ts';
import { espressoLayer } from './espresso.ts';
import { fibreLayer } from './fibre.ts';
import { gossipLayer } from './gossip.ts';
import type { AvailabilityLayer } from './layer.ts';
import { nearLayer } from './near.ts';
import { peerdasBpo1Layer, peerdasFusakaLayer, peerdasLayer } from './peerdas.ts';
import { pullTreeLayer } from './pull-tree.ts';
import { walrusLayer } from './walrus.ts';
import { zerogLayer } from './zerog/zerog.ts';

/** Every availability layer; add one here and its name in `layer-names.ts`. */
export const layers: readonly AvailabilityLayer[] = [
  gossipLayer,
  pullTreeLayer,
  dispersalLayer,
  calldataLayer,
  eip4844Layer,
  celestiaLayer,
  availLayer,
  peerdasFusakaLayer,
  peerdasBpo1Layer,
  peerdasLayer,
  dankshardingLayer,
  nearLayer,
  espressoLayer,
  fibreLayer,
  eigendaV1Layer,
  eigendaV2Layer,
  walrusLayer,
  zerogLayer,
];

/** @throws RangeError for an unknown name */
export function layerByName(name: string): AvailabilityLayer {
  const layer = layers.find((candidate) => candidate.name === name);
  if (layer === undefined) throw new RangeError(`da.layer, found "${name}"`);
  return layer;
}
