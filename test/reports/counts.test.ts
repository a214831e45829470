import { describe, expect, it } from 'vitest';
import { sweepFigures } from '../../reports/figures.ts';
import { renderReport } from '../../reports/html.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { renderTable } from '../../reports/terminal.ts';
import { metric, sampleInput, sampleSummary } from './sample.ts';

/** A chain under three offered loads; every interval is 10 % to either side. */
function chainSummary() {
  const rates = [100, 200, 1600];
  const cells = rates.map((rate) => ({
    set: { 'load.rate': `${rate} tx/s` },
    replications: 10,
    metrics: {
      'chain.tps': metric(rate, '1/s', 0.1),
      'chain.gas_rate': metric(rate * 21_000, '1/s', 0.1),
      'chain.stake.issued': metric(rate * 25_000, 'tokens', 0.1),
    },
    labels: {},
  }));
  return { ...sampleSummary(), cells, expectations: [] };
}

const highlights = ['chain.tps', 'chain.gas_rate', 'chain.stake.issued'];

describe('counts per second', () => {
  it('that are swept make an axis of numbers, labelled as they were written', () => {
    const figures = sweepFigures(chainSummary(), highlights, {});
    for (const { xKind, xTicks } of figures) {
      expect(xKind).toBe('numbers');
      expect(xTicks).toEqual([
        { at: 100, label: '100 tx/s' },
        { at: 200, label: '200 tx/s' },
        { at: 1600, label: '1600 tx/s' },
      ]);
    }
    // 1600 x 21,000 = 33.6 million, 1600 x 25,000 = 40 million
    expect(figures.map(({ unit }) => unit)).toEqual([
      { size: 1, name: '/s' },
      { size: 1e6, name: 'million /s' },
      { size: 1e6, name: 'million tokens' },
    ]);
  });

  // 1600 x 21,000 = 33,600,000 with an interval of a tenth: 34 ± 3 million.
  it.each([
    ['the terminal', renderTable(chainSummary(), { width: 140, highlights })],
    ['Markdown', renderMarkdown(chainSummary(), { highlights })],
  ])('and tokens are scaled by %s', (_, text) => {
    expect(text).toContain('1600 ± 160 /s');
    expect(text).toContain('34 ± 3 million /s');
    expect(text).toContain('40 ± 4 million tokens');
    expect(text).not.toContain('1/s');
  });

  it('and tokens name the axes of HTML', () => {
    const input = { ...sampleInput(chainSummary()), series: [], highlights, companions: {} };
    const text = renderReport(input);
    expect(text).toContain('chain.tps (/s)');
    expect(text).toContain('chain.gas_rate (million /s)');
    expect(text).toContain('chain.stake.issued (million tokens)');
    expect(text).not.toContain('1/s');
  });
});
