import { describe, expect, it } from 'vitest';
import { metricsCsv, readSeriesCsv, seriesCsv } from '../../reports/csv.ts';
import { parseCsv } from '../../reports/csv-reader.ts';
import type { Summary } from '../../scenarios/results.ts';
import { sampleSummary } from './sample.ts';

const HOSTILE = ['=1+1', '@cmd', '+2', '-3', 'two\nlines', 'say "hi", twice', '\ttab', 'cr\ronly'];

function summaryOf(cells: Summary['cells']): Summary {
  return { ...sampleSummary(), cells, expectations: [] };
}

const fields = (text: string): string[][] => parseCsv(text).map((record) => record.fields);

describe('metrics.csv', () => {
  it('has one row for each cell and metric, and labels as rows of their own', () => {
    const rows = fields(
      metricsCsv(
        summaryOf([
          {
            set: { 'da.layer': 'zerog', 'network.nodes': 64 },
            replications: 3,
            metrics: {
              'da.delay': {
                unit: 's',
                mean: 0.1 + 0.2,
                low: 0.25,
                high: 0.35,
                n: 3,
                quantiles: { 'p99.9': 2, p50: 0.5, p99: 1 },
              },
            },
            labels: { 'da.bottleneck': 'uplink' },
          },
        ]),
      ),
    );
    expect(rows).toEqual([
      'cell,da.layer,network.nodes,metric,unit,mean,low,high,n,p50,p99,p99.9,label'.split(','),
      '0,zerog,64,da.delay,s,0.30000000000000004,0.25,0.35,3,0.5,1,2,'.split(','),
      '0,zerog,64,da.bottleneck,label,,,,,,,,uplink'.split(','),
    ]);
  });

  it('keeps every bit of a number', () => {
    const values = [5e-324, 1 / 3, 2 ** 53 + 2, -1e300, 123_456_789.125];
    const metrics = Object.fromEntries(
      values.map((mean, index) => [`m${index}`, { unit: '1', mean, low: mean, high: mean, n: 1 }]),
    );
    const [, ...rows] = fields(
      metricsCsv(summaryOf([{ set: {}, replications: 1, metrics, labels: {} }])),
    );
    expect(rows.map((row) => Number(row[3]))).toEqual(values);
    expect(rows[3]![3]).toBe('-1e+300');
  });

  it.each(HOSTILE)('holds %j in every place without running or breaking anything', (text) => {
    const csv = metricsCsv(
      summaryOf([
        {
          set: { [text]: text },
          replications: 1,
          metrics: { [text]: { unit: text, mean: 1, low: 1, high: 1, n: 1 } },
          labels: { [text]: text },
        },
      ]),
    );
    const rows = fields(csv);
    expect(rows.map((row) => row.length)).toEqual([9, 9, 9]);
    const shown = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
    expect(rows[0]![1]).toBe(shown);
    expect(rows[1]!.slice(1, 4)).toEqual([shown, shown, shown]);
    expect(rows[2]![8]).toBe(shown);
  });

  it('renames a swept path that is called like a column', () => {
    const cell = { set: { mean: 'x' }, replications: 1, metrics: {}, labels: {} };
    expect(fields(metricsCsv(summaryOf([cell])))[0]!.slice(0, 3)).toEqual([
      'cell',
      'set.mean',
      'metric',
    ]);
  });
});

describe('series.csv', () => {
  it('reads back what was written, to the last bit', () => {
    const series = HOSTILE.map((name, cell) => ({
      cell,
      name,
      xUnit: 's',
      yUnit: '1',
      points: [
        [0, -1 / 3],
        [1e-7, 5e-324],
      ] as const,
    }));
    const text = seriesCsv(series);
    expect(readSeriesCsv(text)).toEqual(series);
    expect(seriesCsv(readSeriesCsv(text))).toBe(text);
  });

  it.each([
    ['a,b\n1,2\n', 'line 1: expected the columns cell,name,x_unit,y_unit,x,y, found a,b'],
    ['', 'line 1: expected the columns cell,name,x_unit,y_unit,x,y, found nothing'],
    ['cell,name,x_unit,y_unit,x,y\n0,a,s,1,2\n', 'line 2: expected 6 columns, found 5'],
    [
      'cell,name,x_unit,y_unit,x,y\n0,a,s,1,2,3\n0,a,s,1,x,3\n',
      'line 3: expected a number, found "x"',
    ],
    [
      'cell,name,x_unit,y_unit,x,y\n-1,a,s,1,2,3\n',
      'line 2: expected a cell number from 0, found "-1"',
    ],
    [
      'cell,name,x_unit,y_unit,x,y\n0,"a,s,1,2,3\n',
      'line 2: expected a closing quote, found the end',
    ],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => readSeriesCsv(text)).toThrow(new SyntaxError(message));
  });
});
