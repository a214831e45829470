import { pow } from '../../../../sim/math.ts';
import type { ImpactValues } from '../parameters.ts';
import { checkPositive, type ImpactModel, type ImpactPath, limited } from './impact.ts';

/**
 * Relative price change right after a trade: Y x volatility x sqrt(tokens / daily volume), with the sign of
 * the flow. Source: token-economics 13.3; Donier and Bonart, arXiv 1412.4503.
 * @throws RangeError unless the volume is above 0
 */
export function rootImpact(y: number, volatility: number, flow: number, volume: number): number {
  checkPositive('volume', volume);
  return Math.sign(flow) * y * volatility * Math.sqrt(Math.abs(flow) / volume);
}

/** What is left of a fleeting impact after `age` days: (1 + age / tau)^-beta. Source: token-economics 13.3. */
export function decayKernel(age: number, tau: number, beta: number): number {
  return pow(1 + age / tau, -beta);
}

/**
 * Fleeting impacts of single days add up, each with its own age. What stays follows the root of all that was
 * bought less sold, in days of volume: one order leaves its part for good, as many as it is cut into, and a
 * round trip leaves nothing. Parts of daily roots would grow with every cut.
 */
class RootPath implements ImpactPath {
  private readonly values: ImpactValues['sqrt'];
  private readonly kernel: Float64Array;
  /** Impact of the trades of a day, at `day % size` and again a size later: the past of a day is one stretch. */
  private readonly past: Float64Array;
  /** Bought less sold so far, in days of volume. */
  private net = 0;
  private latest: number | null = null;

  constructor(values: ImpactValues['sqrt']) {
    const size = values.memory + 1;
    this.values = values;
    this.kernel = Float64Array.from({ length: size }, (_, age) =>
      decayKernel(age, values.tau, values.beta),
    );
    this.past = new Float64Array(2 * size);
  }

  price(view: Parameters<ImpactPath['price']>[0], flow: number, day: number): number {
    const { y, permanent } = this.values;
    const place = this.advance(day);
    if (flow !== 0) {
      const impact = this.past[place] + rootImpact(y, view.volatility, flow, view.volume);
      this.note(place, impact);
      this.net += flow / view.volume;
    }
    const lasting = rootImpact(y, view.volatility, this.net, 1);
    const fleeting = this.left(place);
    return view.reference * (1 + limited(permanent * lasting + (1 - permanent) * fleeting));
  }

  private note(place: number, impact: number): void {
    this.past[place] = impact;
    this.past[place + this.kernel.length] = impact;
  }

  /** What is left of all impacts. Four sums: one alone would wait for each addition. */
  private left(place: number): number {
    const { kernel, past } = this;
    const size = kernel.length;
    const now = place + size;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let age = 0;
    for (; age + 3 < size; age += 4) {
      a += kernel[age] * past[now - age];
      b += kernel[age + 1] * past[now - age - 1];
      c += kernel[age + 2] * past[now - age - 2];
      d += kernel[age + 3] * past[now - age - 3];
    }
    for (; age < size; age++) a += kernel[age] * past[now - age];
    return a + b + (c + d);
  }

  /** Empties the places of the days since the latest one; returns that of the day. */
  private advance(day: number): number {
    const size = this.kernel.length;
    const latest = this.latest ?? day;
    if (!(Number.isSafeInteger(day) && day >= latest && day >= 0)) {
      throw new RangeError(
        `day, expected a whole number from ${Math.max(latest, 0)} on, got ${day}`,
      );
    }
    const first = Math.max(latest + 1, day - size + 1);
    for (let passed = first; passed <= day; passed++) this.note(passed % size, 0);
    this.latest = day;
    return day % size;
  }
}

export const sqrt: ImpactModel = {
  name: 'sqrt',
  about: 'Square root of the size over the daily volume; decays but for a lasting part',
  status: 'published',
  source:
    'token-economics 13.3; Donier and Bonart, arXiv 1412.4503. That what stays follows the net flow is a choice',
  open: ({ sqrt: values }) => new RootPath(values),
};
