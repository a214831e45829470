import { accountOf, type Books, PLACE } from './books.ts';

/*
 * The laws in O(1), from running sums: asserted at the end of every operation that moves their figures. The
 * recount that finds whether the sums themselves are right is `laws.ts`. What fails here is a defect of the
 * ledger and no refusal, so the books stay as they are found.
 */

function fail(law: string, what: string, expected: bigint, got: bigint): never {
  throw new RangeError(`${law}: ${what}, expected ${expected}, got ${got}`);
}

/** Laws 1, 2 and 4: total, sum of the states, what is outside locks. */
export function assertSupply(books: Books): void {
  const { sums, total } = books;
  const net = books.minted - books.burned + (books.bridgedIn - books.bridgedOut);
  if (books.genesis + net !== total) fail('law 1 (total)', 'total', books.genesis + net, total);
  const locked = sums[PLACE.locked] + sums[PLACE.locked_staked];
  let free = 0n;
  for (let place = PLACE.locked_staked + 1; place < sums.length; place++) {
    if (sums[place] !== 0n) free += sums[place];
  }
  if (locked + free !== total) fail('law 2 (balances)', 'sum of all states', total, locked + free);
  const released = books.releasedSum - books.returned + net;
  if (released !== free) fail('law 4 (circulation)', 'outside locks', released, free);
}

/** Law 3 for one class: what its buckets have not released is in its locks. */
export function assertLocks({ balances, unreleased, classes }: Books, holder: number): void {
  const held = balances[accountOf(holder, 'locked')] + balances[accountOf(holder, 'locked_staked')];
  if (held === unreleased[holder]) return;
  fail('law 3 (buckets)', `locked of "${classes[holder].id}"`, unreleased[holder], held);
}

/** Laws 5 and 8: what came in was paid or waits, and the parts of a block sum to it. */
export function assertRewards({ rewards, balances }: Books): void {
  const { minted, fees, divided, native, restaked } = rewards;
  const out = rewards.paid + rewards.tax + rewards.commission;
  const pending = balances[accountOf(0, 'contract_locked')];
  if (minted + fees !== out + pending)
    fail('law 5 (rewards)', 'rewards', minted + fees, out + pending);
  if (native + restaked !== divided)
    fail('law 8 (restaking)', 'reward shares', divided, native + restaked);
  if (out !== divided) fail('law 8 (restaking)', 'rewards paid', divided, out);
}

/** Law 6: dollars that came in and did not leave are somewhere. */
export function assertCash({ usdIn, usdOut, usd }: Books): void {
  if (usdOut + usd !== usdIn) fail('law 6 (cash)', 'dollars', usdIn, usdOut + usd);
}
