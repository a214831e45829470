import { describe, expect, it } from 'vitest';
import {
  adoptionLaw,
  adoptionLaws,
  bassWeek,
} from '../../../../models/daios/loop/adoption-laws.ts';
import {
  afterWeek,
  type DemandValues,
  demandOf,
  newUsers,
} from '../../../../models/daios/loop/demand.ts';

const WEEKS = 365.25 / 7;

const VALUES: DemandValues = {
  ...{ potential: 1000, start: 0.1, priceElasticity: 2, latencyElasticity: 1, latency: 4 },
  ...{ trustLoss: 0.5, trustGain: 0.1 },
};

describe('laws of adoption', () => {
  it('Bass from nobody follows its closed form, whatever the step', () => {
    const [p, q] = [0.03, 0.38];
    let share = 0;
    for (let week = 1; week <= 520; week++) {
      share = bassWeek(share, p, q, 1);
      const gone = Math.exp((-(p + q) * week) / WEEKS);
      expect(share).toBeCloseTo((1 - gone) / (1 + (q / p) * gone), 12);
    }
  });

  it('logistic growth is the logistic curve', () => {
    let share = 0.001;
    for (let week = 1; week <= 300; week++) {
      share = bassWeek(share, 0, 2.5, 1);
      const odds = 999 * Math.exp((-2.5 * week) / WEEKS);
      expect(share).toBeCloseTo(1 / (1 + odds), 12);
    }
  });

  it('appeal is time: two weeks at half of it are one', () => {
    const half = bassWeek(bassWeek(0.2, 0.01, 1, 0.5), 0.01, 1, 0.5);
    expect(half).toBeCloseTo(bassWeek(0.2, 0.01, 1, 1), 14);
  });

  it.each(adoptionLaws)('$name never shrinks and never passes everybody', ({ next }) => {
    for (const share of [0, 1e-6, 0.3, 0.999, 1]) {
      expect(next(share, 1)).toBeGreaterThanOrEqual(share);
      expect(next(share, 1)).toBeLessThanOrEqual(1);
      expect(next(share, 0)).toBeCloseTo(share, 12);
    }
  });

  it('fast is ahead of slow', () => {
    const grown = (name: string): number => {
      let share = 0.0002;
      for (let week = 0; week < 156; week++) share = adoptionLaw(name).next(share, 1);
      return share;
    };
    expect(grown('bass-fast')).toBeGreaterThan(3 * grown('bass-slow'));
    expect(grown('logistic-fast')).toBeGreaterThan(3 * grown('logistic-slow'));
    expect(grown('flat')).toBe(0.0002);
    expect(() => adoptionLaw('bass')).toThrow('law, expected one of bass-fast');
  });
});

describe('demand', () => {
  it('is that of the adopters at reference terms: 1000 x 10 %', () => {
    expect(demandOf(VALUES, newUsers(VALUES, 3), 3)).toBeCloseTo(100, 12);
  });

  it('falls with price, fees, latency and mistrust by their elasticities', () => {
    // Price and fees 2 + 4 = 6 of 3: (6/3)^-2 = 1/4. Latency 8 of 4: 1/2. Trust 1/2. 100 / 16.
    const users = { adopted: 0.1, trust: 0.5, latency: 8, price: 2, fees: 4 };
    expect(demandOf(VALUES, users, 3)).toBeCloseTo(6.25, 12);
  });

  it('rises with a lower price, and no further with less latency than at reference', () => {
    const users = { ...newUsers(VALUES, 3), price: 1.5, latency: 1 };
    expect(demandOf(VALUES, users, 3)).toBeCloseTo(400, 12);
  });

  it('users remember a week: trust 0.8 x (1 - 0.5 x 0.5) = 0.6, + 0.1 x 0.4 x 0.5 = 0.62', () => {
    const users = { ...newUsers(VALUES, 3), trust: 0.8 };
    const week = { refused: 0.5, latency: 6, price: 2, fees: 1 };
    const after = afterWeek(VALUES, adoptionLaw('flat'), users, week);
    expect(after.trust).toBeCloseTo(0.62, 12);
    expect(after).toMatchObject({ adopted: 0.1, latency: 6, price: 2, fees: 1 });
  });

  it('nobody served leaves the latency as it was felt last', () => {
    const week = { refused: 1, latency: 0, price: 2, fees: 0 };
    const users = { ...newUsers(VALUES, 3), latency: 7 };
    expect(afterWeek(VALUES, adoptionLaw('flat'), users, week).latency).toBe(7);
  });

  it('mistrust slows adoption', () => {
    const law = adoptionLaw('logistic-fast');
    const grown = (refused: number): number =>
      afterWeek(VALUES, law, newUsers(VALUES, 3), { refused, latency: 4, price: 3, fees: 0 })
        .adopted;
    expect(grown(1)).toBeLessThan(grown(0));
    expect(grown(1)).toBeGreaterThan(0.1);
  });
});
