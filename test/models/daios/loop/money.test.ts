import { describe, expect, it } from 'vitest';
import { Lanes } from '../../../../models/daios/loop/lanes.ts';
import { type Bill, Money } from '../../../../models/daios/loop/money.ts';
import { partOf, Rate, toMicro } from '../../../../models/daios/loop/rate.ts';
import { lastRelease, weeklyReleases } from '../../../../models/daios/loop/releases.ts';
import { parseSchedule } from '../../../../models/token/unlocks/parse-schedule.ts';
import { presetSchedule } from '../../../../models/token/unlocks/presets.ts';
import { Streams } from '../../../../sim/random.ts';

const TOKEN = 10n ** 18n;
const USD = 1_000_000n;

describe('exchange at a price', () => {
  it('$3 a token: 7 tokens are $21, and $10 are 3.333... tokens, rounded down', () => {
    expect(new Rate(3).usd(7n * TOKEN)).toBe(21n * USD);
    expect(new Rate(3).tokens(10n * USD)).toBe(3_333_333_333_333_333_333n);
  });

  it('never gives more back than was there, on random amounts', () => {
    const stream = new Streams('rate', 0).stream('amounts');
    for (let i = 0; i < 500; i++) {
      const rate = new Rate(stream.lognormal(1, 5));
      const usd = BigInt(Math.floor(stream.lognormal(1e6, 4)));
      expect(rate.usd(rate.tokens(usd)) <= usd, `seed rate, draw ${i}`).toBe(true);
    }
  });

  it('takes parts to a billionth, and refuses prices that are none', () => {
    expect(partOf(10n * TOKEN, 0.25)).toBe((5n * TOKEN) / 2n);
    expect(() => new Rate(0)).toThrow('price, expected above 0, got 0');
    expect(() => new Rate(Number.NaN)).toThrow('price, expected above 0, got NaN');
  });
});

/** 1000 tokens in free hands, and 1000 that are released at once after four weeks. */
const schedule = parseSchedule({
  tge: '2025-09-22',
  buckets: {
    community: { amount: '1000', parts: [{ kind: 'instant' }] },
    team: { amount: '1000', parts: [{ kind: 'tranche', at: '28 days' }] },
  },
});

const TERMS = { prepaid: 14, profitSold: 0.5, rewardsSold: 0.5, staked: 0.25, commission: 0.1 };
const NO_SALES = { scale: 0, others: 0 };

const bill = (change: Partial<Bill> = {}): Bill => ({
  ...{ rate: new Rate(2), compute: 0n, storage: 0n, burned: 0n, tips: 0n, bonds: 0n },
  costs: { providers: 0n, 'storage nodes': 0n },
  ...change,
});

const nobody = (money: Money) => ({
  operators: { providers: 0n, 'storage nodes': 0n },
  rewards: money.ledger.books.classes.map(() => 0n),
});

