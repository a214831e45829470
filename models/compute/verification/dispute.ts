import { log2 } from '../../../sim/math.ts';

/** A fraud proof by bisection over the steps of a virtual machine. */
export interface Dispute {
  /** Steps of the machine that are in dispute. */
  readonly steps: number;
  /** Seconds of the machine to run them all. */
  readonly run: number;
  /** Seconds until a transaction is in a block. */
  readonly block: number;
}

/**
 * A dispute on a local chain. The run is that of a model of the size of MNIST (0g-da-chain-compute 3.3); 2^27 steps
 * in two seconds, and a block a second, are estimates.
 */
export const LOCAL_DISPUTE: Dispute = { steps: 134_217_728, run: 2, block: 1 };

/** A round: the challenger names a half, the provider answers with the state in its middle. */
const MOVES = 2;

/**
 * Seconds until a dispute is decided: ceil(log2(steps)) rounds of two transactions, one more for the single step
 * that the chain runs itself, and the states in between. Each of these needs a run over half of what is still in
 * dispute, so all together as long as one run; the first state needs a whole run.
 */
export function disputeSeconds({ steps, run, block }: Dispute): number {
  const rounds = Math.ceil(log2(steps));
  return (rounds * MOVES + 1) * block + 2 * run;
}
