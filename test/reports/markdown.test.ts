import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../reports/markdown.ts';
import { sampleSummary } from './sample.ts';

/** Cells of a Markdown table row: split at pipes that are not escaped. */
const cellsOf = (line: string): string[] => line.split(/(?<!\\)\|/).slice(1, -1);

describe('Markdown summary', () => {
  it('gives each verdict a sign and a word', () => {
    const text = renderMarkdown(sampleSummary());
    expect(text).toContain('## ❌ da-dissemination');
    expect(text).toContain('**2 of 31 expectations failed.**');
    expect(text).toMatch(/\| ✅ holds \| da\.throughput &gt; 2 MB\/s \| 9\.75 MB\/s \|/);
    expect(text).toMatch(/\| ❌ fails \| da\.throughput &gt; 2 MB\/s \| 1\.95 MB\/s \|/);
  });

  it('shows the metrics asked about and the labels in one row for each cell', () => {
    const text = renderMarkdown(sampleSummary());
    expect(text).toContain(
      '| da.layer | network.nodes | network.bandwidth | da.throughput | da.bottleneck |',
    );
    expect(text).toContain('| zerog | 16 | 100 Mbps | 9.75 ± 0.20 MB/s | leader uplink |');
  });

  it('keeps the table whole when names hold pipes, backticks and brackets', () => {
    const summary = sampleSummary();
    summary.cells = summary.cells.slice(0, 2);
    summary.expectations = [];
    for (const cell of summary.cells) {
      cell.set = { 'a|b': '`x|y`\n| z' };
      cell.labels = { '<img src=x>': '[link](javascript:alert(1))|' };
    }
    const text = renderMarkdown(summary, { highlights: ['da.throughput'] });
    const table = text.split('\n').filter((line) => line.startsWith('|'));
    expect(table).toHaveLength(4);
    expect(table.map((line) => cellsOf(line).length)).toEqual([3, 3, 3, 3]);
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/(?<!\\)\[link/);
  });
});
