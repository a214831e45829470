import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderReport, renderReports } from '../../reports/html.ts';
import { hostileInput } from './hostile.ts';
import { sampleInput, sampleSummary } from './sample.ts';

const REPORT = renderReport(sampleInput());
const { document } = parseHTML(REPORT);
const texts = (selector: string): string[] =>
  [...document.querySelectorAll(selector)].map((element) => element.textContent ?? '');

describe('several results on one page', () => {
  const other = sampleInput();
  const second = {
    ...other,
    summary: { ...other.summary, scenario: { ...other.summary.scenario, name: 'second' } },
  };
  const { document: both } = parseHTML(renderReports([sampleInput(), second]));
  const of = (selector: string) => [...both.querySelectorAll(selector)];

  it('stand one after the other, each with all of its parts', () => {
    expect(of('article > header > h1').map(({ textContent }) => textContent)).toEqual([
      sampleInput().summary.scenario.name,
      'second',
    ]);
    const single = document.querySelectorAll('section').length;
    expect(of('article section')).toHaveLength(2 * single);
    expect(of('main')).toHaveLength(1);
    expect(of('footer')).toHaveLength(1);
  });
});

describe('report.html', () => {
  it('is one page that may load and run nothing', () => {
    const policy = document
      .querySelector('meta[http-equiv="Content-Security-Policy"]')!
      .getAttribute('content')!;
    const style = /<style>([\s\S]*?)<\/style>/.exec(REPORT)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(document.querySelectorAll('script, link, img, iframe, object, form')).toHaveLength(0);
    expect(REPORT).not.toMatch(/\s(style|src|href|on\w+)=/);
    expect(REPORT).not.toMatch(/https?:/);
  });

  it('has a figure for each highlighted metric and each series, each with its data', () => {
    expect(texts('h3')).toEqual([
      'da.throughput over network.nodes',
      'da.throughput over network.bandwidth',
      'da.time_to_available',
      'da.ingress_per_byte',
      'da.utilisation',
      'da.throughput by da.layer and network.bandwidth',
      'da.time_to_available by network.bandwidth and network.nodes',
      'da.ingress_per_byte[validator] by da.layer and network.nodes',
      'da.time_to_available: p50, p90, p99',
      'da.in_flight',
      'da.ingress_per_byte',
    ]);
    const figures = [...document.querySelectorAll('section.figure')];
    for (const figure of figures) {
      expect(figure.querySelectorAll('svg[role=img][aria-label]').length).toBeGreaterThan(0);
      expect(figure.querySelector('details table caption')!.textContent).not.toBe('');
      expect(figure.querySelectorAll('details th[scope=col]').length).toBeGreaterThan(2);
      expect(figure.querySelectorAll('details th[scope=row]').length).toBeGreaterThan(1);
    }
    expect(texts('section.figure:first-of-type .key li').map((text) => text.trim())).toEqual([
      'da.layer:',
      'zerog',
      'celestia',
      'eigenda',
      'dashed line: da.ceiling',
    ]);
  });

  it('says what it is made from and how to make it again', () => {
    const facts = Object.fromEntries(
      texts('dl dt').map((name, index) => [name, texts('dl dd')[index]]),
    );
    expect(facts).toMatchObject({
      'run again with': 'droptower run da-dissemination --seed 42',
      certificate: '9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab',
      seed: '42',
      'scenario hash': '5f1d7a8c90b3e2d4',
    });
  });

  it('marks an estimate with a word', () => {
    expect(texts('strong.estimate')).toEqual(['estimate']);
    expect(REPORT).toContain('1 of 3 values is an estimate');
  });

  it('gives a verdict in words, gathered by line and listed where it fails', () => {
    expect(texts('.verdict')).toEqual(['✗ 2 of 31 expectations failed.']);
    expect(REPORT).toContain('fails in 2 of 30');
  });

  it('stays below 600 kB with forty cells and a curve of many points in each', () => {
    const summary = sampleSummary();
    summary.cells = [...summary.cells, ...summary.cells.slice(0, 10)].map((cell, index) => ({
      ...cell,
      set: { ...cell.set, replica: index < 30 ? 'first' : 'second' },
    }));
    const input = sampleInput(summary);
    expect(input.series).toHaveLength(40);
    expect(Buffer.byteLength(renderReport(input))).toBeLessThan(600_000);
  });

  it('is the same bytes for the same input', () => {
    expect(renderReport(sampleInput())).toBe(REPORT);
  });

  it('works for a run without sweep, expectations, series or assumptions', () => {
    const summary = { ...sampleSummary(), expectations: [] };
    summary.cells = [{ set: {}, replications: 1, metrics: {}, labels: {} }];
    const page = renderReport({ ...sampleInput(), summary, series: [], assumptions: [] });
    expect(page).toContain('The scenario expects nothing in particular.');
    expect(page).not.toContain('undefined');
    const empty = renderReport({
      ...sampleInput(),
      summary: { ...summary, cells: [] },
      series: [],
    });
    expect(empty).toContain('No cells.');
  });

  it('keeps hostile text as text', () => {
    const page = renderReport(hostileInput());
    const { document: hostile } = parseHTML(page);
    expect(hostile.querySelectorAll('img, script, a, svg[onload], [onmouseover]')).toHaveLength(0);
    expect(hostile.querySelectorAll('style')).toHaveLength(1);
    expect(hostile.querySelectorAll('svg').length).toBeGreaterThan(2);
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(hostile.querySelector('h1')!.textContent).toContain('<img src=x onerror=');
    expect(page).not.toMatch(/NaN|undefined/);
  });
});
