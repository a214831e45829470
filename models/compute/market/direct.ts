import type { Stream } from '../../../sim/random.ts';
import type { Tick } from '../../../sim/time.ts';
import { acknowledge, fund, openLedger, PROVIDERS_MOST, withdraw } from './accounts.ts';
import { type Books, ledgerOf, spendable, TOKEN } from './books.ts';
import type { Desk, Failure } from './desk.ts';
import type { Provider } from './provider.ts';
import { requestRefund, takeRefunds } from './refunds.ts';

export interface DirectSetup {
  readonly books: Books;
  readonly providers: readonly Provider[];
  readonly users: number;
  /** Base units with which each user opens a ledger. */
  readonly deposit: bigint;
  /** Base units that go to a provider at a time. */
  readonly transfer: bigint;
  readonly lockTime: Tick;
  /** Weight of each provider when a user chooses. */
  readonly weights: readonly number[];
  /** Of one user. */
  readonly choices: (user: number) => Stream;
}

/** Each user has a ledger, picks a provider, and leaves it only when it fails. */
export class DirectDesk implements Desk {
  private readonly setup: DirectSetup;
  private readonly chosen: (Provider | undefined)[] = [];
  /** Providers that a user saw cheat. */
  private readonly shunned = new Map<number, Set<Provider>>();

  constructor(setup: DirectSetup) {
    this.setup = setup;
    const { books, users, deposit } = setup;
    for (let user = 0; user < users; user++) openLedger(books, user, deposit);
  }

  payer(user: number): number {
    return user;
  }

  next(user: number, tried: ReadonlySet<number>): Provider | undefined {
    if (tried.size > 0) return undefined;
    const chosen = this.chosen[user];
    if (chosen === undefined || chosen.state === 'removed')
      this.chosen[user] = this.choose(user, chosen ?? null);
    return this.chosen[user];
  }

  secure(user: number, provider: Provider): boolean {
    const { books, transfer } = this.setup;
    const ledger = ledgerOf(books, user);
    const accounts = ledger.accounts.inference;
    for (;;) {
      const account = accounts.get(provider.number);
      if (account !== undefined && account.signer !== provider.signer)
        acknowledge(books, user, 'inference', provider.number);
      if (account !== undefined && provider.covers(user, account)) return true;
      const amount = ledger.free < transfer ? ledger.free : transfer;
      if (amount < TOKEN) return false;
      if (account === undefined && accounts.size >= PROVIDERS_MOST) return false;
      fund(books, user, 'inference', [{ provider: provider.number, amount }]);
    }
  }

  failed(user: number, provider: Provider, failure: Failure): void {
    const cheated = failure === 'attestation' || failure === 'rejected';
    if (cheated) {
      const shunned = this.shunned.get(user) ?? new Set();
      this.shunned.set(user, shunned.add(provider));
    }
    if (!cheated && failure !== 'offline') return;
    if (this.chosen[user] === provider) this.chosen[user] = this.choose(user, provider);
  }

  reserve(): void {}

  charge(): void {}

  drain(user: number, now: Tick): void {
    const { books } = this.setup;
    const { free, accounts } = ledgerOf(books, user);
    if (free > 0n) withdraw(books, user, free);
    for (const [provider, account] of accounts.inference) {
      const amount = spendable(account);
      if (amount > 0n) requestRefund(books, user, 'inference', provider, amount, now);
    }
  }

  takeBack(user: number, now: Tick): void {
    const { books, lockTime } = this.setup;
    const ledger = ledgerOf(books, user);
    for (const provider of ledger.accounts.inference.keys())
      takeRefunds(books, user, 'inference', provider, now, lockTime);
    if (ledger.free > 0n) withdraw(books, user, ledger.free);
  }

  check(): void {}

  /** Draws one by weight among those that the user does not shun, another than `left`. */
  private choose(user: number, left: Provider | null): Provider | undefined {
    const { providers, weights, choices } = this.setup;
    const shunned = this.shunned.get(user);
    const open = providers.filter(
      (each) => each !== left && each.state !== 'removed' && shunned?.has(each) !== true,
    );
    if (open.length === 0) return undefined;
    return open[choices(user).weighted(open.map(({ number }) => weights[number]))];
  }
}
