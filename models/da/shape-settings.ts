import { known } from './settings.ts';

/*
 * Settings of the plain shapes, which stand for no deployed layer.
 */

/** Two thirds must vouch, with signatures through a quorum round. */
export const consensusSettings = {
  quorum: known('published', 'two thirds: CometBFT; 0G DA quorum rule')(2 / 3),
  signatureBytes: known('estimate', 'BLS signature 48-96 B and framing')(160),
  certificateBytes: known('estimate', 'commitment, aggregated signature, bitmap of signers')(400),
};

const ethereum = 'Ethereum consensus-specs phase0 p2p';

export const gossipSettings = {
  degree: known('published', `${ethereum}: D = 8, low 6, high 12, lazy 6`)(8),
  heartbeat: known('published', ethereum)(7_000_000),
};
