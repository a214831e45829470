import { describe, expect, it } from 'vitest';
import { run, type Setup } from '../models/chain/order-statistics/both-levels.ts';

/*
 * Order statistics against messages over the whole grid. A run of 90 s has some 40 blocks below saturation
 * and 15 beyond it, and one failed round more or less moves each figure by some percent.
 */

/** Transactions a second that the presets take for certain, and what the levels may differ by. */
const SATURATION = 400;
const BELOW = { latency: 0.2, blocks: 0.15, throughput: 0.1 };
const BEYOND = { latency: 0.3, blocks: 0.4, throughput: 0.4 };

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
    const figures = ['latency', 'blocks', 'throughput'] as const;
    const errors = figures.map((figure) => sampled[figure] / messages[figure] - 1);
    console.log(JSON.stringify(setup), errors.map((x) => `${(100 * x).toFixed(1)} %`).join(' '));
    const most = setup.rate <= SATURATION ? BELOW : BEYOND;
    for (const [i, figure] of figures.entries()) {
      expect(Math.abs(errors[i]), figure).toBeLessThan(most[figure]);
    }
  });
});
