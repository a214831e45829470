import type { LayerContext } from '../layer.ts';
import { wholeUnits } from './blob-queue.ts';

/*
 * Waiting blobs may fill a block that the links cannot carry in time, above all after an outage. Leaders then
 * take half of it, and with each block in time they go halfway back to the size that missed. It stands for
 * time-outs that grow from round to round. Once a node is back no size counts as too large.
 */

/** How much of what waits the next leader takes. */
export class FillLimit {
  private readonly bound: number;
  private readonly unit: number;
  private size: number;
  /** Smallest block that missed. */
  private tooLarge: number;

  /**
   * @param bound bytes that the protocol or the closed form allows
   * @param unit bytes of which a block has a whole number, one at least
   */
  constructor(bound: number, unit: number) {
    this.bound = bound;
    this.unit = unit;
    this.size = bound;
    this.tooLarge = bound;
  }

  /** A block was in time. @returns bytes that the next one may have */
  inTime(): number {
    if (this.size < this.bound) {
      this.size = wholeUnits((this.size + this.tooLarge) / 2, this.unit);
    }
    return this.size;
  }

  /** A block of these bytes missed its deadline. @returns bytes that the next one may have */
  missed(bytes: number): number {
    this.tooLarge = Math.min(this.tooLarge, bytes);
    this.size = Math.min(this.size, wholeUnits(bytes / 2, this.unit));
    return this.size;
  }

  /** A node is back. */
  forget(): void {
    this.tooLarge = this.bound;
  }
}

/**
 * A leader is up, and enough validators to vouch: a block that misses says something of its size. Where
 * they are not, it says nothing.
 */
export function canDecide(
  { network, settings, silent, stake }: LayerContext,
  leader: number,
): boolean {
  if (!network.isAlive(leader)) return false;
  let up = 0;
  stake.forEach((share, node) => {
    if (network.isAlive(node) && !silent(node)) up += share;
  });
  return up > settings.get('quorum');
}
