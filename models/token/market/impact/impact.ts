import type { Status } from '../../../../sim/parameters.ts';
import type { ImpactValues } from '../parameters.ts';
import { bounded } from '../process/process.ts';

/*
 * How trades move a price. Chance moves the reference price, flows move the price away from it. Prices are
 * floats in USD per token; the exact money of a trade is settled in the ledger.
 */

/** The market on one day. */
export interface MarketView {
  /** Price without any flow, USD. */
  readonly reference: number;
  /** Mean daily volume, tokens. */
  readonly volume: number;
  /** Standard deviation of a day's relative price change. */
  readonly volatility: number;
  /** Tokens that could be sold. */
  readonly float: number;
  /** Value that all together want to hold, USD; for `elastic`. */
  readonly demand: number;
  /** What users pay with the token in a day, USD; for `mvpq`. */
  readonly fees: number;
}

/** One price path; it remembers what was traded. */
export interface ImpactPath {
  /**
   * USD per token after a trade.
   * @param flow tokens: bought above 0, sold below
   * @param day whole number that never falls
   */
  price(view: MarketView, flow: number, day: number): number;
}

/** A law of impact. A new one is a file, its name in `names.ts` and a line in `impacts.ts`. */
export interface ImpactModel {
  readonly name: string;
  readonly about: string;
  readonly status: Status;
  readonly source: string;
  open(values: ImpactValues): ImpactPath;
}

/** No single trade takes a price below this part of it; linear and root laws would pass 0. A choice. */
const LEAST = 0.01;

/** A relative change of a price, cut off so that something is left of it. */
export function limited(change: number): number {
  return change < LEAST - 1 ? LEAST - 1 : change;
}

/**
 * A path on which every trade shifts the price for good, and the reference carries the shift along.
 * @param move relative change of the price by a flow other than 0
 */
export function lasting(
  move: (price: number, flow: number, view: MarketView) => number,
): ImpactPath {
  let factor = 1;
  return {
    price(view, flow) {
      if (flow !== 0) {
        factor = bounded(factor * (1 + limited(move(view.reference * factor, flow, view))));
      }
      return view.reference * factor;
    },
  };
}

/** Paths one after the other: each takes the price before it as its reference. */
export function chained(paths: readonly ImpactPath[]): ImpactPath {
  return {
    price(view, flow, day) {
      let reference = view.reference;
      for (const path of paths) reference = path.price({ ...view, reference }, flow, day);
      return reference;
    },
  };
}

/** @throws RangeError unless the figure is above 0 */
export function checkPositive(what: string, value: number): void {
  if (!(value > 0)) throw new RangeError(`${what}, expected above 0, got ${value}`);
}
