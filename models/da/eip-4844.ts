import { ethereumSettings } from './calldata.ts';
import { GossipBlocks } from './gossip-blocks.ts';
import type { AvailabilityLayer } from './layer.ts';
import { known } from './settings.ts';
import { SlotLayer } from './slots/slots.ts';

/** Bytes of a blob. Source: EIP-4844, 4096 field elements of 32 B. */
export const BLOB_BYTES = 131_072;

/** What was paid for blobs, by a survey that another one contradicts five times over; for ratios only. */
export const blobPrice = known('published', 'Eclipse survey, second-hand; da-layers 3')(3.83);

/*
 * Blobs beside the block: everybody downloads every blob by gossip and keeps it for 18 days.
 */
export const eip4844Layer: AvailabilityLayer = {
  name: 'eip-4844',
  about: 'Ethereum blobs before PeerDAS: everybody downloads every blob',
  settings: {
    ...ethereumSettings,
    blobUnit: known('published', 'EIP-4844: 131,072 B')(BLOB_BYTES),
    blockBytes: known('from source', 'EIP-4844, March 2024: at most 6 blobs')(6 * BLOB_BYTES),
    price: blobPrice,
  },
  build: (context) => new SlotLayer(context, new GossipBlocks(context)),
  cost: (settings, blobBytes) => {
    const padded = Math.ceil(blobBytes / BLOB_BYTES) * BLOB_BYTES;
    return (settings.get('price') * padded) / blobBytes;
  },
};
