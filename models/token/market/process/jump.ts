import { exp } from '../../../../sim/math.ts';
import type { Stream } from '../../../../sim/random.ts';
import type { ProcessValues } from '../parameters.ts';
import { bounded, Diffusion, type PricePath, type PriceProcess, YEAR_DAYS } from './process.ts';

/** Poisson count by inversion of one uniform draw. */
export function poisson(stream: Stream, mean: number): number {
  const u = stream.uniform();
  let term = exp(-mean);
  let sum = term;
  let count = 0;
  while (u >= sum && term > 0) {
    count++;
    term *= mean / count;
    sum += term;
  }
  return count;
}

/** Diffusion times lognormal jumps, less their mean, so that the drift stays that of the mean. */
class JumpDiffusion implements PricePath {
  private readonly diffusion: Diffusion;
  private readonly jumps: Stream;
  private readonly values: ProcessValues;
  /** Mean relative jump. */
  private readonly mean: number;
  private jumped = 1;

  constructor(values: ProcessValues, diffusion: Diffusion, jumps: Stream) {
    const { jumpMean, jumpDeviation } = values;
    this.values = values;
    this.diffusion = diffusion;
    this.jumps = jumps;
    this.mean = exp(jumpMean + (jumpDeviation * jumpDeviation) / 2) - 1;
  }

  get price(): number {
    return this.diffusion.price * this.jumped;
  }

  get index(): number {
    return this.diffusion.index;
  }

  step(days: number): void {
    this.diffusion.step(days);
    const { jumpsPerYear, jumpMean, jumpDeviation } = this.values;
    const expected = (jumpsPerYear * days) / YEAR_DAYS;
    const count = poisson(this.jumps, expected);
    const size = this.jumps.normal(count * jumpMean, Math.sqrt(count) * jumpDeviation);
    this.jumped = bounded(this.jumped * exp(size - expected * this.mean));
  }
}

export const jump: PriceProcess = {
  name: 'jump',
  about: 'Geometric Brownian motion with lognormal jumps at random times',
  status: 'estimate',
  source: 'token-economics 13.3 names the law',
  open: (values, streams) =>
    new JumpDiffusion(values, new Diffusion(values, streams), streams.jumps),
};
