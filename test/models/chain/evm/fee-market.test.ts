import { describe, expect, it } from 'vitest';
import {
  advance,
  buildBlock,
  type FeeMarket,
  type PendingTransaction,
} from '../../../../models/chain/evm/fee-market.ts';
import { heapify, takeFirst } from '../../../../models/chain/evm/heap.ts';
import { feeParameters, openFeeMarket } from '../../../../models/chain/evm/parameters.ts';
import { Stream } from '../../../../sim/random.ts';

interface Named extends PendingTransaction {
  readonly id: string;
}

/** A transaction of 21,000 gas. */
function tx(id: string, maxFee: bigint, tip: bigint, gasUsed = 21_000, gasLimit = gasUsed): Named {
  return { id, maxFeePerGas: maxFee, maxPriorityFeePerGas: tip, gasUsed, gasLimit };
}

const ids = (transactions: readonly Named[]) => transactions.map(({ id }) => id).join(' ');

function market(baseFee: bigint, poolCap = 1_000): FeeMarket<Named> {
  const rules = { elasticity: 2, denominator: 8, minimumBaseFee: 0n, poolCap };
  return { rules, baseFee, pending: [] };
}

describe('a block', () => {
  it('takes the highest effective tips first, ties by arrival', () => {
    // Base 100: tips 5; min(9, 103 - 100) = 3; 5; 7.
    const pool = [tx('a', 200n, 5n), tx('b', 103n, 9n), tx('c', 105n, 8n), tx('d', 200n, 7n)];
    const block = buildBlock(pool, 100n, 63_000);
    expect(ids(block.included)).toBe('d a c');
    expect(ids(block.left)).toBe('b');
    expect(block.gasUsed).toBe(63_000);
  });

  it('another base fee turns the order round', () => {
    const pool = [tx('capped', 110n, 9n), tx('free', 200n, 4n)];
    // Base 100: 9 and 4. Base 108: 2 and 4.
    expect(ids(buildBlock(pool, 100n, 42_000).included)).toBe('capped free');
    expect(ids(buildBlock(pool, 108n, 42_000).included)).toBe('free capped');
  });

  it('leaves aside who cannot pay the base fee, takes who pays just that', () => {
    const pool = [tx('below', 99n, 50n), tx('just', 100n, 50n)];
    const block = buildBlock(pool, 100n, 1_000_000);
    expect(ids(block.included)).toBe('just');
    expect(ids(block.left)).toBe('below');
  });

  it('skips what does not fit by its gas limit and goes on', () => {
    // Room 100,000: 30,000 taken of a limit of 90,000; 70,000 left, so 80,000 does not fit and 60,000 does.
    const pool = [
      tx('first', 200n, 9n, 30_000, 90_000),
      tx('large', 200n, 8n, 21_000, 80_000),
      tx('small', 200n, 7n, 60_000),
    ];
    expect(ids(buildBlock(pool, 100n, 100_000).included)).toBe('first small');
  });

  it('tells tips apart that are one float', () => {
    const big = 9_007_199_254_740_992n;
    const pool = [tx('less', 4n * big, big), tx('more', 4n * big, big + 1n)];
    expect(ids(buildBlock(pool, 0n, 42_000).included)).toBe('more less');
  });

  it('of 120 M gas holds 5,714 transfers', () => {
    // floor(120,000,000 / 21,000).
    const pool = Array.from({ length: 6_000 }, (_, i) => tx(`${i}`, 10n, 1n));
    const { included, left } = buildBlock(pool, 1n, 120_000_000);
    expect(included.length).toBe(5_714);
    expect(left[0].id).toBe('5714');
  });
});

describe('the market from block to block', () => {
  it('pays out one block, by hand', () => {
    // Base 100, used 21,000 of a limit of 30,000, cap 110, tip 4: paid 3,300,000; burnt 2,100,000;
    // tips 84,000; back 9,000 * 110 unused and 21,000 * 6 above fee and tip = 1,116,000.
    const block = advance(market(100n), [tx('a', 110n, 4n, 21_000, 30_000)], 84_000);
    expect(block).toMatchObject({ burnt: 2_100_000n, tips: 84_000n, refunds: 1_116_000n });
    // Target 42,000: 100 * 21,000 / 42,000 / 8 = 6.
    expect(block.market.baseFee).toBe(94n);
    expect(block.baseFee).toBe(100n);
  });

  it('full blocks raise the base fee by 1.125 each, empty ones lower it by 0.875', () => {
    let state = market(4_096_000_000n);
    const fees: bigint[] = [];
    for (let i = 0; i < 3; i++) {
      const full = [tx('a', 1n << 40n, 1n), tx('b', 1n << 40n, 1n)];
      state = advance(state, full, 42_000).market;
      fees.push(state.baseFee);
    }
    // 4,096,000,000 * 9/8, 81/64, 729/512.
    expect(fees).toEqual([4_608_000_000n, 5_184_000_000n, 5_832_000_000n]);
    // * 7/8 = 5,103,000,000.
    expect(advance(state, [], 42_000).market.baseFee).toBe(5_103_000_000n);
  });

  it('who cannot pay waits until the base fee has fallen', () => {
    // 100, then empty blocks: 100 - 12 = 88, 88 - 11 = 77.
    let block = advance(market(100n), [tx('patient', 80n, 2n)], 42_000);
    const included = [ids(block.included)];
    for (let i = 0; i < 2; i++) {
      block = advance(block.market, [], 42_000);
      included.push(ids(block.included));
    }
    expect(included).toEqual(['', '', 'patient']);
    expect(block.market.pending).toEqual([]);
  });

  it('drops the cheapest beyond the cap, the latest of equals, before the block is built', () => {
    const start = advance(market(100n, 3), [tx('a', 200n, 5n), tx('b', 90n, 5n)], 21_000).market;
    expect(ids(start.pending)).toBe('b');
    // Now 100 (at target 10,500: up 12) = 112. Tips: b 90 - 112 = -22; c 3; d 3; e 1; f 4.
    const arrivals = [tx('c', 200n, 3n), tx('d', 200n, 3n), tx('e', 200n, 1n), tx('f', 200n, 4n)];
    const block = advance(start, arrivals, 21_000);
    expect(ids(block.evicted)).toBe('b e');
    expect(ids(block.included)).toBe('f');
    expect(ids(block.market.pending)).toBe('c d');
    expect(
      ids(advance({ ...start, rules: { ...start.rules, poolCap: 2 } }, arrivals, 21_000).evicted),
    ).toBe('b e d');
  });

  it('refuses what no block could hold', () => {
    const refusal = (transaction: Named) => () => advance(market(1n), [transaction], 50_000);
    expect(refusal(tx('a', 1n, 1n, 51_000))).toThrow(
      "transaction gas limit, expected gas used 51000 to the block's limit 50000, got 51000",
    );
    expect(refusal(tx('a', 1n, 1n, 30_000, 21_000))).toThrow('transaction gas limit');
    expect(refusal(tx('a', 1n, 1n, 20_999))).toThrow('a whole number from 21000, got 20999');
    expect(refusal(tx('a', 1n, 2n))).toThrow('maxFeePerGas, expected at least');
    expect(refusal(tx('a', 1n, -1n))).toThrow('maxPriorityFeePerGas, expected at least 0, got -1');
  });
});

