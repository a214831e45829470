import {
  type Account,
  accountOf,
  add,
  type Books,
  checkAmount,
  checkHolds,
  checkIndex,
  createBooks,
  type Genesis,
  holderOf,
  indexOf,
  nameOf,
  PROTOCOL,
  type State,
  shift,
  stateOf,
} from './books.ts';
import { CashBook } from './cash.ts';
import { ledgerHash } from './hash.ts';
import { assertLaws } from './laws.ts';
import { RewardBook } from './rewards.ts';
import { assertLocks, assertSupply } from './running.ts';

/**
 * Changes of state inside a class. Stake on its way out arrives in free hands; locked stake never left the
 * schedule, so it has no way out but back.
 */
export const CHANGES = {
  stake: ['liquid', 'staked'],
  'begin unbonding': ['staked', 'unbonding'],
  'finish unbonding': ['unbonding', 'liquid'],
  'lock contract': ['liquid', 'contract_locked'],
  'unlock contract': ['contract_locked', 'liquid'],
  'into treasury': ['liquid', 'treasury'],
  'out of treasury': ['treasury', 'liquid'],
  'stake locked': ['locked', 'locked_staked'],
  'unstake locked': ['locked_staked', 'locked'],
} as const satisfies Readonly<Record<string, readonly [State, State]>>;

export type Change = keyof typeof CHANGES;

/** States that only their own operations may touch: schedule, claims and pools. */
const GUARDED: readonly State[] = ['locked', 'locked_staked', 'unlocked', 'pool'];

/**
 * Exact accounts of a token over holder classes and states. Classes, buckets and minters are numbers, looked
 * up once by name. An operation that is refused has changed nothing; a refusal is a RangeError with the
 * account and its figures. No balance is ever below 0. Source: token-economics 13.5.
 */
export class Ledger {
  /** To read; only operations change it. */
  readonly books: Books;
  /** Dollars, trades, pools and facilities. */
  readonly cash: CashBook;
  readonly rewards: RewardBook;

  /** @throws RangeError as `createBooks` */
  constructor(genesis: Genesis) {
    this.books = createBooks(genesis);
    this.cash = new CashBook(this.books);
    this.rewards = new RewardBook(this.books);
  }

  /** Number of a holder class. @throws RangeError for an unknown one */
  holder(id: string): number {
    return indexOf('holder class', this.books.classes, id);
  }

  /** Number of a bucket. @throws RangeError for an unknown one */
  bucket(id: string): number {
    return indexOf('bucket', this.books.buckets, id);
  }

  /** Number of a minter. @throws RangeError for an unknown one */
  minter(id: string): number {
    return indexOf('minter', this.books.minters, id);
  }

  /** Account of a class, by its number. @throws RangeError for a class that is not there */
  account(holder: number, state: State): Account {
    checkIndex('holder class', holder, this.books.classes);
    return accountOf(holder, state);
  }

  /** Base units of a class in a state. @throws RangeError for a class that is not there */
  balance(holder: number, state: State): bigint {
    return this.books.balances[this.account(holder, state)];
  }

  /** Base units that a bucket has not released. @throws RangeError for a bucket that is not there */
  unreleased(bucket: number): bigint {
    const { allocated, released } = this.books;
    checkIndex('bucket', bucket, allocated);
    return allocated[bucket] - released[bucket];
  }

  /**
   * Releases from a bucket into the state that it names; what its class has staked while locked goes last and
   * stays staked.
   * @throws RangeError for more than is unreleased
   */
  release(bucket: number, amount: bigint): void {
    const unreleased = this.unreleased(bucket);
    checkAmount('release', amount);
    if (amount > unreleased) {
      const { id } = this.books.buckets[bucket];
      throw new RangeError(`bucket "${id}", expected ${amount} or more, got ${unreleased}`);
    }
    this.free(bucket, amount);
    assertSupply(this.books);
  }

