/** Milestones and controllers along a path, with prices that are known beforehand. */
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../../models/token/economy/chance.ts';
import { type Days, MarketPath } from '../../../../models/token/economy/market-path.ts';
import { planOf } from '../../../../models/token/economy/plan.ts';
import { freshEvents } from '../../../../scenarios/engines.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { replicate } from '../../../../scenarios/replicate.ts';
import { Streams } from '../../../../sim/random.ts';
import { resolve, scenario, tokenValues } from './economy.ts';

/** Nobody trades and chance is silent: the price is that at the start times the demand. */
const STILL = `
sell: { scale: 0, rewards: 0 % }
staking: { initial: 0 %, kappa: 0 }
market: { process: { volatility: 0 } }`;

interface Ran {
  readonly path: MarketPath;
  readonly prices: readonly number[];
  /** Whole tokens released by the start of a month, by bucket. */
  readonly released: readonly (readonly number[])[];
}

function run(lines: string, number = 0): Ran {
  const values = tokenValues(lines);
  const plan = planOf(values, {});
  const days: Days = { price: new Float64Array(plan.days), volume: new Float64Array(plan.days) };
  const path = new MarketPath(values, plan, chanceOf(new Streams('releases', 0)), days, number);
  const released: number[][] = [];
  path.run(() => released.push(path.hands.books.released.map((units) => Number(units) / 1e18)));
  return { path, prices: [...days.price], released };
}

/** 100 M at the event and 60 M that wait. */
const waiting = (bucket: string, more = 'demand: { fees: 0 }', years = 0.5): string => `
years: ${years}
price: 2
schedule:
  buckets:
    early: { amount: 100M, tgeShare: 100 % }
    late: { amount: 60M, ${bucket} }
${more}${STILL}`;

const DOUBLED = 'demand: { fees: 0, shock: { shape: step, at: 40, factor: 2 } }';

describe('a milestone', () => {
  const linear = 'then: { kind: linear, to: 50 days, step: day }';
  const when = (condition: string, then = linear): string =>
    `parts: [{ kind: milestone, when: ${condition}, ${then} }]`;

  it('opens when the mean of 30 days has come to its price, and releases over 50 days', () => {
    // $2 to day 39 and $4 from day 40 on: the closes of days 25 to 54 have a mean of $3, known on day 55.
    const { released } = run(waiting(when('price.twap30d >= 3'), DOUBLED));
    // Months begin on days 0, 30, 61, 91, 122, 153, 181 after 22 September: 6 and 36 of 50 days, then all.
    const late = [0, 0, 7_200_000, 43_200_000, 60_000_000, 60_000_000, 60_000_000];
    expect(released.map(([, each]) => each)).toEqual(late);
    expect(released.map(([early]) => early)).toEqual(late.map(() => 100_000_000));
  });

  it('waits for as many days as its mean price has', () => {
    // Days 0 to 29 are known when day 30 begins, which is the first of month 1.
    const once = 'then: { kind: instant }';
    const month = (days: number): number =>
      run(waiting(when(`price.twap${days}d >= 1`, once))).released.findIndex(
        ([, late]) => late > 0,
      );
    expect([1, 29, 30, 31, 61, 62].map(month)).toEqual([1, 1, 1, 2, 2, 3]);
  });

  it('opens on the first day when the price at the start is enough', () =>
    expect(run(waiting(when('price >= 2', 'then: { kind: instant }'))).released[0][1]).toBe(6e7));

  it('does not open before its bucket has begun', () => {
    const { released } = run(waiting(`start: 61 days, ${when('price >= 2', 'then: {}')}`));
    expect(released.map(([, late]) => late)).toEqual([0, 0, 6e7, 6e7, 6e7, 6e7, 6e7]);
  });

  it('gives no stake and no float before it opens, and from then on day by day', () => {
    const { path } = run(
      `${waiting(when('date >= 150 days'))}`.replace('initial: 0 %', 'initial: 100 %'),
    );
    // Day 181, 31 of 50 days: 37.2 M.
    const { circulating, staked } = path.hands.supply();
    expect(circulating).toBe(137_200_000n * 10n ** 18n);
    expect(staked).toBe(100_000_000n * 10n ** 18n);
  });

  it('asks for what there was on the day before', () => {
    const opened = (condition: string, more?: string): number =>
      run(waiting(when(condition, 'then: {}'), more)).released.filter(([, late]) => late === 0)
        .length;
    // Demand of day 40 is known on day 41: months 0 and 1 have begun.
    expect(opened('demand >= 2', DOUBLED)).toBe(2);
    // 5 % of 100 M are traded in a day.
    expect([opened('volume >= 5M'), opened('volume > 5M')]).toEqual([1, 7]);
    expect([opened('supply.circulating >= 100M'), opened('supply.circulating > 100M')]).toEqual([
      0, 7,
    ]);
    expect([opened('months >= 2'), opened('months >= 3')]).toEqual([2, 3]);
    // $10,000 a day: $600,000 on day 60.
    const fees = 'burned: 0 %\ndemand: { fees: 10000 }';
    expect(opened('fees.total >= 599_999', fees)).toBe(2);
    expect([opened('fees >= 9_999', fees), opened('fees > 10_001', fees)]).toEqual([1, 7]);
    expect(opened('staking_ratio <= 0')).toBe(1);
  });
});

