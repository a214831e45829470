import type { Tick } from '../../../sim/time.ts';

/*
 * The books of the serving contract: plain figures, all exact. Amounts are base units of 10^-18 token. Users and
 * providers are numbers. Who may change what is said in `accounts.ts`, `stake.ts`, `refunds.ts` and
 * `settlement.ts`; what holds after every change in `laws.ts`.
 */

/** Base units of one token. */
export const TOKEN = 1_000_000_000_000_000_000n;

export type ServiceKind = 'inference' | 'fine-tuning';

/** What a user asked back from a sub-account and may take after the lock time. */
export interface Refund {
  amount: bigint;
  readonly at: Tick;
}

/** Money of one user at one provider of one kind of service. */
export interface SubAccount {
  /** Pending refunds are a part of it. */
  balance: bigint;
  /** Nonce of the last settled item; 0 before the first. */
  nonce: number;
  /** The signer that the user acknowledged; null before. */
  signer: number | null;
  /** Oldest first. */
  refunds: Refund[];
}

export interface UserLedger {
  /** Not moved to any provider. */
  free: bigint;
  readonly accounts: Readonly<Record<ServiceKind, Map<number, SubAccount>>>;
}

/** A registered provider of one kind of service. */
export interface Service {
  readonly stake: bigint;
  /** The key born in the trusted environment that signs responses and bills; null without one. */
  signer: number | null;
  signerAcknowledged: boolean;
}

/** Running sums, base units. */
export interface Sums {
  /** From users into ledgers, and back out of them. */
  deposited: bigint;
  withdrawn: bigint;
  /** In ledgers, and in sub-accounts. */
  free: bigint;
  held: bigint;
  /** To providers. */
  paid: bigint;
  /** Stakes that came in, that are here, that went back, and that were lost. */
  stakeIn: bigint;
  staked: bigint;
  stakeOut: bigint;
  slashed: bigint;
}

export interface Books {
  readonly ledgers: Map<number, UserLedger>;
  readonly services: Readonly<Record<ServiceKind, Map<number, Service>>>;
  /** By provider: what it was paid. */
  readonly income: Map<number, bigint>;
  readonly sums: Sums;
}

/** Books in which nothing has happened. */
export function createBooks(): Books {
  return {
    ledgers: new Map(),
    services: { inference: new Map(), 'fine-tuning': new Map() },
    income: new Map(),
    sums: {
      deposited: 0n,
      withdrawn: 0n,
      free: 0n,
      held: 0n,
      paid: 0n,
      stakeIn: 0n,
      staked: 0n,
      stakeOut: 0n,
      slashed: 0n,
    },
  };
}

/** @throws RangeError for a user without a ledger */
export function ledgerOf(books: Books, user: number): UserLedger {
  const ledger = books.ledgers.get(user);
  if (ledger === undefined) throw new RangeError(`user ${user}, expected a ledger, got none`);
  return ledger;
}

/** @throws RangeError for a provider that is not registered */
export function serviceOf(books: Books, kind: ServiceKind, provider: number): Service {
  const service = books.services[kind].get(provider);
  if (service === undefined)
    throw new RangeError(`provider ${provider}, expected a registered ${kind} service, got none`);
  return service;
}

/** @throws RangeError for a user without money at that provider */
export function accountOf(
  books: Books,
  user: number,
  kind: ServiceKind,
  provider: number,
): SubAccount {
  const account = ledgerOf(books, user).accounts[kind].get(provider);
  if (account === undefined)
    throw new RangeError(`user ${user}, expected a sub-account at provider ${provider}, got none`);
  return account;
}

/** Base units of a sub-account that no refund has claimed. */
export function spendable({ balance, refunds }: SubAccount): bigint {
  return refunds.reduce((rest, { amount }) => rest - amount, balance);
}

/** @throws RangeError unless it is above 0 */
export function checkAmount(what: string, amount: bigint): void {
  if (amount <= 0n) throw new RangeError(`${what}, expected more than 0, got ${amount}`);
}
