import { digest } from '../../../sim/engine/certificate.ts';
import type { Books } from './books.ts';

const FORMAT = 'droptower ledger 1';

const line = (name: string, ...values: readonly (bigint | string)[]): string =>
  `${name} ${values.join(' ')}\n`;

const byName = (sums: ReadonlyMap<string, bigint>): string[] =>
  [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sum]) => `${JSON.stringify(name)}=${sum}`);

const ids = (list: readonly { readonly id: string }[]): string =>
  JSON.stringify(list.map(({ id }) => id));

/** SHA-256 of names and figures in the order of the genesis, as hex; equal books have equal hashes. */
export function ledgerHash(books: Books): string {
  const { rewards } = books;
  return digest(
    [
      `${FORMAT}\n`,
      line('classes', ids(books.classes)),
      line('buckets', ids(books.buckets)),
      line('minters', ids(books.minters)),
      line('facilities', ids(books.facilities)),
      line('supply', books.genesis, books.total, books.minted, books.burned),
      line('bridge', books.bridgedIn, books.bridgedOut, ...books.bridged),
      line('balances', ...books.balances),
      line('allocated', ...books.allocated),
      line('released', ...books.released),
      line('returned', books.returned),
      line('minted', ...byName(books.mintedBy)),
      line('burned', ...byName(books.burnedBy)),
      line('rewards', rewards.minted, rewards.fees, rewards.paid, rewards.tax),
      line('divided', rewards.commission, rewards.divided, rewards.native, rewards.restaked),
      line('usd', books.usdIn, books.usdOut, ...books.cash),
      line('pools', ...books.poolCash),
      line('virtual', ...books.virtualTokens, ...books.virtualCash),
      line('drawn', ...books.drawn),
    ].join(''),
  );
}
