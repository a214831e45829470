import { describe, expect, it } from 'vitest';
import { renderTable } from '../../reports/terminal.ts';
import { displayWidth } from '../../reports/text.ts';
import { metric, sampleSummary } from './sample.ts';

const lines = (text: string): string[] => text.trimEnd().split('\n');

describe('terminal page', () => {
  it('judges first, with the measured range beside the rule and the failing cells below', () => {
    const page = lines(renderTable(sampleSummary(), { width: 120 }));
    expect(page.slice(3, 7)).toEqual([
      '✗ da.throughput > 2 MB/s .......... 1.40 MB/s to 97.5 MB/s  failed in 2 of 30 cells',
      '    ✗ da.layer = celestia, network.nodes = 128, network.bandwidth = 100 Mbps: 1.95 MB/s',
      '    ✗ da.layer = celestia, network.nodes = 256, network.bandwidth = 100 Mbps: 1.40 MB/s',
      '✓ da.bottleneck = leader uplink ... leader uplink',
    ]);
  });

  it('gives each cell a row: swept values, metrics with intervals, labels', () => {
    const page = lines(renderTable(sampleSummary(), { width: 100 }));
    expect(page).toContain(
      'da.layer  network.nodes  network.bandwidth     da.throughput  da.ceiling  da.bottleneck',
    );
    expect(page).toContain(
      'zerog                16  100 Mbps           9.75 ± 0.20 MB/s   10.8 MB/s  leader uplink',
    );
  });

  it('puts highlighted metrics before others and counts what does not fit', () => {
    const highlights = ['da.utilisation', 'da.egress_per_byte'];
    const page = renderTable(sampleSummary(), { width: 110, highlights });
    const head = lines(page).find((line) => line.startsWith('da.layer'));
    expect(head).toMatch(/da\.throughput +da\.utilisation +da\.bottleneck$/);
    expect(page).toContain('… and 5 columns more in metrics.csv');
  });

  it.each([80, 100, 140, 200])('keeps rows within %d columns', (width) => {
    const page = lines(renderTable(sampleSummary(), { width }));
    const rows = page.filter((line) => /^(da\.layer|zerog|celestia|eigenda) /.test(line));
    expect(rows).toHaveLength(31);
    for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(width);
  });

  it('lists a run without sweep downwards, with its quantiles', () => {
    const summary = sampleSummary();
    summary.cells = [
      {
        set: {},
        replications: 3,
        metrics: {
          'a.delay': { ...metric(2, 's', 0.1, 3), quantiles: { p50: 1.5, p99: 4 } },
          'a.count': metric(7, '1', 0, 3),
        },
        labels: { 'a.limit': 'disk' },
      },
    ];
    summary.expectations = [];
    expect(lines(renderTable(summary)).slice(3, 7)).toEqual([
      'metric          mean    p50  p99',
      'a.delay  2.0 ± 0.2 s  1.5 s  4 s',
      'a.count            7',
      'a.limit         disk',
    ]);
  });

  it('closes with plain sentences', () => {
    const page = lines(renderTable(sampleSummary()));
    expect(page.slice(-4)).toEqual([
      'da.throughput is highest with da.layer = zerog, network.nodes = 16, network.bandwidth = 1 Gbps: ' +
        '97.5 MB/s (780 Mbit/s), and lowest with da.layer = celestia, network.nodes = 256, ' +
        'network.bandwidth = 100 Mbps: 1.40 MB/s (11.2 Mbit/s); that is 69.4 times as much.',
      '30 cells, 10 replications each. ± is the 95 % interval of the mean.',
      'Seed 42, certificate 9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab.',
      '2 of 31 expectations failed.',
    ]);
  });

  it('colours only when told to', () => {
    expect(renderTable(sampleSummary(), { colour: false })).not.toContain('\u001b');
    expect(renderTable(sampleSummary(), { colour: true })).toContain('\u001b[31m✗\u001b[39m');
  });

  it('says so when an expected metric is absent', () => {
    const summary = sampleSummary();
    summary.expectations = [{ text: 'da.gone > 1', cell: 0, found: null, pass: false }];
    expect(renderTable(summary)).toContain('✗ da.gone > 1 ... absent  failed');
  });

  it('lets no foreign text steer the terminal', () => {
    const summary = sampleSummary();
    const hostile = '\u001b]0;title\u0007\u001b[2J\r\n';
    summary.scenario = { name: hostile, question: hostile, hash: hostile };
    summary.seed = hostile;
    summary.expectations = [{ text: hostile, cell: 0, found: hostile, pass: false }];
    for (const cell of summary.cells) {
      cell.set = { [hostile]: hostile };
      cell.labels = { [hostile]: hostile };
      cell.metrics = { [hostile]: metric(1, hostile) };
    }
    expect(renderTable(summary, { width: 200 })).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/,
    );
  });
});
