import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { greatCircleKm, stretchBands, stretchRtt } from '../../../sim/network/geography.ts';
import { jitterLaws, RegionLatency } from '../../../sim/network/latency.ts';
import { regionPreset, regionPresets } from '../../../sim/network/region-presets.ts';
import {
  azureGeography,
  azureRtt,
  oneWay,
  parseRttCsv,
  placeByShare,
  uniformRtt,
} from '../../../sim/network/regions.ts';
import { Streams } from '../../../sim/random.ts';

const matrix = azureRtt();
const geography = azureGeography();
const rtt = (from: string, to: string) =>
  matrix.milliseconds[matrix.regions.indexOf(from)][matrix.regions.indexOf(to)];
const stream = (path = 'test') => new Streams('regions', 0).stream(path);

describe('the measured matrix', () => {
  it('has 54 regions, and a place on Earth for each', () => {
    expect(matrix.regions).toHaveLength(54);
    expect([...geography.keys()].sort()).toEqual([...matrix.regions].sort());
  });

  it('holds the core block of the calibration facts', () => {
    const names = ['East US', 'West US', 'UK South', 'West Europe', 'Germany West Central'];
    const more = ['Japan East', 'Southeast Asia', 'Central India', 'Australia East'];
    const columns = [...names, ...more, 'Brazil South', 'South Africa North'];
    const rows: Record<string, (number | undefined)[]> = {
      'East US': [undefined, 74, 80, 89, 97, 165, 229, 214, 207, 119, 226],
      'West US': [72, undefined, 144, 151, 158, 110, 172, 224, 142, 171, 279],
      'UK South': [80, 144, undefined, 12, 20, 235, 183, 151, 277, 183, 169],
      'West Europe': [91, 153, 13, undefined, 14, 240, 182, 153, 282, 189, 171],
      'Germany West Central': [97, 157, 19, 14, undefined, 246, 179, 150, 290, 199, 172],
      'Japan East': [165, 109, 237, 242, 250, undefined, 74, 129, 105, 275, 254],
      'Southeast Asia': [229, 171, 183, 181, 179, 74, undefined, 58, 98, 337, 190],
    };
    for (const [from, times] of Object.entries(rows)) {
      for (const [i, time] of times.entries()) {
        if (time !== undefined) expect(rtt(from, columns[i]), `${from}, ${columns[i]}`).toBe(time);
      }
    }
  });

  it('is symmetric within 3 ms for 82.5 % of pairs; mean asymmetry 2.8 ms, worst 54 ms', () => {
    const asymmetry: number[] = [];
    for (let i = 0; i < 54; i++) {
      for (let j = 0; j < i; j++) {
        asymmetry.push(Math.abs(matrix.milliseconds[i][j] - matrix.milliseconds[j][i]));
      }
    }
    expect(asymmetry).toHaveLength(1431);
    expect(asymmetry.filter((ms) => ms <= 3).length / 1431).toBeCloseTo(0.825, 3);
    expect(asymmetry.reduce((sum, ms) => sum + ms, 0) / 1431).toBeCloseTo(2.8, 1);
    expect(Math.max(...asymmetry)).toBe(54);
  });

  it('takes 1 ms inside a region, and half a round trip one way', () => {
    expect(rtt('East US', 'East US')).toBe(1);
    expect(
      oneWay(matrix, matrix.regions.indexOf('East US'), matrix.regions.indexOf('UK South')),
    ).toBe(400_000);
  });
});

describe('a matrix from CSV', () => {
  it('fills a gap from the opposite direction and the diagonal with 1 ms', () => {
    expect(parseRttCsv('from,A,B\nA,,12\nB,,0.5\n')).toEqual({
      regions: ['A', 'B'],
      milliseconds: [
        [1, 12],
        [12, 0.5],
      ],
    });
  });

  it('takes rows in any order, blank lines, spaces and Windows line ends', () => {
    expect(parseRttCsv('from, A, B\r\n\r\nB, 7, 2\r\nA, 1, 9\r\n').milliseconds).toEqual([
      [1, 9],
      [7, 2],
    ]);
  });

  it.each([
    ['no rows', 'from,A', 'expected a header and one row a region, found 1 rows'],
    [
      'a word for a time',
      'x,A,B\nA,,fast\nB,3,',
      'row 2 (A), column 3 (B): expected ms from 0 to 60000, found "fast"',
    ],
    [
      'a negative time',
      'x,A,B\nA,,4\nB,-3,',
      'row 3 (B), column 2 (A): expected ms from 0 to 60000, found "-3"',
    ],
    [
      'a region twice in the header',
      'x,A,A\nA,1,2',
      'header, column 3: expected each region once, found "A" again',
    ],
    [
      'a region without a name',
      'x,A,\nA,1,2',
      'header, column 3: expected the name of a region, found none',
    ],
    ['an unknown row', 'x,A,B\nA,,4\nC,3,', 'row 3: expected a region of the header, found "C"'],
    ['a row twice', 'x,A,B\nA,,4\nA,,5', 'row 3: expected each region once, found "A" again'],
    ['a missing row', 'x,A,B\nA,,4', 'expected a row for "B", found none'],
    ['a row too long', 'x,A,B\nA,,4,5\nB,3,', 'row 2 ("A"): expected at most 2 times, found 3'],
    [
      'a time in neither direction',
      'x,A,B\nA,,\nB,,',
      'row "A", column "B": expected a time in one of the two directions, found none',
    ],
  ])('refuses %s and says where', (_name, text, message) => {
    expect(() => parseRttCsv(text)).toThrow(message);
  });
});

