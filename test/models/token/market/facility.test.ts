import { describe, expect, it } from 'vitest';
import {
  assertBounds,
  commitmentFee,
  draw,
  drawCap,
  type FacilityTerms,
  monthlyBound,
  type Notice,
  resale,
  UNDRAWN,
} from '../../../../models/token/market/facility.ts';
import { facilityPresets, sampledTerms } from '../../../../models/token/market/facility-presets.ts';
import { Streams } from '../../../../sim/random.ts';

const NONE = Number.POSITIVE_INFINITY;
const UNIT = 10n ** 18n;
const M = 1_000_000;

const terms: FacilityTerms = {
  ...{ commitment: 100_000_000_000_000n, term: 1000, reference: 'mean', pricingDays: 3 },
  ...{ discount: 0.03, volumeShare: 1, volumeDays: 5, drawLimit: NONE, larger: false },
  ...{ holderLimit: 1, floor: 0, fee: 0.02, feeIn: 'cash', source: 'treasury', lock: 0 },
  ...{ hedged: 0, participation: 1, every: 30 },
};

const notice: Notice = {
  ...{ day: 10, tokens: BigInt(M) * UNIT, price: 2 },
  ...{ vwaps: [2, 1.9, 1.8], volumes: [4 * M, 4 * M, 4 * M], pastVolumes: [9 * M, 4 * M, 2 * M] },
  ...{ float: 200 * M, monthValue: 200 * M },
};

const unhedged = (vwap: number) => vwap;
const drawn = (changed: Partial<FacilityTerms>, market: Partial<Notice> = {}) =>
  draw({ ...terms, ...changed }, UNDRAWN, { ...notice, ...market }, unhedged);

describe('a draw', () => {
  it('pays the discounted reference', () => {
    // Mean 1.9, lowest 1.8, last 1.8; 97 %: 1M x 1.843 and 1M x 1.746.
    expect(drawn({}).proceeds).toBe(1_843_000_000_000n);
    expect(drawn({ reference: 'min' }).proceeds).toBe(1_746_000_000_000n);
    const rising = { vwaps: [1.8, 1.9, 2] };
    expect(drawn({ reference: 'close' }, rising).proceeds).toBe(1_940_000_000_000n);
    // 1 - 1.843 / 2.
    expect(drawn({}).effectiveDiscount).toBeCloseTo(0.0785, 12);
    expect(drawn({}).after).toEqual({
      drawn: 1_843_000_000_000n,
      recent: [{ day: 10, usd: 1_843_000_000_000n }],
    });
  });

  it('is priced after the hedges of the buyer', () => {
    // Half of 1M over 3 days; each day's price falls by 1 % for every 100,000 sold so far.
    let sold = 0;
    const hedged = draw({ ...terms, hedged: 0.5 }, UNDRAWN, notice, (vwap, flow) => {
      sold -= flow;
      return vwap * (1 - sold / 1e7);
    });
    expect(hedged.hedges).toEqual([0.5e6 / 3, 0.5e6 / 3, 0.5e6 / 3]);
    const mean = (2 * (1 - 1 / 60) + 1.9 * (1 - 2 / 60) + 1.8 * (1 - 3 / 60)) / 3;
    expect(hedged.reference).toBeCloseTo(mean, 12);
    expect(hedged.effectiveDiscount).toBeCloseTo(1 - (0.97 * mean) / 2, 6);
    expect(hedged.effectiveDiscount).toBeGreaterThan(drawn({}).effectiveDiscount);
    const slow = draw({ ...terms, hedged: 1, participation: 0.05 }, UNDRAWN, notice, unhedged);
    expect(slow.hedges).toEqual([0.2 * M, 0.2 * M, 0.2 * M]);
  });

  it('drops days below the floor, and shrinks with them', () => {
    // Lowest of 2, 1.9, 1.8 is below 1.85: two days are left, their lowest is 1.9.
    const floored = drawn({ reference: 'min', floor: 1.85 });
    expect(floored).toMatchObject({ dropped: 1, reference: 1.9 });
    expect(floored.tokens).toBe((BigInt(M) * UNIT * 2n) / 3n);
    // A mean at or above the floor keeps its days.
    expect(drawn({ floor: 1.85 })).toMatchObject({ dropped: 0, tokens: notice.tokens });
    expect(drawn({ floor: 2.5 })).toMatchObject({
      ...{ dropped: 3, tokens: 0n, proceeds: 0n, reference: 0, effectiveDiscount: 0 },
    });
  });
});

