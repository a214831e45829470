import { describe, expect, it } from 'vitest';
import { checkDesks } from '../../../../models/token/economy/desks/check-desks.ts';
import type { Desk } from '../../../../models/token/economy/desks/desk.ts';
import { scheduleFor } from '../../../../models/token/economy/plan.ts';
import type { State } from '../../../../models/token/ledger/books.ts';
import { Streams } from '../../../../sim/random.ts';
import { QUIET, type Ran, runPaths, tokenValues } from './economy.ts';

const UNIT = 10n ** 18n;
const M = 1_000_000n * UNIT;

/** 1bn tokens in free hands at $3; 5 %, or 50 M, are traded in a day; nothing moves the price but trades. */
const STILL = `
schedule: { total: 1bn, buckets: { giver: { amount: 200M, tgeShare: 100 % }, rest: { amount: 800M, tgeShare: 100 % } } }
market: { volatility: 0.05, impact: { model: kyle }, process: { volatility: 0 } }${QUIET}`;

function run(company: string, lines = `years: 1${STILL}`): Ran {
  return runPaths(`${lines}\ncompany: { bucket: giver, ${company} }`)[0];
}

/** What a desk tells at the horizon. */
function report({ path, prices }: Ran, id: string): Record<string, number> {
  const found: Record<string, number> = {};
  const desk = path.desks.find((each) => each.id === id) as Desk;
  desk.report?.(
    (name, _unit, value) => {
      found[name.replace(/^token\.(company\.)?/, '')] = value;
    },
    prices[prices.length - 1],
  );
  return found;
}

function held({ path }: Ran, holder: string, state: State): bigint {
  const { ledger } = path.hands;
  return ledger.balance(ledger.holder(holder), state);
}

describe('a swap and a loan', () => {
  const ran = run('lock: 0');

  it('move 50 M and 50 M tokens between holders and bring nobody dollars', () => {
    expect(held(ran, 'company', 'liquid')).toBe(100n * M);
    expect(held(ran, 'giver', 'liquid')).toBe(100n * M);
    expect(ran.path.hands.books.usdIn).toBe(0n);
    expect(new Set(ran.prices)).toEqual(new Set([3]));
  });

  it('leave a debt of 50 M x (1 + 8 % x 333 / 365) after 333 days', () => {
    // Lent on day 31, the last day is 364. 50 M x 0.08 x 333 / 365 = 3,649,315.068 tokens.
    const { owed, coverage } = report(ran, 'company');
    expect(owed).toBeCloseTo(53_649_315.0684931, 6);
    expect(coverage).toBeCloseTo(100 / 53.6493150684931, 9);
  });

  it('compound each full year, or not', () => {
    // 730 days: day 729 is 698 after day 31. 54 M x (1 + 8 % x 333 / 365) against 50 M x (1 + 8 % x 698 / 365).
    const two = `years: 2${STILL}`;
    const yearly = report(run('lock: 0', two), 'company');
    expect(yearly.owed).toBeCloseTo(54e6 * (1 + (0.08 * 333) / 365), 5);
    const simple = report(run('note: { compounding: simple }', two), 'company');
    expect(simple.owed).toBeCloseTo(50e6 * (1 + (0.08 * 698) / 365), 5);
  });

  it('take what is locked off the free float until the lock is lifted', () => {
    const locked = run('lock: 400');
    expect(held(locked, 'company', 'contract_locked')).toBe(100n * M);
    expect(locked.path.hands.supply().freeFloat).toBe(900n * M);
    expect(report(locked, 'company').held).toBe(100_000_000);
    // Until day 17 + 300; the horizon is day 365.
    expect(held(run('lock: 300'), 'company', 'liquid')).toBe(100n * M);
  });

  it('come as fast as the class has tokens that it has not sold', () => {
    // 10 M each month, of which 30 % are sold: 70 % of 120 M in 12 months, less what is sold within 14 days of
    // the last release, which is not posted before the horizon.
    const ran = run(
      'tokens: 200_000_000, note: { tokens: 0 }',
      `
years: 1
schedule: { total: 200M, buckets: { giver: { amount: 120M, duration: 12 months, step: month }, rest: { amount: 80M, tgeShare: 100 % } } }
market: { process: { volatility: 0 } }
demand: { fees: 0 }
staking: { initial: 0 %, kappa: 0 }`,
    );
    const got = Number(held(ran, 'company', 'liquid') / UNIT);
    expect(got).toBeGreaterThanOrEqual(84_000_000);
    expect(got).toBeLessThanOrEqual(87_000_000);
    expect(held(ran, 'giver', 'liquid') < UNIT).toBe(true);
  });
});

