import { describe, expect, it } from 'vitest';
import { smallLedger, tok, usd } from './genesis.ts';

function opened() {
  const ledger = smallLedger();
  const [team, traders, maker] = ['team', 'traders', 'maker'].map((id) => ledger.holder(id));
  const liquid = (holder: number) => ledger.account(holder, 'liquid');
  ledger.releaseTo([tok(100), 0n, 0n, tok(500)]);
  ledger.cash.deposit(traders, usd(1000));
  return { ledger, cash: ledger.cash, team, traders, maker, liquid };
}

describe('dollars', () => {
  it('enter, move and leave', () => {
    const { ledger, cash, team, traders } = opened();
    cash.pay(traders, team, usd(300));
    cash.withdraw(team, usd(120));
    expect([cash.of(traders), cash.of(team)]).toEqual([usd(700), usd(180)]);
    expect(() => cash.pay(team, traders, usd(181))).toThrow(
      'team.usd, expected 181000000 or more, got 180000000',
    );
    ledger.assertLaws();
  });
});

describe('a trade', () => {
  it('moves both sides or none', () => {
    const { ledger, cash, team, traders, liquid } = opened();
    const locked = ledger.account(traders, 'contract_locked');
    cash.trade(liquid(team), locked, tok(40), usd(90));
    expect(ledger.balance(traders, 'contract_locked')).toBe(tok(40));
    expect(cash.of(team)).toBe(usd(90));
    const before = ledger.hash();
    expect(() => cash.trade(liquid(team), locked, tok(10), usd(911))).toThrow('traders.usd');
    expect(() => cash.trade(liquid(team), locked, tok(61), usd(1))).toThrow('team.liquid');
    expect(() => cash.trade(liquid(team), ledger.account(traders, 'locked'), 1n, 1n)).toThrow(
      'trade, expected liquid, treasury or contract_locked of a holder, got traders.locked',
    );
    expect(ledger.hash()).toBe(before);
    ledger.assertLaws();
  });
});

describe('a pool', () => {
  it('gives no more than its product allows', () => {
    const { ledger, cash, traders, maker, liquid } = opened();
    cash.deposit(maker, usd(200));
    ledger.move(liquid(traders), liquid(maker), tok(100));
    cash.addLiquidity(maker, tok(100), usd(200));
    // 100 x 200 = 20000; 25 more tokens leave 160 dollars: 40 at most.
    const before = ledger.hash();
    expect(() => cash.sellToPool(traders, maker, tok(25), usd(40) + 1n)).toThrow(
      'product of pool "maker"',
    );
    expect(ledger.hash()).toBe(before);
    cash.sellToPool(traders, maker, tok(25), usd(40));
    expect(cash.of(traders)).toBe(usd(1040));
    // 125 x 160; 240 more dollars leave 50 tokens: 75 at most.
    expect(() => cash.buyFromPool(traders, maker, tok(75) + 1n, usd(240))).toThrow('product');
    cash.buyFromPool(traders, maker, tok(70), usd(240));
    expect(ledger.balance(maker, 'pool')).toBe(tok(55));
    cash.removeLiquidity(maker, tok(55), usd(400));
    expect(cash.of(maker)).toBe(usd(400));
    expect(() => cash.removeLiquidity(maker, 1n, 0n)).toThrow('maker.pool, expected 1 or more');
    ledger.assertLaws();
  });
});

describe('a concentrated pool', () => {
  it('counts its virtual reserves and never pays them out', () => {
    const { ledger, cash, traders, maker, liquid } = opened();
    cash.deposit(maker, usd(20));
    ledger.move(liquid(traders), liquid(maker), tok(10));
    cash.addLiquidity(maker, tok(10), usd(20));
    cash.concentrate(maker, tok(90), usd(180));
    // (10 + 90) x (20 + 180) as above; 25 tokens would cost 40 dollars, and there are 20.
    expect(() => cash.sellToPool(traders, maker, tok(25), usd(40))).toThrow(
      'maker.pool usd, expected 40000000 or more, got 20000000',
    );
    // 5 tokens: 200 - 20000 / 105 = 9.523809...
    expect(() => cash.sellToPool(traders, maker, tok(5), 9_523_810n)).toThrow('product of pool');
    cash.sellToPool(traders, maker, tok(5), 9_523_809n);
    ledger.assertLaws();
  });
});

describe('a facility', () => {
  it('is drawn up to its commitment', () => {
    const { ledger, cash, team, traders, liquid } = opened();
    const line = cash.facility('line');
    cash.draw(line, liquid(team), liquid(traders), tok(50), usd(200));
    expect(() => cash.draw(line, liquid(team), liquid(traders), tok(1), usd(50) + 1n)).toThrow(
      'facility "line", expected at most 250000000 drawn, got 250000001',
    );
    expect(() => cash.draw(line, liquid(team), liquid(traders), tok(51), usd(50))).toThrow(
      'team.liquid',
    );
    expect(ledger.books.drawn[line]).toBe(usd(200));
    cash.draw(line, liquid(team), liquid(traders), tok(50), usd(50));
    ledger.assertLaws();
  });
});
