import { type Books, type ServiceKind, type SubAccount, spendable } from './books.ts';
import { assertCustody } from './laws.ts';
import { cancelRefunds } from './refunds.ts';

/*
 * Providers collect what users owe: totals that the provider's trusted environment signed, many users to a
 * transaction, one transfer to the provider at its end. Source: 0g-da-chain-compute 3.1, point 5.
 */

/** Items of one transaction. */
export const ITEMS_MOST = 50;

/** How an item ended; the number is the contract's. */
export const STATUSES = [
  'success',
  'partial',
  'provider mismatch',
  'no TEE signer',
  'bad nonce',
  'bad signature',
] as const;

export type SettlementStatus = (typeof STATUSES)[number];

/** What a provider claims from a user. */
export interface Claim {
  /** Hash of the requests that it is for. */
  readonly requests: string;
  readonly nonce: number;
  readonly provider: number;
  readonly user: number;
  /** Base units. */
  readonly fee: bigint;
}

export interface SettlementItem extends Claim {
  readonly signature: { readonly signer: number; readonly digest: string };
}

export interface ItemResult {
  readonly status: SettlementStatus;
  /** Base units that the user paid. */
  readonly paid: bigint;
}

/** Stands for the hash of the typed data (EIP-712): equal for equal claims and for no others. */
export function claimDigest({ requests, nonce, provider, user, fee }: Claim): string {
  return `${requests}/${nonce}/${provider}/${user}/${fee}`;
}

/** A claim as the trusted environment with that key hands it out. */
export function signClaim(claim: Claim, signer: number): SettlementItem {
  return { ...claim, signature: { signer, digest: claimDigest(claim) } };
}

/** @returns the account that pays, or why there is none; the order of the checks is the contract's */
function payer(
  books: Books,
  kind: ServiceKind,
  sender: number,
  item: SettlementItem,
): SubAccount | SettlementStatus {
  if (item.provider !== sender) return 'provider mismatch';
  const service = books.services[kind].get(sender);
  const account = books.ledgers.get(item.user)?.accounts[kind].get(sender);
  const signer = service?.signerAcknowledged === true ? service.signer : null;
  if (account === undefined || signer === null || account.signer !== signer) return 'no TEE signer';
  if (item.nonce <= account.nonce) return 'bad nonce';
  const { signature } = item;
  if (signature.signer !== signer || signature.digest !== claimDigest(item)) return 'bad signature';
  return account;
}

/**
 * One settlement transaction. An item that fails leaves its user as it was and does not stop the others. One
 * whose user has too little takes what is there, refunds that are still locked included, and uses up its nonce.
 * @param sender provider that sends it
 * @returns an outcome for every item, and the one transfer to the provider, base units
 * @throws RangeError for more than 50 items or a fee that is not above 0
 */
export function settle(
  books: Books,
  kind: ServiceKind,
  sender: number,
  items: readonly SettlementItem[],
): { readonly results: readonly ItemResult[]; readonly transfer: bigint } {
  if (items.length > ITEMS_MOST)
    throw new RangeError(`items, expected at most ${ITEMS_MOST}, got ${items.length}`);
  const free = items.find(({ fee }) => fee <= 0n);
  if (free !== undefined) throw new RangeError(`fee, expected more than 0, got ${free.fee}`);
  let transfer = 0n;
  const results = items.map((item): ItemResult => {
    const account = payer(books, kind, sender, item);
    if (typeof account === 'string') return { status: account, paid: 0n };
    account.nonce = item.nonce;
    cancelRefunds(account, item.fee);
    const most = spendable(account);
    const paid = most < item.fee ? most : item.fee;
    account.balance -= paid;
    transfer += paid;
    return { status: paid === item.fee ? 'success' : 'partial', paid };
  });
  books.sums.held -= transfer;
  books.sums.paid += transfer;
  books.income.set(sender, (books.income.get(sender) ?? 0n) + transfer);
  assertCustody(books);
  return { results, transfer };
}
