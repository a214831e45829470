import { calldataBytes } from './calldata.ts';
import { wireBytes } from './envelope.ts';
import { floorCalldataGas, gasUsed, standardCalldataGas, TRANSACTION_GAS } from './gas.ts';
import type { GasItem } from './gas-items.ts';
import type { TransactionKind } from './transactions.ts';

/*
 * What one transaction of a kind costs the chain: bytes on the wire, and gas line by line.
 */

export interface TransactionBill {
  /** Signed, as it travels. */
  readonly bytes: number;
  /** Sum of the items. */
  readonly gas: number;
  readonly items: readonly GasItem[];
}

/**
 * Fields that every transaction has. The chain id is the mainnet's (chain sheet 2.1), the tip that of 0G's
 * deployment scripts (token sheet 5: 3 gwei); nonce and fee cap are estimates, of which only the length
 * counts.
 */
const USUAL = {
  chainId: 16_661n,
  nonce: 1_000n,
  maxPriorityFeePerGas: 3_000_000_000n,
  maxFeePerGas: 10_000_000_000n,
} as const;

/**
 * The bill of one transaction that holds `count` of its kind's units. Its gas limit is taken to be its gas.
 * @throws RangeError for a count that the kind does not allow
 */
export function transactionBill(kind: TransactionKind, count: number): TransactionBill {
  if (!Number.isInteger(count) || count < 1 || count > kind.most) {
    throw new RangeError(`${kind.name}, expected 1 to ${kind.most} ${kind.unit}, got ${count}`);
  }
  const data = kind.calldata(count);
  const execution = kind.execution(count);
  const standard = standardCalldataGas(data);
  const executed = execution.reduce((sum, item) => sum + item.gas, 0);
  const gas = gasUsed(data, executed);
  const fixed = (name: string, amount: number, source: string): GasItem => ({
    name,
    gas: amount,
    status: 'published',
    source,
  });
  const items = [
    fixed('transaction', TRANSACTION_GAS, 'Yellow Paper G_transaction'),
    fixed('calldata', standard, 'EIP-2028'),
    ...execution,
    fixed(
      'calldata up to its floor',
      Math.max(0, floorCalldataGas(data) - standard - executed),
      'EIP-7623',
    ),
  ].filter((item) => item.gas > 0);
  const dataBytes = calldataBytes(data);
  const bytes = wireBytes({ ...USUAL, gasLimit: BigInt(gas), value: kind.value, dataBytes });
  return { bytes, gas, items };
}
