import { type TransactionBill, transactionBill } from '../../chain/evm/bill.ts';
import { transactionKind } from '../../chain/evm/transactions.ts';
import { SEAL_HEIGHT } from '../flow/spec.ts';

/**
 * Bytes and gas of a proof, whose Merkle path leads from a sealed chunk to the root of the flow.
 * Source: 0g-storage 3.8.
 *
 * @param flow sectors, at least a load chunk
 */
export function proofBill(flow: number): TransactionBill {
  let path = -SEAL_HEIGHT;
  for (let sectors = 1; sectors < flow; sectors *= 2) path++;
  return transactionBill(transactionKind('pora-proof'), path);
}
