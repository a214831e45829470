import { describe, expect, it } from 'vitest';
import { type Host, hostPrice, type PriceTerms } from '../../../models/operators/hosting-market.ts';
import {
  hostConstants,
  type MigrationPlan,
  type MigrationState,
  nextMonth,
  powerByHost,
  priceLost,
  votingPower,
} from '../../../models/operators/migration.ts';
import { Streams } from '../../../sim/random.ts';
import { runScenario } from '../run-scenario.ts';

const host = (id: string, tier: Host['tier'], region = 'here'): Host => ({
  id,
  tier,
  regions: { [region]: 1 },
});

const hosts = [
  host('cloud', 'hyperscaler'),
  host('metal', 'specialist'),
  host('small', 'longTail'),
];

const prices: PriceTerms = {
  list: { hyperscaler: 4, specialist: 2, longTail: 3 },
  discount: 0.4,
  discountAt: 0.5,
  discountYears: 2,
  shock: { month: 12, tier: 'hyperscaler', factor: 1 },
};

const tastes = {
  priceElasticity: 2,
  riskAversion: 1,
  memoryMonths: 12,
  geography: 0,
  switchingMonths: 0,
  review: 1,
  pressure: 0,
};

const free = { cap: 1, diversityBonus: 0, delegated: 0 };

/** Operators of equal stake: so many on each of the three hosts. */
function market(nodes: readonly number[], changes: Partial<MigrationPlan> = {}) {
  const at = nodes.flatMap((count, number) => new Array<number>(count).fill(number));
  const flat = { ...prices, discount: 0 };
  const plan: MigrationPlan = {
    hosts,
    stakes: at.map(() => 1n),
    homes: at.map(() => 'here'),
    prices: flat,
    tastes,
    policies: free,
    tokenYearly: 1,
    constants: hostConstants(hosts, at, changes.prices ?? flat, tastes.priceElasticity),
    ...changes,
  };
  const state: MigrationState = { at, banned: new Set(), memory: [0, 0, 0], moves: 0 };
  return { plan, state };
}

function run({ plan, state }: ReturnType<typeof market>, months: number, seed = 'seed', ban = 0) {
  const streams = new Streams(seed, 0);
  const chance = { review: streams.stream('review'), choice: streams.stream('choice') };
  let now = state;
  for (let month = 1; month <= months; month++) {
    const news = { bans: month === ban ? [0] : [], outages: [0, 0, 0] };
    now = nextMonth(plan, now, month, news, chance);
  }
  return now;
}

const on = ({ at }: MigrationState) => hosts.map((_, i) => at.filter((h) => h === i).length);

describe('prices of hosts', () => {
  it('fall with volume, in time, and not for the long tail', () => {
    expect(hostPrice(hosts[1], 0.25, 0, prices)).toBe(2);
    // After one of two years half of 40 %, of which a quarter of all nodes gets half: 2 * (1 - 0.1).
    expect(hostPrice(hosts[1], 0.25, 12, prices)).toBeCloseTo(1.8, 12);
    // In full: 2 * (1 - 0.4), however many more there are.
    expect(hostPrice(hosts[1], 0.5, 24, prices)).toBeCloseTo(1.2, 12);
    expect(hostPrice(hosts[1], 1, 240, prices)).toBeCloseTo(1.2, 12);
    expect(hostPrice(hosts[2], 1, 240, prices)).toBe(3);
  });

  it('jump for one kind of host from a month on', () => {
    const shock = { month: 12, tier: 'hyperscaler', factor: 3 } as const;
    const at = (month: number, i: number) => hostPrice(hosts[i], 0, month, { ...prices, shock });
    expect([at(11, 0), at(12, 0), at(12, 1)]).toEqual([4, 12, 2]);
  });
});

