/** Text that tries to become markup, script or terminal commands, in every place a result has. */
import type { ReportInput } from '../../reports/input.ts';
import type { Series } from '../../scenarios/results.ts';
import { metric, sampleInput } from './sample.ts';

export const ATTACKS = [
  '<img src=x onerror="globalThis.__attacked=1">',
  '</script><script>globalThis.__attacked=1</script>',
  '"><svg onload=globalThis.__attacked=1>',
  "' onmouseover='globalThis.__attacked=1",
  '</style><style>*{display:none}</style>',
  '-->]]></title></textarea><a href="javascript:globalThis.__attacked=1">x</a>',
  '\u001b[31m\u001b]0;t\u0007\u0000\u202e $& $1 $` `',
] as const;

export const ALL_ATTACKS = ATTACKS.join(' ');

/** A sweep over two hostile paths; every string of the input holds every attack. */
export function hostileInput(): ReportInput {
  const input = sampleInput();
  const { summary } = input;
  const name = `da.${ALL_ATTACKS}`;
  summary.scenario = { name: ALL_ATTACKS, question: ALL_ATTACKS, hash: ALL_ATTACKS };
  summary.droptower = summary.seed = summary.certificate = ALL_ATTACKS;
  summary.cells = ATTACKS.flatMap((attack, row) =>
    [1, 100].map((value) => ({
      set: { [ALL_ATTACKS]: attack, 'network.nodes': value },
      replications: 1,
      metrics: {
        [name]: {
          ...metric(row + value, ALL_ATTACKS),
          quantiles: { [attack]: row + 1, p99: 5 * row + 2 },
        },
        'da.ceiling': metric(200, ALL_ATTACKS),
        ...Object.fromEntries(ATTACKS.map((key) => [`parts[${key}]`, metric(row, ALL_ATTACKS)])),
      },
      labels: { [ALL_ATTACKS]: attack },
    })),
  );
  summary.expectations = ATTACKS.map((text, cell) => ({ text, cell, found: text, pass: false }));
  const manifest = {
    ...input.manifest,
    droptower: ALL_ATTACKS,
    commit: ALL_ATTACKS,
    scenario: { name: ALL_ATTACKS, hash: ALL_ATTACKS, text: ATTACKS.join('\n') },
    seed: ALL_ATTACKS,
    certificate: ALL_ATTACKS,
    runtime: ALL_ATTACKS,
    command: ALL_ATTACKS,
  };
  return {
    summary,
    manifest,
    series: [ALL_ATTACKS, `${ALL_ATTACKS}.p5`, `${ALL_ATTACKS}.p95`, `x[${ALL_ATTACKS}]`].flatMap(
      (title): Series[] =>
        [0, 2].map((cell) => ({
          cell,
          name: title,
          xUnit: ALL_ATTACKS,
          yUnit: ALL_ATTACKS,
          stack: true,
          points: [
            [0, 1],
            [1, 2],
          ],
        })),
    ),
    assumptions: [
      {
        path: ALL_ATTACKS,
        value: ALL_ATTACKS,
        status: 'estimate',
        source: ALL_ATTACKS,
        about: ALL_ATTACKS,
      },
    ],
    highlights: [name],
    companions: { [name]: 'da.ceiling' },
  };
}
