/** The table of a rule of inflation as a function: what it prints and refuses. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { inflationRuleNames } from '../../models/token/inflation/index.ts';
import {
  inflationNames,
  type TokenInflationOptions,
  tokenInflationCommand,
} from '../../reports/commands/token-inflation.ts';

const plain = { years: 1, set: [], by: 'year', csv: false, json: false } as const;

function run(options: Partial<TokenInflationOptions> & { rule: string }) {
  let [out, err] = ['', ''];
  const sink = new PassThrough();
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    ...{ stdout: sink, stderr: sink, env: {}, interrupted: new AbortController().signal },
  };
  const code = tokenInflationCommand({ ...plain, ...options }, io);
  expect([code, err]).toEqual([0, '']);
  return out;
}

/** What is said of options that are refused. */
function refusal(options: Partial<TokenInflationOptions> & { rule: string }): string {
  try {
    run(options);
  } catch (error) {
    const { name, message } = error as Error;
    // These two are what the command line ends with exit code 2.
    expect(['InputError', 'UsageError']).toContain(name);
    return message;
  }
  return 'no refusal';
}

const cells = (line: string) => line.trim().split(/ {2,}/);

describe('token inflation', () => {
  it('prints rule, claim, conventions and an exact table', () => {
    const [name, claim, year, supply, empty, ...table] = run({ rule: 'og_stepdown', years: 3 })
      .trimEnd()
      .split('\n');
    expect(name).toMatch(/^og_stepdown: 8 % falling/);
    expect(claim).toContain('not proved to be mainnet');
    expect(year).toContain('31,556,952 s');
    expect([supply, empty]).toEqual(['begins with 1,000,000,000 tokens', '']);
    expect(table.map(cells)).toEqual([
      ['year', 'rate', 'minted', 'supply at end', 'minted in all'],
      ['0', '8.0000 %', '80,000,000', '1,080,000,000', '80,000,000'],
      ['1', '7.0000 %', '75,600,000', '1,155,600,000', '155,600,000'],
      ['2', '6.1200 %', '70,722,720', '1,226,322,720', '226,322,720'],
    ]);
    expect(new Set(table.map((line) => line.length)).size).toBe(1);
  });

  it('shows small supplies to the last digit', () => {
    const table = run({ rule: 'celestia', years: 3, supply: '100' }).trimEnd().split('\n').slice(6);
    expect(table.map((line) => cells(line)[2])).toEqual(['8', '7.776', '7.5022848']);
  });

  it('--json holds tokens and base units as exact texts', () => {
    const out = run({ rule: 'fixed_rate', supply: '1.5', set: ['rate=1 %'], json: true });
    const { rows, parameters, year, ...head } = JSON.parse(out);
    expect(head).toMatchObject({
      rule: 'fixed_rate',
      status: 'choice',
      supply: { tokens: '1.5', base: '1500000000000000000' },
      by: 'year',
    });
    expect(year.seconds).toBe(31_556_952);
    expect(parameters).toEqual({ rate: '1 %', compounding: 'yearly' });
    expect(rows).toEqual([
      {
        period: 0,
        from: 0,
        to: 31_556_952,
        rate: 0.01,
        minted: { tokens: '0.015', base: '15000000000000000' },
        released: { tokens: '0', base: '0' },
        supply: { tokens: '1.515', base: '1515000000000000000' },
        cumulative: { tokens: '0.015', base: '15000000000000000' },
      },
    ]);
  });

  it('--csv has one line a period and no words', () => {
    const lines = run({ rule: 'plasma', years: 2, csv: true }).trimEnd().split('\n');
    expect(lines[0]).toBe('year,from,to,rate,minted,released,supply,cumulative');
    expect(lines[1]).toBe('0,0,31556952,0.05,50000000,0,1050000000,50000000');
    // 4.5 % of 1,050 M
    expect(lines[2]).toBe('1,31556952,63113904,0.045,47250000,0,1097250000,97250000');
  });

  it('--by splits a year without changing what it mints', () => {
    const last = (by: TokenInflationOptions['by'], rule: string, staked = '300000000') =>
      run({ rule, years: 2, by, csv: true, staked }).trimEnd().split('\n').at(-1)!.split(',');
    for (const rule of ['og_stepdown', 'celestia', 'solana', 'cosmos', 'og_apy_curve']) {
      const year = Number(last('year', rule)[7]);
      for (const by of ['month', 'day'] as const) {
        expect(Math.abs(Number(last(by, rule)[7]) / year - 1), `${rule} ${by}`).toBeLessThan(1e-9);
      }
    }
    expect(last('month', 'og_stepdown')[0]).toBe('23');
    // 2 * 365.2425 days: the last one is shorter
    expect(last('day', 'og_stepdown').slice(0, 3)).toEqual(['730', '63072000', '63113904']);
  });

  it('keeps a staked share as the supply grows, whatever the periods', () => {
    const minted = (by: TokenInflationOptions['by']) =>
      Number(
        run({ rule: 'cosmos', years: 1, by, csv: true, staked: '67 %' })
          .trimEnd()
          .split(',')
          .at(-1),
      );
    // At the goal the rate stays at 13 %: (1 + 0.13 / N)^N - 1 with N = 6,311,520
    const exact = 1e9 * Math.expm1(0.13 - 0.13 ** 2 / (2 * 6_311_520));
    for (const by of ['year', 'month', 'day'] as const) {
      expect(Math.abs(minted(by) / exact - 1), by).toBeLessThan(1e-8);
    }
  });

  it('takes what circulates into account, and says what was given', () => {
    const options = { rule: 'og_apy_curve', staked: '300000000', circulating: '60 %' };
    // X = 0.5, b = 0.3
    expect(run(options)).toContain('  1.6484 %  ');
    expect(run(options)).toContain('600,000,000 circulating, 300,000,000 staked');
    expect(run({ ...options, staked: '12.5 %' })).toContain('12.5 % staked');
  });

  it('shows what leaves a bucket, and payments that depend on the period', () => {
    expect(run({ rule: 'zetachain', years: 5 })).toContain('from bucket');
    const kava = { rule: 'kava', staked: '50 %', set: ['community=1 %'] };
    expect(run(kava)).toContain('each row is one payment');
  });

  it('knows every rule and preset', () => {
    expect(inflationNames).toEqual(expect.arrayContaining([...inflationRuleNames]));
    for (const rule of inflationNames) {
      const out = run({ rule, staked: '40 %', csv: true, by: 'month' });
      expect(out.split('\n'), rule).toHaveLength(14);
    }
  });
});