describe('operators who look around', () => {
  it('choose what they have, as long as nothing changes', () => {
    // 600, 300 and 100 of 1,000 by chance alone; the deviation is 15, and draws of a month are independent.
    const sums = [0, 0, 0];
    for (let seed = 0; seed < 10; seed++) {
      for (const [i, count] of on(run(market([600, 300, 100]), 5, `${seed}`)).entries()) {
        sums[i] += count / 10;
      }
    }
    expect(Math.abs(sums[0] - 600), `${sums}`).toBeLessThan(25);
    expect(Math.abs(sums[1] - 300), `${sums}`).toBeLessThan(25);
    expect(Math.abs(sums[2] - 100), `${sums}`).toBeLessThan(15);
  });

  it('follow a price by their elasticity', () => {
    // The cloud costs twice as much: its odds fall by 2^2. 500/4 : 500 = 1 : 4, so 200 of 1,000; deviation 13.
    const shock = { month: 1, tier: 'hyperscaler', factor: 2 } as const;
    const changed = market([500, 500, 0], { prices: { ...prices, discount: 0, shock } });
    const [cloud] = on(run(changed, 1));
    expect(cloud).toBeGreaterThan(150);
    expect(cloud).toBeLessThan(250);
  });

  it('look at prices more when the token falls', () => {
    const pressed = { tastes: { ...tastes, pressure: 3 }, tokenYearly: 0.5 };
    const [, calm] = on(run(market([400, 300, 300]), 24));
    const [, cheap] = on(run(market([400, 300, 300], pressed), 24));
    expect(cheap).toBeGreaterThan(calm + 100);
    // 0.5 after a year, 0.25 after two; a rising token presses nobody.
    expect([priceLost(12, 0.5), priceLost(24, 0.5), priceLost(24, 2)]).toEqual([0.5, 0.75, 0]);
  });

  it('stay when nobody looks, and draw as much all the same', () => {
    const idle = market([6, 3, 1], { tastes: { ...tastes, review: 0 } });
    const end = run(idle, 24);
    expect(end.at).toEqual(idle.state.at);
    expect(end.moves).toBe(0);
  });

  it('are slower when a move costs', () => {
    const dear = market([50, 50, 50], { tastes: { ...tastes, switchingMonths: 60 } });
    expect(run(dear, 12).moves).toBeLessThan(run(market([50, 50, 50]), 12).moves / 2);
  });

  it('avoid a host whose outage they remember', () => {
    const { plan, state } = market([500, 500, 0]);
    const streams = new Streams('risk', 0);
    const chance = { review: streams.stream('review'), choice: streams.stream('choice') };
    const averse = { ...plan, tastes: { ...tastes, riskAversion: 3 } };
    const after = nextMonth(averse, state, 1, { bans: [], outages: [1, 0, 0] }, chance);
    // e^-3 : 1, so 47 of 1,000.
    expect(on(after)[0]).toBeLessThan(80);
    expect(after.memory[0]).toBe(1);
    // Half of it after the months of the memory.
    let later = after;
    for (let month = 2; month <= 13; month++) {
      later = nextMonth(averse, later, month, { bans: [], outages: [0, 0, 0] }, chance);
    }
    expect(later.memory[0]).toBeCloseTo(0.5, 9);
  });

  it('all leave a host that shuts them out, for good', () => {
    const idle = market([60, 30, 10], { tastes: { ...tastes, review: 0 } });
    const end = run(idle, 6, 'ban', 3);
    expect(on(end)[0]).toBe(0);
    expect(end.moves).toBe(60);
    expect([...end.banned]).toEqual([0]);
  });
});

describe('rules against concentration', () => {
  it('cap what a host may have', () => {
    for (let seed = 0; seed < 20; seed++) {
      const capped = market([60, 25, 15], { policies: { ...free, cap: 0.4 } });
      const end = run(capped, 3, `cap ${seed}`);
      for (const count of on(end)) expect(count, `seed ${seed}`).toBeLessThanOrEqual(40);
    }
  });

  it('leave somebody nowhere better with the smallest host', () => {
    const tight = market([4, 4, 4], { policies: { ...free, cap: 0.05 } });
    expect(on(run(tight, 5)).reduce((sum, count) => sum + count)).toBe(12);
  });

  it('pay for empty hosts', () => {
    const bonus = market([600, 300, 100], { policies: { ...free, diversityBonus: 0.5 } });
    expect(on(run(bonus, 6))[0]).toBeLessThan(on(run(market([600, 300, 100]), 6))[0] - 50);
  });

  it('delegate to hosts alike', () => {
    // Own halves 3/8, 1/8 each for the first two; of the given half a host has a quarter, the first shared by two.
    const power = votingPower([3n, 1n, 4n], [0, 0, 1], 0.5).map(Number);
    // 3/16 + 1/8, 1/16 + 1/8, 4/16 + 1/4 of 10^12.
    expect(power).toEqual([312_500_000_000, 187_500_000_000, 500_000_000_000]);
    const { plan, state } = market([2, 1, 0], { policies: { ...free, delegated: 1 } });
    const held = powerByHost(plan, state);
    expect(held.get('cloud')).toBe(held.get('metal'));
  });
});

describe('a run that ends before its first month', () => {
  it('says nothing of moves in a year', () => {
    const text = 'name: test\nseed: 1\nduration: 1 h\nmigration: {}\n';
    const { values } = runScenario(text).findings;
    expect(values).not.toHaveProperty(['operators.moves_per_year']);
    for (const [name, { value }] of Object.entries(values))
      expect(Number.isFinite(value), name).toBe(true);
  });
});
