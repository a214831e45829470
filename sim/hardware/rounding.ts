import type { Tick } from '../time.ts';

/**
 * Rounds fractional spans to whole ticks and hands the remainder to the next one, so that the mean
 * of many spans (a DRAM copy of 4.5 ticks) is kept. A span takes at least one tick.
 */
export class TickRounder {
  private carry = 0;

  whole(span: number): Tick {
    const exact = span + this.carry;
    const ticks = exact < 1 ? 1 : Math.round(exact);
    // Bounded, so that spans below one tick do not pile up a debt.
    const left = exact - ticks;
    this.carry = Math.max(left, -1);
    return ticks as Tick;
  }
}
