import { describe, expect, it } from 'vitest';
import {
  CAP,
  earnYield,
  iaiRate,
  lockFor,
  mintIai,
  NO_IAI,
  redeemIai,
  STEP,
  STEPS,
  stepPrice,
} from '../../../../models/token/market/iai.ts';
import { Streams } from '../../../../sim/random.ts';

const UNIT = 10n ** 18n;
const NONE = { iai: 0n, locked: 0n };
const tokens = (amount: bigint) => Number(amount) / 1e18;

describe('the curve', () => {
  it('starts and ends as published', () => {
    expect(iaiRate(0)).toBe(3237.4);
    expect(tokens(stepPrice(0)).toFixed(2)).toBe('3237.40');
    // e^3.419 at the scale.
    expect(iaiRate(9270) / 3237.4).toBeCloseTo(Math.exp(3.419), 9);
    expect(STEPS * 25).toBe(9275);
    expect(tokens(stepPrice(370)) / iaiRate(9275)).toBeCloseTo(1, 12);
    expect(() => stepPrice(371)).toThrow('step, expected 0 to 370, got 371');
  });

  it('is flat inside a step', () => {
    expect(lockFor(0n, UNIT)).toBe(stepPrice(0));
    expect(lockFor(24n * UNIT, UNIT)).toBe(stepPrice(0));
    expect(lockFor(25n * UNIT, UNIT)).toBe(stepPrice(1));
    expect(lockFor(20n * UNIT, 10n * UNIT)).toBe(5n * (stepPrice(0) + stepPrice(1)));
    expect(lockFor(0n, 1n)).toBe(3238n);
  });

  it('locks about an eighth of the supply at the cap', () => {
    // 370 whole steps and 20 iAI of the last, each at the upper end of its step.
    let sum = 0;
    for (let step = 1; step <= 371; step++) {
      const x = (25 * step) / 9270;
      sum += (step < 371 ? 25 : 20) * 3237.4 * Math.exp(3.419 * x * x * x);
    }
    const stepped = tokens(lockFor(0n, CAP));
    expect(stepped / sum).toBeCloseTo(1, 12);
    expect(Math.abs(stepped / 1e9 - 1 / 8)).toBeLessThan(0.005);
  });

  it('ends at its cap', () => {
    expect(() => lockFor(CAP - UNIT, UNIT + 1n)).toThrow(
      `iAI, expected above 0 and at most ${UNIT}, got ${UNIT + 1n}`,
    );
    expect(() => lockFor(0n, 0n)).toThrow('iAI, expected above 0');
  });
});

describe('lock and redemption', () => {
  it('give back the value that was locked, and the yield to the foundation', () => {
    const early = mintIai(NO_IAI, NONE, 100n * UNIT);
    const late = mintIai(early.state, NONE, 5000n * UNIT);
    const earned = earnYield(late.state, 77n);
    const back = redeemIai(earned, early.position, 100n * UNIT);
    expect(back.tokens).toBe(early.tokens);
    expect(back.position).toEqual(NONE);
    const end = redeemIai(back.state, late.position, 5000n * UNIT);
    expect(end.tokens).toBe(late.tokens);
    expect(end.state).toEqual({ supply: 0n, locked: 0n, yield: 77n });
    expect(() => redeemIai(end.state, end.position, 1n)).toThrow('at most 0, got 1');
    expect(() => earnYield(end.state, -1n)).toThrow('yield, expected 0 or more, got -1');
  });

  it('owe what all positions have, whatever the order', () => {
    const seed = 'iai';
    const stream = new Streams(seed, 0).stream('holders');
    const positions = [NONE, NONE, NONE];
    let state = NO_IAI;
    for (let i = 0; i < 500; i++) {
      const who = stream.below(3);
      const position = positions[who];
      const most = stream.chance(0.55) ? STEP * 8n : position.iai;
      const amount = (most * BigInt(stream.below(1000))) / 999n;
      const room = most === position.iai ? position.iai : CAP - state.supply;
      if (amount === 0n || amount > room) continue;
      const next = most === position.iai ? redeemIai : mintIai;
      const changed = next(state, position, amount);
      state = changed.state;
      positions[who] = changed.position;
      const sum = positions.reduce((total, { locked }) => total + locked, 0n);
      expect(state.locked, `seed "${seed}", step ${i}`).toBe(sum);
      expect(state.locked >= 0n && state.supply <= CAP, `seed "${seed}", step ${i}`).toBe(true);
    }
    expect(state.supply > 0n, seed).toBe(true);
  });
});
