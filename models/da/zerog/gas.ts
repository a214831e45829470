import { transactionBill } from '../../chain/evm/bill.ts';
import { type TransactionKind, transactionKind } from '../../chain/evm/transactions.ts';

/*
 * What the two transactions of a blob cost the chain (chain sheet 1.3, 6.2). The bills, line by line, are those
 * of `models/chain/evm`; each confirmed root is dominated by the precompile's 1,000,000.
 */

/** Gas limit of a transaction in the published client configuration. */
export const CLIENT_GAS_LIMIT = 2_000_000;

/** Transaction 1, `submitOriginalData`: announces roots and gets them epoch and quorum. */
export const announcement = transactionKind('da-submit-original-data');

/** Transaction 2, `submitVerifiedCommitRoots`: confirms roots by their quorum's signature. */
export const confirmation = transactionKind('da-submit-verified-commit-roots');

/**
 * Gas of a transaction with so many roots, calldata and base included.
 * @throws RangeError for a number of roots that the kind does not allow
 */
export function gasOf(kind: TransactionKind, roots: number): number {
  return transactionBill(kind, roots).gas;
}

/** Roots that a transaction holds within a gas limit, at most as many as its kind allows; 0 if not even one. */
export function rootsWithin(kind: TransactionKind, gasLimit: number): number {
  let roots = 0;
  while (roots < kind.most && gasOf(kind, roots + 1) <= gasLimit) roots++;
  return roots;
}