describe('token inflation refuses', () => {
  it('an unknown rule or parameter, with the nearest name', () => {
    expect(refusal({ rule: 'og_stpdown' })).toMatch(
      /^rule: expected one of .*; found "og_stpdown"; did you mean "og_stepdown"\?$/,
    );
    expect(refusal({ rule: 'celestia_cip4' })).toContain('did you mean "celestia_cip41"?');
    expect(refusal({ rule: 'og_stepdown', set: ['strat=700'] })).toMatch(
      /^--set strat=700 og_stepdown\.strat: expected one of .*did you mean "start"\?$/,
    );
    expect(refusal({ rule: 'none', set: ['rate=1'] })).toContain('none.rate: expected nothing');
    expect(refusal({ rule: '\u001b[2J' })).toContain('\\x1b[2J');
  });

  it('values that a parameter does not take, all of them at once', () => {
    const said = refusal({ rule: 'og_stepdown', set: ['start=-1', 'refresh=yerly'] });
    expect(said.split('\n')).toEqual([
      '--set start=-1 og_stepdown.start: expected a whole number, zero or more; found -1',
      '--set refresh=yerly og_stepdown.refresh: expected one of "yearly", "on_rate_change"; found "yerly"; did you mean "yearly"?',
    ]);
    expect(refusal({ rule: 'solana', set: ['start=8'] })).toContain('expected a fraction');
    expect(refusal({ rule: 'solana', set: ['start'] })).toContain('expected `name=value`');
    expect(refusal({ rule: 'solana', set: ['start='] })).toContain('expected `name=value`');
    expect(refusal({ rule: 'celestia', set: ['eras=[{dya: 1}]'] })).toContain('eras.0.dya');
    expect(refusal({ rule: 'solana', set: ['start.x.y=1'] })).toContain('found a map');
  });

  it('values that contradict each other', () => {
    expect(refusal({ rule: 'cosmos', staked: '1', set: ['start=30 %'] })).toBe(
      'cosmos start: expected 0.07 to 0.2; found 0.3',
    );
    expect(refusal({ rule: 'celestia', set: ['eras=[{day: 0}]'] })).toBe(
      'celestia eras.0.day: expected above 0; found 0',
    );
  });

  it('amounts that are none, or more than there is', () => {
    expect(refusal({ rule: 'none', supply: 'much' })).toBe(
      '--supply: expected tokens such as 1bn or 250,000,000; found "much"',
    );
    expect(refusal({ rule: 'cosmos', staked: '0.5' })).toBe(
      '--staked: expected tokens, or a share such as 50 %; found "0.5"',
    );
    expect(refusal({ rule: 'none', supply: '-5' })).toContain('--supply: expected tokens');
    expect(refusal({ rule: 'cosmos' })).toBe(
      '--staked: expected tokens or a share, on which cosmos depends; found nothing',
    );
    expect(refusal({ rule: 'cosmos', supply: '10', staked: '11' })).toContain(
      '--staked: expected at most the supply of 10',
    );
    expect(refusal({ rule: 'cosmos', staked: '101 %' })).toContain('at most 100 %');
  });

  it('years out of range, and two formats', () => {
    for (const years of [0, 1.5, 201, Number.NaN]) {
      expect(refusal({ rule: 'none', years })).toContain('--years: expected a whole number');
    }
    expect(refusal({ rule: 'none', csv: true, json: true })).toBe('--csv: expected without --json');
  });
});
