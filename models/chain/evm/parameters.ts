import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import type { FeeMarket, PendingTransaction } from './fee-market.ts';

const unpublished = "0G's fee settings are not published (chain sheet 2.3)";

/** The fee market of an EVM chain, for the section of the component that embeds it. Fees are in wei. */
export const feeParameters = {
  feeMarket: {
    kind: 'group',
    about: 'Gas of a block and its price',
    status: 'choice',
    fields: {
      gasLimit: {
        kind: 'count',
        default: 120_000_000,
        min: 21_000,
        about: 'Gas that a block can hold',
        status: 'published',
        source: 'chain sheet 2.1: 120 M, quoted with the test of 11,000 transactions per second',
      },
      initialBaseFee: {
        kind: 'count',
        default: 1_000_000_000,
        about: 'Base fee of the first block, wei per gas',
        status: 'estimate',
        source: `EIP-1559 starts Ethereum at 1 gwei; ${unpublished}`,
      },
      minimumBaseFee: {
        kind: 'count',
        default: 0,
        about: 'Base fee below which it does not fall, wei per gas',
        status: 'estimate',
        source: `EIP-1559 has none; ${unpublished}`,
      },
      elasticity: {
        kind: 'count',
        default: 2,
        min: 1,
        about: 'Gas limit of a block over the use that the base fee aims at',
        status: 'published',
        source: 'EIP-1559; chain sheet 2.3',
      },
      denominator: {
        kind: 'count',
        default: 8,
        min: 1,
        about: 'A full block raises the base fee by one part in this many (at elasticity 2)',
        status: 'published',
        source: 'EIP-1559: 12.5 %; chain sheet 2.3',
      },
      poolCap: {
        kind: 'count',
        default: 5_000,
        min: 1,
        about: 'Transactions that wait at most; beyond, the cheapest are dropped',
        status: 'estimate',
        source:
          'CometBFT mempool, chain sheet 2.2; the pool of the execution client is not published',
      },
    },
  },
} as const satisfies ParameterTable;

export type FeeMarketValues = Values<typeof feeParameters>['feeMarket'];

/**
 * A market without pending transactions, at its initial base fee.
 * @throws RangeError for an initial base fee below the minimum
 */
export function openFeeMarket<T extends PendingTransaction>(values: FeeMarketValues): FeeMarket<T> {
  const { initialBaseFee, minimumBaseFee, elasticity, denominator, poolCap } = values;
  if (initialBaseFee < minimumBaseFee) {
    throw new RangeError(
      `feeMarket.initialBaseFee, expected at least the minimum ${minimumBaseFee}, got ${initialBaseFee}`,
    );
  }
  return {
    rules: { elasticity, denominator, minimumBaseFee: BigInt(minimumBaseFee), poolCap },
    baseFee: BigInt(initialBaseFee),
    pending: [],
  };
}
