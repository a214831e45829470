/** Who gets what is minted: token-economics 4, 13.1, laws 5 and 8 of 13.5. */
import { describe, expect, it } from 'vitest';
import {
  addToIndex,
  earned,
  effectiveBalance,
  NO_REWARD,
  splitMinted,
} from '../../../../models/token/inflation/index.ts';
import { Streams } from '../../../../sim/random.ts';

const E18 = 10n ** 18n;
const BILLION = 1_000_000_000n;

describe('splitMinted', () => {
  it('takes tax, then commission of the rest, then delegators', () => {
    // 1000: 2 % tax 20; 10 % of 980 is 98; 882 remain
    const terms = {
      native: 1n,
      restaked: [],
      communityTax: BILLION / 50n,
      commission: BILLION / 10n,
    };
    expect(splitMinted(1000n, terms)).toEqual({
      tax: 20n,
      commission: 98n,
      delegators: 882n,
      restaked: [],
    });
  });

  it('shares with weighted collateral first', () => {
    // Native 60; collateral 100 at 0.3 = 30 and 5 at 2 = 10: of 1000, 600 native, 300 and 100.
    const restaked = [
      { amount: 100n, weight: (3n * E18) / 10n },
      { amount: 5n, weight: 2n * E18 },
    ];
    const terms = { native: 60n, restaked, communityTax: 0n, commission: BILLION / 20n };
    expect(effectiveBalance(terms)).toBe(100n);
    // 5 % of 600 is 30
    expect(splitMinted(1000n, terms)).toEqual({
      tax: 0n,
      commission: 30n,
      delegators: 570n,
      restaked: [300n, 100n],
    });
  });

  it('refuses a reward without stake', () => {
    const terms = { native: 0n, restaked: [], communityTax: 0n, commission: 0n };
    expect(() => splitMinted(1n, terms)).toThrow('stake of the proposer, expected above 0, got 0');
    expect(() => splitMinted(-1n, { ...terms, native: 1n })).toThrow('reward, expected 0 or more');
  });
});

describe('laws 5 and 8', () => {
  const seeds = [1, 2, 3, 4].map((n) => `splits ${n}`);

  it.each(seeds)('%s: parts of a block sum to its reward', (seed) => {
    const stream = new Streams(seed, 0).stream('blocks');
    const big = () => BigInt(stream.below(2 ** 40)) * BigInt(stream.below(2 ** 30));
    for (let i = 0; i < 300; i++) {
      const restaked = Array.from({ length: stream.below(4) }, () => ({
        amount: big(),
        weight: BigInt(stream.below(2 ** 40)) * 1_000_000n,
      }));
      const communityTax = BigInt(stream.below(1e9 + 1));
      const commission = BigInt(stream.below(1e9 + 1));
      const reward = big();
      const terms = { native: 1n + big(), restaked, communityTax, commission };
      const split = splitMinted(reward, terms);
      const shared = split.restaked.reduce((sum, part) => sum + part, 0n);
      const where = `seed "${seed}", block ${i}`;
      expect(split.tax + split.commission + split.delegators + shared, where).toBe(reward);
      expect(split.restaked.every((part) => part >= 0n) && split.delegators >= 0n, where).toBe(
        true,
      );
      // The restaked part as a whole is rounded down.
      const collateral = effectiveBalance(terms) - terms.native;
      expect(shared, where).toBe((reward * collateral) / effectiveBalance(terms));
    }
  });

  it.each(seeds)('%s: paid, owed and pending are all that came in', (seed) => {
    const stream = new Streams(seed, 0).stream('delegators');
    const holders = Array.from({ length: 5 }, () => ({ shares: 0n, mark: 0n, owed: 0n, paid: 0n }));
    let [index, received, shares] = [NO_REWARD, 0n, 0n];
    const settle = (holder: (typeof holders)[0]) => {
      holder.owed += earned(index, holder.shares, holder.mark);
      holder.mark = index.perShare;
    };
    for (let i = 0; i < 400; i++) {
      const holder = holders[stream.below(holders.length)];
      const action = stream.below(3);
      if (action === 0) {
        settle(holder);
        shares -= holder.shares;
        holder.shares = BigInt(stream.below(4) * stream.below(1e9));
        shares += holder.shares;
      } else if (action === 1) {
        const reward = BigInt(stream.below(1e12));
        received += reward;
        index = addToIndex(index, reward, shares);
        expect(shares === 0n || index.pending < shares, `seed "${seed}", step ${i}`).toBe(true);
      } else {
        settle(holder);
        holder.paid += holder.owed / E18;
        holder.owed %= E18;
      }
      let sum = index.pending;
      for (const { shares: own, mark, owed, paid } of holders) {
        sum += paid * E18 + owed + earned(index, own, mark);
      }
      expect(sum, `seed "${seed}", step ${i}`).toBe(received * E18);
    }
  });

  it('keeps what does not divide pending', () => {
    // 10 over 3 shares: 3.333...33 each, 1e-18 of a unit left
    const first = addToIndex(NO_REWARD, 10n, 3n);
    expect(first).toEqual({ perShare: 3_333_333_333_333_333_333n, pending: 1n });
    // 2e18 + 1 more over 3: 666...667 and nothing left
    const second = addToIndex(first, 2n, 3n);
    expect(second).toEqual({ perShare: 4n * E18, pending: 0n });
    expect(addToIndex(NO_REWARD, 5n, 0n)).toEqual({ perShare: 0n, pending: 5n * E18 });
    expect(() => addToIndex(first, -1n, 1n)).toThrow('reward, expected 0 or more, got -1');
    expect(() => addToIndex(first, 1n, -1n)).toThrow('shares, expected 0 or more, got -1');
  });
});
