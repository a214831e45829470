import { describe, expect, it } from 'vitest';
import { checkToken } from '../../../../models/token/economy/check.ts';
import { ZERO } from '../../../../sim/time.ts';
import { QUIET, runPaths, tokenValues } from './economy.ts';

const usd = ({ path }: { path: { hands: { cash: bigint } } }) => Number(path.hands.cash) / 1e6;

describe('a branch in time', () => {
  it('leaves every day before it as it was, to the last bit, on every path', () => {
    const lines = 'years: 1\ninflation: { rule: og_stepdown }\n';
    const without = runPaths(lines, 3);
    const act = '{ sell: 0.2, use: 3, issuance: 0 }';
    const acted = runPaths(`${lines}branch: { at: 6, act: ${act} }`, 3);
    const day = without[0].plan.marks[6];
    for (const [i, { prices }] of acted.entries()) {
      expect(prices.slice(0, day)).toEqual(without[i].prices.slice(0, day));
      expect(prices.slice(day)).not.toEqual(without[i].prices.slice(day));
    }
  });

  it('that changes nothing is none', () => {
    const lines = 'years: 1\nfacility: { preset: og_250m }\ntreasury: { bucket: ecosystem }\n';
    const [{ path, prices }] = runPaths(lines);
    const [neutral] = runPaths(`${lines}branch: { at: 5 }`);
    expect(neutral.prices).toEqual(prices);
    expect(neutral.path.hands.ledger.hash()).toBe(path.hands.ledger.hash());
  });

  it('gives all paths the past of one, and each a future of its own', () => {
    const own = runPaths('years: 1', 4);
    const shared = runPaths('years: 1\npaths: 4\nbranch: { at: 6, past: 2 }', 4);
    const day = own[0].plan.marks[6];
    for (const { prices } of shared) {
      expect(prices.slice(0, day)).toEqual(own[2].prices.slice(0, day));
    }
    const ends = [...shared, ...own].map(({ prices }) => prices[prices.length - 1]);
    expect(new Set(ends).size).toBe(8);
  });

  it('cuts expenses: $30 M less $2 M a month last two years if halved after 6 months, not after 7', () => {
    const lines = `years: 2\ntreasury: { bucket: ecosystem, cash: 30000000, burn: 2000000 }${QUIET}\n`;
    const [in6] = runPaths(`${lines}branch: { at: 6, act: { expenses: 0.5 } }`);
    const [in7] = runPaths(`${lines}branch: { at: 7, act: { expenses: 0.5 } }`);
    expect([usd(in6), in6.path.outOfCash]).toEqual([0, false]);
    expect([usd(in7), in7.path.outOfCash]).toEqual([0, true]);
  });

  it('raises money: 30 + 25 - 24 x 2 = 7 M', () => {
    const lines = `years: 2\ntreasury: { bucket: ecosystem, cash: 30000000, burn: 2000000 }${QUIET}\n`;
    const [ran] = runPaths(`${lines}branch: { at: 14, act: { raise: 25000000 } }`);
    expect([usd(ran), ran.path.outOfCash]).toEqual([7e6, false]);
  });

  it('scales what the rule mints from then on: 5 % a year of 1,000 M, nothing or twice that', () => {
    const minted = (issuance: number): number => {
      const rule = '{ rule: fixed_rate, rules: { fixed_rate: { rate: 0.05 } } }';
      const branch = `branch: { at: 12, act: { issuance: ${issuance} } }`;
      const [{ path }] = runPaths(`years: 2\ninflation: ${rule}\n${branch}${QUIET}`);
      return Number(path.hands.books.minted / 10n ** 12n) / 1e6;
    };
    const first = minted(0);
    expect(first).toBeGreaterThan(49e6);
    expect(first).toBeLessThan(52e6);
    // The second year mints a little more, since it stands on the first; twice it, once more.
    expect((minted(2) - first) / (minted(1) - first)).toBeGreaterThan(2);
    expect((minted(2) - first) / (minted(1) - first)).toBeLessThan(2.06);
  });

  it('stops sales of releases, and their dollars', () => {
    const lines = 'years: 1\nsell: { rewards: 0 % }\n';
    const [{ path: usual }] = runPaths(lines);
    const [{ path: stopped, plan }] = runPaths(`${lines}branch: { at: 0, act: { sell: 0 } }`);
    expect(usual.sellers.usd.some((each) => each > 1e6)).toBe(true);
    expect([...stopped.sellers.usd]).toEqual(plan.sells.map(() => 0));
  });

  it('stops a facility: what is drawn stays', () => {
    const lines =
      'years: 1\nfacility: { preset: eloc_97_3d }\ntreasury: { bucket: ecosystem }\nbranch: { at: 1';
    const [{ path: kept }] = runPaths(`${lines} }`);
    const [{ path: stopped }] = runPaths(`${lines}, act: { facility: stop } }`);
    expect(stopped.facility?.proceeds).toBeGreaterThan(0);
    expect(stopped.facility?.proceeds).toBeLessThan(0.9 * (kept.facility?.proceeds ?? 0));
  });

  it.each([
    ['years: 1\nbranch: { at: 12 }', 'token.branch.at', 'a month before the horizon of 12'],
    ['paths: 3\nbranch: { at: 2, past: 3 }', 'token.branch.past', 'one of 3 paths, from 0 on'],
    ['branch: { past: 3 }', 'token.branch.past', 'none without `branch.at`'],
  ])('refuses %j', (lines, path, expected) => {
    const token = tokenValues(lines);
    const setting = { sections: { token }, attachments: {}, duration: null, warmup: ZERO };
    expect(checkToken({ ...setting, fidelity: 'fast' }, token)).toEqual([
      expect.objectContaining({ path, expected }),
    ]);
  });
});
