import { ethereumSettings } from './calldata.ts';
import { REBUILD_RATE } from './columns/rebuild.ts';
import { SquareBlocks } from './danksharding-blocks.ts';
import { BLOB_BYTES, blobPrice } from './eip-4844.ts';
import type { AvailabilityLayer } from './layer.ts';
import { blobCost } from './peerdas.ts';
import { known } from './settings.ts';
import { SlotLayer } from './slots/slots.ts';

/*
 * Full danksharding, which is not deployed: blobs in a square that is extended both ways.
 */
export const dankshardingLayer: AvailabilityLayer = {
  name: 'danksharding',
  about: 'Ethereum as planned: a builder seeds rows and columns of a square, everybody samples it',
  settings: {
    ...ethereumSettings,
    blobUnit: known('published', 'EIP-4844: 131,072 B')(BLOB_BYTES),
    blockBytes: known(
      'published',
      'danksharding goal: 32 MB at most; da-layers 2.5',
    )(256 * BLOB_BYTES),
    custody: known('published', '2 rows and 2 columns; da-layers 7.2')(4),
    copies: known('estimate', 'r of da-layers 7.2, whose value is not published')(1),
    proofBytes: known('published', 'KZG proof of a cell; cells of 560 B in da-layers 7.2')(48),
    encodeRate: known(
      'estimate',
      'a row or column is rebuilt like the blobs of PeerDAS',
    )(REBUILD_RATE),
    cores: known('estimate', 'machines of home stakers, less what the clients use')(4),
    price: blobPrice,
  },
  build: (context) => new SlotLayer(context, new SquareBlocks(context)),
  cost: blobCost,
};
