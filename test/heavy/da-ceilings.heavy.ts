/** The ceilings of every availability layer, over more seeds than `npm test` has time for. */
import { describe, it } from 'vitest';
import { layerNames } from '../../models/da/layer-names.ts';
import { ceilingSettings, expectBelowCeiling } from '../models/da/ceilings.ts';

describe('throughput stays below the closed form', () => {
  it.each(layerNames)(
    '%s, seeds 1 to 6',
    (layer) => {
      for (const set of ceilingSettings)
        for (let seed = 1; seed <= 6; seed++) expectBelowCeiling(layer, set, seed);
    },
    600_000,
  );
});
