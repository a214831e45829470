import { describe, expect, it } from 'vitest';
import { checkNetwork } from '../../../models/network.ts';
import { Simulation } from '../../../sim/engine/simulation.ts';
import { jitterLaws, RegionLatency } from '../../../sim/network/latency.ts';
import { oneWay, uniformRtt } from '../../../sim/network/regions.ts';
import {
  buildNetwork,
  matrixNames,
  type NetworkValues,
  networkParameters,
  rttMatrix,
} from '../../../sim/network/section.ts';
import { Streams } from '../../../sim/random.ts';
import { resolveText } from '../../scenarios/fixtures/laboratory.ts';

const matrix = rttMatrix('aws-13', {});
const ms = (from: string, to: string): number =>
  matrix.milliseconds[matrix.regions.indexOf(from)][matrix.regions.indexOf(to)] / 2;
const pairs = matrix.regions.flatMap((from, i) =>
  matrix.regions.slice(i + 1).map((to) => ({ from, to, ms: ms(from, to) })),
);

/** One way in ms, as published: both directions. */
const samples: [string, string, number][] = [
  ['us-east-1', 'eu-west-1', 33],
  ['us-east-1', 'eu-central-1', 44],
  ['us-east-1', 'ap-northeast-1', 73],
  ['us-east-1', 'ap-southeast-1', 105],
  ['eu-west-2', 'ap-southeast-2', 131],
  ['eu-central-1', 'ap-southeast-1', 77],
  ['ap-northeast-1', 'ap-northeast-2', 16],
  ['sa-east-1', 'ap-southeast-1', 161],
];

describe('aws-13', () => {
  it('has 13 regions, symmetric, with the published samples to the tick', () => {
    expect(matrix.regions).toHaveLength(13);
    expect(pairs).toHaveLength(78);
    for (const { from, to, ms: there } of pairs) expect(ms(to, from)).toBe(there);
    for (const [from, to, published] of samples) {
      const [i, j] = [matrix.regions.indexOf(from), matrix.regions.indexOf(to)];
      expect(oneWay(matrix, i, j), `${from}, ${to}`).toBe(published * 10_000);
    }
  });

  it('has the published mean of 73.9 ms and longest way of 161 ms; the median is within 6 %', () => {
    const sorted = pairs.map((pair) => pair.ms).sort((a, b) => a - b);
    expect(sorted.reduce((sum, one) => sum + one, 0) / 78).toBeCloseTo(73.9, 9);
    expect(sorted[77]).toBe(161);
    expect(sorted[76]).toBeLessThan(161);
    expect(sorted[0]).toBeGreaterThan(4);
    // Published: 69.
    expect((sorted[38] + sorted[39]) / 2).toBeCloseTo(72.9, 1);
  });

  it('scales every other pair of the measured matrix by one factor', () => {
    // Round trips there and back between the same cities, in ms, from the calibration facts C1.
    const measured: [string, string, number, number][] = [
      ['us-east-1', 'us-west-1', 74, 72],
      ['us-east-1', 'eu-west-2', 80, 80],
      ['us-west-1', 'eu-west-2', 144, 144],
      ['us-west-1', 'eu-central-1', 158, 157],
      ['us-west-1', 'ap-southeast-1', 172, 171],
      ['eu-west-2', 'eu-central-1', 20, 19],
      ['eu-west-2', 'ap-northeast-1', 235, 237],
      ['eu-central-1', 'ap-northeast-1', 246, 250],
      ['ap-northeast-1', 'ap-southeast-1', 74, 74],
    ];
    for (const [from, to, there, back] of measured) {
      expect(ms(from, to) / ((there + back) / 4), `${from}, ${to}`).toBeCloseTo(0.92378, 4);
    }
  });

  it('takes 1 ms inside a region', () => {
    for (let i = 0; i < 13; i++) expect(matrix.milliseconds[i][i]).toBe(1);
  });
});

