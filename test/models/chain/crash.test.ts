import { describe, expect, it } from 'vitest';
import { seconds } from '../../../sim/time.ts';
import { runChain } from './consensus/chain-run.ts';

describe('a validator without which there is no quorum', () => {
  // One of three: the others need its vote. At whatever moment of a block it goes down, its vote may be
  // on the way to its disk, to its peers, or through its processor.
  it.each([0, 1, 2])('stops the chain no longer than it is down, validator %i', (node) => {
    for (let i = 0; i < 60; i++) {
      const from = 3 + i / 100;
      const { between } = runChain({
        validators: 3,
        seconds: 12,
        seed: `s${i}`,
        faults: [
          {
            fault: 'outage',
            from: seconds(from, 'nearest'),
            to: seconds(from + 2, 'nearest'),
            nodes: [node],
          },
        ],
      });
      // One block may come from a vote that had left it. Blocks take some 0.5 s.
      expect(between(from, from + 2), `down at ${from} s`).toBeLessThanOrEqual(1);
      expect(between(from + 5, 12), `down at ${from} s`).toBeGreaterThan(3);
    }
  });
});
