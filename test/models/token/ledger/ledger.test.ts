import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../../models/token/ledger/ledger.ts';
import { supplyOf } from '../../../../models/token/ledger/supply.ts';
import { smallLedger, tok } from './genesis.ts';

const NODES = 1;
const PUBLIC = 3;

function opened() {
  const ledger = smallLedger();
  const [team, nodes, traders] = ['team', 'nodes', 'traders'].map((id) => ledger.holder(id));
  return { ledger, team, nodes, traders };
}

describe('a schedule', () => {
  it('releases into the state that its bucket names', () => {
    const { ledger, team, nodes } = opened();
    ledger.release(ledger.bucket('team'), tok(20));
    ledger.release(NODES, tok(50));
    ledger.release(ledger.bucket('reserve'), tok(7));
    expect(ledger.balance(team, 'liquid')).toBe(tok(20));
    expect(ledger.balance(nodes, 'unlocked')).toBe(tok(50));
    expect(ledger.balance(ledger.holder('reserve'), 'treasury')).toBe(tok(7));
    expect(ledger.unreleased(NODES)).toBe(tok(100));
    ledger.assertLaws();
  });

  it('releases from all buckets at once, or from none', () => {
    const { ledger, team } = opened();
    expect(ledger.releaseTo([tok(1), tok(2), 0n, tok(500)])).toBe(tok(503));
    expect(ledger.releaseTo([tok(1), tok(5), 0n, tok(500)])).toBe(tok(3));
    const before = ledger.hash();
    expect(() => ledger.releaseTo([tok(2), tok(4), 0n, tok(500)])).toThrow(
      `bucket "nodes", expected ${tok(5)} to ${tok(150)}, got ${tok(4)}`,
    );
    expect(() => ledger.releaseTo([tok(2), tok(6), tok(131), tok(500)])).toThrow(
      'bucket "reserve"',
    );
    expect(() => ledger.releaseTo([tok(2)])).toThrow('buckets, expected 4, got 1');
    expect(ledger.hash()).toBe(before);
    expect(ledger.balance(team, 'liquid')).toBe(tok(1));
  });

  it('refuses more than is left', () => {
    const { ledger } = opened();
    expect(() => ledger.release(NODES, tok(150) + 1n)).toThrow(
      `bucket "nodes", expected ${tok(150) + 1n} or more, got ${tok(150)}`,
    );
    expect(() => ledger.release(9, 1n)).toThrow('bucket, expected 0 to 3, got 9');
  });

  it('moves what is not released between buckets and makes nothing', () => {
    const { ledger, team, nodes } = opened();
    ledger.reallocate(0, NODES, tok(30));
    expect([ledger.unreleased(0), ledger.unreleased(NODES)]).toEqual([tok(190), tok(180)]);
    expect(ledger.balance(team, 'locked')).toBe(tok(190));
    expect(ledger.balance(nodes, 'locked')).toBe(tok(180));
    ledger.assertLaws();
    expect(() => ledger.reallocate(0, NODES, tok(191))).toThrow('bucket "team"');
  });
});

describe('a claim', () => {
  it('sends its penalty back under a schedule', () => {
    const { ledger, team, nodes } = opened();
    ledger.release(NODES, tok(50));
    ledger.claim(nodes, tok(40), tok(8), ledger.bucket('team'));
    expect(ledger.balance(nodes, 'liquid')).toBe(tok(32));
    expect(ledger.balance(nodes, 'unlocked')).toBe(tok(10));
    expect(ledger.unreleased(0)).toBe(tok(228));
    expect(ledger.balance(team, 'locked')).toBe(tok(228));
    // Law 4: 50 released - 8 returned.
    expect(supplyOf(ledger.books).circulating).toBe(tok(42));
    ledger.assertLaws();
    expect(() => ledger.claim(nodes, tok(11))).toThrow(
      `nodes.unlocked, expected ${tok(11)} or more, got ${tok(10)}`,
    );
    expect(() => ledger.claim(nodes, 5n, 6n)).toThrow('penalty, expected at most 5, got 6');
  });
});

