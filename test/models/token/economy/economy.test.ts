import { describe, expect, it } from 'vitest';
import { checkToken } from '../../../../models/token/economy/check.ts';
import type { TokenValues } from '../../../../models/token/economy/parameters.ts';
import { freshEvents } from '../../../../scenarios/engines.ts';
import { taskOf } from '../../../../scenarios/experiment.ts';
import { type Replication, replicate } from '../../../../scenarios/replicate.ts';
import { Histogram } from '../../../../sim/stats/histogram.ts';
import { ZERO } from '../../../../sim/time.ts';
import { resolve, runSection as run, scenario, tokenValues } from './economy.ts';

const meanOf = ({ findings }: Replication, name: string): number => findings.values[name].value;

describe('the component', () => {
  const lines = `
years: 1.25
paths: 40
schedule: { reading: C }
inflation: { rule: og_stepdown }
treasury: { bucket: ecosystem }
facility: { preset: og_250m }`;
  const first = run(lines);

  it('gives the same certificate again, with either engine, and another one by replication', async () => {
    const simjs = (await freshEvents('simjs'))();
    const other = replicate(taskOf(resolve(scenario(lines)), {}, 0, 0), { events: simjs });
    expect(run(lines).certified).toEqual(first.certified);
    expect(other.certified).toEqual(first.certified);
    expect(run(lines, 1).certified).not.toEqual(first.certified);
  });

  it('fires one event for each path', () => expect(first.certified.events).toBe(40));

  it('draws bands that do not cross, for each month and at the start around $3', () => {
    const band = (label: string) =>
      first.findings.series.find(({ name }) => name === `token.price.${label}`)?.points ?? [];
    const bands = ['p1', 'p5', 'p25', 'p50', 'p75', 'p95', 'p99'].map(band);
    expect(bands.map(({ length }) => length)).toEqual(bands.map(() => 16));
    for (let month = 0; month < 16; month++) {
      for (let i = 1; i < bands.length; i++) {
        expect(bands[i][month][1]).toBeGreaterThanOrEqual(bands[i - 1][month][1]);
      }
    }
    expect(bands[3][0][1]).toBeCloseTo(3, 1);
  });

  it('answers a large unlock mostly by a fall, and sometimes not', () => {
    const state = first.findings.observations['token.unlock_price_ratio'].state;
    const ratios = Histogram.fromJSON(state);
    expect(ratios.count).toBe(40);
    expect(meanOf(first, 'token.unlock_return')).toBeLessThan(-0.05);
    expect(meanOf(first, 'token.unlock_up')).toBeGreaterThan(0);
    expect(meanOf(first, 'token.unlock_up')).toBeLessThan(0.5);
    expect(ratios.max * 1e-9).toBeGreaterThan(1);
  });

  it('counts events as probabilities', () => {
    for (const name of ['price_below', 'stake_low', 'runway_short', 'facility_unusable']) {
      const p = meanOf(first, `token.event[${name}]`);
      expect(p >= 0 && p <= 1).toBe(true);
    }
  });

  it('without a market reports supply alone', () => {
    const { findings } = run('model: supply\npaths: 1\nyears: 1');
    expect(Object.keys(findings.observations)).toEqual([]);
    expect(findings.values['token.supply.total'].value).toBe(1e9);
    expect(findings.series.some(({ name }) => name === 'token.released[team]')).toBe(true);
  });

  it('memory of a replication does not grow with its paths', () => {
    const size = (paths: number): number =>
      run(`years: 0.25\npaths: ${paths}`).findings.series.reduce(
        (sum, { points }) => sum + points.length,
        0,
      );
    expect(size(60)).toBe(size(3));
  });
});

function refused(lines: string, changes: Partial<TokenValues> = {}): string[] {
  const token = { ...tokenValues(lines), ...changes };
  const setting = {
    sections: { token },
    attachments: { './table.csv': 'bucket,amount\nteam,10M\nteam,5M\n' },
    ...{ duration: null, warmup: ZERO, fidelity: 'fast' as const },
  };
  return checkToken(setting, token).map(
    ({ path, expected, found }) => `${path}: ${expected}; ${found}`,
  );
}