describe('the caps', () => {
  const capped = (changed: Partial<FacilityTerms>, market: Partial<Notice> = {}) =>
    drawCap({ ...terms, ...changed }, UNDRAWN, { ...notice, ...market });

  it('bind each in turn', () => {
    expect(capped({})).toBe(5 * M); // mean of 9, 4 and 2
    expect(capped({ volumeShare: 0.3, volumeDays: 1 })).toBe(0.6 * M);
    expect(capped({ drawLimit: 3 * M })).toBe(1.5 * M);
    expect(capped({ holderLimit: 0.01 })).toBe(2 * M);
    expect(capped({ commitment: 1_000_000_000_000n })).toBe(0.5 * M);
    // 30 % of 2M tokens at $2 is $1.2M; the larger of it and $5M.
    const larger = { volumeShare: 0.3, volumeDays: 1, drawLimit: 5 * M };
    expect(capped({ ...larger, larger: true })).toBe(2.5 * M);
    expect(capped({ ...larger, larger: true }, { pastVolumes: [20 * M] })).toBe(6 * M);
  });

  it('end with the term', () => {
    expect(drawn({ term: 9 }).tokens).toBe(0n);
    expect(drawn({ term: 10 }).tokens).toBe(notice.tokens);
  });

  it('never let the commitment or the limit of a draw be passed by a rising price', () => {
    const rising = { vwaps: [3, 3, 3], tokens: BigInt(M) * UNIT };
    // $1M at 2.91 a token.
    expect(drawn({ commitment: 1_000_000_000_000n }, rising).proceeds <= 1_000_000_000_000n).toBe(
      true,
    );
    expect(drawn({ drawLimit: M }, rising).proceeds <= 1_000_000_000_000n).toBe(true);
  });

  it('bound a month by the volume', () => {
    // 50 % of $2M traded, less 3 %.
    expect(monthlyBound({ ...terms, volumeShare: 0.5 }, 2 * M)).toBeCloseTo(0.97 * M, 6);
    const tight = drawn({ volumeShare: 0.5 }, { monthValue: 2 * M });
    expect(Number(tight.proceeds) / 1e6).toBeCloseTo(0.97 * M, 5);
    const state = { drawn: 5_000_001n, recent: [{ day: 3, usd: 5_000_001n }] };
    const one = { ...terms, discount: 0 };
    expect(() => assertBounds(one, state, 32, 5)).toThrow(
      'drawn in a month, expected at most 5000000, got 5000001',
    );
    assertBounds(one, state, 33, 5);
    expect(() => assertBounds({ ...one, commitment: 5n }, state, 33, 5)).toThrow(
      'drawn, expected at most 5, got 5000001',
    );
  });

  it('count every draw of the month', () => {
    // Room for $970,000 a month: the second draw 20 days later gets nothing, the one after 30 days all.
    const line = { ...terms, volumeShare: 0.5 };
    const market = { ...notice, monthValue: 2 * M };
    const first = draw(line, UNDRAWN, market, unhedged);
    const second = draw(line, first.after, { ...market, day: 30 }, unhedged);
    expect(Number(second.proceeds) / 1e6).toBeLessThan(1e-3);
    const third = draw(line, second.after, { ...market, day: 40 }, unhedged);
    expect(third.proceeds).toBe(first.proceeds);
    expect(third.after.recent.map(({ day }) => day)).toEqual([30, 40]);
  });

  it('hold on random paths', () => {
    for (let n = 0; n < 60; n++) {
      const seed = `facility ${n}`;
      const stream = new Streams(seed, 0).stream('path');
      const known = Object.values(facilityPresets)[n % 5].terms;
      const line = sampledTerms(known, stream, 2);
      let state = UNDRAWN;
      for (let day = 0; day < 1200; day += 1 + stream.below(20)) {
        const days = (least: number, most: number, count: number) =>
          Array.from({ length: count }, () => stream.between(least, most));
        const market: Notice = {
          ...{
            day,
            tokens: BigInt(stream.below(1e9)) * (UNIT / 30n),
            price: stream.between(0.1, 5),
          },
          vwaps: days(0.05, 6, line.pricingDays),
          volumes: days(0, 20 * M, line.pricingDays),
          pastVolumes: days(0, 20 * M, 5),
          ...{ float: stream.between(1e6, 1e9), monthValue: stream.between(0, 300 * M) },
        };
        const result = draw(line, state, market, (vwap, flow) => vwap * (1 + flow / 1e9));
        state = result.after;
        const where = `seed "${seed}", day ${day}`;
        if (result.proceeds > 0n) assertBounds(line, state, day, market.monthValue);
        expect(result.tokens >= 0n && result.tokens <= market.tokens, where).toBe(true);
        expect(result.proceeds >= 0n && state.drawn <= line.commitment, where).toBe(true);
      }
    }
  });
});