  /**
   * Releases from every bucket what is new, or from none.
   * @param cumulative base units released since genesis, by bucket
   * @returns base units released now
   * @throws RangeError for a bucket that would take back, or release more than is allocated
   */
  releaseTo(cumulative: readonly bigint[]): bigint {
    const { books } = this;
    const { allocated, released, buckets } = books;
    if (cumulative.length !== buckets.length) {
      throw new RangeError(`buckets, expected ${buckets.length}, got ${cumulative.length}`);
    }
    for (let b = 0; b < buckets.length; b++) {
      const amount = cumulative[b];
      if (amount >= released[b] && amount <= allocated[b] && typeof amount === 'bigint') continue;
      throw new RangeError(
        `bucket "${buckets[b].id}", expected ${released[b]} to ${allocated[b]}, got ${String(amount)}`,
      );
    }
    const before = books.releasedSum;
    for (let b = 0; b < buckets.length; b++) {
      if (cumulative[b] !== released[b]) this.free(b, cumulative[b] - released[b]);
    }
    if (books.releasedSum !== before) assertSupply(books);
    return books.releasedSum - before;
  }

  /**
   * Claims released tokens. The penalty goes back under the schedule of a bucket, which may be of another class.
   * @param amount base units, penalty included
   * @throws RangeError for more than waits, or a penalty above the amount
   */
  claim(holder: number, amount: bigint, penalty = 0n, penaltyBucket = 0): void {
    const { books } = this;
    const from = this.account(holder, 'unlocked');
    checkHolds(books, from, amount);
    checkAmount('penalty', penalty);
    if (penalty > amount)
      throw new RangeError(`penalty, expected at most ${amount}, got ${penalty}`);
    if (penalty > 0n) {
      checkIndex('bucket', penaltyBucket, books.buckets);
      shift(books, from, accountOf(books.holders[penaltyBucket], 'locked'), penalty);
      books.allocated[penaltyBucket] += penalty;
      books.unreleased[books.holders[penaltyBucket]] += penalty;
      books.returned += penalty;
      assertLocks(books, books.holders[penaltyBucket]);
      assertSupply(books);
    }
    shift(books, from, accountOf(holder, 'liquid'), amount - penalty);
  }

  /**
   * Moves tokens between classes or states outside schedule, claims and pools: a payment, a loan, a swap with
   * a lock.
   * @throws RangeError for a guarded state, the protocol's rewards, or more than the account holds
   */
  move(from: Account, to: Account, amount: bigint): void {
    checkHolds(this.books, from, amount);
    this.checkFree(from);
    this.checkFree(to);
    shift(this.books, from, to, amount);
  }

  /** Changes the state of tokens of a class. @throws RangeError for more than the class has in the first state */
  change(change: Change, holder: number, amount: bigint): void {
    const from = CHANGES[change][0];
    const to = CHANGES[change][1];
    const account = this.account(holder, from);
    checkHolds(this.books, account, amount);
    this.checkUser(account);
    shift(this.books, account, accountOf(holder, to), amount);
  }

  /** Creates tokens outside locks. @param rule name of the rule that mints, for the record */
  mint(to: Account, amount: bigint, rule: string): void {
    const { books } = this;
    checkAmount('mint', amount);
    this.checkFree(to);
    add(books, to, amount);
    books.total += amount;
    books.minted += amount;
    books.mintedBy.set(rule, (books.mintedBy.get(rule) ?? 0n) + amount);
    assertSupply(books);
  }

  /** Destroys tokens outside locks. @param rule name of the rule that burns, for the record */
  burn(from: Account, amount: bigint, rule: string): void {
    const { books } = this;
    checkHolds(books, from, amount);
    this.checkFree(from);
    add(books, from, -amount);
    books.total -= amount;
    books.burned += amount;
    books.burnedBy.set(rule, (books.burnedBy.get(rule) ?? 0n) + amount);
    assertSupply(books);
  }

