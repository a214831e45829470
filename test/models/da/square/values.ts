import type { SquareValues } from '../../../../models/da/square/parameters.ts';

/** A small square in base units: rates in B/s, times in ticks of 100 ns. */
export function squareValues(changed: Partial<SquareValues> = {}): SquareValues {
  return {
    nodes: 24,
    size: 16,
    segment: 500,
    chi: 2,
    degree: 4,
    copies: 1,
    order: 'rows',
    builder: 1_000_000,
    classes: [
      { name: 'home', share: 3, up: 150_000, down: 1e9, validators: 1 },
      { name: 'staker', share: 1, up: 1_000_000, down: 1e9, validators: 40 },
    ],
    step: 500_000,
    latencyMin: 0,
    latencyMax: 0,
    enough: true,
    withholding: 'random',
    withhold: 0,
    failures: 0,
    ...changed,
  };
}
