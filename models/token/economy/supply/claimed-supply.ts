import { type Books, PLACE } from '../../ledger/books.ts';
import { type Supply, supplyOf } from '../../ledger/supply.ts';

/** The supplies; what waits to be claimed is available and does not circulate yet. */
export function claimedSupply(books: Books): Supply {
  const supply = supplyOf(books);
  const waiting = books.sums[PLACE.unlocked];
  if (waiting === 0n) return supply;
  const { circulating, freeFloat } = supply;
  return { ...supply, circulating: circulating - waiting, freeFloat: freeFloat - waiting };
}

/** Staked part of what circulates or is staked while locked; 0 before there is any. */
export function stakingRatio(books: Books): number {
  const { circulating, staked } = claimedSupply(books);
  const most = circulating + books.sums[PLACE.locked_staked];
  return most === 0n ? 0 : Number(staked) / Number(most);
}
