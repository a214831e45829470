/** What every rule promises, on random parameters, intervals and supplies. */
import { describe, expect, it } from 'vitest';
import {
  inflationRule,
  inflationRuleNames,
  type Supply,
} from '../../../../models/token/inflation/index.ts';
import { Streams } from '../../../../sim/random.ts';
import { valuesOf, whole } from './support.ts';

const variants: readonly [string, object][] = [
  ...inflationRuleNames.map((name): [string, object] => [name, {}]),
  ['fixed_rate', { compounding: 'simple' }],
  ['fixed_rate', { compounding: 'per_second' }],
  ['og_stepdown', { refresh: 'on_rate_change' }],
  ['og_stepdown', { blockSeconds: 7 }],
  ['og_stepdown', { unit: 'token' }],
  ['og_apy_curve', { refresh: 'yearly' }],
  ['solana', { evaluation: 'epoch' }],
  ['solana', { evaluation: 'yearly' }],
  ['solana_double', { activation: 1.3 }],
  ['celestia', { eras: [{ day: 300 }, { day: 700, rate: '2.67 %' }] }],
  ['celestia', { eras: [{ day: 500 }], blockSeconds: 15 }],
  ['cosmos', { start: '20 %', blocksPerYear: 4_000_000 }],
  ['ethereum', { form: 'integer' }],
  ['filecoin', { power: 3, powerGrowth: 1.5, launchDay: 200 }],
  ['kava', { community: '7 %', staking: '9 %' }],
  ['bucket_emission', { years: 1, tail: '3 %' }],
];
const cases = variants.flatMap(([name, given]) =>
  [1, 2].map((n) => {
    const seed = `inflation ${name} ${JSON.stringify(given)} ${n}`;
    return { name, given, seed };
  }),
);

function draw(seed: string) {
  const stream = new Streams(seed, 0).stream('terms');
  const total = whole(1_000_000) * BigInt(1 + stream.below(5000)) + BigInt(stream.below(1e15));
  const staked = (total * BigInt(stream.below(1001))) / 1000n;
  const circulating = staked + ((total - staked) * BigInt(stream.below(1001))) / 1000n;
  const supply: Supply = { total, staked, circulating };
  const second = () => stream.below(4 * 31_557_600);
  const times = [second(), second(), second(), second()].sort((a, b) => a - b);
  return { supply, times };
}

function grown(supply: Supply, minted: bigint): Supply {
  return {
    total: supply.total + minted,
    staked: supply.staked,
    circulating: supply.circulating + minted,
  };
}

describe('every rule', () => {
  it.each(cases)('$seed: parts sum to the whole as promised', ({ name, given, seed }) => {
    const rule = inflationRule(name);
    const { supply, times } = draw(seed);
    const start = rule.start(valuesOf(rule.parameters, given));
    const at = times[0];
    const atOnce = rule.mint(start, at, times[3], supply);
    let [state, minted, released] = [start, 0n, 0n];
    for (const [i, to] of times.slice(1).entries()) {
      const part = rule.mint(state, times[i], to, grown(supply, minted));
      expect(part.minted >= 0n && part.released >= 0n, seed).toBe(true);
      state = part.state;
      minted += part.minted;
      released += part.released;
    }
    expect(released, seed).toBe(atOnce.released);
    const difference = Math.abs(Number(minted - atOnce.minted));
    if (rule.additive === 'exact') expect(minted, seed).toBe(atOnce.minted);
    if (rule.additive === 'close') {
      expect(difference, seed).toBeLessThanOrEqual(1e-9 * Number(atOnce.minted) + 10);
    }
  });

  it.each(cases)('$seed: mints the same from a copy of its state', ({ name, given, seed }) => {
    const rule = inflationRule(name);
    const { supply, times } = draw(seed);
    const start = rule.start(valuesOf(rule.parameters, given));
    const first = rule.mint(start, times[0], times[1], supply);
    const kept = structuredClone(first.state);
    const next = grown(supply, first.minted);
    const second = rule.mint(first.state, times[1], times[2], next);
    expect(first.state, `${seed}: a state was changed`).toEqual(kept);
    expect(rule.mint(kept, times[1], times[2], next), seed).toEqual(second);
    expect(rule.mint(start, times[0], times[1], supply), seed).toEqual(first);
    expect(rule.rate(kept, times[1], next), seed).toBe(rule.rate(first.state, times[1], next));
  });

  it.each(cases)('$seed: mints at its rate for an hour', ({ name, given, seed }) => {
    const rule = inflationRule(name);
    const { supply, times } = draw(seed);
    const start = rule.start(valuesOf(rule.parameters, given));
    const rate = rule.rate(start, times[0], supply);
    const { minted } = rule.mint(start, times[0], times[0] + 3600, supply);
    const expected = (rate * 3600 * Number(supply.total)) / rule.year.seconds;
    expect(rate >= 0 && Number.isFinite(rate), seed).toBe(true);
    // Epochs and blocks come in lumps; the longest is an epoch of two days.
    const isLumpy = /epoch/.test(JSON.stringify(given));
    const lump = isLumpy ? 50 : /integer|block|unit/.test(JSON.stringify(given)) ? 0.2 : 1e-3;
    expect(Math.abs(Number(minted) - expected), seed).toBeLessThanOrEqual(lump * expected + 1e18);
  });

  it.each(inflationRuleNames)('%s: mints nothing in no time and refuses odd times', (name) => {
    const rule = inflationRule(name);
    const state = rule.start(valuesOf(rule.parameters, {}));
    const supply = { total: whole(1000), staked: whole(10), circulating: whole(500) };
    const mint = (from: number, to: number, more = {}) =>
      rule.mint(state, from, to, { ...supply, ...more });
    expect(mint(1e6, 1e6)).toMatchObject({ minted: 0n, released: 0n });
    expect(() => mint(-1, 5)).toThrow('from, expected whole seconds of 0 or more, got -1');
    expect(() => mint(0.5, 5)).toThrow('from, expected whole seconds of 0 or more, got 0.5');
    expect(() => mint(7, 5)).toThrow('to, expected whole seconds of 7 or more, got 5');
    expect(() => mint(0, 5.5)).toThrow('to, expected whole seconds of 0 or more, got 5.5');
    expect(() => mint(0, 5, { staked: -1n })).toThrow('staked supply, expected 0 or more, got -1');
    const empty = { total: 0n, staked: 0n, circulating: 0n };
    expect(Number.isFinite(rule.rate(state, 0, empty))).toBe(true);
    expect(rule.mint(state, 0, 1e6, empty).minted >= 0n).toBe(true);
  });

  it('is found by its name alone', () => {
    expect(new Set(inflationRuleNames).size).toBe(inflationRuleNames.length);
    expect(() => inflationRule('og')).toThrow(/^inflation rule, expected one of none, fixed_rate/);
  });
});