describe('placement by share', () => {
  it('gives exact counts by largest remainder', () => {
    // 10 nodes at 55 : 30 : 15 = 5.5, 3, 1.5: the two halves compete for one node, the first wins.
    const shares = { 'East US': 55, 'UK South': 30, 'Japan East': 15 };
    const placed = placeByShare(matrix, shares, 10, stream());
    const count = (name: string) =>
      placed.filter((region) => region === matrix.regions.indexOf(name)).length;
    expect([count('East US'), count('UK South'), count('Japan East')]).toEqual([6, 3, 1]);
  });

  it('never misses by one or more, for any count', () => {
    for (const preset of regionPresets) {
      for (const count of [1, 7, 54, 100, 1414]) {
        const placed = placeByShare(matrix, preset.shares, count, stream());
        expect(placed).toHaveLength(count);
        for (const [name, share] of Object.entries(preset.shares)) {
          const region = matrix.regions.indexOf(name);
          const found = placed.filter((other) => other === region).length;
          expect(Math.abs(found - share * count), `${preset.name}, ${name}`).toBeLessThan(1);
        }
      }
    }
  });

  it('draws as often for every shares, so variants stay in step', () => {
    const draws = [{ 'East US': 1 }, { 'East US': 0.3, 'UK South': 0.7 }].map((shares) => {
      const own = stream();
      placeByShare(matrix, shares, 40, own);
      return own.draws;
    });
    expect(draws).toEqual([39, 39]);
  });

  it('refuses an unknown region, a negative share and an empty sum', () => {
    const place = (shares: Record<string, number>) => () =>
      placeByShare(matrix, shares, 5, stream());
    expect(place({ Atlantis: 1 })).toThrow('expected one of the RTT matrix, got "Atlantis"');
    expect(place({ 'East US': 2, 'UK South': -1 })).toThrow(
      '"UK South", expected 0 or more, got -1',
    );
    expect(place({ 'East US': 0 })).toThrow('expected a positive sum, got 0');
  });
});

