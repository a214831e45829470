import { describe, expect, it } from 'vitest';
import { checkComponents } from '../../../../scenarios/objections.ts';
import { resolve, runPaths, runSection, scenario } from './economy.ts';

const TOKEN = 10n ** 18n;

/** Users pay $30,000 a day, 10,000 tokens at a price that stays; 91 days in months of 30, 31 and 30. */
const economy = (burn: string, more = ''): string => `
years: 0.25
schedule: { total: 110M, buckets: { friends: { amount: 100M, tgeShare: 100 % }, house: { amount: 10M, cliff: 2 months, duration: 1 month } } }
market: { impact: { sqrt: { y: 0 } }, process: { volatility: 0 } }
sell: { scale: 0, rewards: 0 % }
staking: { initial: 50 %, kappa: 0, traded: 0 % }
demand: { fees: 30000 }
burn: { ${burn} }
${more}`;

const booksOf = (burn: string, more = '') => runPaths(economy(burn, more))[0].path.hands.books;

describe('fees', () => {
  it.each([
    ['rule: base_fee_share', '', 910_000n],
    ['rule: base_fee_share', 'burned: 50 %', 455_000n],
    ['rule: none', '', 0n],
  ])('by %s %s', (rule, more, burned) => {
    const books = booksOf(rule, more);
    expect(books.burned).toBe(burned * TOKEN);
    expect(books.rewards.fees).toBe((910_000n - burned) * TOKEN);
  });

  it('go to stakers when nothing is burned: 3.65 M a year on a stake of 50 M', () => {
    const [{ path }] = runPaths(economy('rule: none'));
    expect(path.stake.nominalYield).toBeCloseTo(3_652_500 / 50e6, 9);
    expect(path.stake.netInflation).toBe(0);
  });

  it('shrink the supply at the rate of a year when they are burned', () => {
    const [{ path }] = runPaths(economy('rule: base_fee_share'));
    expect(path.stake.netInflation).toBeCloseTo(-3_652_500 / (110e6 - 910_000), 9);
    expect(path.stake.nominalYield).toBe(0);
  });
});

describe('EIP-1559', () => {
  const burnedBy = (burn: string, more = ''): number =>
    Number(booksOf(`rule: eip1559, ${burn}`, more).burned) / 1e18;

  // Blocks of 1 s reach 15 M gas: 1.296e12 gas a day, so a tip of 1 gwei leaves 1,296 tokens a day.
  it.each([
    [1_000_000_000, 8704],
    [3_000_000_000, 6112],
    [7_000_000_000, 928],
  ])('burns fees less tip x target, tip %d', (tip, daily) => {
    // In the first minutes of the first month the fee is on its way from 1 gwei.
    expect(burnedBy(`tip: ${tip}`) / (91 * daily)).toBeCloseTo(1, 3);
  });

  it('burns only on its way down when tips pay for all the gas there is demand for', () =>
    expect(burnedBy('tip: 8000000000')).toBeLessThan(5));

  it('is block by block the rule of the EIP', () => {
    // 10,000 tokens a day in 24 blocks: 720, 744 and 720 of them, far from settled at the end.
    const [target, tip] = [10n ** 12n, 300_000_000n];
    let fee = 1_000_000_000n;
    let burned = 0n;
    for (const blocks of [720n, 744n, 720n]) {
      const budget = ((blocks / 24n) * 10_000n * TOKEN) / blocks;
      for (let block = 0n; block < blocks; block++) {
        const most = budget / (fee + tip);
        const gas = most < 2n * target ? most : 2n * target;
        burned += gas * fee;
        const distance = gas - target;
        const change = (fee * (distance < 0n ? -distance : distance)) / target / 8n;
        if (distance > 0n) fee += change > 1n ? change : 1n;
        else fee -= change;
      }
    }
    const found = burnedBy(
      `blockTime: 60 min, tip: ${tip}, rules: { eip1559: { target: ${target} } }`,
    );
    expect(found / (Number(burned) / 1e18)).toBeCloseTo(1, 9);
  });

  it('gives the rest to those who stake', () => {
    const books = booksOf('rule: eip1559');
    expect(books.burned + books.rewards.fees).toBe(910_000n * TOKEN);
  });
});

describe('scheduled burns', () => {
  // Seconds of days 10 and 70; what is released to the house on day 91 is 10 M.
  const due = (bucket: string, tokens: number) =>
    `rule: scheduled, bucket: ${bucket}, rules: { scheduled: { burns: [{ at: 864000, tokens: ${tokens} }, { at: 6048000, tokens: 5 }] } }`;

  it('burn of a bucket what its class has, and no fees', () => {
    const books = booksOf(due('friends', 1_000_000));
    expect(books.burnedBy.get('scheduled')).toBe(1_000_005n * TOKEN);
    expect(books.burned).toBe(1_000_005n * TOKEN);
    expect(books.rewards.fees).toBe(910_000n * TOKEN);
  });

  it('wait for the release of what is not there yet', () => {
    const [{ path }] = runPaths(economy(due('house', 4_000_000)));
    expect(path.hands.books.burned).toBe(4_000_005n * TOKEN);
    expect(path.hands.ledger.balance(2, 'liquid')).toBe(5_999_995n * TOKEN);
  });

  it('burn no more than there is', () =>
    expect(booksOf(due('house', 40_000_000)).burned).toBe(10_000_000n * TOKEN));

  it('are no rate of a year', () =>
    expect(runPaths(economy(due('friends', 1_000_000)))[0].path.stake.netInflation).toBe(0));

  it('happen without a market too', () => {
    const { findings } = runSection(
      `model: supply\npaths: 1\n${economy(due('friends', 1_000_000)).replace('\n', '')}`,
    );
    expect(findings.values['token.supply.burned'].value).toBe(1_000_005);
    expect(findings.values['token.supply.total'].value).toBe(108_999_995);
  });
});

describe('refuses', () => {
  it.each([
    ['rule: scheduled', '', /burn\.bucket.*friends, house/s],
    ['rule: scheduled, bucket: nobody', '', /burn\.bucket.*friends, house.*nobody/s],
    ['bucket: house', '', /burn\.bucket.*unless the rule is "scheduled"/s],
    ['rule: slash_burn', '', /burn\.rule/],
    ['rule: eip1559', 'model: supply\npaths: 1', /burn\.rule/],
    [
      'rule: scheduled, bucket: house, rules: { scheduled: { burns: [{ at: 5, tokens: 1 }, { at: 5, tokens: 1 }] } }',
      '',
      /burns\.1\.at.*above 5/s,
    ],
  ])('%s %s', (burn, more, reason) =>
    expect(() => checkComponents(resolve(scenario(economy(burn, more))), {}, 'test.yaml')).toThrow(
      reason,
    ),
  );
});