describe('named matrices', () => {
  it('are listed, and an unknown name lists them', () => {
    expect(matrixNames).toEqual(['azure-2026', 'aws-13', 'single-region']);
    for (const name of matrixNames) expect(rttMatrix(name, {}).regions.length).toBeGreaterThan(0);
    for (const name of ['aws-14', 'constructor']) {
      expect(() => rttMatrix(name, {})).toThrow(
        `expected azure-2026, aws-13, single-region, a time such as 50 ms or a CSV file, found "${name}"`,
      );
    }
    const about = networkParameters.latency.about;
    for (const name of matrixNames) expect(about).toContain(`\`${name}\``);
  });

  it('single-region is half a millisecond there and back', () => {
    expect(rttMatrix('single-region', {})).toEqual(uniformRtt(0.5));
    expect(oneWay(uniformRtt(0.5), 0, 0)).toBe(2500);
  });

  const section = (...sets: string[]): NetworkValues => {
    const sections = { network: { about: 'Network', parameters: networkParameters } };
    const { components } = resolveText('name: a\nnetwork: {}\n', { sections, sets });
    return components.network as NetworkValues;
  };

  it('have their nodes spread evenly where no placement preset applies', () => {
    for (const placement of ['cloud-europe-heavy', 'single-region', 'thirteen-regions']) {
      const sets = ['network.latency=aws-13', 'network.nodes=39', `network.placement=${placement}`];
      const { place } = buildNetwork(new Simulation({ seed: 'spread' }), section(...sets));
      const counts = matrix.regions.map((_, i) => place.filter((region) => region === i).length);
      expect(counts).toEqual(new Array(13).fill(3));
    }
    const one = section('network.latency=single-region', 'network.nodes=4');
    expect(buildNetwork(new Simulation({ seed: 'one' }), one).place).toEqual([0, 0, 0, 0]);
  });

  it('are offered where a name is wrong; shares go by their regions', () => {
    const check = (...sets: string[]) =>
      checkNetwork({
        sections: { network: section(...sets) },
        ...{ attachments: {}, duration: null, warmup: 0 as never },
      });
    expect(check('network.latency=aws-13')).toEqual([]);
    expect(check('network.latency=single-region')).toEqual([]);
    expect(check('network.latency=aws')).toEqual([
      {
        path: 'network.latency',
        expected:
          '"azure-2026", "aws-13", "single-region", a time such as "50 ms", or a CSV file of round-trip times in ms',
        found: '"aws"',
      },
    ]);
    const regions = (name: string) =>
      check('network.latency=aws-13', `network.regions={${name}: 1}`);
    expect(regions('eu-west-2')).toEqual([]);
    expect(regions('UK South')).toMatchObject([{ path: 'network.regions', found: '"UK South"' }]);
  });
});

describe('proportional jitter', () => {
  const law = jitterLaws.find(({ name }) => name === 'proportional')!;

  it('is normal around the base delay with 5 % of it as its deviation', () => {
    const own = new Streams('latency', 0).stream('proportional');
    const draws = Array.from({ length: 40_000 }, () => law.extra(own, 80));
    const mean = draws.reduce((sum, one) => sum + one, 0) / 40_000;
    const deviation = Math.sqrt(draws.reduce((sum, one) => sum + one * one, 0) / 40_000);
    // 5 % of 80 ms: 4 ms. Six standard errors: of the mean 6 * 4 / 200, of the deviation 6 * 4 / 283.
    expect(Math.abs(mean)).toBeLessThan(0.12);
    expect(Math.abs(deviation - 4)).toBeLessThan(0.085);
    // 68.27 % within one deviation; six standard errors are 1.4 %.
    const inside = draws.filter((one) => Math.abs(one) < 4).length / 40_000;
    expect(Math.abs(inside - 0.6827)).toBeLessThan(0.014);
    expect(own.draws).toBe(40_000);
  });

  it('scales with the path, one draw a message', () => {
    const twice = [50, 100].map((base) => law.extra(new Streams('scale', 0).stream('one'), base));
    expect(twice[1]).toBeCloseTo(2 * twice[0], 12);
    expect(Math.abs(twice[0])).toBeGreaterThan(0);
  });

  it('draws whole ticks on both sides of the base delay and never below zero', () => {
    const draw = (rtt: number, streams: Streams) => {
      const latency = new RegionLatency(uniformRtt(rtt), [0, 0], 'proportional', [
        streams.stream('a'),
        streams.stream('b'),
      ]);
      return { latency, draws: Array.from({ length: 5000 }, () => latency.draw(0, 1)) };
    };
    const { latency, draws } = draw(100, new Streams('draws', 0));
    expect(latency.base(0, 1)).toBe(500_000);
    for (const one of draws) expect(Number.isInteger(one)).toBe(true);
    const below = draws.filter((one) => one < 500_000).length / 5000;
    // Half of them, six standard errors of 0.0071.
    expect(Math.abs(below - 0.5)).toBeLessThan(0.043);
    // 20 deviations down would be below zero: a stream that always draws its least shows the floor.
    const least = { normal: () => -1e6 } as never;
    const floor = new RegionLatency(uniformRtt(100), [0, 0], 'proportional', [least, least]);
    expect(floor.draw(0, 1)).toBe(0);
    expect(draw(0, new Streams('none', 0)).draws.every((one) => one === 0)).toBe(true);
  });
});
