import { describe, expect, it } from 'vitest';
import { type Stream, Streams } from '../../../../sim/random.ts';
import { runLoop } from './section.ts';

/** One of the values for each line of a section. */
const EXTREMES: readonly (readonly [line: (value: string) => string, values: readonly string[]])[] =
  [
    [(v) => `law: ${v}`, ['bass-fast', 'logistic-slow', 'flat']],
    [(v) => `price: ${v}`, ['0.000001', '3', '1000000']],
    [
      (v) => `demand: { ${v} }`,
      [
        ...['potential: 0', 'potential: 1000000000, start: 100 %', 'start: 0 %'],
        ...['priceElasticity: 5, latencyElasticity: 5', 'priceElasticity: 0, start: 50 %'],
        'trustLoss: 1, trustGain: 0',
      ],
    ],
    [
      (v) => `task: { ${v} }`,
      ['adjust: 1, use: 1 %', 'adjust: 0', 'prepaid: 0', 'prepaid: 3650', 'bond: 1000000000'],
    ],
    [(v) => `fleet: { ${v} }`, ['start: 0.001', 'start: 10000000', 'own: { capital: 0, host: 1 }']],
    [
      (v) => `operators: { ${v} }`,
      [
        ...['most: 100 %, enter: { rate: 10, lag: 1 }, leave: { rate: 10, lag: 1 }', 'most: 0 %'],
        ...['see: 1, move: { rate: 10, lag: 1 }, upgrade: { rate: 10, lag: 2 }', 'hurdle: 10'],
      ],
    ],
    [(v) => `gas: { ${v} }`, ['base: 1000000000000000', 'tip: 0, burned: 0 %', 'burned: 33.3 %']],
    [
      (v) => `sell: { ${v} }`,
      ['scale: 10, rewards: 100 %', 'scale: 0', 'profit: 0 %', 'profit: 100 %'],
    ],
    [(v) => `staking: { ${v} }`, ['share: 0 %', 'share: 100 %', 'commission: 100 %']],
    [
      (v) => `market: { ${v} }`,
      [
        ...['process: { volatility: 1 }', 'process: { law: jump }', 'turnover: 100 %'],
        ...['impact: { model: cpmm }', 'impact: { model: kyle }', 'turnover: 0.001 %'],
      ],
    ],
    [
      (v) => `schedule: { ${v} }`,
      [
        ...['reading: B', 'reading: C, community: linear48'],
        'buckets: { b: { amount: "1", tgeShare: 100 % } }',
        'buckets: { b: { amount: 5M, holderClass: team, governed: true, tgeShare: 50 %, duration: 1 year } }',
      ],
    ],
    [
      (v) => `inflation: { ${v} }`,
      ['rule: og_stepdown', 'rule: cosmos', 'rule: og_apy_curve', 'rule: none'],
    ],
  ];

function section(stream: Stream): string {
  return EXTREMES.filter(() => stream.chance(0.5))
    .map(([line, values]) => line(values[stream.below(values.length)]))
    .join('\n');
}

describe('a loop of extremes', () => {
  it.each(Array.from({ length: 8 }, (_, i) => i))(
    'keeps its laws and stays finite: 5 random sections of seed %i',
    (seed) => {
      const stream = new Streams(`hostile ${seed}`, 0).stream('sections');
      for (let trial = 0; trial < 5; trial++) {
        const lines = `years: 1\n${section(stream)}`;
        const { weeks } = runLoop(lines, 30);
        for (const { conditions, price, taskPrice, margin } of weeks) {
          const figures = [conditions.demand, conditions.providers, price, taskPrice, margin];
          expect(figures.every(Number.isFinite), `seed ${seed}:\n${lines}`).toBe(true);
          expect(Math.min(conditions.demand, conditions.providers, price) >= 0, lines).toBe(true);
        }
      }
    },
  );
});