/** Small numbers, so that ties, caps that bind and offers below the base fee are frequent. */
function arrivalsOf(stream: Stream, block: number): Named[] {
  return Array.from({ length: stream.below(40) }, (_, i) => {
    const tip = BigInt(stream.below(12));
    const gasUsed = 21_000 + stream.below(60_000);
    const gasLimit = gasUsed + (stream.chance(0.5) ? 0 : stream.below(100_000));
    return tx(`${block}.${i}`, tip + BigInt(stream.below(60)), tip, gasUsed, gasLimit);
  });
}

const tipOf = (t: Named, baseFee: bigint) =>
  t.maxFeePerGas - baseFee < t.maxPriorityFeePerGas
    ? t.maxFeePerGas - baseFee
    : t.maxPriorityFeePerGas;

describe.each(['11', '12', '13'])('on random input, seed %s', (digits) => {
  const seed = digits.repeat(32);
  const GAS_LIMIT = 600_000;
  const CAP = 60;

  it('conserves money and transactions, and picks as a plain sort does', () => {
    const stream = new Stream('test/fee-market', seed);
    let state = market(20n, CAP);
    for (let i = 0; i < 200; i++) {
      const note = `seed ${seed}, block ${i}`;
      const arrivals = arrivalsOf(stream, i);
      const pool = [...state.pending, ...arrivals];
      const before = pool.slice();
      const { baseFee } = state;
      const block = advance(state, arrivals, GAS_LIMIT);

      const paid = block.included.reduce((n, t) => n + BigInt(t.gasLimit) * t.maxFeePerGas, 0n);
      expect(block.burnt + block.tips + block.refunds, note).toBe(paid);
      expect(block.refunds >= 0n && block.tips >= 0n, note).toBe(true);
      expect(block.gasUsed, note).toBeLessThanOrEqual(GAS_LIMIT);
      expect(block.burnt, note).toBe(BigInt(block.gasUsed) * baseFee);

      // Sort is stable, so that equal tips stay in order of arrival.
      const sorted = pool.slice().sort((a, b) => Number(tipOf(b, baseFee) - tipOf(a, baseFee)));
      const kept = sorted.slice(0, CAP);
      expect(ids(block.evicted), note).toBe(ids(sorted.slice(CAP).reverse()));
      let room = GAS_LIMIT;
      const expected = kept.filter((t) => {
        if (t.maxFeePerGas < baseFee || t.gasLimit > room) return false;
        room -= t.gasUsed;
        return true;
      });
      expect(ids(block.included), note).toBe(ids(expected));
      const gone = new Set([...expected, ...sorted.slice(CAP)]);
      expect(ids(block.market.pending), note).toBe(ids(pool.filter((t) => !gone.has(t))));
      expect(ids([...state.pending, ...arrivals]), note).toBe(ids(before));
      state = block.market;
    }
  });
});

describe('parameters', () => {
  const { fields } = feeParameters.feeMarket;
  const defaults = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.default]),
  ) as { [K in keyof typeof fields]: number };

  it('open an empty market', () => {
    expect(openFeeMarket(defaults)).toEqual({
      rules: { elasticity: 2, denominator: 8, minimumBaseFee: 0n, poolCap: 5_000 },
      baseFee: 1_000_000_000n,
      pending: [],
    });
    expect(defaults.gasLimit).toBe(120_000_000);
    expect(() => openFeeMarket({ ...defaults, minimumBaseFee: 2_000_000_000 })).toThrow(
      'feeMarket.initialBaseFee, expected at least the minimum 2000000000, got 1000000000',
    );
  });

  it('a heap refuses to give what it does not have', () => {
    const heap = [3, 1, 2];
    const before = (a: number, b: number) => a < b;
    heapify(heap, before);
    expect([takeFirst(heap, before), takeFirst(heap, before), takeFirst(heap, before)]).toEqual([
      1, 2, 3,
    ]);
    expect(() => takeFirst(heap, before)).toThrow('heap, expected an item, got none');
  });
});
