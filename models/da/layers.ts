import { dispersalLayer } from './dispersal.ts';
import { gossipLayer } from './gossip.ts';
import type { AvailabilityLayer } from './layer.ts';
import { pullTreeLayer } from './pull-tree.ts';

/** Every availability layer; add one here and its name in `layer-names.ts`. */
export const layers: readonly AvailabilityLayer[] = [gossipLayer, pullTreeLayer, dispersalLayer];

/** @throws RangeError for an unknown name */
export function layerByName(name: string): AvailabilityLayer {
  const layer = layers.find((candidate) => candidate.name === name);
  if (layer === undefined) throw new RangeError(`da.layer, found "${name}"`);
  return layer;
}
