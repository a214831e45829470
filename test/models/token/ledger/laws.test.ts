import { describe, expect, it } from 'vitest';
import { accountOf, type Books, PLACE } from '../../../../models/token/ledger/books.ts';
import { assertLaws } from '../../../../models/token/ledger/laws.ts';
import { smallLedger, tok, usd } from './genesis.ts';

/** A ledger in which every figure is above 0. */
function lived() {
  const ledger = smallLedger();
  const [team, nodes, traders, maker] = ['team', 'nodes', 'traders', 'maker'].map((id) =>
    ledger.holder(id),
  );
  const liquid = (holder: number) => ledger.account(holder, 'liquid');
  ledger.releaseTo([tok(20), tok(30), tok(10), tok(400)]);
  ledger.claim(nodes, tok(20), tok(2), 1);
  ledger.mint(liquid(team), tok(3), 'grant');
  ledger.burn(liquid(team), tok(1), 'base fee');
  ledger.bridgeIn(0, liquid(nodes), tok(5));
  ledger.bridgeOut(0, liquid(nodes), tok(1));
  ledger.cash.deposit(traders, usd(1000));
  ledger.cash.deposit(maker, usd(100));
  ledger.cash.withdraw(traders, usd(1));
  ledger.move(liquid(traders), liquid(maker), tok(50));
  ledger.cash.addLiquidity(maker, tok(50), usd(100));
  ledger.cash.draw(0, liquid(team), liquid(traders), tok(4), usd(8));
  ledger.change('stake', traders, tok(100));
  ledger.rewards.mint(tok(6), 'og_stepdown');
  ledger.rewards.routeFees(nodes, tok(1));
  const paid = ledger.books.classes.map((_, holder) => (holder === traders ? tok(4) : 0n));
  ledger.rewards.pay(
    { reward: tok(7), tax: tok(1), commission: 5n, restaked: 7n, paid, remainder: tok(2) - 12n },
    { tax: liquid(team), commission: liquid(nodes), restaked: liquid(nodes) },
  );
  ledger.assertLaws();
  return { ledger, team, traders, maker };
}

/** Figures that someone might spoil, and the law that must notice. */
const spoiled: [string, string, (books: Books) => void][] = [
  ['a token from nowhere', 'law 1 (total): total', (books) => books.total++],
  ['a mint without a rule', 'law 1 (total): minted by rule', (b) => b.mintedBy.delete('grant')],
  ['a burn without a rule', 'law 1 (total): burned by rule', (b) => b.burnedBy.clear()],
  [
    'a balance that grew alone',
    'law 2 (balances): sum of liquid',
    (b) => b.balances[accountOf(1, 'liquid')]++,
  ],
  [
    'a balance that grew with its sum',
    'law 2 (balances): sum of all accounts',
    (b) => {
      b.balances[accountOf(1, 'liquid')]++;
      b.sums[PLACE.liquid]++;
    },
  ],
  [
    'a balance below 0',
    'law 2 (balances): team.treasury, expected 0 or more, got -1',
    (b) => {
      b.balances[accountOf(1, 'treasury')]--;
    },
  ],
  [
    'a release taken back',
    'law 3 (buckets): released of "nodes"',
    (b) => {
      b.released[1]--;
    },
  ],
  ['a release above its bucket', 'law 3 (buckets): released', (b) => (b.released[0] = tok(221))],
  ['a bucket that grew', 'law 3 (buckets): sum of allocations', (b) => b.allocated[0]++],
  ['a release that is not summed', 'law 3 (buckets): sum of releases', (b) => b.releasedSum++],
  [
    'a bucket that paid for another class',
    'law 3 (buckets): locked of',
    (b) => {
      b.allocated[0]--;
      b.allocated[1]++;
    },
  ],
  [
    'locked tokens that got out',
    'law 3 (buckets): locked of "team"',
    (b) => {
      b.balances[accountOf(1, 'locked')]--;
      b.balances[accountOf(1, 'liquid')]++;
      b.sums[PLACE.locked]--;
      b.sums[PLACE.liquid]++;
    },
  ],
  ['a reward that was not paid', 'law 5 (rewards)', (b) => b.rewards.paid--],
  ['a fee from nowhere', 'law 5 (rewards)', (b) => b.rewards.fees++],
  ['dollars from nowhere', 'law 6 (cash): dollars', (b) => b.cash[4]++],
  ['dollars that left twice', 'law 6 (cash): dollars', (b) => b.usdOut++],
  ['debts in cash', 'law 6 (cash): dollars of "team"', (b) => (b.cash[1] = -1n)],
  [
    'a pool that was touched',
    'law 7 (limits): product of pool "maker"',
    (b) => {
      b.poolCash[5]--;
      b.cash[5]++;
    },
  ],
  ['a minter above its cap', 'law 7 (limits): minter "bridge"', (b) => (b.bridged[0] = tok(41))],
  ['a bridge that is not summed', 'law 7 (limits): bridged', (b) => b.bridged[0]--],
  ['a facility overdrawn', 'law 7 (limits): facility "line"', (b) => (b.drawn[0] = usd(251))],
  ['a sum of locks that moved alone', 'law 3 (buckets): unreleased of', (b) => b.unreleased[1]++],
  ['a sum of dollars that moved alone', 'law 6 (cash): sum of dollars', (b) => b.usd++],
  ['a share above its block', 'law 8 (restaking): reward shares', (b) => b.rewards.restaked++],
  ['a block that was not paid', 'law 8 (restaking): reward', (b) => b.rewards.divided++],
];

