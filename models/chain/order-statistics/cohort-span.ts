import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import type { ChainPlan } from '../message-chain.ts';

/** Windows of a cohort at low load, an odd number, and most transactions that it then has; choice. */
const WINDOWS = 3;
const COHORT_TRANSACTIONS = 64;
/** Cohorts of more than one window are at most this share of a block. */
const BLOCK_SHARE = 1 / 20;

/** Ticks in which the transactions of a cohort are created: several windows as long as they bring few. */
export function spanOf({ traffic, settings }: ChainPlan): number {
  const { rate, window, batchMax, transactionBytes, transactionGas } = traffic;
  const inBlock = Math.min(
    settings.maxBlockBytes / transactionBytes,
    settings.gasLimit / transactionGas,
  );
  const most = Math.min(COHORT_TRANSACTIONS, batchMax, inBlock * BLOCK_SHARE);
  const together = (WINDOWS * window * rate) / TICKS_PER_SECOND;
  return together <= most ? WINDOWS * window : window;
}
