import { cutBytes, joinBytes } from '../../../sim/kernels/bytes.ts';
import { equalBytes, merkleRoot } from '../../../sim/kernels/merkle.ts';
import { fftCode } from '../../../sim/kernels/reed-solomon/fft-code.ts';
import { commitmentRule, committedUnits, type Publish, sift } from './published.ts';
import { commitSquare, extendSquare, lineOf } from './square.ts';
import { proveWrongExtension, verifyWrongExtension, wrongExtension } from './square-fraud.ts';
import { repairSquare } from './square-repair.ts';

/** Cells of a line before extension; the protocol's squares are up to 512 wide, of shares of 512 B. */
export const SQUARE_WIDTH = 8;

/**
 * Celestia: the one unit is the whole extended square, which every node holds. A wrong extension counts as
 * noticed once its fraud proof holds before one who has the roots alone.
 */
export const publishSquare: Publish = (blob, spoil) => {
  const k = SQUARE_WIDTH;
  const side = 2 * k;
  const code = fftCode(k, k);
  const cells = committedUnits(extendSquare(code, cutBytes(blob, k * k)), spoil);
  const roots = commitSquare(cells, commitmentRule);
  return {
    units: [joinBytes(cells)],
    read(answers) {
      const { held, refused } = sift(answers, 1, ({ bytes }) => {
        const answered = cutBytes(bytes, side * side);
        return roots.rows.every((root, index) =>
          equalBytes(root, merkleRoot(lineOf(answered, { axis: 'row', index }), commitmentRule)),
        );
      });
      if (held[0] === undefined) return { outcome: 'unavailable', refused };
      const square = cutBytes(held[0], side * side);
      const line = wrongExtension(code, square, roots, commitmentRule);
      if (line !== undefined) {
        const fraud = proveWrongExtension(code, square, line, commitmentRule);
        if (!verifyWrongExtension(code, fraud, roots, commitmentRule))
          throw new Error(`fraud proof of ${line.axis} ${line.index}, expected to hold, does not`);
        return { outcome: 'wrong encoding', refused };
      }
      const data = square.filter((_, i) => i % side < k && i < k * side);
      return { outcome: 'recovered', refused, blob: joinBytes(data).slice(0, blob.length) };
    },
    // Any loss below (k + 1)^2 cells is repaired; k + 1 rows by k + 1 columns are not.
    repairs(stream) {
      const without = (lost: (place: number) => boolean) =>
        repairSquare(
          code,
          cells.map((cell, place) => (lost(place) ? undefined : cell)),
          roots,
          commitmentRule,
        );
      const some = new Set(stream.sample((k + 1) * (k + 1) - 1, side * side));
      const repaired = without((place) => some.has(place));
      const stuck = without((place) => place % side <= k && place <= k * side + k);
      return (
        stuck.outcome === 'stuck' &&
        repaired.outcome === 'repaired' &&
        repaired.cells.every((cell, place) => equalBytes(cell, cells[place]))
      );
    },
  };
};
