import { exp, log, normalCdf, normalQuantile } from '../../../sim/math.ts';
import type { Stream } from '../../../sim/random.ts';

/** A lognormal number of tokens, cut off at `longest`. */
export interface TokenLaw {
  /** Mean of what is left after the cut. */
  readonly mean: number;
  /** Standard deviation of the logarithm, before the cut. */
  readonly sigma: number;
  readonly longest: number;
}

/** Mean of a lognormal law with that median, cut off at `longest`. */
function meanBelow(median: number, { sigma, longest }: TokenLaw): number {
  const z = log(longest / median) / sigma;
  return (median * exp((sigma * sigma) / 2) * normalCdf(z - sigma)) / normalCdf(z);
}

/**
 * The median before the cut that gives a law its mean, by bisection.
 * @throws RangeError unless the mean is above 0 and below half of `longest`
 */
export function medianOf(law: TokenLaw): number {
  const { mean, longest } = law;
  if (!(mean > 0 && mean < longest / 2)) {
    throw new RangeError(`mean, expected above 0 and below ${longest / 2} tokens, got ${mean}`);
  }
  let low = 0;
  let high = longest;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (meanBelow(middle, law) < mean) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Tokens of `count` prompts or answers. They are scaled to the mean of the law, as published totals are those of
 * one sample and not of a law; each is 2 or more, as the time between tokens needs two.
 */
export function drawTokens(stream: Stream, count: number, law: TokenLaw): number[] {
  const median = medianOf(law);
  const share = normalCdf(log(law.longest / median) / law.sigma);
  const drawn = Array.from(
    { length: count },
    () => median * exp(law.sigma * normalQuantile((1 - stream.uniform()) * share)),
  );
  const scale = (law.mean * count) / drawn.reduce((sum, tokens) => sum + tokens, 0);
  return drawn.map((tokens) => Math.max(2, Math.round(tokens * scale)));
}
