/**
 * Committees that vouch for data: thresholds of stake (EigenDA), and the chance that a random committee
 * holds too many bad members. Source: EigenDA specification, facts sheet da-layers 1.3, item 6.
 */
import { lnAtLeast } from './hypergeometric.ts';

export interface Thresholds {
  /** Share of stake whose chunks rebuild a blob. */
  readonly reconstruction: number;
  /** Bad share at which a confirmed blob may be lost. */
  readonly safety: number;
  /** Silent share above which nothing is confirmed. */
  readonly liveness: number;
}

export interface Encoding {
  /** Chunks of a blob, c. */
  readonly chunks: number;
  /** Most operators, n, each of whom may lose up to one chunk to rounding; below c. */
  readonly operators: number;
  /** Code rate γ: data by coded bytes. */
  readonly rate: number;
  /** Share of stake that has to sign. */
  readonly confirmation: number;
}

/**
 * Reconstruction c / (c - n) γ, safety = confirmation - reconstruction, liveness = 1 - confirmation.
 * @throws RangeError unless there are fewer operators than chunks
 */
export function thresholds({ chunks, operators, rate, confirmation }: Encoding): Thresholds {
  if (!(operators >= 0 && operators < chunks)) {
    throw new RangeError(`operators, expected 0 to below ${chunks}, got ${operators}`);
  }
  const reconstruction = (chunks / (chunks - operators)) * rate;
  return {
    reconstruction,
    safety: confirmation - reconstruction,
    liveness: 1 - confirmation,
  };
}

/** Fewest seats that are a share of a committee: `share` of `seats`, rounded up, and at least one. */
export function seatsOf(share: number, seats: number): number {
  return Math.max(1, Math.ceil(share * seats));
}

/**
 * ln of the chance that a committee of `seats` distinct members, drawn from `members` of whom `bad` are
 * bad, has at least `least` bad ones; -Infinity where that is impossible.
 */
export function lnCaptured(members: number, bad: number, seats: number, least: number): number {
  return lnAtLeast(members, bad, seats, least);
}

/**
 * ln of Hoeffding's bound on the same chance, exp(-2 k t^2) for t = least/k - bad/members, which holds for
 * draws without replacement too (Hoeffding 1963, theorem 4); 0 where t is not positive.
 */
export function lnCapturedLoose(
  members: number,
  bad: number,
  seats: number,
  least: number,
): number {
  const gap = least / seats - bad / members;
  return gap > 0 ? -2 * seats * gap * gap : 0;
}
