import { sampledColumns, validatorCustody } from './assignment/peerdas.ts';
import { ethereumSettings } from './calldata.ts';
import { ColumnBlocks } from './columns/blocks.ts';
import { BLOB_BYTES, blobPrice } from './eip-4844.ts';
import type { AvailabilityLayer } from './layer.ts';
import { known, type Settings } from './settings.ts';
import { SlotLayer } from './slots/slots.ts';

/** US dollars for one MB of payload: blobs are paid for whole. */
export function blobCost(settings: Settings, blobBytes: number): number {
  const padded = Math.ceil(blobBytes / BLOB_BYTES) * BLOB_BYTES;
  return (settings.get('price') * padded) / blobBytes;
}

/**
 * PeerDAS with as many blobs as a fork allows.
 * @param most blobs of a block at most
 * @param fork of Ethereum, with its date
 */
function peerdas(name: string, most: number, fork: string): AvailabilityLayer {
  return {
    name,
    about: `Ethereum blobs with PeerDAS: extended to columns, each node keeps some (${fork})`,
    settings: {
      ...ethereumSettings,
      blobUnit: known('published', 'EIP-4844: 131,072 B')(BLOB_BYTES),
      blockBytes: known(
        'from source',
        `${fork}: at most ${most} blobs; da-layers 2.5`,
      )(most * BLOB_BYTES),
      custody: known(
        'from source',
        'consensus-specs, Fusaka: 8 columns with up to 287 ETH',
      )(sampledColumns(validatorCustody(32))),
      supernodes: known('estimate', 'da-layers 7.3: about 12 % keep all 128 columns')(0.12),
      pool: known('estimate', 'da-layers 7.2: whole blobs, 2 % more for announcements')(1.02),
      encodeRate: known(
        'estimate',
        'a core extends a blob whose proofs came with it in 3 ms: transforms of 8192 scalars',
      )(BLOB_BYTES / 0.003),
      cores: known('estimate', 'machines of home stakers, less what the clients use')(4),
      price: blobPrice,
    },
    build: (context) => new SlotLayer(context, new ColumnBlocks(context)),
    cost: blobCost,
  };
}

export const peerdasFusakaLayer = peerdas('peerdas-fusaka', 9, 'Fusaka, December 2025');
export const peerdasBpo1Layer = peerdas('peerdas-bpo1', 15, 'BPO1, December 2025');
export const peerdasLayer = peerdas('peerdas', 21, 'BPO2, January 2026');
