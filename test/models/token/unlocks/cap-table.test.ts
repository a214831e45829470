import { describe, expect, it } from 'vitest';
import { wholeTokens } from '../../../../models/token/unlocks/amounts.ts';
import { CapTableProblem, parseCapTable } from '../../../../models/token/unlocks/cap-table.ts';
import { released } from '../../../../models/token/unlocks/schedule.ts';
import { bucketOf, tokens } from './schedules.ts';

const parse = (...lines: string[]) => parseCapTable(lines.join('\n'), '2025-09-22');

const ZEROG = [
  'bucket,holder class,amount,TGE share,cliff,duration,step',
  'ecosystem,ecosystem,280M,49 %,0,24 months,month',
  'nodes,nodes,"150,000,000",33 %,,36 months,daily',
  'team,team,220M,0 %,12 months,36 months,monthly',
  'backers,backers,220M,-,1 year,3 years,monthly',
];

describe('a cap table', () => {
  it('reads TGE share, cliff, duration and step of each bucket', () => {
    const schedule = parse(...ZEROG);
    expect(schedule.buckets.map(({ id, holderClass }) => `${id}/${holderClass}`)).toEqual([
      'ecosystem/ecosystem',
      'nodes/nodes',
      'team/team',
      'backers/backers',
    ]);
    const at = (id: string, day: number) => released(bucketOf(schedule, id), day);
    expect(at('ecosystem', 0)).toBe(tokens(137_200_000));
    // 22 October: 142.8M / 24.
    expect(at('ecosystem', 30)).toBe(tokens(143_150_000));
    // 100.5M over 1,096 days.
    expect(wholeTokens(at('nodes', 1))).toBe(49_591_697n);
    // 22 September 2026, 22 October 2026.
    expect([at('team', 365), wholeTokens(at('team', 395))]).toEqual([0n, 6_111_111n]);
    expect(at('backers', 395)).toBe(at('team', 395));
    expect(at('backers', 1461)).toBe(tokens(220_000_000));
  });

  it('takes columns in any order, units in their names, other spellings, notes and dates', () => {
    const schedule = parse(
      '# tge: 2026-01-01',
      '# A comment, with a comma',
      'Vesting (months),Frequency,Cliff_months,"Amount (%)",Name,TGE %,Class,Notes',
      '24,Monthly,6,40,team,0,insiders,"locked, ""hard"""',
      ',,,10,public,100,,',
      '2028-01-01,daily,2027-01-01,50 %,treasury,,,',
      ',,,"1,000",Total,,,',
    );
    expect(schedule.total).toBe(tokens(1000));
    const [team, open, treasury] = schedule.buckets;
    expect([team.holderClass, open.holderClass]).toEqual(['insiders', 'public']);
    // 1 July 2026 is day 181, 1 August day 212.
    expect([released(team, 181), wholeTokens(released(team, 212))]).toEqual([0n, 16n]);
    expect(released(open, 0)).toBe(tokens(100));
    // 1 January 2027 is day 365; 365 days to 2028.
    expect([365, 438, 730].map((day) => released(treasury, day))).toEqual(
      [0, 100, 500].map(tokens),
    );
  });

  it('takes both senses of a cliff and the conventions', () => {
    const { buckets } = parse(
      '# month: 30d',
      '# slice: start',
      'bucket,amount,cliff,duration,step,cliff sense',
      'a,48,12 months,48 months,month,delay',
      'b,48,12 months,48 months,month,catch-up',
    );
    expect([359, 360].map((day) => released(buckets[0], day))).toEqual([0, 1].map(tokens));
    expect([359, 360].map((day) => released(buckets[1], day))).toEqual([0, 13].map(tokens));
  });

  it('reads Windows line ends and a byte order mark', () => {
    const text = '\ufeffbucket,amount,TGE share\r\na,5,100 %\r\n';
    expect(released(parseCapTable(text, '2025-09-22').buckets[0], 0)).toBe(tokens(5));
  });

  const head = 'bucket,amount,TGE share,cliff,duration,step';
  const wrong: readonly [string, string[], number, number, string][] = [
    [
      'a column that is none',
      ['bucket,amount,colour', 'a,1,red'],
      1,
      15,
      'line 1, column "colour", expected one of bucket',
    ],
    [
      'a column twice',
      ['bucket,amount,tokens', 'a,1,1'],
      1,
      15,
      'expected one column "amount", got two',
    ],
    ['no amounts', ['bucket,cliff', 'a,1 year'], 1, 1, 'expected a column "amount", got none'],
    [
      'an amount that is none',
      [head, 'a,lots,1,,,'],
      2,
      3,
      'line 2, column "amount", expected tokens above 0',
    ],
    [
      'a number of no unit',
      [head, 'a,1,,12,1 year,'],
      2,
      6,
      'line 2, column "cliff", expected a span such as "12 months", "1 year" or "90 days", got "12"',
    ],
    [
      'a share above 1',
      [head, 'a,1,49,,1 year,'],
      2,
      5,
      'line 2, column "TGE share", expected a share from 0 to 1',
    ],
    [
      'a step that is none',
      [head, 'a,1,,,1 year,hourlyish'],
      2,
      14,
      'line 2, column "step", expected a step',
    ],
    [
      'a rest without duration',
      [head, 'a,1,,,1 year,', 'b,1,10 %,,,'],
      3,
      11,
      'line 3, column "duration"',
    ],
    [
      'an end before the cliff',
      [head, 'a,1,,2027-01-01,2026-01-01,'],
      2,
      17,
      'line 2, column "duration", expected an instant after `from`, got "2026-01-01"',
    ],
    [
      'a name twice',
      [head, 'a,1,1,,,', 'a,1,1,,,'],
      3,
      1,
      'line 3, column "bucket", expected a name of its own; buckets of one holder share a `holder class`, got "a" again',
    ],
    ['no name', [head, ',1,1,,,'], 2, 1, 'got nothing'],
    ['a cell too many', ['bucket,amount', 'a,1,2'], 2, 5, 'expected 2 cells, got 3'],
    [
      'a total of nothing',
      ['bucket,amount,tge', 'a,1,1', 'total,zero,'],
      3,
      7,
      'expected tokens above 0',
    ],
    ['a setting that is none', ['# tgee: 2025-01-01', head], 1, 1, 'expected one of the settings'],
    [
      'a month that is none',
      ['# month: moon', head],
      1,
      1,
      'expected calendar, 30d, year/12, got "moon"',
    ],
  ];

  it.each(wrong)('names line and column of %s', (_, lines, line, column, message) => {
    let problem: unknown;
    try {
      parse(...lines);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(CapTableProblem);
    const { line: l, column: c, message: m } = problem as CapTableProblem;
    expect(m).toContain(message);
    expect([l, c]).toEqual([line, column]);
  });

  it('refuses what has no cell of its own', () => {
    expect(() => parse('')).toThrow('line 1, expected a line of column names, got nothing');
    expect(() => parse(head)).toThrow('buckets, expected one bucket or more, got none');
    expect(() => parse('bucket,amount', '"a,1')).toThrow('line 2, expected a closing quote');
    expect(() => parse('bucket,amount,tge', 'a,1,1', 'Total,2,')).toThrow(
      'buckets, expected buckets that sum to the total of 2 tokens, got 1',
    );
  });
});
