import { arweaveLayer } from './arweave.ts';
import { filecoinLayer } from './filecoin.ts';
import { filecoinHotLayer } from './filecoin-hot.ts';
import { ipfsLayer } from './ipfs.ts';
import type { ReadLayer } from './layer.ts';
import type { readLayerNames } from './layer-names.ts';
import { s3Layer } from './s3.ts';
import { s3ExpressLayer } from './s3-express.ts';
import { walrusLayer } from './walrus.ts';
import { zerogLayer } from './zerog.ts';
import { zerogHotLayer } from './zerog-hot.ts';

/** Every read layer. Add one here and its name in `layer-names.ts`. */
export const readLayers: Readonly<Record<(typeof readLayerNames)[number], ReadLayer>> = {
  '0g': zerogLayer,
  '0g-hot': zerogHotLayer,
  filecoin: filecoinLayer,
  'filecoin-hot': filecoinHotLayer,
  arweave: arweaveLayer,
  walrus: walrusLayer,
  ipfs: ipfsLayer,
  s3: s3Layer,
  's3-express': s3ExpressLayer,
};
