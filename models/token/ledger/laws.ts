import {
  type Account,
  accountOf,
  type Books,
  nameOf,
  PLACE,
  poolProduct,
  STATES,
} from './books.ts';

/*
 * The conservation laws of token-economics 13.5. Law 9, equal runs have equal ledgers, is the hash: one set of
 * books cannot break it.
 */

/** One law: `check` compares by `equal` and throws what differs. */
interface Law {
  readonly name: string;
  check(books: Books, equal: Equal): void;
}

type Equal = (what: string, expected: bigint, got: bigint) => void;

const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};

function fail(law: string, what: string, expected: string, got: string): never {
  throw new RangeError(`${law}: ${what}, expected ${expected}, got ${got}`);
}

const total: Law = {
  name: 'law 1 (total)',
  check(books, equal) {
    const { genesis, minted, bridgedIn, burned, bridgedOut } = books;
    equal('total', genesis + minted + bridgedIn - burned - bridgedOut, books.total);
    equal('minted by rule', books.minted, sum(books.mintedBy.values()));
    equal('burned by rule', books.burned, sum(books.burnedBy.values()));
  },
};

const balances: Law = {
  name: 'law 2 (balances)',
  check(books, equal) {
    const sums = STATES.map(() => 0n);
    for (const [i, balance] of books.balances.entries()) {
      if (balance < 0n) fail(balances.name, nameOf(books, i as Account), '0 or more', `${balance}`);
      sums[i % STATES.length] += balance;
    }
    for (const [i, state] of STATES.entries()) equal(`sum of ${state}`, sums[i], books.sums[i]);
    equal('sum of all accounts', books.total, sum(sums));
  },
};

const buckets: Law = {
  name: 'law 3 (buckets)',
  check(books, equal) {
    const unreleased = books.classes.map(() => 0n);
    for (const [i, { id }] of books.buckets.entries()) {
      const [allocated, released, audited] = [
        books.allocated[i],
        books.released[i],
        books.audited[i],
      ];
      if (released < audited || released > allocated)
        fail(buckets.name, `released of "${id}"`, `${audited} to ${allocated}`, `${released}`);
      unreleased[books.holders[i]] += allocated - released;
    }
    equal('sum of allocations', books.genesis + books.returned, sum(books.allocated));
    equal('sum of releases', books.releasedSum, sum(books.released));
    for (const [holder, { id }] of books.classes.entries()) {
      const plain = books.balances[accountOf(holder, 'locked')];
      const staked = books.balances[accountOf(holder, 'locked_staked')];
      equal(`locked of "${id}"`, unreleased[holder], plain + staked);
      equal(`unreleased of "${id}"`, unreleased[holder], books.unreleased[holder]);
    }
  },
};

/** Follows from laws 1 to 3, so these speak first; kept because it is what gets published. */
const circulation: Law = {
  name: 'law 4 (circulation)',
  check(books, equal) {
    const { releasedSum, returned, minted, burned, bridgedIn, bridgedOut, sums } = books;
    equal(
      'outside locks',
      releasedSum - returned + minted - burned + bridgedIn - bridgedOut,
      books.total - sums[PLACE.locked] - sums[PLACE.locked_staked],
    );
  },
};

const rewards: Law = {
  name: 'law 5 (rewards)',
  check(books, equal) {
    const { minted, fees, paid, tax, commission } = books.rewards;
    const pending = books.balances[accountOf(0, 'contract_locked')];
    equal('rewards', minted + fees, paid + tax + commission + pending);
  },
};

const cash: Law = {
  name: 'law 6 (cash)',
  check(books, equal) {
    for (const [holder, { id }] of books.classes.entries()) {
      for (const usd of [books.cash[holder], books.poolCash[holder]])
        if (usd < 0n) fail(cash.name, `dollars of "${id}"`, '0 or more', `${usd}`);
    }
    const all = sum(books.cash) + sum(books.poolCash);
    equal('dollars', books.usdIn, books.usdOut + all);
    equal('sum of dollars', all, books.usd);
  },
};

const limits: Law = {
  name: 'law 7 (limits)',
  check(books, equal) {
    for (const [holder, { id }] of books.classes.entries()) {
      equal(`product of pool "${id}"`, books.poolProduct[holder], poolProduct(books, holder));
    }
    for (const [i, { id, cap }] of books.minters.entries()) {
      const bridged = books.bridged[i];
      if (bridged < 0n || bridged > cap)
        fail(limits.name, `minter "${id}"`, `0 to ${cap}`, `${bridged}`);
    }
    equal('bridged', books.bridgedIn - books.bridgedOut, sum(books.bridged));
    for (const [i, { id, commitment }] of books.facilities.entries()) {
      const drawn = books.drawn[i];
      if (drawn < 0n || drawn > commitment)
        fail(limits.name, `facility "${id}"`, `0 to ${commitment}`, `${drawn}`);
    }
  },
};

const restaking: Law = {
  name: 'law 8 (restaking)',
  check(books, equal) {
    const { divided, native, restaked, paid, tax, commission } = books.rewards;
    equal('reward shares', divided, native + restaked);
    equal('rewards paid', divided, paid + tax + commission);
  },
};

/** Laws 1 to 8, in order. */
const LAWS: readonly Law[] = [
  total,
  balances,
  buckets,
  circulation,
  rewards,
  cash,
  limits,
  restaking,
];

/**
 * Recounts everything and compares it with the running sums.
 * @throws RangeError of the form "law 2 (balances): sum of liquid, expected X, got Y"
 */
export function assertLaws(books: Books): void {
  for (const { name, check } of LAWS) {
    check(books, (what, expected, got) => {
      if (expected !== got) fail(name, what, `${expected}`, `${got}`);
    });
  }
}
