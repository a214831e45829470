import { describe, expect, it } from 'vitest';
import { formatQuantity, quantityPattern, readQuantity, toBaseSI } from '../../scenarios/units.ts';
import type { Quantity } from '../../sim/parameters.ts';

const read = (kind: Quantity, written: unknown): number => {
  const reading = readQuantity(kind, written);
  if (!reading.ok) throw new Error(`${String(written)}: ${reading.expected}`);
  return reading.value;
};

describe('durations are whole ticks of 100 ns', () => {
  it.each([
    ['100 ns', 1],
    ['80 us', 800],
    ['80us', 800],
    ['80 µs', 800],
    ['80 μs', 800],
    ['0.4 s', 4_000_000],
    ['0.1 ms', 1000],
    ['0.0000001 s', 1],
    ['12 s', 120_000_000],
    ['1 m', 600_000_000],
    ['1 min', 600_000_000],
    ['1.5 h', 54_000_000_000],
    ['1 d', 864_000_000_000],
    ['1 day', 864_000_000_000],
    ['7 days', 6_048_000_000_000],
    ['1 w', 6_048_000_000_000],
    ['2 weeks', 12_096_000_000_000],
    ['0 s', 0],
    ['-0 s', 0],
    ['1_000 ms', 10_000_000],
    ['+3 s', 30_000_000],
    ['  3   s ', 30_000_000],
    // 28 years of days, the longest token schedule, and the last exact tick.
    ['10227 days', 8_836_128_000_000_000],
    ['900719925474099.1 us', 9_007_199_254_740_991],
  ])('%s', (text, ticks) => expect(read('duration', text)).toBe(ticks));

  it.each(['99 ns', '0.15 us', '0.00000001 s', '900719925474099.2 us', '-1 s', '1e3 s', '1,5 s'])(
    'not %s',
    (text) => expect(readQuantity('duration', text).ok).toBe(false),
  );
});

describe('sizes are whole bytes', () => {
  it.each([
    ['1 B', 1],
    ['64 kB', 64_000],
    ['64 KiB', 65_536],
    ['64KiB', 65_536],
    ['1.5 MiB', 1_572_864],
    ['1 MB', 1_000_000],
    ['1 GB', 1_000_000_000],
    ['1 GiB', 1_073_741_824],
    ['8 TB', 8_000_000_000_000],
    ['8 TiB', 8_796_093_022_208],
    ['0.001 kB', 1],
  ])('%s', (text, bytes) => expect(read('size', text)).toBe(bytes));

  it.each([
    ...['0.5 B', '64 KB', '64 Kb', '64 mb', '64 Mb', '64 MB/s', '64 bit', '9 PB'],
    ...['9007.2 TB', 'NaN B', 'B', '', '1.2.3 MB', '1__0 B', '_1 B', '1_ B', '1 MB 3'],
  ])('not %s', (text) => expect(readQuantity('size', text).ok).toBe(false));
});

describe('rates are bytes per second in steps of one bit', () => {
  it.each([
    ['10 Gbps', 1_250_000_000],
    ['1 kbps', 125],
    ['1 bps', 0.125],
    ['100 Mbit/s', 12_500_000],
    ['12 bit/s', 1.5],
    ['5 MB/s', 5_000_000],
    ['1 MiB/s', 1_048_576],
    ['1.5 GB/s', 1_500_000_000],
    ['0.3 kbps', 37.5],
  ])('%s', (text, rate) => expect(read('rate', text)).toBe(rate));

  it.each(['0.5 bps', '10 gbps', '10 Kbps', '10 GB', '10 KB/s', '10'])('not %s', (text) =>
    expect(readQuantity('rate', text).ok).toBe(false),
  );
});

describe('fractions, counts and numbers', () => {
  it.each<[Quantity, unknown, number]>([
    ['fraction', '30 %', 0.3],
    ['fraction', '30%', 0.3],
    ['fraction', '0.1 %', 0.001],
    ['fraction', '66.7 %', 0.667],
    ['fraction', 0.3, 0.3],
    ['fraction', '0.3', 0.3],
    ['fraction', 1, 1],
    ['count', 100, 100],
    ['count', '10_000', 10_000],
    ['count', 1e3, 1000],
    ['number', -1.5, -1.5],
    ['number', '-2', -2],
  ])('%s %s', (kind, written, value) => expect(read(kind, written)).toBe(value));

  it.each<[Quantity, unknown]>([
    ['fraction', -0.1],
    ['fraction', Number.NaN],
    ['fraction', '3 s'],
    ['count', 1.5],
    ['count', -1],
    ['count', 2 ** 53],
    ['count', 9_007_199_254_740_993n],
    ['count', true],
    ['count', null],
    ['number', Number.POSITIVE_INFINITY],
    ['number', 'many'],
    ['number', '1'.repeat(400)],
  ])('not %s %s', (kind, written) => expect(readQuantity(kind, written).ok).toBe(false));

  it('never gives a negative zero', () => {
    expect(Object.is(read('number', -0), 0)).toBe(true);
    expect(Object.is(read('number', '-0'), 0)).toBe(true);
  });
});

