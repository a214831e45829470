import { seconds } from '../../sim/time.ts';
import { GossipBlocks } from './gossip-blocks.ts';
import type { AvailabilityLayer } from './layer.ts';
import { known } from './settings.ts';
import { gossipSettings } from './shape-settings.ts';
import { SlotLayer } from './slots/slots.ts';

const ethereum = 'Ethereum consensus-specs; da-layers 2.5';

/** Slots, attestations and finality of Ethereum. */
export const ethereumSettings = {
  ...gossipSettings,
  quorum: known('published', 'two thirds of the stake attest; Casper FFG')(2 / 3),
  signatureBytes: known('from source', 'BLS12-381 signature with its attestation data')(229),
  blockInterval: known('from source', `${ethereum}: slot of 12 s`)(seconds(12)),
  deadline: known('from source', `${ethereum}: attest at a third of the slot`)(seconds(4)),
  finality: known('published', `${ethereum}: two epochs of 32 slots`)(seconds(768)),
};

/*
 * Data as transaction input: part of the block, which everybody downloads, executes and keeps.
 */
export const calldataLayer: AvailabilityLayer = {
  name: 'calldata',
  about: 'monolithic: data in transactions, the block goes to everybody by gossip',
  settings: {
    ...ethereumSettings,
    blobUnit: known('published', 'input is not padded')(1),
    blockBytes: known(
      'published',
      'EIP-4844: 30 M gas at 16 gas a byte; later gas limits and EIP-7623 change both, da-layers 6.9',
    )(1_875_000),
  },
  build: (context) => new SlotLayer(context, new GossipBlocks(context)),
};
