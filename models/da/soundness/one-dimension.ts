/**
 * Sampling of a one-dimensional code (PeerDAS): m columns, any half of them rebuild the data.
 *
 * Source: EIP-7594 and consensus-specs, facts sheet da-layers 1.3, items 1 and 2. All results are
 * logarithms: the chances fall far below the smallest double.
 */
import { lnBinomial } from './combinations.ts';
import { lnMiss } from './hypergeometric.ts';

/**
 * Columns that an attacker has to withhold, of m: one more than half, so that m/2 - 1 are left.
 * @throws RangeError unless m is an even whole number of 2 or more
 */
export function columnsWithheld(columns: number): number {
  if (!(Number.isSafeInteger(columns) && columns >= 2 && columns % 2 === 0)) {
    throw new RangeError(`columns, expected an even whole number of 2 or more, got ${columns}`);
  }
  return columns / 2 + 1;
}

/** ln of the chance that one node with distinct samples sees nothing: C(m/2 - 1, k) / C(m, k). */
export function lnColumnsFooled(columns: number, samples: number): number {
  return lnMiss(columns, columnsWithheld(columns), samples);
}

/** The loose form of the same chance, 2^-k, that the test of the consensus specification asserts. */
export function lnColumnsLoose(samples: number): number {
  return -samples * Math.LN2;
}

export interface FooledFraction {
  /** Nodes that sample, n. */
  readonly nodes: number;
  /** How many of them are fooled, εn. */
  readonly fooled: number;
  /** m. */
  readonly columns: number;
  /** Columns that each node samples, k. */
  readonly samples: number;
}

/**
 * log10 of the union bound of EIP-7594 on fooling a fraction of the nodes, C(n, εn) C(m, m/2) 2^(-k εn),
 * capped at 0.
 *
 * It is far above `fractionExponentDistinct` for two reasons: it lets the attacker release m/2 columns,
 * one more than leaves the data lost, and it lets a node draw the same column twice. A node then sees
 * only released columns with chance (1/2)^k; without repeats each sample that was released leaves fewer
 * for the next, and at m = 128, k = 8 the chance falls from 3.9e-3 to 2.7e-3, once for every fooled node.
 */
export function fractionExponentWithReplacement(fraction: FooledFraction): number {
  const { nodes, fooled, columns, samples } = fraction;
  columnsWithheld(columns);
  const ways = lnBinomial(nodes, fooled) + lnBinomial(columns, columns / 2);
  return Math.min(0, (ways + fooled * lnColumnsLoose(samples)) / Math.LN10);
}

/**
 * The same union bound with the exact chance of a node: C(n, εn) C(m, m/2 - 1) h^(εn), where
 * h = C(m/2 - 1, k) / C(m, k). log10, capped at 0; -Infinity where no node can be fooled.
 */
export function fractionExponentDistinct(fraction: FooledFraction): number {
  const { nodes, fooled, columns, samples } = fraction;
  const ways = lnBinomial(nodes, fooled) + lnBinomial(columns, columnsWithheld(columns));
  const each = fooled === 0 ? 0 : fooled * lnColumnsFooled(columns, samples);
  return Math.min(0, (ways + each) / Math.LN10);
}
