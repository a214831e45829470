import {
  type Account,
  accountOf,
  type Books,
  checkAmount,
  checkHolds,
  checkIndex,
  holderOf,
  indexOf,
  nameOf,
  poolProduct,
  shift,
  stateOf,
} from './books.ts';
import { assertCash } from './running.ts';

/*
 * Dollars of the holder classes, in micro-dollars, and what they buy. A class may run one pool of tokens and
 * dollars; only the operations here touch it.
 */

/** Part of the ledger; refusals are RangeErrors and change nothing. */
export class CashBook {
  private readonly books: Books;

  constructor(books: Books) {
    this.books = books;
  }

  /** Number of a facility. @throws RangeError for an unknown one */
  facility(id: string): number {
    return indexOf('facility', this.books.facilities, id);
  }

  /** Micro-dollars of a class outside its pool. @throws RangeError for a class that is not there */
  of(holder: number): bigint {
    checkIndex('holder class', holder, this.books.cash);
    return this.books.cash[holder];
  }

  /** Dollars that enter the model: demand, a raise. */
  deposit(holder: number, usd: bigint): void {
    checkIndex('holder class', holder, this.books.cash);
    checkAmount('deposit', usd);
    this.books.cash[holder] += usd;
    this.books.usdIn += usd;
    this.books.usd += usd;
    assertCash(this.books);
  }

  /** Dollars that leave the model: spending, profit taken. */
  withdraw(holder: number, usd: bigint): void {
    this.checkCash(holder, usd);
    this.books.cash[holder] -= usd;
    this.books.usdOut += usd;
    this.books.usd -= usd;
    assertCash(this.books);
  }

  pay(from: number, to: number, usd: bigint): void {
    checkIndex('holder class', to, this.books.cash);
    this.checkCash(from, usd);
    this.transfer(from, to, usd);
  }

  /** Tokens of a seller against dollars of a buyer. @param to where the buyer wants them, perhaps under a lock */
  trade(from: Account, to: Account, tokens: bigint, usd: bigint): void {
    const { books } = this;
    checkHolds(books, from, tokens);
    checkIndex('account', to, books.balances);
    this.checkTradable(from);
    this.checkTradable(to);
    this.checkCash(holderOf(to), usd);
    shift(books, from, to, tokens);
    this.transfer(holderOf(to), holderOf(from), usd);
  }

  /** A trade under a commitment to buy. @throws RangeError above the commitment (law 7) */
  draw(facility: number, from: Account, to: Account, tokens: bigint, usd: bigint): void {
    const { books } = this;
    checkIndex('facility', facility, books.facilities);
    checkAmount('draw', usd);
    const { id, commitment } = books.facilities[facility];
    const drawn = books.drawn[facility] + usd;
    if (drawn > commitment) {
      throw new RangeError(`facility "${id}", expected at most ${commitment} drawn, got ${drawn}`);
    }
    this.trade(from, to, tokens, usd);
    books.drawn[facility] = drawn;
  }

  addLiquidity(pool: number, tokens: bigint, usd: bigint): void {
    const { books } = this;
    this.checkCash(pool, usd);
    const from = accountOf(pool, 'liquid');
    checkHolds(books, from, tokens);
    this.settle(pool, from, tokens, pool, -usd);
  }

  removeLiquidity(pool: number, tokens: bigint, usd: bigint): void {
    this.checkPool(pool, tokens, usd);
    this.settle(pool, accountOf(pool, 'liquid'), -tokens, pool, usd);
  }

  /** Sets the virtual reserves of a pool, which its product counts; a trade never pays them out. */
  concentrate(pool: number, tokens: bigint, usd: bigint): void {
    const { books } = this;
    checkIndex('holder class', pool, books.classes);
    checkAmount('virtual tokens', tokens);
    checkAmount('virtual dollars', usd);
    books.virtualTokens[pool] = tokens;
    books.virtualCash[pool] = usd;
    books.poolProduct[pool] = poolProduct(books, pool);
  }

  /** Liquid tokens of a trader for dollars of a pool. @throws RangeError when the product would fall (law 7) */
  sellToPool(trader: number, pool: number, tokens: bigint, usd: bigint): void {
    checkIndex('holder class', trader, this.books.classes);
    this.checkPool(pool, 0n, usd);
    checkHolds(this.books, accountOf(trader, 'liquid'), tokens);
    this.checkProduct(pool, tokens, -usd);
    this.settle(pool, accountOf(trader, 'liquid'), tokens, trader, usd);
  }

  /** Tokens of a pool for dollars of a trader. @throws RangeError when the product would fall (law 7) */
  buyFromPool(trader: number, pool: number, tokens: bigint, usd: bigint): void {
    this.checkCash(trader, usd);
    this.checkPool(pool, tokens, 0n);
    this.checkProduct(pool, -tokens, usd);
    this.settle(pool, accountOf(trader, 'liquid'), -tokens, trader, -usd);
  }

  /** Tokens go into the pool, dollars out of it; either may be below 0. All has been checked. */
  private settle(pool: number, other: Account, tokens: bigint, trader: number, usd: bigint): void {
    const { books } = this;
    const account = accountOf(pool, 'pool');
    shift(books, other, account, tokens);
    books.poolCash[pool] -= usd;
    books.cash[trader] += usd;
    books.poolProduct[pool] = poolProduct(books, pool);
  }

  private transfer(from: number, to: number, usd: bigint): void {
    this.books.cash[from] -= usd;
    this.books.cash[to] += usd;
  }

  private checkCash(holder: number, usd: bigint): void {
    const { cash, classes } = this.books;
    checkIndex('holder class', holder, cash);
    checkAmount('dollars', usd);
    if (cash[holder] >= usd) return;
    throw new RangeError(`${classes[holder].id}.usd, expected ${usd} or more, got ${cash[holder]}`);
  }

  private checkPool(pool: number, tokens: bigint, usd: bigint): void {
    const { poolCash, classes } = this.books;
    checkIndex('holder class', pool, classes);
    checkHolds(this.books, accountOf(pool, 'pool'), tokens);
    checkAmount('dollars', usd);
    if (poolCash[pool] >= usd) return;
    throw new RangeError(
      `${classes[pool].id}.pool usd, expected ${usd} or more, got ${poolCash[pool]}`,
    );
  }

  private checkProduct(pool: number, tokens: bigint, usd: bigint): void {
    const before = this.books.poolProduct[pool];
    const after = poolProduct(this.books, pool, tokens, usd);
    if (after >= before) return;
    const { id } = this.books.classes[pool];
    throw new RangeError(`product of pool "${id}", expected ${before} or more, got ${after}`);
  }

  private checkTradable(account: Account): void {
    const state = stateOf(account);
    const free = state === 'liquid' || state === 'treasury' || state === 'contract_locked';
    if (free && holderOf(account) !== 0) return;
    const name = nameOf(this.books, account);
    throw new RangeError(
      `trade, expected liquid, treasury or contract_locked of a holder, got ${name}`,
    );
  }
}
