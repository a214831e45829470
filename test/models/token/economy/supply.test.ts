import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../models/token/economy/plan.ts';
import { supplyPath } from '../../../../models/token/economy/supply-path.ts';
import { inflationRule } from '../../../../models/token/inflation/rules.ts';
import { inflationTable } from '../../../../models/token/inflation/table.ts';
import { presetSchedule } from '../../../../models/token/unlocks/presets.ts';
import { released } from '../../../../models/token/unlocks/schedule.ts';
import { tokenValues } from './economy.ts';

const TOKEN = 10n ** 18n;
const M = 1_000_000n * TOKEN;

/** Figures of every month of a run without a market. */
function months(lines: string) {
  const values = tokenValues(`model: supply\npaths: 1\n${lines}`);
  const plan = planOf(values, {});
  const found: { total: bigint; circulating: bigint; minted: bigint; released: bigint[] }[] = [];
  supplyPath(values, plan, (_month, hands) => {
    const { total, circulating } = hands.supply();
    const { minted, released: each } = hands.books;
    found.push({ total, circulating, minted, released: [...each] });
  });
  return { plan, found };
}

describe('the supply of 0G without inflation', () => {
  const { found } = months('years: 5');

  it('starts with the 213.2 M of the published table', () =>
    expect(found[0].circulating).toBe((2132n * M) / 10n));

  it('keeps insiders locked for 12 months and releases 220 M / 36 in month 13 under reading A', () => {
    const team = 3;
    expect(found[12].released[team]).toBe(0n);
    expect(found[13].released[team]).toBe((220n * M) / 36n);
    expect(found[48].released[team]).toBe(220n * M);
  });

  it('grows by 5.95 M of the ecosystem in every month of the first 24', () => {
    for (let month = 1; month <= 24; month++) {
      expect(found[month].released[0] - found[month - 1].released[0]).toBe((595n * M) / 100n);
    }
  });

  it('never changes its total, and ends with all but the 103.5 M that no schedule releases', () => {
    expect(new Set(found.map(({ total }) => total))).toEqual(new Set([1000n * M]));
    expect(found[60].circulating).toBe((8965n * M) / 10n);
  });
});

describe.each(['0g', 'celestia', 'arbitrum', 'qtm'] as const)('releases of %s', (name) => {
  it('equal the pure schedule at every month', () => {
    const { plan, found } = months(`years: 7\nschedule: { preset: ${name} }`);
    const { buckets } = presetSchedule(name);
    for (const [month, { released: ledger }] of found.entries()) {
      expect(ledger).toEqual(buckets.map((bucket) => released(bucket, plan.marks[month])));
    }
  });
});

describe.each([
  ['og_stepdown', 9],
  ['celestia', 9],
  ['none', 3],
] as const)('the rule %s', (name, years) => {
  it('mints what its own table mints, to the base unit, at every month', () => {
    const { plan, found } = months(`years: ${years}\ninflation: { rule: ${name} }`);
    const rule = inflationRule(name);
    const values = tokenValues(`inflation: { rule: ${name} }`).inflation.rules as Record<
      string,
      Record<string, unknown>
    >;
    const terms = { years: years + 1, by: 'day', supply: 1000n * M, circulating: 0n } as const;
    const rows = inflationTable(rule, values[name], { ...terms, staked: { amount: 0n } });
    for (const [month, { minted, total }] of found.entries()) {
      const day = plan.marks[month];
      const due = day === 0 ? 0n : rows[day - 1].cumulative;
      expect(minted).toBe(due);
      expect(total).toBe(1000n * M + due);
    }
  });
});

describe('a bucket that pays rewards', () => {
  it('mints nothing while it lasts: 365 of 4 x 365.2425 days of 100 M become rewards in a year', () => {
    const values = tokenValues(`
model: supply
paths: 1
years: 1
schedule: { total: 1bn, buckets: { pool: { amount: 10 %, tgeShare: 100 % }, rest: { amount: 90 %, tgeShare: 100 % } } }
inflation: { rule: bucket_emission, bucket: pool }
`);
    const { books } = supplyPath(values, planOf(values, {}), () => {});
    expect(books.minted).toBe(0n);
    expect(books.rewards.fees).toBe((100n * M * 365n * 10_000n) / (4n * 3_652_425n));
  });
});