describe('what an opened milestone brings to the market', () => {
  const SOLD = (shares: string): string =>
    `sell: { shares: { early: 0 %, ${shares} }, rewards: 0 %, hedged: 0 % }`;
  const market = (bucket: string, law: string): string =>
    waiting(bucket)
      .replace('sell: { scale: 0, rewards: 0 % }', SOLD('late: 100 %'))
      .replace('process:', `impact: { model: ${law} }, process:`);

  it.each(['sqrt', 'kyle', 'cpmm', 'book', 'elastic'])(
    'is what a calendar brings that says the same, under %s',
    (law) => {
      const then = 'then: { kind: linear, to: 50 days, step: day }';
      const moved = run(
        market(`parts: [{ kind: milestone, when: date >= 40 days, ${then} }]`, law),
      );
      const calendar = '{ kind: linear, from: 40 days, to: 90 days, step: day }';
      const fixed = run(market(`parts: [${calendar}]`, law));
      expect(moved.released).toEqual(fixed.released);
      for (const [day, price] of fixed.prices.entries()) {
        expect(moved.prices[day] / price, `day ${day}`).toBeCloseTo(1, 9);
      }
      expect(moved.path.sellers.usd[1] / fixed.path.sellers.usd[1]).toBeCloseTo(1, 9);
      const held = ({ path }: Ran) => path.hands.ledger.balance(2, 'liquid');
      expect(Number(held(moved) - held(fixed)) / 1e18).toBeCloseTo(0, 4);
    },
  );

  it('is sold at the price of the days: 40 % of 60 M at $2 are $48 M', () => {
    const lines = waiting('holderClass: team, parts: [{ kind: milestone, when: price >= 2 }]')
      .replace('sell: { scale: 0, rewards: 0 % }', SOLD('team: 40 %'))
      .replace('process:', 'impact: { sqrt: { y: 0 } }, process:');
    const { path } = run(lines);
    expect(path.sellers.usd[1]).toBeCloseTo(48_000_000, 3);
    expect(path.hands.ledger.balance(2, 'liquid')).toBe(36_000_000n * 10n ** 18n);
  });

  it('is nothing while a vote decides', () => {
    const parts = 'governed: true, parts: [{ kind: milestone, when: price >= 2 }]';
    const { path, prices } = run(market(parts, 'kyle'));
    expect(new Set(prices)).toEqual(new Set([2]));
    expect(path.hands.supply().circulating).toBe(100_000_000n * 10n ** 18n);
    expect(path.hands.supply().available).toBe(160_000_000n * 10n ** 18n);
  });

  it('leaves the days before it as they are', () => {
    const noisy = (price: number): string =>
      market(`parts: [{ kind: milestone, when: price >= ${price} }]`, 'kyle').replace(
        'volatility: 0',
        'volatility: 0.055',
      );
    let differ = 0;
    for (let number = 0; number < 6; number++) {
      const [open, shut] = [run(noisy(2.2), number).prices, run(noisy(1e6), number).prices];
      const first = open.findIndex((price) => price >= 2.2);
      const days = first < 0 ? open.length : first + 1;
      expect(open.slice(0, days)).toEqual(shut.slice(0, days));
      if (first >= 0 && open[days] < shut[days]) differ++;
    }
    expect(differ).toBeGreaterThan(2);
  });
});

