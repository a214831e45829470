import { cutBytes, joinBytes } from '../../../sim/kernels/bytes.ts';
import { equalBytes, merkleRoot } from '../../../sim/kernels/merkle.ts';
import { fftCode } from '../../../sim/kernels/reed-solomon/fft-code.ts';
import { changedBytes, commitmentRule, type Publish, sift } from './published.ts';
import { blobsFromColumns, columnOf, extendRows, peerDasRow } from './rows.ts';
import { commitShares, verifyShare } from './withholding.ts';

/** Blobs of a block: what is published is cut into as many rows, so that cells are smaller than the protocol's. */
export const PEERDAS_BLOBS = 4;

/** Ethereum's PeerDAS: a unit is a column of all blobs of a block; each blob has a root over its cells. */
export const publishColumns: Publish = (block, spoil) => {
  const { cells, extended } = peerDasRow;
  const code = fftCode(cells, extended - cells);
  const blobs = cutBytes(block, PEERDAS_BLOBS, cells);
  const rows = extendRows(code, blobs);
  if (spoil !== null) {
    const row = rows[spoil.below(PEERDAS_BLOBS)];
    const cell = spoil.below(extended);
    row[cell] = changedBytes(row[cell], spoil);
  }
  const commitments = rows.map((row) => commitShares(row, commitmentRule));
  return {
    units: Array.from({ length: extended }, (_, index) => joinBytes(columnOf(rows, index))),
    read(answers) {
      const { held, distinct, refused } = sift(answers, extended, ({ unit, bytes }) =>
        cutBytes(bytes, PEERDAS_BLOBS).every((cell, row) => {
          const { root, shares } = commitments[row];
          return verifyShare(code, root, { ...shares[unit], bytes: cell }, commitmentRule);
        }),
      );
      if (distinct < code.data) return { outcome: 'unavailable', refused };
      const columns = held.map((column) => column && cutBytes(column, PEERDAS_BLOBS));
      const found = blobsFromColumns(code, columns);
      const coded = extendRows(code, found).every((row, i) =>
        equalBytes(merkleRoot(row, commitmentRule), commitments[i].root),
      );
      if (!coded) return { outcome: 'wrong encoding', refused };
      return { outcome: 'recovered', refused, blob: joinBytes(found).slice(0, block.length) };
    },
  };
};
