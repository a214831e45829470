import type { Accounting } from '../../sim/network/accounting.ts';

/** Rounding of sums of bytes and of means. */
const SLACK = 1e-9;

/**
 * Egress is ingress, lost and under way. Source: da-layers 7.5.
 * @throws RangeError with the bytes that nothing explains
 */
export function assertBytesConserved(accounting: Accounting): void {
  const rest = accounting.imbalance();
  if (Math.abs(rest) > SLACK * (accounting.totals().sent + 1)) {
    throw new RangeError(`gossip egress - ingress - lost - under way, expected 0 B, got ${rest} B`);
  }
}

/**
 * Where nothing keeps copies back, each link of the mesh carries each message: N D / 2 copies for N - 1
 * deliveries. Source: da-layers 1.1, lower bound of duplicates D / 2 - 1.
 * @param degree mean degree of the mesh, which does not change during the run
 * @throws RangeError with fewer duplicates by delivery than that
 */
export function assertDuplicates(duplicates: number, degree: number): void {
  const least = degree / 2 - 1;
  if (duplicates < least - SLACK) {
    throw new RangeError(`gossip.duplicates, expected at least ${least}, got ${duplicates}`);
  }
}
