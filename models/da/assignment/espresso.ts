/*
 * Espresso (HotShot with Tiramisu): every node keeps a share of a verifiable dispersal, and a small
 * committee keeps the whole block. Source: da-layers 2.7.
 */
import type { Stream } from '../../../sim/random.ts';
import { type Assignment, inOrder } from './assignment.ts';

/** Nodes of the committee in the published test bench. */
export const ESPRESSO_COMMITTEE = 10;

/** Shares that rebuild a block: a third of them (estimate: the published rate was not read). */
export function espressoNeeded(nodes: number): number {
  return Math.ceil(nodes / 3);
}

/** Signatures of a certificate: all voters but the largest f with 3 f + 1 <= voters; 2 f + 1 of 3 f + 1. */
export function espressoCertificate(voters: number): number {
  return voters - Math.floor((voters - 1) / 3);
}

/**
 * One share for each node; members of the committee keep them all.
 * @param stream draws the committee
 * @throws RangeError for a committee larger than the nodes
 */
export function espressoAssignment(nodes: number, committee: number, stream: Stream): Assignment {
  if (!(committee >= 0 && committee <= nodes)) {
    throw new RangeError(`committee, expected 0 to ${nodes}, got ${committee}`);
  }
  const units: Uint16Array[] = [];
  for (let node = 0; node < nodes; node++) units.push(Uint16Array.of(node));
  const all = inOrder(nodes);
  for (const member of stream.sample(committee, nodes)) units[member] = all;
  return { total: nodes, needed: espressoNeeded(nodes), units };
}
