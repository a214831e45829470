import { describe, expect, it } from 'vitest';
import { run, type Setup } from './both-levels.ts';

/*
 * Order statistics against messages, on the same graph of peers; the whole grid is in
 * test/heavy/chain.heavy.ts.
 */

const base = { validators: 45, others: 15, load: 25, seed: 'levels' };

const rows: Pick<Setup, 'preset' | 'latency' | 'rate'>[] = [
  { preset: 'cometbft-0.38', latency: '0.5 ms', rate: 100 },
  { preset: 'cometbft-0.38', latency: 'aws-13', rate: 100 },
  { preset: '0g', latency: '0.5 ms', rate: 400 },
  { preset: '0g', latency: 'aws-13', rate: 100 },
];

function compare(setup: Setup, most: number): void {
  const messages = run('messages', setup);
  const sampled = run('order statistics', setup);
  for (const figure of ['latency', 'blocks', 'throughput'] as const) {
    const ratio = sampled[figure] / messages[figure];
    expect(Math.abs(ratio - 1), `${figure} ${ratio}`).toBeLessThan(most);
  }
}

describe('both levels of a chain agree', () => {
  it.each(rows)(
    'within 10 %: $preset, $latency, $rate transactions a second',
    (row) => compare({ ...base, ...row }, 0.1),
    60_000,
  );

  // A dozen blocks are all there are, so one failed round more or less shows.
  it('within 15 % beyond saturation', () => {
    const saturated = { latency: 'aws-13', rate: 600, load: 60 } as const;
    compare({ ...base, ...saturated, preset: 'cometbft-0.38' }, 0.15);
  }, 60_000);

  it('on the share of rounds that silent proposers cost', () => {
    const setup: Setup = { ...base, preset: '0g', latency: '0.5 ms', rate: 50, silent: [2, 9, 20] };
    const failed = (level: 'messages' | 'order statistics') => {
      const { heights } = run(level, setup);
      return heights.filter(({ round }) => round > 0).length / heights.length;
    };
    expect(Math.abs(failed('order statistics') - failed('messages'))).toBeLessThan(0.02);
  }, 60_000);
});