describe('what the section refuses', () => {
  it('nothing of its defaults', () => expect(refused('years: 4')).toEqual([]));

  it.each([
    ['years: 0.3', 'token.years: whole months, 1 or more; '],
    ['model: supply', 'token.paths: 1 with model "supply", whose paths are equal; 100'],
    [
      'facility: { preset: og_250m }',
      'token.treasury.bucket: the bucket that sells to the facility',
    ],
    ['treasury: { bucket: gold }', 'token.treasury.bucket: one of ecosystem, nodes'],
    ['sell: { shares: { whales: 10 % } }', 'token.sell.shares: holder classes: ecosystem'],
    [
      'schedule: { preset: celestia, reading: A }',
      'token.schedule.reading: no reading for celestia',
    ],
    ['schedule: { buckets: { a: { amount: 10 %, tgeShare: 100 % } } }', 'token.schedule.'],
    [
      'model: supply\npaths: 1\nschedule: { community: activity }',
      'token.schedule: parts that the calendar decides, as model "supply" has no prices',
    ],
    ['inflation: { rule: bucket_emission }', 'token.inflation.bucket: the bucket that'],
    ['inflation: { bucket: nodes }', 'token.inflation.bucket: nothing unless'],
    [
      'inflation: { rule: cosmos, rules: { cosmos: { min: 30 %, max: 20 % } } }',
      'token.inflation.rules.cosmos.min: at most max 0.2; 0.3',
    ],
    ['market: { turnover: 0 % }', 'token.market.turnover: above 0; 0'],
    [
      'market: { impact: { model: kyle, kyle: { noise: 0 } } }',
      'token.market.impact.kyle.deviation: above 0; none',
    ],
    [
      'market: { impact: { model: cpmm, pool: { usd: 0 } } }',
      'token.market.impact.pool.usd: above 0; 0',
    ],
    ['market: { volume: { shape: step, factor: 0 } }', 'token.market.volume.factor: above 0; 0'],
    ['years: 1\nstaking: { run: { at: 360 } }', 'token.staking.run.at: a run that ends by day 365'],
    ['capTable: ./none.csv', 'token.capTable: the path of a file'],
    ['claims: { of: { node: {} } }', 'token.claims.of: buckets: ecosystem, nodes'],
    [
      'schedule: { buckets: { a: { amount: 1M, tgeShare: 100 %, claim: { delay: 3 days } } } }\nclaims: { of: { a: {} } }',
      'token.claims.of.a: a bucket for whose claims the schedule states nothing; terms of both',
    ],
    [
      'schedule: { preset: celestia }\nclaims: { of: { public-reserved: {} } }',
      'token.claims.of: claims from buckets that the calendar releases',
    ],
    ['claims: { into: gold }', 'token.claims.into: a bucket that the calendar releases'],
    ['claims: { into: nodes, penalties: burn }', 'token.claims.into: none with penalties "burn"'],
    ['claims: { penalties: treasury }', 'token.claims.penalties: "bucket" or "burn" without'],
    [
      'schedule: { preset: celestia }\nclaims: { of: { core: {} } }',
      'token.schedule: holder classes that claim what is released, or stake while locked; "team"',
    ],
    [
      'schedule: { buckets: { a: { amount: 1M, tgeShare: 1 %, duration: 9 days, holderClass: x, stakeableWhileLocked: true }, b: { amount: 1M, tgeShare: 1 %, duration: 9 days, holderClass: x } } }',
      'token.schedule: holder classes of which all buckets, or none, can be staked while locked',
    ],
    ['capTable: ./table.csv\nschedule: { preset: 0g }', 'token.capTable: nothing beside'],
    ['capTable: ./table.csv', 'token.capTable: line 3, column "bucket": a name of its own'],
  ])('%s', (lines, expected) => expect(refused(lines).join('\n')).toContain(expected));
});

describe('a cap table in CSV', () => {
  it('is a schedule: 10 M at once and 20 M in 10 months are 12 M after a month', () => {
    const resolved = resolve(scenario('model: supply\npaths: 1\nyears: 1\ncapTable: ./table.csv'));
    const table =
      '# tge: 2026-01-31\nbucket,amount,TGE %,duration (months),step\nsale,10M,100,,\nteam,20M,0,10,month\n';
    const { findings } = replicate(taskOf(resolved, { './table.csv': table }, 0, 0));
    const released = (bucket: string) =>
      findings.series.find(({ name }) => name === `token.released[${bucket}]`)?.points[1][1];
    expect(released('sale')).toBe(10_000_000);
    expect(released('team')).toBe(2_000_000);
  });
});