  /** Brings tokens of another chain in. @throws RangeError above the cap of the minter */
  bridgeIn(minter: number, to: Account, amount: bigint): void {
    const { books } = this;
    checkIndex('minter', minter, books.minters);
    checkAmount('bridge', amount);
    this.checkFree(to);
    const { id, cap } = books.minters[minter];
    const after = books.bridged[minter] + amount;
    if (after > cap) throw new RangeError(`minter "${id}", expected at most ${cap}, got ${after}`);
    books.bridged[minter] = after;
    books.bridgedIn += amount;
    books.total += amount;
    add(books, to, amount);
    assertSupply(books);
  }

  /** Sends tokens to another chain. @throws RangeError for more than the minter brought in */
  bridgeOut(minter: number, from: Account, amount: bigint): void {
    const { books } = this;
    checkIndex('minter', minter, books.minters);
    checkHolds(books, from, amount);
    this.checkFree(from);
    const held = books.bridged[minter];
    if (amount > held) {
      const { id } = books.minters[minter];
      throw new RangeError(`minter "${id}", expected ${amount} or more, got ${held}`);
    }
    books.bridged[minter] = held - amount;
    books.bridgedOut += amount;
    books.total -= amount;
    add(books, from, -amount);
    assertSupply(books);
  }

  /** Moves what is not released between buckets. @throws RangeError for more than is unreleased and unstaked */
  reallocate(from: number, to: number, amount: bigint): void {
    const { books } = this;
    const unreleased = this.unreleased(from);
    checkIndex('bucket', to, books.buckets);
    checkAmount('reallocation', amount);
    if (amount > unreleased) {
      const { id } = books.buckets[from];
      throw new RangeError(`bucket "${id}", expected ${amount} or more, got ${unreleased}`);
    }
    const account = accountOf(books.holders[from], 'locked');
    const target = accountOf(books.holders[to], 'locked');
    if (account !== target) checkHolds(books, account, amount);
    books.allocated[from] -= amount;
    books.allocated[to] += amount;
    books.unreleased[books.holders[from]] -= amount;
    books.unreleased[books.holders[to]] += amount;
    shift(books, account, target, amount);
    assertLocks(books, books.holders[from]);
    assertLocks(books, books.holders[to]);
  }

  /**
   * Recounts and asserts the laws 1 to 8 in O(accounts); operations assert what running sums can tell of them.
   * @throws RangeError that names the law with its figures
   */
  assertLaws(): void {
    assertLaws(this.books);
    for (let b = 0; b < this.books.audited.length; b++)
      this.books.audited[b] = this.books.released[b];
  }

  /** SHA-256 over all figures in a fixed order, as hex: law 9. */
  hash(): string {
    return ledgerHash(this.books);
  }

  /** Releases an amount that has been checked. */
  private free(bucket: number, amount: bigint): void {
    const { books } = this;
    const holder = books.holders[bucket];
    const locked = accountOf(holder, 'locked');
    books.released[bucket] += amount;
    books.releasedSum += amount;
    books.unreleased[holder] -= amount;
    const plain = amount <= books.balances[locked] ? amount : books.balances[locked];
    shift(books, locked, accountOf(holder, books.buckets[bucket].into), plain);
    if (plain !== amount) {
      shift(books, accountOf(holder, 'locked_staked'), accountOf(holder, 'staked'), amount - plain);
    }
    assertLocks(books, holder);
  }

  private checkFree(account: Account): void {
    checkIndex('account', account, this.books.balances);
    this.checkUser(account);
    if (!GUARDED.includes(stateOf(account))) return;
    const name = nameOf(this.books, account);
    throw new RangeError(`account, expected a state outside ${GUARDED.join(', ')}, got ${name}`);
  }

  private checkUser(account: Account): void {
    if (holderOf(account) !== 0) return;
    const name = nameOf(this.books, account);
    throw new RangeError(`account, expected another class than "${PROTOCOL}", got ${name}`);
  }
}
