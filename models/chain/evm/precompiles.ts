import type { GasItem } from './gas-items.ts';

/*
 * The DASigners precompile of 0G, at address 0x…1000. Its prices are those of the old chain; the new chain's
 * are not published (chain sheet 1.3).
 */

const source = 'chain sheet 1.3: old chain, precompiles/dasigners; new chain not published';

function method(name: string, gas: number): GasItem {
  return { name: `DASigners.${name}`, gas, status: 'from source', source };
}

/** Gas of each method. */
export const daSigners = {
  getAggPkG1: method('getAggPkG1', 1_000_000),
  registerNextEpoch: method('registerNextEpoch', 100_000),
  registerSigner: method('registerSigner', 100_000),
  getQuorum: method('getQuorum', 100_000),
  getSigner: method('getSigner', 100_000),
  getQuorumRow: method('getQuorumRow', 10_000),
  epochNumber: method('epochNumber', 1_000),
} as const;
