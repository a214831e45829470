import { acknowledge, fund, openLedger } from '../../../../models/compute/market/accounts.ts';
import { type Books, createBooks, TOKEN } from '../../../../models/compute/market/books.ts';
import { type SettlementItem, signClaim } from '../../../../models/compute/market/settlement.ts';
import { acknowledgeSigner, register } from '../../../../models/compute/market/stake.ts';

/** Amounts in millitokens. */
export const milli = (amount: number): bigint => (BigInt(amount) * TOKEN) / 1000n;

/** Provider 7 with signer 70, and users 0, 1, ... with 10 tokens, `held` of them at the provider. */
export function marketOf(users: number, held = 2000): Books {
  const books = createBooks();
  register(books, 'inference', 7, 100n * TOKEN, 70);
  acknowledgeSigner(books, 'inference', 7);
  for (let user = 0; user < users; user++) {
    openLedger(books, user, 10n * TOKEN);
    fund(books, user, 'inference', [{ provider: 7, amount: milli(held) }]);
    acknowledge(books, user, 'inference', 7);
  }
  return books;
}

/** An item that nothing is wrong with; `fee` in millitokens. */
export function item(user: number, nonce: number, fee: number): SettlementItem {
  return signClaim({ requests: 'r', nonce, provider: 7, user, fee: milli(fee) }, 70);
}