describe('a week of money', () => {
  const fresh = (sell = NO_SALES): Money =>
    new Money(schedule, weeklyReleases(schedule, 8, sell), TERMS);
  const of = (money: Money, id: string, state: 'liquid' | 'contract_locked') =>
    money.ledger.balance(money.ledger.holder(id), state);

  it('users pay $20 for compute, $4 for storage, 1 token burned and 2 as tips, at $2', () => {
    const money = fresh();
    const paid = { compute: 20n * USD, storage: 4n * USD, burned: TOKEN, tips: 2n * TOKEN };
    // 10 tokens of fees, 20 prepaid for two such weeks, 2 for storage, 1 and 2 for gas.
    expect(money.purchase(bill(paid))).toBe(35n * TOKEN);
    money.week(0, bill(paid), nobody(money));
    money.assert();
    expect(of(money, 'providers', 'liquid')).toBe(10n * TOKEN);
    expect(of(money, 'storage nodes', 'liquid')).toBe(2n * TOKEN);
    expect(money.escrow).toBe(20n * TOKEN);
    expect(money.ledger.books.burned).toBe(TOKEN);
    expect(money.ledger.rewards.pending).toBe(2n * TOKEN);
    expect(money.lanes.entered).toMatchObject({ users: 70n * USD, speculators: 0n });
    // Holders sold them directly, as nobody had sold before.
    expect(money.lanes.left.holders).toBe(70n * USD);
    // The prepayment is there, so the same week costs 20 tokens less.
    expect(money.purchase(bill(paid))).toBe(15n * TOKEN);
  });

  it('operators sell what their costs need and half of the rest: 6 of 10, and 2', () => {
    const money = fresh();
    money.week(0, bill({ compute: 20n * USD }), nobody(money));
    const costs = { providers: 12n * USD, 'storage nodes': USD };
    const sales = money.sales(new Rate(2), costs);
    expect(sales.operators).toEqual({ providers: 8n * TOKEN, 'storage nodes': 0n });
    money.week(1, bill({ costs }), sales);
    money.assert();
    // 8 tokens bring $16; $12 are costs. Storage nodes earned nothing and bring their dollar.
    expect(money.lanes.left).toMatchObject({ costs: 13n * USD, profit: 4n * USD });
    expect(money.lanes.entered).toMatchObject({ operators: USD, speculators: 16n * USD });
  });

  it('bonds are bought, locked and given back', () => {
    const money = fresh();
    money.week(0, bill({ bonds: 30n * TOKEN }), nobody(money));
    expect(of(money, 'providers', 'contract_locked')).toBe(30n * TOKEN);
    expect(money.lanes.entered.operators).toBe(60n * USD);
    money.week(1, bill({ bonds: 10n * TOKEN }), nobody(money));
    expect(of(money, 'providers', 'liquid')).toBe(20n * TOKEN);
    money.assert();
  });

  it('a quarter of what circulates is staked, and rewards are divided: 10 % to validators', () => {
    const money = fresh();
    expect(money.supply().staked).toBe(250n * TOKEN);
    money.close(100n * TOKEN, 'test', new Rate(2));
    expect(of(money, 'validators', 'liquid') > 0n).toBe(true);
    // Circulating are 1100.
    expect(money.supply().staked).toBe(275n * TOKEN);
    const rewards = money.sales(new Rate(2), bill().costs).rewards;
    expect(rewards[money.ledger.holder('community')]).toBe(45n * TOKEN);
    expect(rewards[money.ledger.holder('validators')]).toBe(5n * TOKEN);
  });

  it('a team sells half of its unlock, and speculators pay for it where users do not', () => {
    const money = fresh({ scale: 1, others: 0 });
    for (let week = 0; week < 8; week++) money.week(week, bill(), nobody(money));
    money.assert();
    // Half of 1000 of the team over 14 days, and 60 % of 1000 of the community.
    const sold = Number(money.lanes.sums.unlocks.tokens) / 1e18;
    expect(sold).toBeCloseTo(1100, 3);
    expect(Number(money.lanes.entered.speculators) / 1e6).toBeCloseTo(2200, 2);
    expect(lastRelease(schedule)).toBe(4);
  });

  it('users who find nothing to buy pay nothing', () => {
    const money = fresh();
    money.week(0, bill({ compute: 10_000n * USD }), nobody(money));
    money.assert();
    // 750 liquid tokens were there: all went to providers.
    expect(of(money, 'providers', 'liquid')).toBe(750n * TOKEN);
    money.week(1, bill({ compute: 10_000n * USD, storage: USD }), nobody(money));
    money.assert();
    expect(of(money, 'providers', 'liquid')).toBe(750n * TOKEN);
  });

  it('keeps all laws and lanes on random weeks', () => {
    const stream = new Streams('money', 0).stream('weeks');
    const whole = presetSchedule('0g', { reading: 'C' });
    const money = new Money(whole, weeklyReleases(whole, 80, { scale: 1, others: 0.3 }), TERMS);
    const usd = (): bigint => toMicro(stream.lognormal(1e5, 3));
    for (let week = 0; week < 80; week++) {
      const rate = new Rate(stream.lognormal(1, 1));
      const costs = { providers: usd(), 'storage nodes': usd() };
      const sales = money.sales(rate, costs);
      money.week(
        week,
        {
          ...{ rate, costs, compute: usd(), storage: usd(), burned: usd() * 10n ** 12n },
          ...{ tips: usd() * 10n ** 11n, bonds: usd() * 10n ** 11n },
        },
        sales,
      );
      const minted = usd() * 10n ** 12n;
      expect(() => money.close(minted, 'test', rate), `seed money, week ${week}`).not.toThrow();
    }
  });
});

describe('lanes', () => {
  const held = {
    ...{ users: 0n, operators: 0n, burned: 0n, minted: 0n, usdIn: 0n, usdOut: 0n },
  };

  it('find what is missing on either side', () => {
    const lanes = new Lanes();
    lanes.assert(held);
    lanes.note('users', 5n, 10n);
    expect(() => lanes.assert(held)).toThrow('lane users: tokens, expected 5, got 0');
    lanes.note('compute', 5n, 10n);
    expect(() => lanes.assert(held)).toThrow('lane operators: tokens, expected 5, got 0');
    expect(() => lanes.assert({ ...held, operators: 5n, usdIn: 3n })).toThrow(
      'lane dollars in, expected 0, got 3',
    );
  });
});
