import { describe, expect, it } from 'vitest';
import {
  chanceCaught,
  chanceFound,
  cheatsUntilFound,
} from '../../../../models/compute/verification/detection.ts';
import {
  deterringBond,
  deterringChance,
  gainPerCheat,
  inspectionEquilibrium,
  type Stakes,
} from '../../../../models/compute/verification/deterrence.ts';
import { breakEven, verifiedSeconds } from '../../../../models/compute/verification/economics.ts';
import { type Catch, UNSEEN } from '../../../../models/compute/verification/mode.ts';
import { verificationModes } from '../../../../models/compute/verification/modes.ts';
import { defaultSettings } from '../../../../models/compute/verification/settings.ts';
import { Streams } from '../../../../sim/random.ts';

const sampled: Catch = { ...UNSEEN, request: 0.1, delay: 5, slashed: true };
const stakes: Stakes = { fee: 12, honestCost: 10, cheatCost: 4, rate: 2, bond: 100 };

describe('chances to be found', () => {
  it('in sessions, requests and time', () => {
    const all: Catch = { ...UNSEEN, session: 0.5, request: 0.2, rate: 0.01 };
    // 0.5^2 x 0.8^3 = 0.128; x e^-0.5 = 0.0776360
    expect(chanceFound(all, { sessions: 2, requests: 3, seconds: 0 })).toBeCloseTo(0.872, 12);
    expect(chanceFound(all, { sessions: 2, requests: 3, seconds: 50 })).toBeCloseTo(0.922364, 6);
    expect(chanceFound(UNSEEN, { sessions: 9, requests: 9, seconds: 9 })).toBe(0);
    // 1 - 0.5 x 0.8
    expect(chanceCaught(all)).toBeCloseTo(0.6, 12);
  });

  it('requests until then: 1 / 0.1 + 2 x 5, or 2 / 0.01 by revocation', () => {
    expect(cheatsUntilFound(sampled, 2)).toBe(20);
    expect(cheatsUntilFound({ ...UNSEEN, rate: 0.01 }, 2)).toBe(200);
    expect(cheatsUntilFound({ ...UNSEEN, session: 1 }, 2)).toBe(0);
    expect(cheatsUntilFound(UNSEEN, 2)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what a cheat gains', () => {
  it('saved work, less the fee at times, less the bond at length', () => {
    expect(gainPerCheat(UNSEEN, stakes)).toBe(6);
    // 6 - 0.1 x 12 - 100 / 20
    expect(gainPerCheat(sampled, stakes)).toBeCloseTo(-0.2, 12);
    expect(gainPerCheat({ ...sampled, slashed: false }, stakes)).toBeCloseTo(4.8, 12);
    // A refused session costs the margin.
    expect(gainPerCheat({ ...UNSEEN, session: 1 }, stakes)).toBe(-2);
    // A proof that fails: 6 - 12
    expect(gainPerCheat({ ...UNSEEN, request: 1 }, stakes)).toBe(-6);
  });

  it('the deterring bond: 4.8 x 20', () => {
    expect(deterringBond(sampled, stakes)).toBeCloseTo(96, 12);
    expect(deterringBond(UNSEEN, stakes)).toBe(Number.POSITIVE_INFINITY);
    expect(deterringBond({ ...UNSEEN, session: 1 }, stakes)).toBe(0);
    // Half of the fees are lost, as much as the work that is saved.
    expect(deterringBond({ ...sampled, request: 0.5 }, stakes)).toBe(0);
  });

  it('the deterring chance without delay: 6 / (12 + 100)', () =>
    expect(deterringChance(stakes, 0)).toBeCloseTo(6 / 112, 12));

  it('nothing is gained at the deterring bond, nor at the deterring chance', () => {
    const stream = new Streams('deterrence', 0).stream('stakes');
    for (let i = 0; i < 500; i++) {
      const honestCost = stream.between(1, 10);
      const own: Stakes = {
        honestCost,
        fee: honestCost * stream.between(1, 2),
        cheatCost: honestCost * stream.between(0, 0.99),
        rate: stream.between(0.01, 10),
        bond: stream.between(0, 100),
      };
      const request = stream.between(0.0001, 1);
      const delay = stream.between(0, 200);
      const found: Catch = { ...UNSEEN, request, delay, slashed: true };
      const place = `seed deterrence, case ${i}: ${JSON.stringify({ own, request, delay })}`;
      const bond = deterringBond(found, own);
      if (bond > 0) {
        expect(gainPerCheat(found, { ...own, bond }), place).toBeCloseTo(0, 9);
        expect(gainPerCheat(found, { ...own, bond: bond * 1.01 }), place).toBeLessThan(0);
      }
      const chance = deterringChance(own, delay);
      expect(chance, place).toBeGreaterThan(0);
      expect(chance, place).toBeLessThan(1);
      expect(gainPerCheat({ ...found, request: chance }, own), place).toBeCloseTo(0, 6);
    }
  });

  it('looking pays while enough cheat', () => {
    expect(inspectionEquilibrium(2, 100)).toBe(0.02);
    expect(inspectionEquilibrium(2, 1)).toBe(1);
    expect(inspectionEquilibrium(2, 0)).toBe(1);
  });
});

describe('what verification is worth', () => {
  it('break-even: extra cost over what it saves, less interest', () => {
    const risk = { cheated: 0.02, interest: 0 };
    // 0.001 / (0.02 x 0.1)
    expect(breakEven(0.001, sampled, 0, risk)).toBeCloseTo(0.5, 12);
    // 36.5 days at 5 %: half a per cent, more than 0.02 x 0.1 saves
    expect(breakEven(0.001, sampled, 3_153_600, { ...risk, interest: 0.05 })).toBe(
      Number.POSITIVE_INFINITY,
    );
    // Certain, 3.65 days at 10 %: 0.02 - 0.001
    const certain = { ...UNSEEN, request: 1 };
    expect(breakEven(0.019, certain, 315_360, { ...risk, interest: 0.1 })).toBeCloseTo(1, 12);
  });

  it('machine time: the provider and all others', () => {
    const work = {
      ...{ batch: 1, prefill: 0, step: 0.01, memory: 0.01 },
      ...{ outputTokens: 200, load: 0, swaps: 0 },
    };
    const seconds = (name: keyof typeof verificationModes) =>
      verifiedSeconds(verificationModes[name], work, defaultSettings);
    expect(seconds('none')).toBeCloseTo(2, 12);
    // 200 x (10 + 0.45 ms)
    expect(seconds('tee')).toBeCloseTo(2.09, 12);
    // 2 x (1 + 3 x 0.01)
    expect(seconds('opml')).toBeCloseTo(2.06, 12);
    expect(seconds('zkml')).toBeCloseTo(2000, 9);
  });
});
