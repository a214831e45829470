import type { MessageNetwork } from '../../sim/network/messages.ts';
import type { Ceiling } from './layer.ts';

/*
 * What must hold in every run, whatever the layer. Source: da-layers 7.5.
 */

/** Rounding of sums of bytes. */
const SLACK = 1e-9;

/** sum(egress) = sum(ingress) + lost + under way. @throws Error with what is missing */
export function assertBytesConserved({ accounting }: MessageNetwork): void {
  const rest = accounting.imbalance();
  const { sent } = accounting.totals();
  if (Math.abs(rest) > SLACK * (sent + 1)) {
    throw new Error(`da, expected egress = ingress + lost + under way, ${rest} B do not add up`);
  }
}

/** What the edges of a window can add: bytes count once they reach a downlink, before it has passed them. */
const EDGE = 0.01;

/**
 * Throughput is below every closed form.
 * @returns the throughput without what the edges of its window added
 * @throws Error that names the closed form it passes
 */
export function assertBelow(throughput: number, ceilings: readonly Ceiling[]): number {
  let least = throughput;
  for (const { name, rate } of ceilings) {
    if (throughput > rate * (1 + EDGE)) {
      throw new Error(
        `da.throughput, expected at most ${rate} B/s (${name}), got ${throughput} B/s`,
      );
    }
    least = Math.min(least, rate);
  }
  return least;
}

/** A quorum has a blob before all have it. @throws Error with the two times, in ticks */
export function assertOrder(quorum: number, all: number): void {
  if (all < quorum) {
    throw new Error(`da, expected a quorum before all, got ${quorum} and ${all} ticks`);
  }
}

/**
 * Validators together received at least the bytes that they made available: no code gives data back from
 * fewer bytes than it has. @throws Error with both
 */
export function assertEnoughReceived(received: number, available: number): void {
  if (received < available * (1 - SLACK)) {
    throw new Error(
      `da, expected at least the ${available} B available, got ${received} B received`,
    );
  }
}
