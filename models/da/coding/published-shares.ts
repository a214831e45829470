import { cutBytes, joinBytes } from '../../../sim/kernels/bytes.ts';
import type { ErasureCode } from '../../../sim/kernels/reed-solomon/erasure-code.ts';
import { commitmentRule, committedUnits, type Publish } from './published.ts';
import { commitShares, recover } from './withholding.ts';

/**
 * One dimension: a unit is a share of one erasure code, all under one root.
 * @param granule bytes of which a share is a multiple
 */
export function sharesOf(code: ErasureCode, granule: number): Publish {
  return (blob, spoil) => {
    const data = cutBytes(blob, code.data, granule);
    const units = committedUnits([...data, ...code.encode(data)], spoil);
    const { root, shares } = commitShares(units, commitmentRule);
    return {
      units,
      read(answers) {
        const released = answers.map(({ unit, bytes }) => ({ ...shares[unit], bytes }));
        const found = recover(code, root, released, commitmentRule);
        if (found.outcome !== 'recovered') return found;
        const { outcome, refused } = found;
        return { outcome, refused, blob: joinBytes(found.data).slice(0, blob.length) };
      },
    };
  };
}
