import { describe, expect, it } from 'vitest';
import { divideReward } from '../../../../models/token/ledger/rewards.ts';
import { smallLedger, tok } from './genesis.ts';

const RATE_ONE = 1_000_000_000n;
const terms = { communityTax: RATE_ONE / 50n, commission: RATE_ONE / 10n, restaked: 0n };

describe('the division of a reward', () => {
  it('takes tax, then commission, then pays by share', () => {
    // 1000: tax 2 % 20, commission 10 % of 980 is 98, 882 left for stakes 1 : 2, 294 and 588.
    expect(divideReward(1000n, [0n, 100n, 200n], terms)).toEqual({
      ...{ reward: 1000n, tax: 20n, commission: 98n, restaked: 0n },
      ...{ paid: [0n, 294n, 588n], remainder: 0n },
    });
  });

  it('leaves over what does not divide', () => {
    // 100 over three equal stakes: a third of 1e18 fixed point a share, 33 each after rounding down.
    const free = { communityTax: 0n, commission: 0n, restaked: 0n };
    expect(divideReward(100n, [1n, 1n, 1n], free)).toMatchObject({
      paid: [33n, 33n, 33n],
      remainder: 1n,
    });
  });

  it('splits native and restaked stake pro rata', () => {
    // 1000 over 300 native and 100 restaked: 250 restaked; 750: tax 15, commission 73 of 735, 662 left.
    expect(divideReward(1000n, [300n], { ...terms, restaked: 100n })).toMatchObject({
      ...{ restaked: 250n, tax: 15n, commission: 73n },
      paid: [661n],
      remainder: 1n,
    });
    expect(divideReward(1000n, [0n], { ...terms, restaked: 5n })).toMatchObject({
      restaked: 1000n,
      paid: [0n],
    });
    expect(() => divideReward(1n, [0n], terms)).toThrow('stake of the proposer, expected above 0');
  });
});

describe('rewards in the ledger', () => {
  it('are paid with what was pending', () => {
    const ledger = smallLedger();
    const [team, traders] = [ledger.holder('team'), ledger.holder('traders')];
    const liquid = (holder: number) => ledger.account(holder, 'liquid');
    const targets = { tax: liquid(team), commission: liquid(team), restaked: liquid(team) };
    ledger.releaseTo([tok(3), 0n, 0n, tok(7)]);
    ledger.change('stake', traders, tok(7));
    ledger.change('stake locked', team, tok(14));
    ledger.rewards.mint(1000n, 'og_stepdown');
    ledger.rewards.routeFees(team, 1n);
    const free = { communityTax: 0n, commission: 0n, restaked: 0n };
    ledger.rewards.pay(divideReward(1001n, ledger.rewards.stakes(), free), targets);
    // 1001 over 21 tokens is 47 for a whole one, rounded down: 329 and 658, and 14 wait.
    expect(ledger.balance(traders, 'liquid')).toBe(329n);
    expect(ledger.balance(team, 'liquid')).toBe(tok(3) - 1n + 658n);
    expect(ledger.rewards.pending).toBe(14n);
    ledger.rewards.mint(7n, 'og_stepdown');
    ledger.rewards.pay(divideReward(21n, ledger.rewards.stakes(), free), targets);
    expect(ledger.balance(traders, 'liquid')).toBe(336n);
    expect(ledger.rewards.pending).toBe(0n);
    ledger.assertLaws();
  });

  it('refuse shares that do not sum to the block reward, and targets that are not liquid', () => {
    const ledger = smallLedger();
    const liquid = ledger.account(1, 'liquid');
    const targets = { tax: liquid, commission: liquid, restaked: liquid };
    const paid = ledger.books.classes.map(() => 0n);
    const whole = { reward: 10n, tax: 10n, commission: 0n, restaked: 0n, paid, remainder: 0n };
    expect(() => ledger.rewards.pay(whole, targets)).toThrow(
      'protocol.contract_locked, expected 10 or more, got 0',
    );
    ledger.rewards.mint(10n, 'x');
    const before = ledger.hash();
    const more = { ...whole, remainder: 1n };
    expect(() => ledger.rewards.pay(more, targets)).toThrow('reward shares, expected 10, got 11');
    const negative = { ...whole, tax: 11n, remainder: -1n };
    expect(() => ledger.rewards.pay(negative, targets)).toThrow('got -1');
    expect(() => ledger.rewards.pay({ ...whole, paid: [] }, targets)).toThrow('6 classes, got 0');
    const locked = { ...targets, tax: ledger.account(1, 'locked') };
    expect(() => ledger.rewards.pay(whole, locked)).toThrow('got team.locked');
    expect(ledger.hash()).toBe(before);
    ledger.rewards.pay(whole, targets);
    ledger.assertLaws();
  });
});
