import type { Streams } from '../../sim/random.ts';

/** Equal shares of the stake that sum to 1, or one validator with `largest` and the rest equal. */
export function stakeShares(validators: number, largest: number | null): number[] {
  if (largest === null || validators === 1) {
    return new Array<number>(validators).fill(1 / validators);
  }
  const others = (1 - largest) / (validators - 1);
  return Array.from({ length: validators }, (_, i) => (i === 0 ? largest : others));
}

/** A share of the validators, rounded, drawn without regard to stake. */
export function drawValidators(
  validators: number,
  share: number,
  streams: Streams,
  name: string,
): ReadonlySet<number> {
  const count = Math.round(share * validators);
  return new Set(count === 0 ? [] : streams.stream(name).sample(count, validators));
}
