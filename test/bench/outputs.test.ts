import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBaseline } from '../../bench/baseline.ts';
import type { Comparison } from '../../bench/compare.ts';
import { comparisonText } from '../../bench/comparison-text.ts';
import { writeComparison, writeOutputs } from '../../bench/files.ts';
import { bencherMetrics, githubBenchmark } from '../../bench/formats.ts';
import { readHistory } from '../../bench/history.ts';
import { historyPage } from '../../bench/history-page.ts';
import type { BenchReport } from '../../bench/report.ts';
import { summarise } from '../../bench/stopwatch.ts';
import { reportText } from '../../bench/table.ts';

const report: BenchReport = {
  droptower: '0.1.0',
  commit: 'abcdef0123456789',
  runtime: 'node v20',
  processor: 'a <processor>',
  quick: false,
  suites: ['hash', 'protocol'],
  work: [
    {
      suite: 'protocol',
      body: 'gossip',
      counters: { events: 1234567, 'heap moves': 5 },
      certificate: 'c'.repeat(64),
    },
  ],
  timings: [
    {
      suite: 'hash',
      group: 'tree',
      contender: 'droptower',
      unit: 'B/s',
      rate: summarise([4e8, 2e8, 2.5e8]),
    },
    { suite: 'hash', group: 'tree', contender: 'peer', unit: 'B/s', skipped: 'not installed' },
  ],
  ratios: [],
  gates: [
    { suite: 'hash', what: 'a / b', least: 2, good: 3, found: 1.5, verdict: 'missed' },
    { suite: 'hash', what: 'a / c', least: 2, good: 3, verdict: 'skipped', reason: 'c: gone' },
    { suite: 'hash', what: 'a / d', least: null, good: null, found: 0.25, verdict: 'told' },
  ],
};
const comparison: Comparison = {
  droptower: '0.1.0',
  commit: null,
  baseline: 'abcdef0123456789',
  work: [
    { body: 'protocol: gossip', pass: false, changes: ['events +2.0 %'] },
    { body: 'protocol: queues', pass: true, changes: [] },
  ],
  times: [
    {
      body: 'kernel: hold',
      verdict: 'slower',
      ratio: 1.3,
      low: 1.2,
      high: 1.4,
      difference: 0.02,
      pairs: 7,
    },
    { body: 'kernel: new', verdict: 'skipped', reason: 'not in the base' },
  ],
  limits: { relative: 0.1, absolute: 0.002 },
  passed: false,
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'droptower-bench-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(file(name), 'utf8');

describe('what a measurement writes', () => {
  it('a table with rates, skipped peers, counters and gates', () => {
    const told = reportText(report);
    expect(told).toMatch(/tree +droptower +400 +250 +80 %/);
    expect(told).toMatch(/peer +- +- +- +not installed/);
    expect(told).toMatch(/gossip +1,234,567 +5 +cccccccccccc/);
    expect(told).toMatch(/a \/ b +1\.50 +2\.00 +3\.00 +missed/);
    expect(told).toMatch(/a \/ c +- .*skipped: c: gone/);
    expect(told).toMatch(/a \/ d +0\.250 +- +- +told/);
  });

  it('a table for each unit of a suite', () => {
    const rate = summarise([4e5, 2e5, 2.5e5]);
    const jobs = { suite: 'hash', group: 'jobs', contender: 'ring', unit: 'jobs/s', rate } as const;
    const told = reportText({ ...report, timings: [...report.timings, jobs] });
    expect(told).toMatch(/hash: MB\/s\n[^:]*tree +droptower +400 +250/);
    expect(told).toMatch(/hash: jobs\/s\n[^:]*jobs +ring +400000 +250000 +80 %/);
  });

  it('the array of github-action-benchmark, smaller is better', () => {
    // 2.5e8 B/s are 4 ns a byte; the rounds reach from 2.5 to 5 ns.
    expect(githubBenchmark(report)).toEqual([
      { name: 'hash: tree, droptower', unit: 'ns/B', value: 4, range: '± 1.25' },
      { name: 'protocol: gossip, events', unit: 'count', value: 1234567 },
      { name: 'protocol: gossip, heap moves', unit: 'count', value: 5 },
    ]);
  });

  it('the Bencher Metric Format', () => {
    expect(bencherMetrics(report)).toEqual({
      'hash: tree, droptower': {
        throughput: { value: 2.5e8, lower_value: 2e8, upper_value: 4e8 },
      },
      'protocol: gossip': { events: { value: 1234567 }, 'heap-moves': { value: 5 } },
    });
  });

  it('all files, a history line by line, and a page of it', () => {
    const outputs = {
      markdown: file('a.md'),
      junit: file('a.xml'),
      githubBenchmark: file('g.json'),
      bencher: file('b.json'),
      history: file('h.jsonl'),
    };
    writeOutputs(report, { ...outputs, date: '2026-01-01' });
    const work = [{ ...report.work[0], counters: { events: 1234568, 'heap moves': 5 } }];
    writeOutputs({ ...report, commit: 'fedcba98', work }, { ...outputs, date: '2026-01-02' });
    expect(text('a.md')).toContain('❌ missed');
    expect(text('a.md')).toContain('| a / d | 0.250 | - | - | told |');
    expect(text('a.md')).toContain('a &lt;processor&gt;');
    expect(text('a.xml')).toContain('tests="1" failures="1"');
    expect(JSON.parse(text('g.json'))).toHaveLength(3);
    expect(Object.keys(JSON.parse(text('b.json')))).toHaveLength(2);
    const lines = readHistory('h.jsonl', text('h.jsonl'));
    expect(lines.map(({ date }) => date)).toEqual(['2026-01-01', '2026-01-02']);
    expect(lines[0].rates).toEqual({ 'hash: tree (B/s)': { droptower: 2.5e8 } });
    const page = historyPage(lines);
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(page).toMatch(/1,234,567<\/td>.*1,234,568<\/td>/s);
    expect(page).toContain('a &lt;processor&gt;');
    expect(historyPage([lines[0]])).toContain('None of 2 counters moved.');
  });

  it('refuses a history and a baseline of another shape, naming the place', () => {
    expect(() => readHistory('h', '')).toThrow('h: expected a history of figures, found no line');
    expect(() => readHistory('h', '{}\n')).toThrow(/^h:1 at date: expected a line of a history/);
    writeFileSync(file('x.json'), '{"commit": null, "work": [{"suite": "nothing"}]}');
    expect(() => readBaseline(file('x.json'))).toThrow(/at work\.0\.suite: expected the document/);
    writeFileSync(file('y.json'), 'no');
    expect(() => readBaseline(file('y.json'))).toThrow(/found no JSON/);
    expect(() => readBaseline(file('z.json'))).toThrow(/no such file/);
    writeFileSync(file('r.json'), JSON.stringify(report));
    expect(readBaseline(file('r.json'))).toEqual({ commit: report.commit, work: report.work });
  });
});

describe('what a comparison writes', () => {
  it('a table of what differs, and a closing sentence', () => {
    const told = comparisonText(comparison);
    expect(told).toMatch(/protocol: gossip +fails: events \+2\.0 %/);
    expect(told).not.toMatch(/protocol: queues/);
    expect(told).toMatch(/kernel: hold +\+30\.0 % +\+20\.0 % to \+40\.0 % +7 +slower/);
    expect(told).toMatch(/kernel: new .*skipped: not in the base/);
    expect(told).toMatch(
      /1 of 2 bodies do exactly the work of abcdef012345\. Slower: kernel: hold\. Failed\.\n$/,
    );
  });

  it('Markdown and JUnit', () => {
    writeComparison(comparison, { markdown: file('c.md'), junit: file('c.xml') });
    expect(text('c.md')).toMatch(/^## ❌ droptower bench/);
    expect(text('c.md')).toContain('| protocol: gossip | fails: events +2.0 % |');
    expect(text('c.xml')).toContain('tests="4" failures="2"');
    expect(text('c.xml')).toContain('message="+30.0 % +20.0 % to +40.0 % 7 pairs, limit +10.0 %"');
  });
});
