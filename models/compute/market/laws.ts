import { type Books, type ServiceKind, spendable } from './books.ts';

/*
 * What holds after every operation of the contract. The books keep running sums, so that an operation can
 * assert the laws without counting all accounts; `assertLaws` counts them again.
 */

const KINDS: readonly ServiceKind[] = ['inference', 'fine-tuning'];

function equal(law: string, expected: bigint, got: bigint): void {
  if (expected !== got) throw new RangeError(`${law}, expected ${expected}, got ${got}`);
}

function atLeastZero(what: string, amount: bigint): void {
  if (amount < 0n) throw new RangeError(`${what}, expected 0 or more, got ${amount}`);
}

/**
 * Custody: what users brought is free, held for providers, paid to them or taken back. Stakes: what providers
 * brought is staked, went back or was lost.
 * @throws RangeError with the law and its two sides
 */
export function assertCustody({ sums }: Books): void {
  const { deposited, withdrawn, free, held, paid, stakeIn, staked, stakeOut, slashed } = sums;
  equal('deposits', deposited, free + held + paid + withdrawn);
  equal('stakes', stakeIn, staked + stakeOut + slashed);
}

/**
 * The same with every account counted, and no account below zero or with more refunds than money.
 * @throws RangeError with the account or law and its two sides
 */
export function assertLaws(books: Books): void {
  assertCustody(books);
  let [free, held, paid, staked] = [0n, 0n, 0n, 0n];
  for (const [user, ledger] of books.ledgers) {
    atLeastZero(`ledger of user ${user}`, ledger.free);
    free += ledger.free;
    for (const kind of KINDS) {
      for (const [provider, account] of ledger.accounts[kind]) {
        atLeastZero(`user ${user} at provider ${provider}, spendable`, spendable(account));
        for (const { amount } of account.refunds) atLeastZero(`refund of user ${user}`, amount);
        held += account.balance;
      }
    }
  }
  for (const amount of books.income.values()) paid += amount;
  for (const kind of KINDS) for (const { stake } of books.services[kind].values()) staked += stake;
  equal('ledgers', books.sums.free, free);
  equal('sub-accounts', books.sums.held, held);
  equal('incomes', books.sums.paid, paid);
  equal('stakes held', books.sums.staked, staked);
}
