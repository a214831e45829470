import { describe, expect, it } from 'vitest';
import { checkTasks, taskSettings } from '../../../models/workloads/task-settings.ts';
import { parseTrace } from '../../../models/workloads/trace-file.ts';
import { Streams } from '../../../sim/random.ts';
import { type Sets, tasksOf, taskValues, worksOf } from './tasks.ts';

const FILE = { trace: './trace.csv' };

/** Rows of a trace in whole microseconds from its first request. */
function randomTrace(seed: string, count: number) {
  const stream = new Streams(seed, 0).stream('trace');
  let micros = 0;
  return Array.from({ length: count }, (_, i) => {
    micros += i === 0 ? 0 : Math.floor(stream.exponential(2e5));
    return { micros, input: 1 + stream.below(8000), output: stream.below(600) };
  });
}

/** Requests of all clients as the tasks replay them, in microseconds. */
function replayed(text: string, of: number) {
  const requests = Array.from({ length: of }, (_, number) => {
    let at = 0;
    return tasksOf('trace', 1e6, { sets: FILE, trace: text, number, of }).map((task) => {
      at += task.wait;
      const [{ inputTokens, outputTokens }] = worksOf([task], 'inference');
      const [{ bytes }] = worksOf([task], 'read');
      expect(bytes).toBe(4 * inputTokens);
      return { micros: Math.round(at * 1e6), input: inputTokens, output: outputTokens };
    });
  });
  return requests;
}

describe('a trace of a file', () => {
  it('is replayed exactly, whoever the clients are', () => {
    for (const seed of ['a', 'b', 'c']) {
      const rows = randomTrace(seed, 500);
      const lines = rows.map(({ micros, input, output }) => {
        return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')},${input},${output}`;
      });
      const text = `t_s,context_tokens,generated_tokens\n${lines.join('\n')}\n`;
      expect(replayed(text, 1), `seed ${seed}`).toEqual([rows]);
      // Client c of 7 has rows c, c + 7, ...
      const dealt = Array.from({ length: 7 }, (_, c) => rows.filter((_row, i) => i % 7 === c));
      expect(replayed(text, 7), `seed ${seed}`).toEqual(dealt);
    }
  });

  it('may have dates as published, over midnight and the end of a month', () => {
    const text =
      '\ufeffTIMESTAMP,ContextTokens,GeneratedTokens\r\n' +
      '2024-02-28 23:59:59.7500000,374,44\r\n' +
      '2024-02-29 00:00:01.2500005,396,109\r\n' +
      '2024-03-01T00:00:00Z,879,55\r\n' +
      '2024-03-01 00:00:00.125+00:00,91,16\r\n';
    // A leap day lies between: 0.25 + 1.2500005; 86,400.25; and 1/8 s more
    const expected = [0, 1.5000005, 86_400.25, 86_400.375];
    const found = parseTrace(text, 'a.csv');
    for (const [i, { at }] of found.entries()) expect(at).toBeCloseTo(expected[i], 9);
    expect(found.map(({ input, output }) => [input, output])).toEqual([
      ...[
        [374, 44],
        [396, 109],
      ],
      ...[
        [879, 55],
        [91, 16],
      ],
    ]);
  });

  it('counts time from its first request, and takes columns in any order', () => {
    const text =
      'NumImages,GeneratedTokens,seconds,ContextTokens\n1,7,1700000000.5,9\n0,0,1700000003,8\n';
    expect(parseTrace(text, 'a.csv')).toEqual([
      { at: 0, input: 9, output: 7 },
      { at: 2.5, input: 8, output: 0 },
    ]);
  });

  it('leaves clients idle that have no request', () => {
    const [first, second, third] = replayed(
      'seconds,ContextTokens,GeneratedTokens\n0,1,1\n2,2,2\n',
      3,
    );
    expect([first.length, second.length, third.length]).toEqual([1, 1, 0]);
    expect(second[0].micros).toBe(2_000_000);
  });
});

const HEAD = 'TIMESTAMP,ContextTokens,GeneratedTokens\n';
const TIME = 'seconds, or a date and time in UTC such as 2023-11-16 18:15:46.68';

