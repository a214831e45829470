import { expect, it } from 'vitest';
import { range } from './chain-run.ts';
import { faultOfChain } from './random-chain.ts';

// More seeds in test/heavy.
it.each(range(0, 4))(
  'a chain under random faults is in order again once they are over, seed %i',
  (seed) => {
    expect(faultOfChain(seed)).toBeUndefined();
  },
);
