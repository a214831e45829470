/** The command `token schedule` as a function: what it prints and refuses. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../reports/commands/flags.ts';
import {
  type TokenScheduleOptions,
  tokenScheduleCommand,
} from '../../reports/commands/token-schedule.ts';
import { parseCsv } from '../../reports/csv-reader.ts';
import { InputError } from '../../scenarios/problem.ts';
import { scratch } from '../scenarios/fixtures/files.ts';

const { put, folder } = scratch();

function run(options: Partial<TokenScheduleOptions>): string {
  let out = '';
  const sink = new PassThrough();
  const code = tokenScheduleCommand(
    { by: 'month', json: false, ...options },
    {
      out: (text) => {
        out += text;
      },
      err: (text) => expect.fail(text),
      ...{ stdout: sink, stderr: sink, env: {}, interrupted: new AbortController().signal },
    },
  );
  expect(code).toBe(0);
  return out;
}

const csv = (options: Partial<TokenScheduleOptions>): string[][] =>
  parseCsv(run({ csv: true, ...options })).map(({ fields }) => fields);

describe('droptower token schedule', () => {
  it('prints every month from 0 to the end of the schedule', () => {
    const [head, ...rows] = csv({ preset: '0g' });
    expect(head.join()).toBe('month,ecosystem,nodes,community,team,backers,circulating');
    expect(rows.map(([month]) => Number(month))).toEqual(Array.from({ length: 49 }, (_, k) => k));
    expect(rows[0].join()).toBe('0,137200000,49500000,26500000,0,0,213200000');
    // 137.2 + 12 * 5.95; 49.5 + 100.5 * 12/36; 26.5.
    expect(rows[12].join()).toBe('12,208600000,83000000,26500000,0,0,318100000');
    // 440M / 72 each, rounded down; the sum is rounded once.
    expect(rows[13].join()).toBe('13,214550000,85791666,26500000,6111111,6111111,339063888');
    expect(rows[48].join()).toBe('48,280000000,150000000,26500000,220000000,220000000,896500000');
  });

  it('prints the readings and the remainder that are asked for', () => {
    const at12 = (options: Partial<TokenScheduleOptions>) =>
      csv({ preset: '0g', ...options })[13]
        .slice(3, 6)
        .join();
    expect(at12({ reading: 'B' })).toBe('26500000,55000000,55000000');
    expect(at12({ reading: 'C' })).toBe('26500000,73333333,73333333');
    expect(at12({ community: 'linear48' })).toBe('52375000,0,0');
    expect(csv({ preset: '0g', reading: 'C' })).toHaveLength(1 + 37);
  });

  it('prints days', () => {
    const [head, ...rows] = csv({ preset: '0g', by: 'day', reading: 'B' });
    expect(head[0]).toBe('day');
    // 22 September 2025 to 2029: 1,461 days.
    expect(rows).toHaveLength(1462);
    expect(rows.map((row) => Number(row[4])).findIndex((team) => team > 0)).toBe(365);
    expect(rows[1461].at(-1)).toBe('896500000');
    expect(csv({ preset: '0g', by: 'day', months: 1 })).toHaveLength(1 + 31);
  });

  it('ends where it is told', () => {
    const rows = csv({ preset: '0g', months: 60 });
    expect(rows).toHaveLength(62);
    expect(rows[61].slice(1)).toEqual(rows[49].slice(1));
  });

  it('prints one JSON document', () => {
    const found = JSON.parse(run({ preset: '0g', json: true }));
    expect(found).toMatchObject({
      schedule: '0g',
      reading: 'A',
      community: 'none',
      tge: '2025-09-22',
      month: 'calendar',
      by: 'month',
      unit: 'tokens',
      rounding: 'floor',
      total: 1_000_000_000,
    });
    expect(found.rows[12]).toEqual({
      month: 12,
      date: '2026-09-22',
      released: {
        ecosystem: 208_600_000,
        nodes: 83_000_000,
        community: 26_500_000,
        team: 0,
        backers: 0,
      },
      circulating: 318_100_000,
      available: 318_100_000,
    });
    expect(found.knowledge.map(({ status }: { status: string }) => status)).toContain('estimate');
    expect(JSON.parse(run({ preset: 'qtm', json: true }))).toMatchObject({ reading: null });
  });

  it('prints a page that states rounding, reading and what is an estimate', () => {
    const page = run({ preset: '0g' });
    expect(page).toContain('0G: 1bn tokens in five buckets, insiders in three readings; reading A');
    expect(page).toContain('community remainder none');
    expect(page).toContain('cumulative, whole tokens, rounded down');
    expect(page).toContain('team, backers [estimate]');
    expect(page).toMatch(/^ {4}0 {2}137200000 {3}49500000 .* 213200000$/m);
  });

  it('keeps what waits for governance apart', () => {
    const [head, first] = csv({ preset: 'celestia' });
    expect(head.slice(-2)).toEqual(['circulating', 'available']);
    expect(first.slice(-2)).toEqual(['141075000', '266975000']);
  });

  it('reads a cap table', () => {
    const file = put(
      'table.csv',
      'bucket,amount,TGE share,cliff,duration,step\n=a,100,10 %,1 month,3 months,month\n',
    );
    const rows = csv({ file });
    // A name that a spreadsheet would run as a formula is kept from it.
    expect(rows.map((row) => row.join())).toEqual([
      "month,'=a,circulating",
      '0,10,10',
      '1,10,10',
      '2,40,40',
      '3,70,70',
      '4,100,100',
    ]);
    expect(run({ file })).toContain('TGE 2025-09-22');
  });

  it('reads the schedule of a scenario, whatever it sweeps', () => {
    const file = put(
      'own.yaml',
      `name: own
question: What is released when?
token:
  years: 1
  schedule:
    tge: "2026-01-31"
    total: 1000
    buckets:
      team: { amount: 40 %, cliff: 1 month, duration: 2 months, step: month }
      users: { amount: 60 %, parts: [{ kind: tranche, share: 1/3, at: TGE }, { kind: linear, to: 3 months, step: month }] }
sweep:
  token.market.turnover: [1 %, 5 %]
`,
    );
    expect(csv({ file })).toEqual([
      ['month', 'team', 'users', 'circulating'],
      ...[
        ['0', '0', '200', '200'],
        ['1', '0', '333', '333'],
        ['2', '200', '466', '666'],
        ['3', '400', '600', '1000'],
      ],
    ]);
  });

  it('names what is wrong in a scenario, and one without a section token', () => {
    const refuse = (name: string, text: string) => {
      const file = put(name, `name: own\nquestion: What is released when?\n${text}`);
      try {
        run({ file });
      } catch (error) {
        return (error as InputError).problems.map(({ path, expected }) => `${path}: ${expected}`);
      }
      return [];
    };
    const half = 'token:\n  schedule: { total: 100, buckets: { team: { amount: 50 % } } }\n';
    const digits =
      'token:\n  schedule: { buckets: { a: { amount: 123456789.123456789123, tgeShare: 1 } } }\n';
    expect(refuse('digits.yaml', digits)).toEqual([
      'token.schedule.buckets.a.amount: a number of at most 15 digits, or text',
    ]);
    expect(refuse('half.yaml', half).join()).toContain('token.schedule.buckets');
    expect(refuse('none.yaml', 'probes: {}\n')).not.toEqual([]);
    expect(refuse('gossip.yaml', 'gossip: {}\n').join()).toContain('a section "token"');
  });

  it('refuses presets and flags that do not exist, with the nearest name', () => {
    const refused = (options: Partial<TokenScheduleOptions>, message: string) => {
      expect(() => run(options)).toThrow(UsageError);
      expect(() => run(options)).toThrow(message);
    };
    refused({ preset: 'celestai' }, 'found "celestai"; did you mean "celestia"?');
    refused({ preset: '1g' }, 'expected one of "0g", "celestia"');
    refused({}, 'or --file, found nothing');
    refused(
      { preset: 'celestia', reading: 'B' },
      '--reading: expected no reading for celestia, found "B"',
    );
    refused({ preset: 'qtm', community: 'none' }, '--community: expected no choice for qtm');
    refused(
      { preset: '0g', csv: true, json: true },
      'expected one of --csv and --json, found both',
    );
    refused({ preset: '0g', file: 'a.csv' }, 'expected no preset beside --file');
    refused({ reading: 'A', file: 'a.csv' }, 'expected no --reading beside --file');
  });

  it('names line and column of a wrong cell, and files that cannot be read', () => {
    const refused = (file: string) => {
      expect(() => run({ file })).toThrow(InputError);
      try {
        run({ file });
      } catch (error) {
        return (error as Error).message.replaceAll(folder, '');
      }
    };
    expect(refused(put('wrong.csv', 'bucket,amount,cliff\na,5,soon\n'))).toBe(
      '/wrong.csv:2:5 column "cliff": expected a span such as "12 months", "1 year" or "90 days"; found "soon"',
    );
    expect(refused(`${folder}/none.csv`)).toContain('/none.csv: expected a cap table in CSV');
    expect(refused(put('bytes.csv', new Uint8Array([0xff, 0xfe, 0x00])))).toContain('can be read');
  });
});
