import type { Tick } from '../../../sim/time.ts';
import type { Peers } from './peers.ts';
import type { VoteType } from './round-machine.ts';

/*
 * Who holds which vote of one height, round and type, and what each node knows of its peers: the state
 * of vote gossip. Bits by validator in words of 32.
 *
 * A node announces each vote that it accepts to all its peers ("has vote"). Instead of an event for each
 * such hint the pool keeps when a node got each vote: a peer knows it once that time plus the delay of
 * the hint is over.
 */
export class VotePool {
  height = 0;
  round = 0;
  type: VoteType = 0;
  readonly words: number;
  /** When a validator signed, ticks; the timestamp of its vote. */
  readonly signedAt: Float64Array;
  /** Value that a validator voted for. */
  readonly value: Int32Array;
  /** From a pool of first votes to that of second, conflicting ones of the same validators, and back. */
  twin: VotePool | undefined;

  private readonly validators: number;
  /** Votes held, and votes that wait for the processor, by node. */
  private readonly held: Uint32Array;
  private readonly queued: Uint32Array;
  /** What the node at the head of an edge knows its peer to hold. */
  private readonly known: Uint32Array;
  private readonly heldAt: Float64Array;

  constructor(peers: Peers, validators: number) {
    this.validators = validators;
    this.words = (validators + 31) >>> 5;
    this.signedAt = new Float64Array(validators);
    this.value = new Int32Array(validators);
    this.held = new Uint32Array(peers.nodes * this.words);
    this.queued = new Uint32Array(peers.nodes * this.words);
    this.known = new Uint32Array(peers.edges * this.words);
    this.heldAt = new Float64Array(peers.nodes * validators);
  }

  /** Forgets everything, for another height, round and type. */
  reset(height: number, round: number, type: VoteType): this {
    this.height = height;
    this.round = round;
    this.type = type;
    this.twin = undefined;
    this.held.fill(0);
    this.queued.fill(0);
    this.known.fill(0);
    return this;
  }

  holds(node: number, validator: number): boolean {
    return (this.held[node * this.words + (validator >>> 5)] & (1 << (validator & 31))) !== 0;
  }

  /** A vote has come to a node. @returns false for one that it has already */
  arrive(node: number, validator: number): boolean {
    const at = node * this.words + (validator >>> 5);
    const bit = 1 << (validator & 31);
    if ((this.queued[at] & bit) !== 0) return false;
    this.queued[at] |= bit;
    return true;
  }

  /** A vote that arrived was lost before it was looked at. */
  lose(node: number, validator: number): void {
    this.queued[node * this.words + (validator >>> 5)] &= ~(1 << (validator & 31));
  }

  /** A vote that arrived has been looked at and is held from now on. */
  hold(node: number, validator: number, now: Tick): void {
    this.held[node * this.words + (validator >>> 5)] |= 1 << (validator & 31);
    this.heldAt[node * this.validators + validator] = now;
  }

  /** The node at the head of `edge` learns that its peer holds a vote. */
  learn(edge: number, validator: number): void {
    this.known[edge * this.words + (validator >>> 5)] |= 1 << (validator & 31);
  }

  /** Forgets what the node at the head of `edge` knows of its peer. */
  forget(edge: number): void {
    this.known.fill(0, edge * this.words, (edge + 1) * this.words);
  }

  /**
   * Votes that `from` holds and does not know `to` to hold; they count as known from now on.
   * @param heardUntil hints of `to` about votes that it held by then have arrived
   * @param out receives validators
   */
  missing(edge: number, from: number, to: number, heardUntil: number, out: number[]): void {
    const { words, held, known, queued } = this;
    const mine = from * words;
    const edgeAt = edge * words;
    for (let w = 0; w < words; w++) {
      let rest = held[mine + w] & ~known[edgeAt + w];
      if (rest === 0) continue;
      known[edgeAt + w] |= rest;
      const theirs = queued[to * words + w];
      while (rest !== 0) {
        const bit = rest & -rest;
        rest ^= bit;
        const validator = (w << 5) + 31 - Math.clz32(bit);
        const told =
          (theirs & bit) !== 0 &&
          this.holds(to, validator) &&
          this.heldAt[to * this.validators + validator] <= heardUntil;
        if (!told) out.push(validator);
      }
    }
  }
}