describe('states', () => {
  it('lead through staking, unbonding and locks', () => {
    const { ledger, traders } = opened();
    ledger.release(PUBLIC, tok(100));
    ledger.change('stake', traders, tok(60));
    ledger.change('begin unbonding', traders, tok(25));
    ledger.change('finish unbonding', traders, tok(5));
    ledger.change('lock contract', traders, tok(10));
    ledger.change('unlock contract', traders, tok(4));
    ledger.change('into treasury', traders, tok(3));
    ledger.change('out of treasury', traders, tok(1));
    const of = (state: Parameters<Ledger['balance']>[1]) => ledger.balance(traders, state);
    expect([of('staked'), of('unbonding'), of('contract_locked')]).toEqual([35, 20, 6].map(tok));
    // 100 - 60 + 5 - 10 + 4 - 3 + 1.
    expect([of('liquid'), of('treasury')]).toEqual([37, 2].map(tok));
    expect(() => ledger.change('stake', traders, tok(38))).toThrow(
      `traders.liquid, expected ${tok(38)} or more, got ${tok(37)}`,
    );
    ledger.assertLaws();
  });

  it('let locked tokens stake, and keep what is released of them staked', () => {
    const { ledger, team } = opened();
    ledger.change('stake locked', team, tok(200));
    expect(supplyOf(ledger.books)).toMatchObject({ staked: tok(200), circulating: 0n });
    // 20 are locked and not staked: they go first.
    ledger.release(0, tok(50));
    expect(ledger.balance(team, 'liquid')).toBe(tok(20));
    expect(ledger.balance(team, 'staked')).toBe(tok(30));
    expect(ledger.balance(team, 'locked_staked')).toBe(tok(170));
    ledger.assertLaws();
  });

  it('keep schedule, claims, pools and pending rewards out of plain moves', () => {
    const { ledger, team, traders } = opened();
    ledger.release(PUBLIC, tok(10));
    const liquid = ledger.account(traders, 'liquid');
    for (const state of ['locked', 'locked_staked', 'unlocked', 'pool'] as const) {
      const account = ledger.account(team, state);
      expect(() => ledger.move(liquid, account, 1n)).toThrow(`got team.${state}`);
      expect(() => ledger.mint(account, 1n, 'x')).toThrow(`got team.${state}`);
    }
    expect(() => ledger.burn(ledger.account(team, 'locked'), 1n, 'x')).toThrow('got team.locked');
    const held = ledger.account(0, 'contract_locked');
    expect(() => ledger.move(liquid, held, 1n)).toThrow('another class than "protocol"');
    ledger.rewards.mint(5n, 'x');
    expect(() => ledger.change('unlock contract', 0, 5n)).toThrow('another class than "protocol"');
    ledger.move(liquid, ledger.account(team, 'contract_locked'), tok(4));
    expect(ledger.balance(team, 'contract_locked')).toBe(tok(4));
  });
});

