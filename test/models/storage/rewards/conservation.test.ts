import { describe, expect, it } from 'vitest';
import {
  checkConserved,
  type PoolTotals,
} from '../../../../models/storage/rewards/conservation.ts';
import { RewardPools } from '../../../../models/storage/rewards/pools.ts';
import { splitFee } from '../../../../models/storage/rewards/price.ts';
import type { ReleaseLaw } from '../../../../models/storage/rewards/release.ts';
import { Streams } from '../../../../sim/random.ts';

const DAY = 86_400;
const laws: ReleaseLaw[] = [{ law: 'linear', seconds: 372 * DAY }, { law: 'decay' }];
const cases = laws.flatMap((release) =>
  [1, 2, 3].map((n) => ({ release, seed: `pools ${release.law} ${n}` })),
);

/** Uploads and proofs at random; `stepDone` is told what was sent and what came out so far. */
function play(
  release: ReleaseLaw,
  seed: string,
  stepDone: (pools: RewardPools, sent: bigint, taken: bigint, where: string) => void,
): RewardPools {
  const stream = new Streams(seed, 0).stream('steps');
  const pricingSectors = 1 + stream.below(200);
  const baseReward = BigInt(stream.below(2) * stream.below(1_000_000));
  const serviceFeeRate = stream.below(3) * stream.below(5000);
  const pools = new RewardPools({ release, pricingSectors, serviceFeeRate, baseReward });
  let length = 1;
  let at = 0;
  let sent = 0n;
  let taken = 0n;
  for (let i = 0; i < 600; i++) {
    at += stream.below(3) * stream.below(2 * DAY);
    const step = stream.below(10);
    if (step < 3) {
      const padding = stream.below(3) * stream.below(300);
      const upload = stream.chance(0.1) ? 0 : stream.below(1000);
      const price = BigInt(stream.below(1_000_000_000)) * 31n;
      const bonus = upload > 0 && stream.chance(0.3) ? BigInt(stream.below(1_000_000)) : 0n;
      const fee = splitFee(BigInt(upload) * price + bonus, padding, upload, price);
      pools.fill(length, padding, fee.padding, at);
      pools.fill(length + padding, upload, fee.upload, at, fee.bonus);
      length += padding + upload;
      sent += fee.base + fee.bonus;
    } else if (step === 3 && stream.chance(0.2)) {
      const amount = BigInt(stream.below(10_000_000));
      pools.donate(amount);
      sent += amount;
    } else if (pools.chunks > 0) taken += pools.pay(stream.below(pools.chunks), at);
    stepDone(pools, sent, taken, `seed "${seed}", step ${i}`);
  }
  return pools;
}

describe('every wei is somewhere', () => {
  it.each(cases)('$seed', ({ release, seed }) => {
    const pools = play(release, seed, (now, sent, taken, where) => {
      const { fees, bonus, paid, claimable, locked, treasury, ...base } = now.totals;
      expect(fees + bonus + base.donated, where).toBe(sent);
      expect(paid + base.basePaid, where).toBe(taken);
      expect(taken + claimable + locked + treasury + base.basePool, where).toBe(sent);
      now.assertConserved();
    });
    expect(pools.chunks, seed).toBeGreaterThan(50);
    expect(pools.totals.paid > 0n, seed).toBe(true);
  });
});

describe('no chunk pays more than it has released', () => {
  it.each(cases)('$seed', ({ release, seed }) => {
    let last = 0;
    const pools = play(release, seed, () => {});
    let locked = 0n;
    for (let i = 0; i < pools.chunks; i++) {
      const chunk = pools.chunk(i);
      const where = `seed "${seed}", chunk ${i}`;
      const fees = chunk.locked + chunk.claimable + chunk.paid;
      expect(chunk.paid <= fees - chunk.locked, where).toBe(true);
      if (chunk.startedAt === null) expect(chunk.locked, where).toBe(fees);
      else {
        // Chunks are full in the order of the flow.
        expect(chunk.startedAt, where).toBeGreaterThanOrEqual(last);
        last = chunk.startedAt;
      }
      locked += chunk.locked;
    }
    expect(locked, seed).toBe(pools.totals.locked);
  });
});

it('linear release does not depend on when proofs came', () => {
  const seed = 'path of linear release';
  const stream = new Streams(seed, 0).stream('proofs');
  for (let round = 0; round < 20; round++) {
    const seconds = 1 + stream.below(1_000_000);
    const total = BigInt(stream.below(1_000_000_000)) * 1_000_003n;
    const pools = new RewardPools({ release: { law: 'linear', seconds }, pricingSectors: 8 });
    pools.fill(0, 8, total, 5);
    for (let at = 5; at < 5 + 1.2 * seconds; at += 1 + stream.below(seconds / 10 + 1)) {
      pools.pay(0, at);
      const elapsed = BigInt(Math.min(at - 5, seconds));
      const released = total - pools.chunk(0).locked;
      expect(released, `seed "${seed}", round ${round}, at ${at}`).toBe(
        (total * elapsed) / BigInt(seconds),
      );
    }
  }
});

describe('money that is lost or made', () => {
  const sums: PoolTotals = {
    fees: 100n,
    bonus: 5n,
    paid: 30n,
    claimable: 20n,
    locked: 50n,
    treasury: 5n,
    donated: 9n,
    basePaid: 4n,
    basePool: 5n,
  };
  const pool = { total: 100n, locked: 50n, claimable: 20n, paid: 30n };

  it('is found, with the figures', () => {
    expect(() => checkConserved(sums, [pool])).not.toThrow();
    expect(() => checkConserved({ ...sums, fees: 101n }, [pool])).toThrow(
      'pools, expected 101 fees, 5 bonus, got 30 paid, 20 claimable, 50 locked, 5 treasury',
    );
    expect(() => checkConserved(sums, [pool, { ...pool, total: 99n }])).toThrow(
      'chunk 1, expected 99 wei, got 30 paid, 20 claimable, 50 locked',
    );
    expect(() => checkConserved({ ...sums, locked: 49n }, [pool])).toThrow(
      'sums of all chunks, expected 30 paid, 20 claimable, 49 locked, got 30 paid, 20 claimable, 50 locked',
    );
    expect(() => checkConserved({ ...sums, basePool: 4n }, [pool])).toThrow(
      'base rewards, expected 9 donated, got 4 paid, 4 left',
    );
    const negative = { total: 100n, locked: 150n, claimable: -50n, paid: 0n };
    expect(() => checkConserved(sums, [negative])).toThrow('chunk 0, expected 100 wei');
  });
});
