import { describe, expect, it } from 'vitest';
import { checkAlignment } from '../../../models/alignment/check.ts';
import { components } from '../../../models/index.ts';
import { componentSchema } from '../../../scenarios/component-schema.ts';
import { resolveScenario } from '../../../scenarios/resolve.ts';
import type { Tick } from '../../../sim/time.ts';
import { metricOf, runScenario } from '../run-scenario.ts';

const SCENARIO = 'name: test\nseed: 3\nduration: 4 h\nalignment: { played: 5 }\n';

/** What the section says of its values. */
function objections(sets: readonly string[]): string[] {
  const { points } = resolveScenario({
    path: 'test.yaml',
    files: { read: () => new TextEncoder().encode(SCENARIO), resolve: (_from, path) => path },
    sections: components,
    schema: componentSchema,
    sets,
  });
  const [{ components: sections, duration, fidelity }] = points;
  const setting = {
    sections,
    attachments: {},
    duration: duration as Tick | null,
    warmup: 0 as Tick,
    fidelity,
  };
  return checkAlignment(setting).map(({ path, expected }) => `${path}: ${expected}`);
}

describe('a section that contradicts itself', () => {
  it('is what the defaults are not', () => expect(objections([])).toEqual([]));

  it.each([
    [['duration=null'], 'duration: a time such as "6 h", since watching never ends'],
    [['alignment.fault.lasts=5 h'], 'duration: more than alignment.watch.window and'],
    [['alignment.fault.lasts=1 s'], 'alignment.fault.lasts: longer than a probe and its report'],
    [['alignment.watch.agree=8'], 'alignment.watch.agree: at most the 7 that count'],
    [['alignment.operators.count=6'], 'alignment.operators.count: at least the 7 of'],
    [['alignment.licences.sold=200'], 'alignment.operators.count: at most the 200 licences sold'],
    [['alignment.watch.sampled=368'], 'alignment.watch.sampled: at most the 367 targets there are'],
    [
      ['alignment.operators.lazy=60 %', 'alignment.operators.colluding=50 %'],
      'alignment.operators.lazy: at most 1 with colluding',
    ],
    [
      ['alignment.fault.kind=drift', 'alignment.fault.count=8'],
      'alignment.fault.count: at most the 7 targets that may have "drift"',
    ],
  ])('is refused: %j', (sets, said) => {
    expect(objections(sets)).toHaveLength(1);
    expect(objections(sets)[0]).toContain(said);
  });
});

describe('rewards and machines', () => {
  const result = runScenario(SCENARIO, ['alignment.operators.uptime=100 %']);

  it('pay a licence its parts', () => {
    // 67,000 / 117 and 11,000 / 39 tokens, see licences.test.ts.
    expect(metricOf(result, 'alignment.rewards.daily')).toBeCloseTo(67_000 / 117, 9);
    expect(metricOf(result, 'alignment.rewards.first[late]')).toBeCloseTo(11_000 / 39, 9);
    expect(metricOf(result, 'alignment.rewards.licence_day')).toBeCloseTo(13_400 / 25_623, 12);
  });

  it('cost 60 USD a year and operator, and break even by what an operator holds', () => {
    expect(metricOf(result, 'alignment.cost[licence_year]')).toBeCloseTo(60_000 / 131_750, 12);
    // Of 1,000 operators by 1 / i: the largest has 1 + 130,750 / H(1000), H(1000) = 7.48547086.
    const held = metricOf(result, 'alignment.operators.largest_share') * 131_750;
    expect(Math.abs(held - (1 + 130_750 / 7.48547086))).toBeLessThan(1);
    const even = 60 / ((365 * 13_400) / 25_623) / held;
    expect(metricOf(result, 'alignment.break_even_price[largest]')).toBeCloseTo(even, 12);
  });
});

it('a scenario without faults measures no delay', () => {
  const { findings } = runScenario(SCENARIO, ['alignment.fault.count=0']);
  expect(findings.observations['alignment.detection_delay']).toBeUndefined();
  expect(findings.values['alignment.detected']).toBeUndefined();
});