describe('a controller', () => {
  const adoption = (rule = '', more = ''): number[] =>
    run(
      waiting(
        `parts: [{ kind: controller, rule: { name: adoption, ${rule} } }]`,
        `demand: { fees: 0 }${more}`,
      ),
    ).released.map(([, late]) => late);
  const steps = (each: number): number[] => [0, 1, 2, 3, 4, 5, 6].map((k) => k * each);
  const close = (found: number[], expected: number[]): void => {
    for (const [i, tokens] of expected.entries()) expect(found[i]).toBeCloseTo(tokens, 6);
  };

  it('steps when a month begins: 0.1 % of 160 M while the price is the implied one', () =>
    close(adoption(), steps(160_000)));

  it('follows the fourth power of the price over the implied one: 1.1^4 a month', () => {
    // $2 over $2 / 1.1: rates of 0.001 x 1.4641^k, 0.0014641, 0.00214359, 0.00313843, 0.00459497, then 0.005.
    const rates = [0.0014641, 0.00214358881, 0.003138428376721, 0.0045949729863572, 0.005, 0.005];
    let sum = 0;
    const expected = [0, ...rates.map((rate) => (sum += rate * 160e6))];
    const found = adoption('weight: 100 %', `\nreleases: { implied: ${2 / 1.1} }`);
    for (const [i, tokens] of expected.entries()) expect(found[i]).toBeCloseTo(tokens, 3);
  });

  it('may hold the price against any measure of the path', () =>
    // Half the rate's most after the first step: $2 over a demand of 1 is 2^4, beyond 0.5 %.
    close(adoption('implied: demand, weight: 50 %'), steps(400_000)));

  it('releases the part of its target that an activity has reached', () => {
    const rule = 'rule: { name: activity, measure: fees.total, target: 1000000 }';
    const { released } = run(
      waiting(`parts: [{ kind: controller, ${rule} }]`, 'demand: { fees: 10000 }'),
    );
    // $10,000 a day by days 30, 61, 91, and more than a million after 100.
    for (const [month, part] of [0, 0.3, 0.61, 0.91, 1, 1, 1].entries()) {
      expect(released[month][1] / 6e7).toBeCloseTo(part, 9);
    }
  });

  it('releases what is left of the community of 0G by use', () => {
    const lines = `years: 1\nschedule: { community: activity }\n${STILL}`;
    const community = run(lines).released.map((buckets) => buckets[2]);
    // 26.5 M, and of 103.5 M the part 30 and 365 of 1,461 days of the usual fees.
    expect(community[0]).toBe(26_500_000);
    expect(community[1]).toBeCloseTo(26_500_000 + (103_500_000 * 30) / 1461, 2);
    expect(community[12]).toBeCloseTo(26_500_000 + (103_500_000 * 365) / 1461, 2);
    const faster = run(
      lines.replace('years: 1', 'years: 1\nreleases: { activity: { target: 1 } }'),
    );
    expect(faster.released[1][2]).toBe(130_000_000);
  });
});

describe('results', () => {
  const lines = `
years: 1
paths: 30
schedule:
  buckets:
    early: { amount: 100M, tgeShare: 100 % }
    late: { amount: 60M, parts: [{ kind: milestone, share: 1/2, when: price >= 6 }, { kind: milestone, when: months >= 2 }] }
    rare: { amount: 1M, parts: [{ kind: milestone, when: price >= 1bn }] }
    fixed: { amount: 12M, duration: 12 months, step: month }`;
  const task = taskOf(resolve(scenario(lines)), {}, 0, 0);
  const { findings, certified } = replicate(task);
  const value = (name: string) => findings.values[name]?.value;

  it('count paths on which a milestone has opened, and when the first of a bucket did', () => {
    expect(value('token.event[opened_late]')).toBe(1);
    expect(value('token.event[opened_rare]')).toBe(0);
    expect(value('token.opening_time[rare]')).toBeUndefined();
    expect(value('token.event[opened_fixed]')).toBeUndefined();
    // By month 2, day 61, on every path, and earlier where the price had doubled.
    expect(value('token.opening_time[late]')).toBeLessThanOrEqual(61 * 86_400);
    expect(value('token.opening_time[late]')).toBeGreaterThan(30 * 86_400);
  });

  it('give the mean of what was released', () => {
    expect(value('token.released[fixed]')).toBe(12_000_000);
    expect(value('token.released[late]')).toBeGreaterThan(30_000_000);
    expect(value('token.released[late]')).toBeLessThan(60_000_000);
    expect(value('token.released[rare]')).toBe(0);
  });

  it('are the same again, and with either engine', async () => {
    expect(replicate(task).certified).toEqual(certified);
    const simjs = (await freshEvents('simjs'))();
    expect(replicate(task, { events: simjs }).certified).toEqual(certified);
  });
});
