import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../models/token/economy/plan.ts';
import { supplyPath } from '../../../../models/token/economy/supply-path.ts';
import { checkComponents } from '../../../../scenarios/objections.ts';
import { resolve, runPaths, scenario, tokenValues } from './economy.ts';

/** 5 % of 110 M a year to a stake of 50 M; nobody trades but those who sell rewards. */
const economy = (staking: string, more = ''): string => `
years: 0.25
schedule: { total: 110M, buckets: { friends: { amount: 100M, tgeShare: 100 % }, house: { amount: 10M, tgeShare: 100 % } } }
market: { impact: { sqrt: { y: 0 } }, process: { volatility: 0 } }
sell: { scale: 0, rewards: 0 % }
demand: { fees: 0 }
treasury: { bucket: house, burn: 0 }
inflation: { rule: fixed_rate }
staking: { initial: 0.4545454545, kappa: 0, traded: 0 %, ${staking} }
${more}`;

const SPLIT = 'tax: 10 %, commission: 20 %, restaked: 0.25';

describe('parts of the rewards', () => {
  const [{ path }] = runPaths(economy(SPLIT));
  const { ledger, books } = path.hands;
  const held = (id: string): number => Number(ledger.balance(ledger.holder(id), 'liquid')) / 1e18;
  const minted = Number(books.minted) / 1e18;

  it('are a fifth for restaked assets of a quarter of the stake, then tax, then commission', () => {
    expect(held('restakers') / minted).toBeCloseTo(0.2, 9);
    expect((held('house') - 10e6) / minted).toBeCloseTo(0.8 * 0.1, 9);
    expect(held('validators') / minted).toBeCloseTo(0.8 * 0.9 * 0.2, 9);
  });

  it('and 57.6 % for those who stake', () => {
    const own = Number(books.rewards.paid) / 1e18 - held('restakers');
    expect(own / minted).toBeCloseTo(0.576, 9);
    // The supply has grown by what was minted when the rate is read.
    expect(path.stake.nominalYield).toBeCloseTo((0.576 * 0.05 * (110e6 + minted)) / 50e6, 6);
  });

  it('sum to what was minted', () => {
    const { rewards } = books;
    expect(rewards.tax + rewards.commission + rewards.paid + ledger.rewards.pending).toBe(
      books.minted,
    );
    ledger.assertLaws();
  });

  it('are sold by those who secure as by those who stake, not by the treasury', () => {
    const sells = economy(SPLIT).replace('rewards: 0 %', 'rewards: 50 %');
    const [{ path: selling }] = runPaths(sells);
    const { ledger: own } = selling.hands;
    const left = (id: string) => Number(own.balance(own.holder(id), 'liquid')) / 1e18;
    // The last of three months is sold in the one after: its half is still there.
    const months = Number(selling.hands.books.minted) / 1e18;
    expect((left('house') - 10e6) / months).toBeCloseTo(0.08, 9);
    expect(left('validators') / months).toBeCloseTo(0.144 * (0.5 + 0.5 * (30 / 91)), 3);
    expect(left('restakers') / months).toBeCloseTo(0.2 * (0.5 + 0.5 * (30 / 91)), 3);
  });
});

it('a tax alone lowers the yield by as much: inflation x (1 - tax) over the staked share', () => {
  const yields = (staking: string) => runPaths(economy(staking))[0].path.stake.nominalYield;
  expect(yields('tax: 15 %') / yields('tax: 0 %')).toBeCloseTo(0.85, 9);
});

it('tax and commission are paid without a market too', () => {
  const values = tokenValues(`model: supply\npaths: 1\n${economy('tax: 30 %, commission: 50 %')}`);
  const { books } = supplyPath(values, planOf(values, {}), () => {});
  // 5 % of a year of 365.2425 days.
  expect(Number(books.minted) / 1e18).toBeCloseTo((110e6 * 0.05 * 91) / 365.2425, 3);
  expect(Number(books.rewards.tax) / Number(books.minted)).toBeCloseTo(0.3, 9);
  expect(Number(books.rewards.commission) / Number(books.minted)).toBeCloseTo(0.35, 9);
});

describe('refuses', () => {
  it.each([
    ['a tax without a treasury', economy('tax: 1 %').replace('bucket: house, ', ''), /treasury/],
    [
      'a class of the name of those who get commission',
      economy('commission: 1 %').replaceAll('friends', 'validators'),
      /holder classes other than.*validators/s,
    ],
    ['a tax above all', economy('tax: 101 %'), /tax/],
  ])('%s', (_name, lines, reason) =>
    expect(() => checkComponents(resolve(scenario(lines)), {}, 'test.yaml')).toThrow(reason),
  );

  it('no class of that name when there is no commission', () => {
    const lines = economy('tax: 1 %').replaceAll('friends', 'validators');
    expect(() => checkComponents(resolve(scenario(lines)), {}, 'test.yaml')).not.toThrow();
  });
});
