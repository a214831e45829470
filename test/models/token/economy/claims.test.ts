import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../models/token/economy/plan.ts';
import { waitingAt } from '../../../../models/token/economy/releases/claims.ts';
import { supplyPath } from '../../../../models/token/economy/supply-path.ts';
import { accountOf } from '../../../../models/token/ledger/books.ts';
import { claimable } from '../../../../models/token/unlocks/claims.ts';
import { Streams } from '../../../../sim/random.ts';
import { QUIET, runPaths, tokenValues } from './economy.ts';

const TOKEN = 10n ** 18n;
const M = 1_000_000n * TOKEN;

/** Months begin on days 0, 30, 61, 91, 122, 153 and 181: 22 September 2025 to 22 March 2026. */
const economy = (claims: string, more = ''): string => `
years: 0.5
schedule:
  buckets:
    nodes: { amount: 300M, tgeShare: 40 %, duration: 6 months, step: month }
    rest: { amount: 100M, tgeShare: 50 %, duration: 5 months, step: month }
claims: ${claims}
${more}`;

const FALLING = 'of: { nodes: { shape: falling, level: 50 %, days: 100 } }, early: 25 %';
const planFor = (lines: string) => planOf(tokenValues(lines), {});

function claimsFor(claims: string) {
  const plan = planFor(economy(claims));
  const { claimed, lost } = plan.claims.buckets[0];
  return { plan, nodes: plan.claims.buckets[0], claimed, lost };
}

describe('a penalty that falls from 50 % to nothing in 100 days', () => {
  const { plan, nodes, claimed, lost } = claimsFor(`{ ${FALLING}, penalties: burn }`);

  it('takes 50, 35, 19.5 and 4.5 % of what a quarter of the holders claims at once', () => {
    // A quarter of 120 M on day 0 and of 30 M a month; 0.5 x 100, 70, 39 and 9 hundredths.
    const by = [15n * M, (2625n * M) / 1000n, (14625n * M) / 10_000n, (3375n * M) / 10_000n];
    expect(lost).toEqual([...by, 0n, 0n, 0n]);
    expect(claimed.slice(0, 4)).toEqual([30n * M, ...[0, 1, 2].map(() => (75n * M) / 10n)]);
  });

  it('makes the others wait until day 100, when they claim 3/4 of 210 M, then as it is released', () => {
    // The fifth month has their 157.5 M and a release of 30 M on its last day.
    expect(claimed.slice(4)).toEqual([(1575n * M) / 10n + 30n * M, 30n * M, 30n * M]);
    expect(nodes.late[0]).toEqual([100, (1575n * M) / 10n]);
    expect([0, 3, 4].map((month) => waitingAt(nodes, month))).toEqual([
      90n * M,
      (1575n * M) / 10n,
      0n,
    ]);
  });

  it('leaves 15 M of the 120 M to circulate and be sold on the first day', () => {
    const kept = `${economy(`{ ${FALLING}, penalties: burn }`)}sell: { shares: { nodes: 100 % } }`;
    expect(plan.float[0]).toBe(15e6 + 50e6);
    expect(planFor(kept).sells[0][0]).toBeCloseTo(15e6 / 14, 6);
  });
});

it('a flat penalty ends on its day, and both claim then what is due', () => {
  const { claimed, lost, nodes } = claimsFor(
    '{ of: { nodes: { shape: flat, level: 20 %, days: 91 } }, early: 50 %, penalties: burn }',
  );
  expect(lost).toEqual([12n * M, 3n * M, 3n * M, 0n, 0n, 0n, 0n]);
  expect(claimed[3]).toBe(15n * M + 105n * M);
  expect(nodes.late[0]).toEqual([91, 105n * M]);
});

describe('penalties that go back', () => {
  it('under the schedule of their own bucket are released with what is left, from the next month on', () => {
    const { plan, lost } = claimsFor(`{ ${FALLING} }`);
    // 30 of 180 M left: a sixth of 15 M, so 152.5 M are out. A quarter of 32.5 M is claimed and loses 35 %.
    expect(plan.released[1][0]).toBe((1525n * M) / 10n);
    expect(lost[1]).toBe((284_375n * M) / 100_000n);
    // 30 of 150 M left: a fifth of 15 - 2.5 + 2.84375 M.
    expect(plan.released[2][0]).toBe((1525n + 300n) * (M / 10n) + (306_875n * M) / 100_000n);
    // Nothing is lost after day 100, so all is out in the end.
    const all = lost.reduce((sum, each) => sum + each, 0n);
    expect(plan.released[6][0]).toBe(300n * M + all);
  });

  it('under that of another bucket are released with its tokens', () => {
    const { plan } = claimsFor(`{ ${FALLING}, into: rest }`);
    expect(plan.released[1][0]).toBe(150n * M);
    // 10 of 50 M left: a fifth of 15 M.
    expect(plan.released[1][1]).toBe(60n * M + 3n * M);
    expect(plan.float[30]).toBeCloseTo(15e6 + 4.875e6 + 63e6, 6);
  });

  it('after the end of the schedule stay locked', () => {
    const lines = economy(`{ ${FALLING}, into: rest }`).replace('5 months', '1 months');
    const { released } = planFor(lines);
    expect(released[1][1]).toBe(115n * M);
    expect(released[6][1]).toBe(115n * M);
  });
});

