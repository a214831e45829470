import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../../models/token/economy/chance.ts';
import { type Days, MarketPath } from '../../../../models/token/economy/market-path.ts';
import { planOf } from '../../../../models/token/economy/plan.ts';
import { stakingRatio } from '../../../../models/token/economy/supply/claimed-supply.ts';
import { accountOf, PLACE } from '../../../../models/token/ledger/books.ts';
import { Streams } from '../../../../sim/random.ts';
import { runPaths, tokenValues } from './economy.ts';

const M = 1_000_000n * 10n ** 18n;
const TEAM = 2;

/** 100 M free, of which 40 M are staked, and 400 M in ten months, of which `locked` are. */
const economy = (locked: string, liquid = true, more = ''): string => `
years: 1
schedule:
  buckets:
    open: { amount: 100M, tgeShare: 100 % }
    team: { amount: 400M, duration: 10 months, step: month, stakeableWhileLocked: true, rewardsLiquid: ${liquid} }
inflation: { rule: fixed_rate, rules: { fixed_rate: { rate: 5 % } } }
staking: { initial: 40 %, kappa: 0, locked: ${locked} }
sell: { shares: { team: 100 %, open: 0 % }, rewards: 0 % }
demand: { fees: 0 }
${more}`;

/** The ledger at the start of every month, in base units. */
function months(lines: string) {
  const values = tokenValues(lines);
  const plan = planOf(values, {});
  const days: Days = { price: new Float64Array(plan.days), volume: new Float64Array(plan.days) };
  const path = new MarketPath(values, plan, chanceOf(new Streams('economy', 0)), days);
  const found: { all: bigint; locked: bigint; team: bigint; held: bigint; paid: bigint }[] = [];
  path.run(() => {
    const { books } = path.hands;
    const staked = books.sums[PLACE.staked];
    const locked = books.sums[PLACE.locked_staked];
    found.push({
      all: staked + locked,
      locked,
      team: books.balances[accountOf(TEAM, 'staked')],
      held: books.balances[accountOf(TEAM, 'contract_locked')],
      paid: books.rewards.paid,
    });
  });
  return { found, plan, path };
}

describe('half of 400 M that is staked while locked', () => {
  const { found, plan, path } = months(economy('50 %'));

  it('makes 240 M of stake, until the end of the schedule and after it', () => {
    expect(found.map(({ all }) => all)).toEqual(found.map(() => 240n * M));
    expect(stakingRatio(path.hands.books)).toBeCloseTo(240e6 / (500e6 + 500e6 * 0.05), 4);
  });

  it('is released last, 40 M a month from the sixth on, and stays staked', () => {
    const locked = [200, 200, 200, 200, 200, 200, 160, 120, 80, 40, 0, 0, 0];
    expect(found.map((month) => month.locked)).toEqual(locked.map((tokens) => BigInt(tokens) * M));
    expect(found.map(({ team }) => team)).toEqual(locked.map((tokens) => BigInt(200 - tokens) * M));
  });

  it('cannot be sold: of a class that sells all, 200 M are', () => {
    const sold = plan.sells[TEAM - 1].reduce((sum, tokens) => sum + tokens, 0);
    expect(sold).toBeCloseTo(200e6, 3);
  });

  it('earns 200 of 240 parts of the rewards, and free tokens the other 40', () => {
    const open = path.hands.books.balances[accountOf(1, 'liquid')];
    const { paid } = found[12];
    expect(Number(open - 60n * M)).toBeCloseTo(Number(paid) / 6, -12);
  });

  it('dilutes the yield from 25 / 40 to 25 / 240, a month of inflation later', () => {
    const month = (locked: string): number => {
      const lines = economy(locked).replace('years: 1', `years: ${1 / 12}`);
      return runPaths(lines)[0].path.stake.nominalYield;
    };
    // 25 M a year for 30 days of 365.2425 are 2.05343 M more, on which 5 % are paid.
    expect(month('50 %')).toBeCloseTo((0.05 * (500 + (25 * 30) / 365.2425)) / 240, 9);
    expect(month('0 %') / month('50 %')).toBeCloseTo(6, 9);
  });
});

describe('rewards of locked stake', () => {
  const { found, path } = months(economy('50 %', false));

  it('wait when they are not liquid: five sixths of the first month', () =>
    expect(Number(found[1].held)).toBeCloseTo((Number(found[1].paid) * 5) / 6, -9));

  it('are released like the tokens that earned them: 40 of the 360 M that are left', () => {
    const second = ((found[2].paid - found[1].paid) * 5n) / 6n;
    const left = found[1].held - found[1].held / 9n;
    expect(Number(found[2].held - left)).toBeCloseTo(Number(second), -9);
  });

  it('are all free when the schedule ends', () => {
    expect(found[9].held > 0n).toBe(true);
    expect(found[10].held).toBe(0n);
    path.hands.ledger.assertLaws();
  });

  it('are free at once when they are liquid', () =>
    expect(months(economy('50 %')).found.every(({ held }) => held === 0n)).toBe(true));
});

describe('the schedule of Celestia', () => {
  const lines = 'years: 1.5\nschedule: { preset: celestia }\ninflation: { rule: celestia }\n';

  it('has half of 200.925 + 176.4 + 159 + 196.7 M staked while locked', () => {
    const { found } = months(lines);
    expect(found[0].locked).toBe((3_665_125n * M) / 10_000n);
  });

  it('with locked stake has more staked, and less yield', () => {
    const none = runPaths(`${lines}staking: { locked: 0 % }`)[0].path;
    const half = runPaths(lines)[0].path;
    expect(none.hands.books.sums[PLACE.locked_staked]).toBe(0n);
    expect(half.leastStaked).toBeGreaterThan(none.leastStaked);
    expect(half.leastYield).toBeLessThan(none.leastYield);
  });
});

describe('random stake of locked tokens', () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))('of seed %d keeps every law', (seed) => {
    const stream = new Streams(`locked stake ${seed}`, 0).stream('choice');
    const share = (): string => `${stream.below(101)} %`;
    const buckets = ['a', 'b', 'c'].map(
      (id, i) =>
        `${id}: { amount: ${1 + stream.below(300)}M, holderClass: ${['x', 'x', 'y'][i]}, tgeShare: ${stream.below(90)} %, cliff: ${stream.below(4)} months, duration: ${1 + stream.below(9)} months, step: ${['day', 'month'][stream.below(2)]}, stakeableWhileLocked: true, rewardsLiquid: ${i < 2} }`,
    );
    const [{ path, prices }] = runPaths(`
years: 0.75
schedule: { buckets: { ${buckets.join(', ')} } }
inflation: { rule: og_apy_curve }
staking: { initial: ${share()}, locked: ${share()}, kappa: ${stream.below(3)}, run: { at: 90, share: ${share()}, slashed: ${share()} } }
sell: { rewards: ${share()}, shares: { x: ${share()}, y: ${share()} } }`);
    path.hands.ledger.assertLaws();
    expect(prices.every((price) => price > 0 && Number.isFinite(price))).toBe(true);
  });
});
