import { describe, expect, it } from 'vitest';
import { run, type Setup } from '../models/chain/order-statistics/both-levels.ts';

/*
 * Order statistics against messages over the whole grid: wanted are 10 % in latency, block rate and
 * throughput.
 */

const presets = ['cometbft-0.38', 'cometbft-1.0', '0g'];
const latencies = ['0.5 ms', 'aws-13'] as const;
const sizes = [
  { validators: 50, others: 25 },
  { validators: 175, others: 25 },
];
const rates = [25, 100, 200, 400, 800, 1600];

const grid: Setup[] = presets.flatMap((preset) =>
  latencies.flatMap((latency) =>
    sizes.flatMap((size) =>
      rates.map((rate) => ({ preset, latency, ...size, rate, load: 90, seed: 'heavy' })),
    ),
  ),
);

describe('both levels of a chain', () => {
  it.each(grid)('$preset, $latency, $validators validators, $rate a second', (setup) => {
    const messages = run('messages', setup, 60);
    const sampled = run('order statistics', setup, 60);
    const ratio = (figure: 'latency' | 'blocks' | 'throughput') =>
      sampled[figure] / messages[figure] - 1;
    const figures = [ratio('latency'), ratio('blocks'), ratio('throughput')];
    console.log(JSON.stringify(setup), figures.map((x) => `${(100 * x).toFixed(1)} %`).join(' '));
    for (const figure of figures) expect(Math.abs(figure)).toBeLessThan(0.1);
  });
});