describe('presets', () => {
  it('name regions of the matrix and sum to 1', () => {
    for (const preset of regionPresets) {
      expect(Object.values(preset.shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      for (const name of Object.keys(preset.shares)) expect(matrix.regions).toContain(name);
      expect(preset.status === 'choice').toBe(preset.source === '');
    }
  });

  const over = (name: string, countries: readonly string[]) =>
    Object.entries(regionPreset(name).shares)
      .filter(([region]) => countries.includes(geography.get(region)!.country))
      .reduce((sum, [, share]) => sum + share, 0);

  it('keep the published shares: Europe 68 %, North America 20 %, US 18.3 %, NL and GB 13.7 %', () => {
    const europe = 'NL GB DE FR IE PL CH SE AT IT ES BE DK NO'.split(' ');
    expect(over('cloud-europe-heavy', europe)).toBeCloseTo(0.68, 9);
    expect(over('cloud-europe-heavy', ['US', 'CA', 'MX'])).toBeCloseTo(0.2, 9);
    expect(over('cloud-europe-heavy', ['US'])).toBeCloseTo(0.183, 9);
    expect(over('cloud-europe-heavy', ['NL'])).toBeCloseTo(0.137, 9);
    expect(over('cloud-europe-heavy', ['GB'])).toBeCloseTo(0.137, 9);
    expect(over('hosted-us-heavy', ['US'])).toBeCloseTo(0.464, 9);
    expect(over('hosted-us-heavy', ['DE'])).toBeCloseTo(0.134, 9);
  });

  it('has 13, 1 and 54 regions where it says so; an unknown name lists the known ones', () => {
    const sizes = ['thirteen-regions', 'single-region', 'everywhere'].map(
      (name) => Object.keys(regionPreset(name).shares).length,
    );
    expect(sizes).toEqual([13, 1, 54]);
    expect(() => regionPreset('moon')).toThrow('expected one of everywhere, single-region');
  });
});

describe('jitter', () => {
  // Mean and standard deviation of each law by its textbook formula, in ms.
  const half = Math.sqrt(2 / Math.PI);
  const spread = Math.sqrt((Math.E - 1) * Math.E);
  it.each([
    { name: 'none', mean: 0, deviation: 0 },
    { name: 'zone', mean: 0.06, deviation: 0.04 },
    { name: 'backbone', mean: 0.3 * half, deviation: 0.3 * Math.sqrt(1 - 2 / Math.PI) },
    { name: 'transit', mean: Math.exp(0.5), deviation: spread },
    { name: 'home', mean: 3 + 3 * Math.exp(0.5), deviation: 3 * spread },
  ])('$name has the moments of its law', ({ name, mean, deviation }) => {
    const law = jitterLaws.find((one) => one.name === name)!;
    const own = stream(name);
    const draws = Array.from({ length: 40_000 }, () => law.extra(own, 50));
    const found = draws.reduce((sum, ms) => sum + ms, 0) / draws.length;
    const variance = draws.reduce((sum, ms) => sum + (ms - found) ** 2, 0) / draws.length;
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.abs(found - mean)).toBeLessThanOrEqual((6 * deviation) / 200);
    // The fourth moment of a lognormal is wild: its deviation is known to a sixth only.
    expect(Math.abs(Math.sqrt(variance) - deviation)).toBeLessThanOrEqual(deviation / 6);
    if (name !== 'none') expect(own.draws).toBe(40_000);
  });

  it('pair: small inside a region, larger between two', () => {
    const simulation = new Simulation({ seed: 'jitter' });
    const streams = [0, 1, 2].map((i) => simulation.streams.stream(`${i}`));
    const latency = new RegionLatency(matrix, [0, 0, 1], 'pair', streams);
    const extra = (to: number) =>
      Array.from({ length: 5000 }, () => latency.draw(0, to) - latency.base(0, to)).reduce(
        (sum, ticks) => sum + ticks,
        0,
      ) / 5e7;
    expect(extra(1)).toBeCloseTo(0.06, 2);
    expect(extra(2)).toBeCloseTo(0.239, 1);
    expect(latency.rtt(0, 1)).toBe(0.001);
  });

  it('an unknown law lists the known ones', () => {
    expect(() => new RegionLatency(uniformRtt(10), [0], 'wild', [])).toThrow(
      'expected one of pair, none, zone, backbone, transit, home, proportional, got "wild"',
    );
  });
});

describe('cities outside the matrix', () => {
  it('great circles: London to New York 5,570 km, to Sydney 16,990 km; a quarter and half of Earth', () => {
    const london = { lat: 51.5074, lon: -0.1278 };
    expect(greatCircleKm(london, { lat: 40.7128, lon: -74.006 })).toBeCloseTo(5570, -1);
    expect(greatCircleKm(london, { lat: -33.8688, lon: 151.2093 }) / 16_994).toBeCloseTo(1, 3);
    const half = Math.PI * 6371.0088;
    expect(greatCircleKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(half, 6);
    expect(greatCircleKm({ lat: 90, lon: 0 }, { lat: -90, lon: 77 })).toBeCloseTo(half, 6);
    expect(greatCircleKm({ lat: 0, lon: 10 }, { lat: 0, lon: 100 })).toBeCloseTo(half / 2, 6);
    expect(greatCircleKm(london, london)).toBeCloseTo(0, 6);
    // One hundredth of a degree of latitude: 1.112 km.
    expect(greatCircleKm({ lat: 45, lon: 8 }, { lat: 45.01, lon: 8 })).toBeCloseTo(1.11195, 5);
  });

  it.each([
    { km: 300, p10: 3.2, p50: 4.0, p90: 5.8 },
    { km: 1000, p10: 2.1, p50: 2.7, p90: 3.4 },
    { km: 3000, p10: 1.7, p50: 2.1, p90: 2.7 },
    { km: 6000, p10: 1.5, p50: 1.9, p90: 2.6 },
    { km: 10_000, p10: 1.5, p50: 1.75, p90: 2.8 },
    { km: 16_000, p10: 1.3, p50: 1.6, p90: 1.9 },
  ])('stretch at $km km: median $p50, deciles near $p10 and $p90', ({ km, p10, p50, p90 }) => {
    const own = stream(`${km}`);
    const stretch = Array.from({ length: 9999 }, () => ((stretchRtt(km, own) - 2) * 100) / km).sort(
      (a, b) => a - b,
    );
    expect(own.draws).toBe(9999);
    expect(stretch[4999] / p50).toBeCloseTo(1, 1);
    // The published deciles are of an empirical law with a longer tail than the lognormal.
    expect(Math.abs(stretch[999] / p10 - 1)).toBeLessThan(0.15);
    expect(Math.abs(stretch[8999] / p90 - 1)).toBeLessThan(0.2);
  });

  it('the bands describe the matrix: medians of its pairs within 4 %', () => {
    const places = matrix.regions.map((name) => geography.get(name)!);
    const found = stretchBands.map((): number[] => []);
    for (let i = 0; i < 54; i++) {
      for (let j = 0; j < i; j++) {
        const km = greatCircleKm(places[i], places[j]);
        if (km < 50) continue;
        const ms = (matrix.milliseconds[i][j] + matrix.milliseconds[j][i]) / 2;
        const band = stretchBands.findLastIndex((one) => km >= one.fromKm);
        found[band].push(ms / (km / 100));
      }
    }
    for (const [band, values] of found.entries()) {
      values.sort((a, b) => a - b);
      const median = values[Math.floor(values.length / 2)];
      expect(Math.abs(median / stretchBands[band].median - 1), `band ${band}`).toBeLessThan(0.04);
    }
  });

  it('a distance below 0 is refused', () => {
    expect(() => stretchRtt(-1, stream())).toThrow('expected 0 km or more, got -1');
  });
});