describe('a forced sale', () => {
  // 20 % of 50 M a day: 100 M take 10 days, each of which takes 0.05 x 0.2 / 2 = 0.5 % off the price.
  const ran = run('sale: { at: 100 }');
  const factors = Array.from({ length: 10 }, (_, day) => 0.995 ** (day + 1));
  const mean = factors.reduce((sum, factor) => sum + factor) / 10;

  it('is bound by the volume and presses the price for good', () => {
    expect(ran.prices[99]).toBe(3);
    expect(ran.prices[104] / (3 * 0.995 ** 5)).toBeCloseTo(1, 9);
    expect(ran.prices[364] / (3 * 0.995 ** 10)).toBeCloseTo(1, 9);
    const { sold, sale_days, discount } = report(ran, 'company');
    expect(sold).toBeCloseTo(100e6, 3);
    expect(sale_days).toBe(10);
    expect(discount).toBeCloseTo(1 - mean, 9);
  });

  it('brings dollars into the ledger, worth more or less than what is owed', () => {
    const usd = 100e6 * 3 * mean;
    expect(Number(ran.path.hands.books.usdIn) / 1e6).toBeCloseTo(usd, 3);
    const { held, coverage, worth, debt, ...others } = report(ran, 'company');
    expect(held).toBe(0);
    expect(coverage).toBe(0);
    expect(worth).toBeCloseTo(usd, 3);
    expect(debt).toBeCloseTo(53_649_315.0684931 * 3 * 0.995 ** 10, 3);
    expect(others['event[company_short]']).toBe(0);
  });

  it('falls short of the debt when all was borrowed and the price comes back', () => {
    // A fading impact: dollars below the price of the horizon, and interest on top.
    const lines = `years: 1${STILL}`.replace('model: kyle', 'model: sqrt');
    const all = report(run('tokens: 0, sale: { at: 100 }', lines), 'company');
    expect(all.worth).toBeLessThan(all.debt);
    expect(all['event[company_short]']).toBe(1);
  });

  it('takes the days that it is given', () => {
    const slow = run('sale: { at: 100, days: 40 }');
    expect(report(slow, 'company').sale_days).toBe(40);
    // 2.5 M of 50 M a day.
    expect(slow.prices[139] / (3 * (1 - 0.00125) ** 40)).toBeCloseTo(1, 9);
  });

  it('waits for the end of a lock', () => {
    const late = run('lock: 200, sale: { at: 100 }');
    expect(late.prices[216]).toBe(3);
    expect(late.prices[217]).toBeLessThan(3);
    expect(report(late, 'company').sold).toBeCloseTo(100e6, 3);
    expect(report(run('lock: 400, sale: { at: 100 }'), 'company').sold).toBe(0);
  });
});

describe('purchases', () => {
  it('spend what there is, as many dollars each day', () => {
    const flat = `years: 1${STILL}`.replace('volatility: 0.05', 'volatility: 0');
    const ran = run('tokens: 0, note: { tokens: 0 }, purchase: { usd: 13_660_000 }', flat);
    expect(Number(held(ran, 'company', 'liquid')) / 1e18).toBeCloseTo(13.66e6 / 3, 3);
    expect(ran.path.hands.books.usdOut).toBe(13_660_000_000_000n);
    expect(report(ran, 'company').coverage).toBeUndefined();
  });

  it('stay within the dollars when they lift the price', () => {
    const ran = run('purchase: { usd: 400_000_000, days: 3 }');
    expect(ran.prices[20]).toBeGreaterThan(3);
    expect(ran.path.hands.books.usdOut).toBe(400_000_000_000_000n);
  });
});