describe('supply', () => {
  it('is minted, burned and bridged', () => {
    const { ledger, team, traders } = opened();
    const liquid = ledger.account(traders, 'liquid');
    ledger.mint(liquid, tok(9), 'og_stepdown');
    ledger.burn(liquid, tok(2), 'base fee');
    const bridge = ledger.minter('bridge');
    ledger.bridgeIn(bridge, ledger.account(team, 'liquid'), tok(40));
    expect(() => ledger.bridgeIn(bridge, liquid, 1n)).toThrow(
      `minter "bridge", expected at most ${tok(40)}, got ${tok(40) + 1n}`,
    );
    ledger.bridgeOut(bridge, ledger.account(team, 'liquid'), tok(15));
    ledger.move(liquid, ledger.account(team, 'liquid'), tok(7));
    expect(() => ledger.bridgeOut(bridge, ledger.account(team, 'liquid'), tok(26))).toThrow(
      `minter "bridge", expected ${tok(26)} or more, got ${tok(25)}`,
    );
    // 1000 + 9 - 2 + 40 - 15.
    expect(supplyOf(ledger.books).total).toBe(tok(1032));
    expect(ledger.books.mintedBy.get('og_stepdown')).toBe(tok(9));
    expect(ledger.books.burnedBy.get('base fee')).toBe(tok(2));
    ledger.assertLaws();
  });

  it('obeys the printed balance of a published spreadsheet', () => {
    // QTM, month 1: 21,799,206 released + 45,280 minted - 181,118 burned = 21,663,368.
    const ledger = new Ledger({
      classes: [{ id: 'holders' }],
      buckets: [{ id: 'all', holderClass: 'holders', amount: tok(100_000_000), into: 'liquid' }],
    });
    const liquid = ledger.account(ledger.holder('holders'), 'liquid');
    ledger.release(0, tok(21_799_206));
    ledger.mint(liquid, tok(45_280), 'incentives');
    ledger.burn(liquid, tok(181_118), 'burn');
    expect(supplyOf(ledger.books).circulating).toBe(tok(21_663_368));
    ledger.assertLaws();
  });

  it('tells circulating, available and free float apart', () => {
    // Celestia at launch, in thousandths of 1bn: 74.1 distributed, 125.9 reserved for a vote, and 25 % of
    // 267.9 for research, which is 66.975. Circulating 141.075, available 266.975.
    const parts: [string, number, number][] = [
      ['public', 74_100, 74_100],
      ['reserved', 125_900, 125_900],
      ['research', 267_900, 66_975],
      ['others', 532_100, 0],
    ];
    const ledger = new Ledger({
      classes: parts.map(([id]) => ({ id, governed: id === 'reserved' })),
      buckets: parts.map(([id, amount]) => ({
        ...{ id, holderClass: id, amount: tok(amount) },
        into: id === 'reserved' ? ('treasury' as const) : ('liquid' as const),
      })),
    });
    ledger.releaseTo(parts.map(([, , at]) => tok(at)));
    ledger.change('stake', ledger.holder('public'), tok(20_000));
    ledger.change('begin unbonding', ledger.holder('public'), tok(1_000));
    ledger.change('lock contract', ledger.holder('research'), tok(6_000));
    ledger.change('stake locked', ledger.holder('others'), tok(100_000));
    expect(supplyOf(ledger.books)).toEqual({
      total: tok(1_000_000),
      locked: tok(733_025),
      available: tok(266_975),
      circulating: tok(141_075),
      // 141,075 - 19,000 staked - 1,000 unbonding - 6,000 locked in contracts.
      freeFloat: tok(115_075),
      staked: tok(119_000),
    });
    ledger.rewards.mint(tok(10), 'x');
    expect(supplyOf(ledger.books)).toMatchObject({
      total: tok(1_000_010),
      available: tok(266_975),
      freeFloat: tok(115_075),
    });
    // Governed stake does not count twice.
    ledger.change('out of treasury', ledger.holder('reserved'), tok(900));
    ledger.change('stake', ledger.holder('reserved'), tok(900));
    expect(supplyOf(ledger.books)).toMatchObject({
      circulating: tok(141_075),
      freeFloat: tok(115_075),
    });
  });
});

describe('wrong input', () => {
  it('is refused by name', () => {
    const { ledger } = opened();
    expect(() => ledger.holder('teem')).toThrow(
      'holder class, expected one of "protocol", "team", "nodes", "reserve", "traders", "maker", got "teem"',
    );
    const a = { id: 'a' };
    const bucket = { id: 'b', holderClass: 'a', amount: 1n, into: 'liquid' as const };
    expect(() => new Ledger({ classes: [a, a], buckets: [] })).toThrow('each name once, got "a"');
    expect(() => new Ledger({ classes: [a], buckets: [{ ...bucket, amount: -1n }] })).toThrow(
      'bucket "b", expected a whole amount of 0 or more, got -1',
    );
    expect(() => new Ledger({ classes: [], buckets: [bucket] })).toThrow('holder class, expected');
    expect(() => new Ledger({ classes: [{ id: 'protocol' }], buckets: [] })).toThrow(
      'got "protocol"',
    );
  });
});