describe('the laws notice', () => {
  it.each(spoiled)('%s', (_, message, spoil) => {
    const books = structuredClone(lived().ledger.books);
    assertLaws(books);
    spoil(books);
    expect(() => assertLaws(books)).toThrow(message);
  });
});

type Lived = ReturnType<typeof lived>;

/** An operation after each spoiled figure, which must notice it by running sums alone. */
const noticed: [string, string, (books: Books) => void, (lived: Lived) => void][] = [
  [
    'a move: into an account that is overdrawn',
    'law 2 (balances): team.liquid, expected 0 or more, got -1',
    (b) => (b.balances[accountOf(1, 'liquid')] = -2n),
    ({ ledger, team, traders }) =>
      ledger.move(ledger.account(traders, 'liquid'), ledger.account(team, 'liquid'), 1n),
  ],
  [
    'a release: locked tokens that got out',
    'law 3 (buckets): locked of "team"',
    (b) => b.balances[accountOf(1, 'locked')]--,
    ({ ledger }) => ledger.release(0, 1n),
  ],
  [
    'a release: one that was not summed',
    'law 4 (circulation): outside locks',
    (b) => b.releasedSum++,
    ({ ledger }) => ledger.releaseTo([tok(21), tok(30), tok(10), tok(400)]),
  ],
  [
    'a penalty: a class that owes more than it has locked',
    'law 3 (buckets): locked of "nodes"',
    (b) => b.unreleased[2]++,
    ({ ledger }) => ledger.claim(ledger.holder('nodes'), tok(2), tok(1), 1),
  ],
  [
    'a mint: a token from nowhere',
    'law 1 (total): total',
    (b) => b.total++,
    ({ ledger, traders }) => ledger.mint(ledger.account(traders, 'liquid'), 1n, 'grant'),
  ],
  [
    'a burn: tokens that left no account',
    'law 2 (balances): sum of all states',
    (b) => b.sums[PLACE.liquid]--,
    ({ ledger, traders }) => ledger.burn(ledger.account(traders, 'liquid'), 1n, 'base fee'),
  ],
  [
    'a bridge: a burn that was counted twice',
    'law 1 (total): total',
    (b) => b.burned++,
    ({ ledger, traders }) => ledger.bridgeIn(0, ledger.account(traders, 'liquid'), 1n),
  ],
  [
    'a way out over the bridge: bridged tokens that were not counted',
    'law 1 (total): total',
    (b) => b.bridgedIn--,
    ({ ledger, traders }) => ledger.bridgeOut(0, ledger.account(traders, 'liquid'), 1n),
  ],
  [
    'a reallocation: a bucket of a class without locks',
    'law 3 (buckets): locked of',
    (b) => b.unreleased[1]--,
    ({ ledger }) => ledger.reallocate(0, 1, 1n),
  ],
  [
    'rewards that come in: a fee from nowhere',
    'law 5 (rewards)',
    (b) => b.rewards.fees++,
    ({ ledger }) => ledger.rewards.mint(1n, 'og_stepdown'),
  ],
  [
    'fees: a block that was not paid',
    'law 8 (restaking): reward',
    (b) => b.rewards.divided++,
    ({ ledger, traders }) => ledger.rewards.routeFees(traders, 1n),
  ],
  [
    'a deposit: dollars that left twice',
    'law 6 (cash): dollars',
    (b) => b.usdOut++,
    ({ ledger, team }) => ledger.cash.deposit(team, 1n),
  ],
  [
    'a withdrawal: dollars from nowhere',
    'law 6 (cash): dollars',
    (b) => b.usdIn++,
    ({ ledger, maker }) => ledger.cash.withdraw(maker, 0n),
  ],
];

describe('every operation notices by running sums,', () => {
  it.each(noticed)('%s', (_, message, spoil, operate) => {
    const one = lived();
    spoil(one.ledger.books);
    expect(() => operate(one)).toThrow(message);
  });
});

describe('the hash', () => {
  it('is equal for equal histories and moves with every figure', () => {
    const hash = lived().ledger.hash();
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(lived().ledger.hash()).toBe(hash);
    const seen = new Set([hash]);
    const one = lived();
    one.ledger.change('stake', one.traders, 1n);
    seen.add(one.ledger.hash());
    const two = lived();
    two.ledger.cash.deposit(two.team, 1n);
    seen.add(two.ledger.hash());
    const three = lived();
    three.ledger.mint(three.ledger.account(three.team, 'liquid'), 1n, 'other');
    seen.add(three.ledger.hash());
    expect(seen.size).toBe(4);
  });

  it('does not depend on when laws were asserted', () => {
    const { ledger } = lived();
    const before = ledger.hash();
    ledger.assertLaws();
    expect(ledger.hash()).toBe(before);
  });
});
