import { describe, expect, it } from 'vitest';
import { supplyOf } from '../../../../models/token/ledger/supply.ts';
import {
  inKindTokens,
  LOCKED_DISCOUNT,
  lockedValue,
  owed,
  repayment,
  SOL_NOTE,
  swapForShares,
  TREASURY_NOTE,
  TREASURY_SWAP,
} from '../../../../models/token/market/notes.ts';
import { smallLedger, tok, usd } from '../ledger/genesis.ts';

describe('the raise of 2025', () => {
  it('adds up as printed', () => {
    const millions = (value: number, digits: number) => (value / 1e6).toFixed(digits);
    expect(millions(SOL_NOTE.principalSol * SOL_NOTE.usdPerSol, 2)).toBe('22.88');
    expect(millions(TREASURY_SWAP.warrants * TREASURY_SWAP.usdPerWarrant, 1)).toBe('150.0');
    expect(TREASURY_SWAP.tokens * TREASURY_SWAP.usdPerToken).toBe(150e6);
    // (366 - 22.88) / 3.
    expect(millions(inKindTokens(), 1)).toBe('114.4');
    expect((LOCKED_DISCOUNT * 100).toFixed(1)).toBe('40.8');
    expect(lockedValue(292.7e6, 1) / 1e6).toBeCloseTo(173.3, 9);
  });
});

describe('a note in tokens', () => {
  it('grows by 8 % a year', () => {
    expect(owed(TREASURY_NOTE, 0)).toBe(tok(50_000_000));
    expect(owed(TREASURY_NOTE, 365)).toBe(tok(54_000_000));
    // 54M x 1.08, and half of a year of 58.32M x 8 % is 73 days x 5 / 2 = 182.5: 73 days are a fifth.
    expect(owed(TREASURY_NOTE, 730)).toBe(tok(58_320_000));
    expect(owed(TREASURY_NOTE, 803)).toBe(tok(58_320_000) + tok(933_120));
    expect(owed({ ...TREASURY_NOTE, compounding: 'simple' }, 730)).toBe(tok(58_000_000));
    expect(() => owed(TREASURY_NOTE, -1)).toThrow('days, expected a whole number of 0 or more');
  });

  it('is repaid in dollars at a fixed rate', () => {
    expect(repayment(TREASURY_NOTE, 365, 3_000_000n)).toBe(usd(162_000_000));
    // A third of a base unit above: rounded up.
    expect(repayment({ ...TREASURY_NOTE, principal: 1n }, 0, 1n)).toBe(1n);
  });
});

it('a swap for shares moves tokens under a lock and brings no cash', () => {
  const ledger = smallLedger();
  const [team, maker] = [ledger.holder('team'), ledger.holder('maker')];
  ledger.release(0, tok(100));
  swapForShares(ledger, team, maker, tok(50));
  expect(supplyOf(ledger.books)).toMatchObject({ circulating: tok(100), freeFloat: tok(50) });
  expect([ledger.cash.of(team), ledger.cash.of(maker)]).toEqual([0n, 0n]);
  expect(() => swapForShares(ledger, team, maker, tok(51))).toThrow('team.liquid');
  ledger.change('unlock contract', maker, tok(50));
  expect(supplyOf(ledger.books).freeFloat).toBe(tok(100));
  swapForShares(ledger, team, maker, tok(20), 'liquid');
  expect(ledger.balance(maker, 'liquid')).toBe(tok(70));
  ledger.assertLaws();
});