describe('a bad trace', () => {
  it.each([
    ['nothing', '', 'a.csv, line 1, column 1, expected a line of column names, got nothing'],
    ['no request', HEAD, 'a.csv, line 2, column 1, expected a request, got nothing'],
    [
      'a column missing',
      'TIMESTAMP,ContextTokens\n0,1\n',
      'a.csv, line 1, column 1, expected a column GeneratedTokens, got "TIMESTAMP", "ContextTokens"',
    ],
    [
      'a column twice',
      'TIMESTAMP,ContextTokens,GeneratedTokens,context_tokens\n0,1,1,1\n',
      'a.csv, line 1, column 41, expected one column ContextTokens, got "context_tokens" too',
    ],
    ['a short line', `${HEAD}0,1,1\n1,12\n`, 'a.csv, line 3, column 3, expected 3 cells, got 2'],
    ['a long line', `${HEAD}0,1,1,9\n`, 'a.csv, line 2, column 7, expected 3 cells, got 4'],
    [
      'no number of tokens',
      `${HEAD}0,1,1\n\n1, many,1\n`,
      'a.csv, line 4, column 3 (ContextTokens), expected a whole number from 1 to 1000000000, got "many"',
    ],
    [
      'half a token',
      `${HEAD}0,1,1.5\n`,
      'a.csv, line 2, column 5 (GeneratedTokens), expected a whole number from 0 to 1000000000, got "1.5"',
    ],
    [
      'an empty prompt',
      `${HEAD}0,0,1\n`,
      'a.csv, line 2, column 3 (ContextTokens), expected a whole number from 1 to 1000000000, got "0"',
    ],
    [
      'no time',
      `${HEAD},1,1\n`,
      `a.csv, line 2, column 1 (TIMESTAMP), expected ${TIME}, got nothing`,
    ],
    [
      'a day that does not exist',
      `${HEAD}2023-02-29 00:00:00,1,1\n`,
      `a.csv, line 2, column 1 (TIMESTAMP), expected ${TIME}, got "2023-02-29 00:00:00"`,
    ],
    [
      'a time zone',
      `${HEAD}2023-02-28 00:00:00+01:00,1,1\n`,
      `a.csv, line 2, column 1 (TIMESTAMP), expected ${TIME}, got "2023-02-28 00:00:00+01:00"`,
    ],
    [
      'time that runs back',
      `${HEAD}0,1,1\n5,1,1\n4.9,1,1\n`,
      'a.csv, line 4, column 1 (TIMESTAMP), expected a time not before that of the request above, got "4.9"',
    ],
    [
      'seconds and dates',
      `${HEAD}0,1,1\n2023-02-28 00:00:00,1,1\n`,
      'a.csv, line 3, column 1 (TIMESTAMP), expected a time like that of the first request, at most 28 years later, got "2023-02-28 00:00:00"',
    ],
    ['a quote that does not end', `${HEAD}"0,1,1\n`, 'a.csv, line 2, expected a closing quote'],
  ])('is refused with %s', (_what, text, message) => {
    expect(() => parseTrace(text, 'a.csv')).toThrow(message);
  });

  const objections = (sets: Sets, attachments: Record<string, string> = {}) =>
    checkTasks(
      {
        ...{ sections: { tasks: taskValues(sets) }, attachments },
        ...{ duration: null, warmup: 0 as never, fidelity: 'fast' },
      },
      'tasks',
    );

  it('is an objection to the section, with its place in the file', () => {
    expect(objections(FILE, { './trace.csv': `${HEAD}0,1,1\n` })).toEqual([]);
    expect(objections(FILE, { './trace.csv': `${HEAD}0,x,1\n` })).toEqual([
      {
        path: 'tasks.trace',
        expected:
          './trace.csv, line 2, column 3 (ContextTokens): a whole number from 1 to 1000000000',
        found: '"x"',
      },
    ]);
    const expected =
      '"azure-conversation", "azure-code", or the path of a CSV file such as ./trace.csv';
    expect(objections({ trace: 'azure-chat' })).toEqual([
      { path: 'tasks.trace', expected, found: '"azure-chat"' },
    ]);
    expect(() => taskSettings(taskValues({ trace: 'azure-chat' }), {})).toThrow(
      `trace, expected ${expected}, got "azure-chat"`,
    );
  });

  it('is not the only objection: training needs a file for each client', () => {
    const sets = { source: 'training', clients: 10, files: 9 };
    expect(objections(sets)).toEqual([
      { path: 'tasks.files', expected: 'a file for each of 10 clients', found: '9' },
    ]);
    expect(objections({ ...sets, files: 10 })).toEqual([]);
    expect(objections({ ...sets, source: 'chat' })).toEqual([]);
  });
});
