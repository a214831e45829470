import type { Tick } from '../../../sim/time.ts';
import { acknowledge, fund, openLedger, PROVIDERS_MOST, withdraw } from './accounts.ts';
import { tabOf } from './bills.ts';
import { type Books, ledgerOf, TOKEN } from './books.ts';
import type { Desk, Failure } from './desk.ts';
import type { Provider } from './provider.ts';

export interface RouterSetup {
  readonly books: Books;
  readonly providers: readonly Provider[];
  readonly users: number;
  /** Base units of each user. */
  readonly deposit: bigint;
  /** Base units that go to a provider at a time. */
  readonly transfer: bigint;
  /** A provider that failed is left out for this long. */
  readonly probe: Tick;
  readonly now: () => Tick;
}

/**
 * One balance for each user, and one account on the chain that pays for all of them: round robin over the
 * providers that are taken to be healthy, and the next one when one fails. Source: 0g-da-chain-compute 3.1,
 * point 8; that the router is one user of the contract is our reading of "one balance".
 */
export class RouterDesk implements Desk {
  private readonly setup: RouterSetup;
  /** Base units of each user, and what of it is set aside. */
  private readonly balances: bigint[];
  private readonly reserved: bigint[];
  private readonly providers: readonly Provider[];
  /** Left out until then. */
  private readonly suspended = new Map<Provider, number>();
  private readonly account: number;
  private turn = 0;

  constructor(setup: RouterSetup) {
    const { books, users, deposit } = setup;
    this.setup = setup;
    this.account = users;
    this.balances = Array.from({ length: users }, () => deposit);
    this.reserved = Array.from({ length: users }, () => 0n);
    this.providers = setup.providers.slice(0, PROVIDERS_MOST);
    openLedger(books, this.account, deposit * BigInt(users));
  }

  payer(): number {
    return this.account;
  }

  next(_user: number, tried: ReadonlySet<number>): Provider | undefined {
    const { providers, suspended } = this;
    const now = this.setup.now();
    for (let step = 0; step < providers.length; step++) {
      const at = (this.turn + step) % providers.length;
      const provider = providers[at];
      if (provider.state === 'removed' || tried.has(provider.number)) continue;
      if ((suspended.get(provider) ?? 0) > now) continue;
      this.turn = at + 1;
      return provider;
    }
    return undefined;
  }

  secure(user: number, provider: Provider): boolean {
    const { books, transfer } = this.setup;
    if (this.balances[user] - this.reserved[user] < provider.reserve) return false;
    const ledger = ledgerOf(books, this.account);
    for (;;) {
      const account = ledger.accounts.inference.get(provider.number);
      if (account !== undefined && account.signer !== provider.signer)
        acknowledge(books, this.account, 'inference', provider.number);
      if (account !== undefined && provider.covers(this.account, account)) return true;
      const amount = ledger.free < transfer ? ledger.free : transfer;
      if (amount < TOKEN) return false;
      fund(books, this.account, 'inference', [{ provider: provider.number, amount }]);
    }
  }

  failed(_user: number, provider: Provider, failure: Failure): void {
    if (failure === 'attestation' || failure === 'rejected')
      this.suspended.set(provider, Number.POSITIVE_INFINITY);
    else if (failure === 'offline' || failure === 'lost')
      this.suspended.set(provider, this.setup.now() + this.setup.probe);
  }

  reserve(user: number, amount: bigint): void {
    this.reserved[user] += amount;
  }

  charge(user: number, fee: bigint): void {
    this.balances[user] -= fee;
  }

  /** What is not set aside leaves at once, as far as the router has it at hand. */
  drain(user: number): void {
    const { books } = this.setup;
    const { free } = ledgerOf(books, this.account);
    const left = this.balances[user] - this.reserved[user];
    const amount = left < free ? left : free;
    if (amount <= 0n) return;
    this.balances[user] -= amount;
    withdraw(books, this.account, amount);
  }

  takeBack(user: number): void {
    this.drain(user);
  }

  /**
   * What users have at the router, and what it owes for them, is what it has on the chain.
   * @throws RangeError with both sides
   */
  check(): void {
    const { free, accounts } = ledgerOf(this.setup.books, this.account);
    let has = free;
    for (const { balance } of accounts.inference.values()) has += balance;
    let owes = this.balances.reduce((sum, balance) => sum + balance, 0n);
    for (const { bills } of this.setup.providers) {
      const { owed, unverified } = tabOf(bills, this.account);
      owes += owed + unverified;
    }
    if (has !== owes) throw new RangeError(`router, expected ${owes} on the chain, got ${has}`);
  }
}