it('a section without a company has no such class', () => {
  const [{ path }] = runPaths(`years: 0.25${STILL}`);
  expect(path.hands.books.classes.map(({ id }) => id)).not.toContain('company');
});

it('companies and locks of random figures keep every law', () => {
  for (let i = 0; i < 12; i++) {
    const seed = `company ${i}`;
    const stream = new Streams(seed, 0).stream('choice');
    const share = () => `${stream.below(101)} %`;
    const days = (most: number) => 1 + stream.below(most);
    const [ran] = runPaths(
      `
years: 0.5
inflation: { rule: og_stepdown }
market: { turnover: ${1 + stream.below(40)} % }
treasury: { bucket: ecosystem, burn: 1000000 }
company: { bucket: ${stream.below(2) === 0 ? 'ecosystem' : 'nodes'}, at: ${days(90)}, lock: ${stream.below(120)}, tokens: ${stream.below(3e8)}, note: { at: ${days(90)} }, purchase: { usd: ${stream.below(5e7)} }, sale: { at: ${days(170)}, days: ${days(20)}, volume: ${1 + stream.below(100)} % } }
iai: { target: ${stream.below(9271)}, days: ${days(90)}, bought: ${share()}, yield: ${share()}, run: { at: ${days(170)}, share: ${share()}, days: ${days(30)}, sold: ${share()} } }`,
      1,
      seed,
    );
    ran.path.hands.ledger.assertLaws();
    expect(
      ran.prices.every((price) => price > 0 && Number.isFinite(price)),
      seed,
    ).toBe(true);
    const figures = { ...report(ran, 'company'), ...report(ran, 'iai') };
    expect(
      Object.values(figures).every(Number.isFinite),
      `${seed} ${JSON.stringify(figures)}`,
    ).toBe(true);
    const locked = Number(held(ran, 'iai', 'contract_locked')) / 1e18;
    expect(figures['iai.locked'], seed).toBeCloseTo(locked, 3);
  }
});

describe('what the section refuses', () => {
  it.each([
    ['company: { bucket: gold }', 'token.company.bucket: a bucket about which no vote decides'],
    ['company: { bucket: nodes, at: 365 }', 'token.company.at: a day before day 365; day 365'],
    ['company: { bucket: nodes, note: { bucket: gold } }', 'token.company.note.bucket: a bucket'],
    ['company: { bucket: nodes, note: { at: 400 } }', 'token.company.note.at: a day before day'],
    ['company: { bucket: nodes, sale: { at: 400 } }', 'token.company.sale.at: a day before day'],
    ['iai: { target: 5, run: { at: 999 } }', 'token.iai.run.at: a day before day 365; day 999'],
    ['iai: { target: 5, from: 365 }', 'token.iai.from: a day before day 365'],
    ['iai: { target: 5, yield: 1 % }', 'token.treasury.bucket: the bucket whose class gets'],
    ['model: supply\niai: { target: 5 }', 'token.iai.target: none without a market; 5'],
    ['model: supply\ncompany: { bucket: nodes }', 'token.company.bucket: none without a market'],
  ])('%s', (lines, expected) => {
    const values = tokenValues(`years: 1\npaths: 1\n${lines}`);
    const found = checkDesks(scheduleFor(values, {}), values);
    const texts = found.map(({ path, expected, found }) => `${path}: ${expected}; ${found}`);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(expected);
  });

  it('nothing of a company and locks that fit', () => {
    const lines = 'company: { bucket: nodes, sale: { at: 9 } }\niai: { target: 9270 }';
    const values = tokenValues(lines);
    expect(checkDesks(scheduleFor(values, {}), values)).toEqual([]);
  });
});
