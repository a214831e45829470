import { describe, expect, it } from 'vitest';
import { Coverage } from '../../../../models/daios/loop/coverage.ts';
import { LANES, SINKS, SOURCES } from '../../../../models/daios/loop/lanes.ts';
import { components } from '../../../../models/index.ts';
import type { Replication } from '../../../../scenarios/replicate.ts';
import { SimJsEvents } from '../../../../sim/engine/simjs-events.ts';
import { ZERO } from '../../../../sim/time.ts';
import { adoptionValues, runSection } from './section.ts';

const SMALL = 'years: 0.5\npaths: 2\nwindow: { length: 10 s, warmup: 5 s }';

const value = ({ findings }: Replication, name: string): number => findings.values[name].value;

describe('the section adoption', () => {
  const ran = runSection(SMALL);

  it('has a certificate that no engine and no run before it changes', () => {
    expect(runSection(SMALL).certified).toEqual(ran.certified);
    expect(runSection(SMALL, { events: new SimJsEvents() }).certified).toEqual(ran.certified);
  });

  it('does not depend on the order of what happens at one instant', () => {
    const shuffled = runSection(SMALL, { tieShuffle: 7 });
    expect(shuffled.findings.values).toEqual(ran.findings.values);
  });

  it('measures finite figures by lane, and dollars that come from somewhere', () => {
    for (const [name, { value: each }] of Object.entries(ran.findings.values)) {
      expect(Number.isFinite(each), name).toBe(true);
    }
    const sum = (kind: string, names: readonly string[]): number =>
      names.reduce((total, name) => total + value(ran, `daios.loop.${kind}[${name}]`), 0);
    expect(sum('dollars_out', SINKS)).toBeLessThanOrEqual(sum('dollars_in', SOURCES) * (1 + 1e-9));
    expect(sum('lane', LANES)).toBeGreaterThan(0);
    expect(value(ran, 'daios.loop.lane[users]')).toBeGreaterThan(0);
  });

  it('draws bands over the paths, and curves week by week: 26 of them', () => {
    const curve = (name: string) => ran.findings.series.find((each) => each.name === name);
    const [median, trust] = [curve('daios.loop.demand.p50'), curve('daios.loop.trust')];
    expect(median?.points.length).toBe(26);
    expect(trust?.points.map(([second]) => second)).toEqual(
      Array.from({ length: 26 }, (_, week) => (week + 1) * 604_800),
    );
  });

  it('path i has the same chance in every variant, however many there are', () => {
    const one = (lines: string) =>
      runSection(`${SMALL.replace('paths: 2', 'paths: 1')}\n${lines}`).findings.series.find(
        ({ name }) => name === 'daios.loop.trust',
      );
    const two = ran.findings.series.find(({ name }) => name === 'daios.loop.trust');
    expect(one('market: {}')).toEqual(two);
    // Who sells moves prices; networks and users of the first week do not know yet.
    expect(one('sell: { scale: 2 }')?.points[0]).toEqual(two?.points[0]);
  });
});

describe('coverage', () => {
  /** First week that is covered, of the same figures every week. */
  const first = (bought: (week: number) => number, last = 100): number | null => {
    const coverage = new Coverage(last);
    for (let week = 0; week < 60; week++) coverage.note(bought(week), 10);
    return coverage.week;
  };

  it('comes when a quarter of demand reaches a quarter of sales', () => {
    // Demand w against 10 a week: mean of 13 weeks that end with w is w - 6, 10 at w = 16, the 17th.
    expect(first((week) => week)).toBe(17);
  });

  it('does not come before a quarter is over, nor when demand is short, nor after the last release', () => {
    expect(first(() => 1000)).toBe(13);
    expect(first(() => 9.9)).toBeNull();
    expect(first((week) => week, 16)).toBeNull();
  });

  it('is the ratio of the quarter, cut at 1000', () => {
    const coverage = new Coverage(100);
    let ratio = 0;
    for (let week = 0; week < 13; week++) ratio = coverage.note(5, 10);
    expect(ratio).toBeCloseTo(0.5, 12);
    for (let week = 0; week < 13; week++) ratio = coverage.note(5, 0);
    expect(ratio).toBe(1000);
  });
});

describe('what contradicts itself is refused before the run', () => {
  const objections = (lines: string, duration: typeof ZERO | null = null) =>
    components.adoption.check?.({
      sections: { adoption: adoptionValues(lines) },
      attachments: {},
      duration,
      warmup: ZERO,
      fidelity: 'fast',
    });
  const paths = (lines: string) => objections(lines)?.map(({ path }) => path);

  it('nothing is wrong with the defaults', () => expect(objections('years: 1')).toEqual([]));

  it.each([
    ['fleet: { gpus: [] }', 'adoption.fleet.gpus'],
    ['fleet: { gpus: [h100] }', 'adoption.fleet.gpus'],
    ['fleet: { gpus: [h100-80g-pcie, h100-80g-pcie] }', 'adoption.fleet.gpus'],
    ['fleet: { gpus: [rtx4090] }', 'adoption.fleet.gpus'],
    ['fleet: { specialist: { share: 90 % } }', 'adoption.fleet'],
    ['inflation: { rule: bucket_emission }', 'adoption.inflation'],
    ['market: { impact: { model: mvpq } }', 'adoption.market.impact.model'],
    ['market: { turnover: 0 % }', 'adoption.market.turnover'],
    [
      'market: { impact: { model: book, book: { depth: 0 } } }',
      'adoption.market.impact.book.depth',
    ],
    ['schedule: { preset: celestia, reading: C }', 'adoption.schedule.reading'],
    [
      'schedule: { buckets: { b: { amount: 5M, holderClass: users, tgeShare: 100 % } } }',
      'adoption.schedule',
    ],
  ])('%s', (lines, path) => expect(paths(lines)).toEqual([path]));

  it('a duration, since the horizon is its own', () =>
    expect(objections('years: 1', ZERO)?.map(({ path }) => path)).toEqual(['duration']));
});