describe('in the ledger', () => {
  const run = (claims: string, more = '') => runPaths(economy(claims, QUIET + more), 1)[0].path;
  const TREASURY = '\ntreasury: { bucket: rest, burn: 0 }';

  it('15 + 2.625 + 1.4625 + 0.3375 M of penalties are burned', () => {
    const { hands } = run(`{ ${FALLING}, penalties: burn }`);
    expect(hands.books.burnedBy.get('claims')).toBe((19_425n * M) / 1000n);
    expect(hands.supply().circulating).toBe(400n * M - (19_425n * M) / 1000n);
    expect(hands.books.balances[accountOf(1, 'unlocked')]).toBe(0n);
  });

  it('or are the treasury’s', () => {
    const { hands } = run(`{ ${FALLING}, penalties: treasury }`, TREASURY);
    expect(hands.inTreasury).toBe(100n * M + (19_425n * M) / 1000n);
    expect(hands.books.total).toBe(400n * M);
  });

  it('or go back and come out again', () => {
    const { hands } = run(`{ ${FALLING} }`);
    expect(hands.books.returned).toBe(hands.books.releasedSum - 400n * M);
    expect(hands.supply().circulating).toBe(400n * M);
  });

  it('a tenth of what is released waits for good with an uptime of 90 %, and does not circulate', () => {
    const { hands } = run('{ of: { nodes: { uptime: 90 % } } }');
    const { circulating, available, freeFloat } = hands.supply();
    expect(hands.books.balances[accountOf(1, 'unlocked')]).toBe(30n * M);
    expect([circulating, freeFloat, available]).toEqual([370n * M, 370n * M, 400n * M]);
  });

  it('and so without a market, month by month', () => {
    const lines = economy('{ of: { nodes: { uptime: 90 % } } }', 'model: supply\npaths: 1');
    const found: bigint[] = [];
    supplyPath(tokenValues(lines), planFor(lines), (_month, hands) =>
      found.push(hands.supply().circulating),
    );
    // 120 M and 30 M a month, less a tenth, and 50 M and 10 M a month until the fifth.
    expect(found).toEqual([158, 195, 232, 269, 306, 343, 370].map((tokens) => BigInt(tokens) * M));
  });

  it('nothing changes when everybody may claim everything at once', () => {
    const prices = (lines: string) => runPaths(lines, 3).map(({ prices: each }) => each);
    expect(prices(economy('{ of: { nodes: {} } }'))).toEqual(prices(economy('{}')));
  });
});

describe('the terms of a schedule', () => {
  const own = (bucket: string, early = '100 %') =>
    planFor(`
years: 0.5
schedule: { buckets: { a: { ${bucket} } } }
claims: { early: ${early}, penalties: burn }`);

  it('put claims off by the delay', () => {
    const { claims } = own(
      'amount: 60M, duration: 6 months, step: month, claim: { delay: 10 days }',
    );
    expect(claims.buckets[0].early).toEqual([40, 71, 101, 132, 163].map((day) => [day, 10n * M]));
  });

  it('let nobody claim before the start of the bucket, which is on day 40', () => {
    const { claims, released } = own(
      'amount: 10M, start: 2025-11-01, parts: [{ kind: instant }], claim: { uptime: 80 % }',
    );
    expect(released[1][0]).toBe(0n);
    expect(claims.buckets[0].early).toEqual([[40, 8n * M]]);
  });

  it('are those of the pure rules at the start of every month, for random buckets', () => {
    for (let seed = 0; seed < 20; seed++) {
      const stream = new Streams(`claims ${seed}`, 0).stream('choice');
      const bucket = `amount: ${1 + stream.below(90)}M, tgeShare: ${stream.below(90)} %, duration: ${1 + stream.below(9)} months, step: ${['day', 'month', 'second'][stream.below(3)]}`;
      const claim = `claim: { delay: ${stream.below(50)} days, uptime: ${1 + stream.below(100)} %, penalty: [{ at: start, share: ${stream.below(100)} % }, { at: 70 days, share: 1/7 }] }`;
      const { schedule, claims, marks } = own(`${bucket}, ${claim}`, `${stream.below(101)} %`);
      const [each] = claims.buckets;
      let claimed = 0n;
      for (const [month, day] of marks.entries()) {
        claimed += each.claimed[month];
        const most = claimable(schedule.buckets[0], day);
        expect(claimed <= most, `seed ${seed}, month ${month}`).toBe(true);
        if (day >= 70) expect(claimed, `seed ${seed}, month ${month}`).toBe(most);
      }
    }
  });
});

describe('random claims', () => {
  it.each(Array.from({ length: 16 }, (_, seed) => seed))('of seed %d keep every law', (seed) => {
    const stream = new Streams(`ledger of claims ${seed}`, 0).stream('choice');
    const share = (): string => `${stream.below(101)} %`;
    const pick = (list: readonly string[]): string => list[stream.below(list.length)];
    const penalties = pick(['bucket', 'burn', 'treasury', 'bucket, into: rest']);
    const shape = pick(['none', 'falling', 'flat']);
    const of = `{ shape: ${shape}, level: ${share()}, days: ${1 + stream.below(200)}, uptime: ${share()}, licences: 1000 }`;
    const [{ path, plan }] = runPaths(
      economy(
        `{ early: ${share()}, penalties: ${penalties}, of: { nodes: ${of} } }`,
        `sell: { shares: { nodes: ${share()}, rest: ${share()} } }\ninflation: { rule: og_stepdown }\ntreasury: { bucket: rest }`,
      ),
    );
    const { ledger, books } = path.hands;
    ledger.assertLaws();
    const [nodes] = plan.claims.buckets;
    expect(books.balances[accountOf(1, 'unlocked')]).toBe(waitingAt(nodes, plan.months));
    expect(books.released).toEqual(plan.released[plan.months]);
  });
});
