import { describe, expect, it } from 'vitest';
import { significant } from '../../reports/numbers.ts';
import {
  formatBoth,
  formatDuration,
  formatMetric,
  formatValue,
  isShare,
} from '../../reports/units.ts';

describe('numbers without locale', () => {
  it.each([
    [0, '0'],
    [12, '12'],
    [12.04, '12.0'],
    [12.5, '12.5'],
    [-7.46159, '-7.46'],
    [12345.6, '12346'],
    [9.999, '10.0'],
    [0.00123456, '0.00123'],
    [1.2e-7, '1.2e-7'],
    [1.23456e21, '1.23e21'],
    [Number.NaN, 'not a number'],
    [Number.POSITIVE_INFINITY, 'infinite'],
  ])('%d becomes %s', (value, text) => {
    expect(significant(value)).toBe(text);
  });
});

describe('values with units', () => {
  it.each([
    [12.5e6, 'B/s', '12.5 MB/s'],
    [999_960, 'B/s', '1.00 MB/s'],
    [0, 'B/s', '0 B/s'],
    [-250_000, 'B/s', '-250 kB/s'],
    [1.25e9, 'B', '1.25 GB'],
    [1500, 'B', '1.5 kB'],
    [65_536, 'B', '64 KiB'],
    [3 * 2 ** 30, 'B', '3 GiB'],
    [1e9, 'B', '1 GB'],
    [3.2e-3, 's', '3.2 ms'],
    [80e-6, 's', '80 us'],
    [5e-9, 's', '5 ns'],
    [0.99996, 's', '1.00 s'],
    [90, 's', '90 s'],
    [150, 's', '2.5 min'],
    [3 * 3600, 's', '3 h'],
    [7 * 86_400, 's', '7 days'],
    [0, 's', '0 s'],
    [42, '1', '42'],
    [12_345, '1', '12345'],
    [1_230_000, '1', '1.23 million'],
    [2.5e9, 'tokens', '2.5 billion tokens'],
    [17, 'tokens', '17 tokens'],
    [0.25, 'tokens', '0.25 tokens'],
    [200, '1/s', '200 /s'],
    [0.5, '1/s', '0.5 /s'],
    [11_000, '1/s', '11000 /s'],
    [1_230_000, '1/s', '1.23 million /s'],
  ])('%d %s reads %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('shows plain numbers as percent when asked', () => {
    expect(formatValue(0.9274, '1', true)).toBe('92.7 %');
  });

  it.each([
    ['da.utilisation', true],
    ['storage.pora.reward_share[nvme]', true],
    ['da.ingress_per_byte[validator]', false],
    ['token.shares', false],
  ])('takes %s for a share: %s', (name, share) => {
    expect(isShare(name)).toBe(share);
  });

  it.each([
    [12.5e6, 'B/s', '12.5 MB/s (100 Mbit/s)'],
    [65_536, 'B', '64 KiB (65.5 kB)'],
    [1.25e9, 'B', '1.25 GB'],
    [3, 's', '3 s'],
  ])('%d %s in both unit systems: %s', (value, unit, text) => {
    expect(formatBoth(value, unit)).toBe(text);
  });
});

describe('means with their interval', () => {
  const of = (mean: number, low: number, high: number, unit = 'B/s', n = 10) =>
    formatMetric({ unit, mean, low, high, n });

  it.each([
    [of(12.34e6, 11.94e6, 12.74e6), '12.3 ± 0.4 MB/s'],
    [of(12.34e6, 12.19e6, 12.49e6), '12.34 ± 0.15 MB/s'],
    [of(0.482, 0.458, 0.506, 's'), '482 ± 24 ms'],
    [of(0.3, -1.8, 2.4, '1'), '0 ± 2'],
    [of(0.9, 0.895, 0.905, '1'), '0.900 ± 0.005'],
    [of(12.5e6, 12.5e6, 12.5e6), '12.5 MB/s'],
    [of(198.2, 195.2, 201.2, '1/s'), '198 ± 3 /s'],
    [of(2.5e6, 2.1e6, 2.9e6, 'tokens'), '2.5 ± 0.4 million tokens'],
    [of(1, 1 - 1e-9, 1 + 1e-9, 's'), '1.0000 ± <0.0001 s'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it('writes both ends when the interval is lopsided', () => {
    expect(of(12e6, 9e6, 21e6)).toBe('12 (9 to 21) MB/s');
  });

  it('claims no interval from a single replication', () => {
    expect(of(12e6, 12e6, 12e6, 'B/s', 1)).toBe('12 MB/s');
  });

  it('gives stretches of time two units', () => {
    expect(formatDuration(42.4)).toBe('42 s');
    expect(formatDuration(185)).toBe('3 min 5 s');
    expect(formatDuration(7800)).toBe('2 h 10 min');
  });
});
