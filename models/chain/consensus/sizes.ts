/*
 * Bytes of consensus messages. Source: CometBFT as read in facts on DA, chain and compute 2.2.
 */

/** Largest header, bytes. */
export const HEADER_BYTES = 626;
/** A block part, bytes, with a Merkle proof beside it. */
export const PART_BYTES = 65_536;
const PART_PROOF_BYTES = 32;
/** A proposal with its signature, bytes; estimate from its fields. */
export const PROPOSAL_BYTES = 280;
/** A new-round-step announcement, bytes; estimate from its fields. */
export const ROUND_STEP_BYTES = 40;

const PACKET_PAYLOAD = 1024;
/** An encrypted frame: payload, length, authentication tag. */
const FRAME_BYTES = 1024 + 4 + 16;
/** Bytes in front of each packet of a message: channel, end mark, length. */
const PACKET_HEADER = 8;

/** On the wire: messages are cut into packets, packets packed into encrypted frames of one size. */
export function wireBytes(payload: number): number {
  const packets = Math.ceil(payload / PACKET_PAYLOAD);
  return Math.ceil((payload + packets * PACKET_HEADER) / PACKET_PAYLOAD) * FRAME_BYTES;
}

/** A commit of `validators` signatures. @param entryBytes of one signature with its fields */
export function commitBytes(validators: number, entryBytes: number): number {
  return 94 + (entryBytes + 3) * validators;
}

export function partsOf(blockBytes: number): number {
  return Math.max(1, Math.ceil(blockBytes / PART_BYTES));
}

/** A part as sent: the last one of a block is shorter. */
export function partBytes(blockBytes: number, part: number): number {
  const proof = PART_PROOF_BYTES * (treeDepth(partsOf(blockBytes)) + 1);
  return Math.min(PART_BYTES, blockBytes - part * PART_BYTES) + proof;
}

function treeDepth(leaves: number): number {
  let depth = 0;
  for (let width = 1; width < leaves; width *= 2) depth++;
  return depth;
}