describe('terms', () => {
  it('have the published figures, and draw the rest', () => {
    const sample = (name: keyof typeof facilityPresets, n: number) =>
      sampledTerms(facilityPresets[name].terms, new Streams(`terms ${n}`, 0).stream('terms'), 2);
    expect(sample('eloc_97_3d', 1)).toMatchObject({
      ...{ discount: 0.03, reference: 'min', pricingDays: 3, volumeShare: 1, volumeDays: 5 },
    });
    expect(sample('eloc_97_mean', 1)).toMatchObject({ reference: 'mean', drawLimit: 20 * M });
    expect(sample('eloc_30pct', 1)).toMatchObject({
      ...{ volumeShare: 0.3, volumeDays: 1, drawLimit: 5 * M, larger: true },
    });
    expect(sample('gem_90', 1)).toMatchObject({ discount: 0.1, pricingDays: 15 });
    const og = facilityPresets.og_250m.terms;
    expect(Object.entries(og).filter(([, value]) => value !== null)).toEqual([
      ['commitment', 250_000_000_000_000n],
      ['term', 1095.75],
    ]);
    expect(sample('og_250m', 1).discount).not.toBe(sample('og_250m', 2).discount);
    // What both draw is the same draw.
    expect(sample('og_250m', 1).hedged).toBe(sample('gem_90', 1).hedged);
    for (const value of Object.values(sample('og_250m', 3))) expect(value).not.toBe(null);
  });

  it('know a fee, and how fast bought tokens come back', () => {
    // 2 % of $100M; in tokens at $2.
    expect(commitmentFee(terms, 2)).toEqual({ usd: 2_000_000_000_000n, tokens: 0n });
    expect(commitmentFee({ ...terms, feeIn: 'tokens' }, 2)).toEqual({
      ...{ usd: 0n, tokens: BigInt(M) * UNIT },
    });
    expect(resale({ ...terms, participation: 0.1 }, 500, 4000)).toBe(400);
    expect(resale({ ...terms, participation: 0.1 }, 300, 4000)).toBe(300);
  });

  it('refuse notices that do not fit', () => {
    expect(() => drawn({}, { vwaps: [1] })).toThrow('vwaps, expected 3 days, got 1');
    expect(() => drawn({}, { price: 0 })).toThrow('price, expected above 0, got 0');
    expect(() => drawn({}, { pastVolumes: [] })).toThrow('past volumes, expected 1 day or more');
    expect(() => drawn({}, { volumes: [1, -1, 1] })).toThrow('volume, expected 0 or more, got -1');
    expect(() => drawn({}, { tokens: -1n })).toThrow('tokens, expected 0 or more, got -1');
  });
});
