import { describe, expect, it } from 'vitest';
import { advance, type FeeMarket } from '../../../../models/chain/evm/fee-market.ts';
import { Accounts, paidIn } from '../../../../models/chain/fees/accounts.ts';
import {
  arrivalAfter,
  meanGas,
  mixedKinds,
  type User,
} from '../../../../models/chain/fees/users.ts';
import { Stream } from '../../../../sim/random.ts';
import { ZERO } from '../../../../sim/time.ts';

describe('arrivals in a surge', () => {
  // Four times as fast from 100 to 200.
  const surge = { multiple: 4, from: 100, to: 200 };
  it.each([
    { from: 0, gap: 30, at: 30, why: 'before' },
    { from: 90, gap: 30, at: 105, why: '10 before, 20 / 4 within' },
    { from: 100, gap: 200, at: 150, why: 'within' },
    { from: 180, gap: 100, at: 220, why: '80 within 20, 20 after' },
    { from: 90, gap: 450, at: 240, why: '10 before, 400 within, 40 after' },
    { from: 300, gap: 7, at: 307, why: 'after' },
  ])('$why', ({ from, gap, at }) => {
    expect(arrivalAfter(from, gap, surge)).toBe(at);
  });

  it('nobody comes while demand is nothing', () => {
    expect(arrivalAfter(90, 30, { multiple: 0, from: 100, to: 200 })).toBe(220);
  });
});

describe('a mix', () => {
  it('has the mean gas of its kinds by weight', () => {
    const [transfer] = mixedKinds({ transfer: 1 });
    expect(transfer.gas).toBe(21_000);
    const kinds = [
      { name: 'a', gas: 21_000, weight: 3 },
      { name: 'b', gas: 61_000, weight: 1 },
    ];
    // (3 * 21,000 + 61,000) / 4.
    expect(meanGas(kinds)).toBe(31_000);
  });

  it('refuses what is no kind of transaction', () => {
    expect(() => mixedKinds({ gift: 1 })).toThrow(RangeError);
  });
});

function user(maxFeePerGas: bigint, maxPriorityFeePerGas: bigint, gasUsed = 21_000): User {
  const rest = { kind: 0, arrivedAt: ZERO, lastBlock: 1 };
  return { ...rest, gasUsed, gasLimit: gasUsed, maxFeePerGas, maxPriorityFeePerGas };
}

function market(baseFee: bigint, poolCap = 1000): FeeMarket<User> {
  const rules = { elasticity: 2, denominator: 8, minimumBaseFee: 0n, poolCap };
  return { rules, baseFee, pending: [] };
}

describe('the accounts', () => {
  it('by hand: two pay, one is priced out, one finds no room', () => {
    const users = [user(110n, 4n), user(103n, 9n), user(99n, 9n), user(101n, 5n)];
    const block = advance(market(100n), users, 42_000);
    // Room for two: tips 4 and min(9, 103 - 100) = 3; the last could give 1, the third cannot pay 100.
    expect(block.included).toEqual([users[0], users[1]]);
    const accounts = new Accounts(1);
    accounts.add(block, block.market.pending, 0);
    expect(accounts).toMatchObject({ included: 2, pricedOut: 1, crowdedOut: 1, evicted: 0 });
    // 21,000 * 104 + 21,000 * 103; burnt 42,000 * 100; tips 21,000 * 7.
    expect(accounts).toMatchObject({ paid: 4_347_000n, burnt: 4_200_000n, tips: 147_000n });
    expect(accounts.settled).toBe(4);
  });

  it('what users pay is burnt or tips, to the wei, for random offers', () => {
    const seed = 'fee accounts';
    const stream = new Stream('offers', seed);
    for (let trial = 0; trial < 200; trial++) {
      const users = Array.from({ length: 40 }, () => {
        const max = BigInt(stream.below(1_000_000_007));
        const tip = BigInt(stream.below(Number(max) + 1));
        return user(max, tip, 21_000 + stream.below(100_000));
      });
      const block = advance(market(BigInt(stream.below(1_000_000_007)), 30), users, 1_000_000);
      expect(paidIn(block), `seed ${seed}, trial ${trial}`).toBe(block.burnt + block.tips);
    }
  });

  it('a wei that is lost is refused', () => {
    const block = advance(market(100n), [user(110n, 4n)], 42_000);
    expect(() => paidIn({ ...block, tips: block.tips - 1n })).toThrow(
      'fees paid, expected burnt 2100000 and tips 83999, got 2184000',
    );
  });
});
