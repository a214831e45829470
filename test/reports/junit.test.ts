import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderJUnit, summaryJUnit } from '../../reports/junit.ts';
import { sampleSummary } from './sample.ts';

/** The parser leaves entities in attributes as they are; an XML reader decodes them. */
const decoded = (text: string | null): string =>
  (text ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const parse = (xml: string) => new DOMParser().parseFromString(xml, 'text/xml');

/** Every tag closes the one that is open: what a strict XML parser checks first. */
function isBalanced(xml: string): boolean {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^?]*\?>/, '');
  for (const [, close, name, attributes] of body.matchAll(
    /<(\/?)([\w-]+)((?:\s[\w-]+="[^"<]*")*\s*\/?)>/g,
  )) {
    if (close) {
      if (open.pop() !== name) return false;
    } else if (!attributes!.endsWith('/')) open.push(name!);
  }
  const rest = body.replace(/<\/?[\w-]+(?:\s[\w-]+="[^"<]*")*\s*\/?>/g, '');
  return open.length === 0 && !rest.includes('<');
}

describe('JUnit XML', () => {
  it('has one test case for each expectation and cell', () => {
    const xml = parse(summaryJUnit(sampleSummary()));
    expect(xml.querySelectorAll('testcase')).toHaveLength(31);
    const suite = xml.querySelector('testsuite')!;
    expect(suite.getAttribute('tests')).toBe('31');
    expect(suite.getAttribute('failures')).toBe('2');
    expect(xml.querySelectorAll('failure')).toHaveLength(2);
  });

  it('tells what was found and what was asked', () => {
    const [failure] = parse(summaryJUnit(sampleSummary())).querySelectorAll('failure');
    expect(decoded(failure!.getAttribute('message'))).toBe(
      'expected da.throughput > 2 MB/s, found 1.95 MB/s',
    );
    expect(decoded(failure!.parentNode!.getAttribute('name'))).toBe(
      'da.throughput > 2 MB/s (da.layer = celestia, network.nodes = 128, network.bandwidth = 100 Mbps)',
    );
  });

  it('serves any list of verdicts', () => {
    const xml = renderJUnit('bench', [
      { name: 'events', pass: true, message: 'unused' },
      { name: 'time', pass: false, message: '7.2 % slower' },
    ]);
    expect(xml).not.toContain('unused');
    expect(parse(xml).querySelector('failure')!.textContent).toBe('7.2 % slower');
  });

  it.each([
    '"><failure/>',
    ']]></testsuite>',
    '\u0000\u0008\u001b[2J\u000b',
    '\ud800 \uffff \ufffe',
    '&amp; <!-- x',
  ])('stays well-formed with %j', (text) => {
    const xml = renderJUnit(text, [{ name: text, pass: false, message: text }]);
    expect(isBalanced(xml)).toBe(true);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
    const parsed = parse(xml);
    expect(parsed.querySelectorAll('testcase')).toHaveLength(1);
    expect(parsed.querySelectorAll('failure')).toHaveLength(1);
  });
});
