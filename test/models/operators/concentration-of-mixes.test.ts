import { describe, expect, it } from 'vitest';
import {
  breakdown,
  CAPTURE,
  HALT,
  haltProbability,
  nakamoto,
} from '../../../models/operators/concentration.ts';
import { providerMix } from '../../../models/operators/mixes.ts';
import { outageCounts } from '../../../models/operators/outages.ts';
import { placeNodes } from '../../../models/operators/placement.ts';
import { Streams } from '../../../sim/random.ts';

const providersOf = (mix: string, nodes: number) =>
  breakdown(
    placeNodes(providerMix(mix), nodes, new Streams(mix, 0).stream('placement')).map(
      ({ provider }) => provider,
    ),
  );

describe('placed nodes', () => {
  it.each([
    // Percent: 25 + 15 halts, with 12, 10 and 7 it is 69.
    ['0g-estimate', 2, 5],
    // 50 halts, 50 + 15 + 4.1 captures.
    ['ethereum-2022', 1, 3],
    // 27.5 + 10.8 halts; 27.5 + 10.8 + 10.5 + 4.7 + 4.7 + 4.4 + 3.4 = 66.0, with one of 1 % it is 67.
    ['cosmos-peers', 2, 8],
  ] as const)('of %s halt by %d providers and are captured by %d', (mix, halt, capture) => {
    const owners = providersOf(mix, 1000);
    expect(nakamoto(owners, HALT)).toBe(halt);
    expect(nakamoto(owners, CAPTURE)).toBe(capture);
  });

  it('halt in a random outage as often as the one large provider fails', () => {
    // Six named providers and 19 small ones, of which one has a third.
    const owners = providersOf('ethereum-2022', 1000);
    expect(haltProbability(owners)).toBeCloseTo(1 / 25, 12);
    // One more than the recorded failures of control: 4 for AWS, 2 for Google, 1 for the 23 others.
    const counts = outageCounts('control');
    const rate = (owner: string) => 1 + (counts.get(owner) ?? 0);
    expect(haltProbability(owners, HALT, rate)).toBeCloseTo(4 / 29, 12);
  });
});