describe('a unit that is wrong gets advice', () => {
  const hint = (kind: Quantity, written: unknown): string => {
    const reading = readQuantity(kind, written);
    return reading.ok ? 'accepted' : (reading.hint ?? 'none');
  };

  it.each<[Quantity, unknown, string]>([
    ['size', 64, 'write the unit: `64 KiB` or `64 kB`'],
    ['duration', '5', 'write the unit: `5 ms` or `5 s`'],
    ['rate', 10n, 'write the unit: `10 Mbps` or `10 MB/s`'],
    ['size', '3 mb', '"mb" is ambiguous; write `3 MB` (1000² bytes) or `3 MiB` (1024² bytes)'],
    ['size', '3 KB', '"KB" is ambiguous; write `3 kB` (1000 bytes) or `3 KiB` (1024 bytes)'],
    ['size', '3 gib', '"gib" is ambiguous; write `3 GB` (1000³ bytes) or `3 GiB` (1024³ bytes)'],
    ['rate', '3 gbps', 'did you mean `3 Gbps`?'],
    ['duration', '3 sec', 'units are ns, us, ms, s, min, h, day'],
    ['duration', '3 hr', 'did you mean `3 h`?'],
    [
      'duration',
      '1 year',
      'months and years differ in length and belong to token schedules; write days',
    ],
    ['duration', '3 MB', '"MB" is a unit of size; units are ns, us, ms, s, min, h, day'],
  ])('%s %s', (kind, written, advice) => expect(hint(kind, written)).toBe(advice));
});

describe('writing', () => {
  it.each<[Quantity, number, string]>([
    ['duration', 0, '0 s'],
    ['duration', 1, '100 ns'],
    ['duration', 800, '80 us'],
    ['duration', 4_000_000, '400 ms'],
    ['duration', 15_000_000, '1.5 s'],
    ['duration', 900_000_000, '90 s'],
    ['duration', 864_000_000_000, '1 day'],
    ['duration', 6_048_000_000_000, '7 days'],
    ['size', 0, '0 B'],
    ['size', 65_536, '64 KiB'],
    ['size', 64_000, '64 kB'],
    ['size', 1_000_000, '1 MB'],
    ['size', 1_048_576, '1 MiB'],
    ['size', 12_345, '12345 B'],
    ['rate', 0, '0 B/s'],
    ['rate', 1_250_000_000, '10 Gbps'],
    ['rate', 5_000_000, '5 MB/s'],
    ['rate', 0.125, '1 bps'],
    ['fraction', 0.3, '30 %'],
    ['fraction', 0.07, '7 %'],
    ['fraction', 1e-9, '0.0000001 %'],
    ['fraction', 1, '100 %'],
    ['fraction', 0, '0 %'],
    ['count', 12, '12'],
    ['number', -2.5, '-2.5'],
  ])('%s %d is %s', (kind, value, text) => expect(formatQuantity(kind, value)).toBe(text));

  it('is exact: what was written reads back as the same value', () => {
    let state = 12_345;
    const next = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state / 4_294_967_296;
    };
    for (let i = 0; i < 3000; i++) {
      const whole = Math.floor(next() * 10 ** Math.floor(next() * 16));
      for (const kind of ['duration', 'size'] as const) {
        expect(read(kind, formatQuantity(kind, whole))).toBe(whole);
      }
      const rate = Math.floor(whole / 8) + Math.floor(next() * 8) / 8;
      expect(read('rate', formatQuantity('rate', rate))).toBe(rate);
      const fraction = next() / 10 ** Math.floor(next() * 12);
      expect(read('fraction', formatQuantity('fraction', fraction))).toBe(fraction);
    }
  });
});

describe('literals in base SI', () => {
  it.each<[string, string, number, string]>([
    ['10', 'MB/s', 10_000_000, 'B/s'],
    ['10', 'Gbps', 1_250_000_000, 'B/s'],
    ['3', 's', 3, 's'],
    ['80', 'us', 0.000_08, 's'],
    ['0.1', 's', 0.1, 's'],
    ['2', 'days', 172_800, 's'],
    ['64', 'KiB', 65_536, 'B'],
    ['5', '%', 0.05, '1'],
    ['5', '', 5, ''],
    ['0.5', 'ns', 5e-10, 's'],
  ])('%s %s', (number, unit, value, si) =>
    expect(toBaseSI(number, unit)).toEqual({ value, unit: si }),
  );

  it('knows no KB', () => expect(toBaseSI('1', 'KB')).toBeNull());
});

describe('the pattern for editors agrees with the reader', () => {
  it.each<[Quantity, string]>([
    ['size', '64 KiB'],
    ['duration', '0.4 s'],
    ['rate', '10 Gbps'],
    ['fraction', '30 %'],
    ['count', '10_000'],
  ])('%s %s', (kind, text) => {
    expect(readQuantity(kind, text).ok).toBe(true);
    expect(new RegExp(quantityPattern(kind)).test(text)).toBe(true);
    expect(new RegExp(quantityPattern(kind)).test('64 KB')).toBe(false);
  });
});
