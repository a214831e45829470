/** JUnit XML, which every CI system shows: one test case per verdict. */
import type { Summary } from '../scenarios/results.ts';
import { cellNames, foundText } from './phrases.ts';
import { escapeXml } from './text.ts';

export interface TestCase {
  name: string;
  pass: boolean;
  /** Why it failed: what was found and what was asked. Not shown for a pass. */
  message: string;
}

/** Any list of verdicts as one suite. Characters that XML forbids are made visible. */
export function renderJUnit(suite: string, cases: readonly TestCase[]): string {
  const failures = cases.filter((each) => !each.pass).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0"`;
  const name = escapeXml(suite);
  const lines = cases.map((each) => testCase(name, each));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="droptower" ${counts}>`,
    `  <testsuite name="${name}" ${counts}>`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(suite: string, { name, pass, message }: TestCase): string {
  const open = `    <testcase classname="${suite}" name="${escapeXml(name)}"`;
  if (pass) return `${open}/>`;
  const text = escapeXml(message);
  return `${open}>\n      <failure message="${text}">${text}</failure>\n    </testcase>`;
}

/** One test case per `expect:` line and cell. */
export function summaryJUnit(summary: Summary): string {
  const names = cellNames(summary.cells);
  const cases = summary.expectations.map((line): TestCase => {
    const where = names[line.cell] ?? `cell ${line.cell}`;
    return {
      name: where === '' ? line.text : `${line.text} (${where})`,
      pass: line.pass,
      message: `expected ${line.text}, found ${foundText(line, summary)}`,
    };
  });
  return renderJUnit(summary.scenario.name, cases);
}
