import { exp } from '../../../../sim/math.ts';
import type { Status } from '../../../../sim/parameters.ts';
import type { Stream } from '../../../../sim/random.ts';
import type { ProcessValues } from '../parameters.ts';

/** Where a price path takes its chance from; variants that share them share their draws. */
export interface PriceStreams {
  /** The market as a whole. */
  readonly index: Stream;
  /** This token alone. */
  readonly own: Stream;
  readonly jumps: Stream;
}

/** One path of a reference price beside a market index; both start at 1. */
export interface PricePath {
  readonly price: number;
  readonly index: number;
  /** Goes on by so many days, which may be a fraction. */
  step(days: number): void;
}

/** A law of exogenous prices. A new one is a file, its name in `names.ts` and a line in `processes.ts`. */
export interface PriceProcess {
  readonly name: string;
  readonly about: string;
  readonly status: Status;
  readonly source: string;
  open(values: ProcessValues, streams: PriceStreams): PricePath;
}

/** Days of the year in which drift and jump rates are given. */
export const YEAR_DAYS = 365.25;

/** Bounds of a price that starts at 1, so that figures made of it stay finite and above 0. A choice. */
const [LEAST, MOST] = [1e-12, 1e12];

/** Keeps what grows or falls by factors within bounds that no sensible price reaches. */
export function bounded(price: number): number {
  return price < LEAST ? LEAST : price > MOST ? MOST : price;
}

/**
 * Two lognormal prices whose daily shocks have the given correlation. The drift is that of the mean:
 * E(price) = exp(drift x years).
 */
export class Diffusion implements PricePath {
  price = 1;
  index = 1;
  private readonly values: ProcessValues;
  private readonly streams: PriceStreams;
  private readonly idiosyncratic: number;

  /** @throws RangeError for a correlation outside -1 to 1 */
  constructor(values: ProcessValues, streams: PriceStreams) {
    const { correlation } = values;
    if (!(correlation >= -1 && correlation <= 1)) {
      throw new RangeError(`correlation, expected -1 to 1, got ${correlation}`);
    }
    this.values = values;
    this.streams = streams;
    this.idiosyncratic = Math.sqrt(1 - correlation * correlation);
  }

  step(days: number): void {
    const { drift, volatility, indexDrift, indexVolatility, correlation } = this.values;
    const root = Math.sqrt(days);
    const common = this.streams.index.normal(0, 1);
    const own = correlation * common + this.idiosyncratic * this.streams.own.normal(0, 1);
    this.index = bounded(this.index * growth(indexDrift, indexVolatility, days, root, common));
    this.price = bounded(this.price * growth(drift, volatility, days, root, own));
  }
}

function growth(
  drift: number,
  volatility: number,
  days: number,
  root: number,
  shock: number,
): number {
  return exp(
    (drift / YEAR_DAYS - (volatility * volatility) / 2) * days + volatility * root * shock,
  );
}
