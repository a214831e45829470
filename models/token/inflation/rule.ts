import type { ParameterTable, Status } from '../../../sim/parameters.ts';

/** Base units of 10^-18 token. `staked` and `circulating` are parts of `total`. */
export interface Supply {
  readonly total: bigint;
  readonly staked: bigint;
  readonly circulating: bigint;
}

/** What a rule issues over an interval, in base units, and the state behind it. */
export interface Issue<S> {
  /** New supply. */
  readonly minted: bigint;
  /** Supply that exists already and leaves a bucket that was set aside for this. */
  readonly released: bigint;
  readonly state: S;
}

/**
 * Whether issue over [a, c] is that over [a, b] plus that over [b, c], when the supply of the second part is
 * that of the first plus what it minted and nothing else moved:
 * `exact` to the base unit, `close` within 10^-9 of it, `no` when an interval stands for one payment.
 */
export type Additivity = 'exact' | 'close' | 'no';

/**
 * How new tokens come to be. Pure: all that a rule remembers is in its state, which is plain data and holds
 * the parameters too. Times are whole seconds since the rule's genesis.
 */
export interface InflationRule<V = Readonly<Record<string, unknown>>, S = unknown> {
  readonly name: string;
  readonly about: string;
  readonly status: Status;
  readonly source: string;
  /** What the rule calls a year. */
  readonly year: { readonly seconds: number; readonly text: string };
  readonly rounding: string;
  /** When amounts are taken anew from the supply. */
  readonly refresh: string;
  readonly additive: Additivity;
  /** Parts of the supply on which the issue depends. */
  readonly uses: readonly (keyof Supply)[];
  readonly parameters: ParameterTable;
  /** The state at genesis. @throws RangeError for parameters that contradict each other */
  start(values: V): S;
  /**
   * Tokens a year over the total supply at an instant, as a fraction.
   * @param state after all that was issued before `at`
   */
  rate(state: S, at: number, supply: Supply): number;
  /**
   * Issue over [from, to], as if nothing else moved meanwhile.
   * @param supply at `from`
   * @throws RangeError for times that are not whole seconds in order, or a supply below 0
   */
  mint(state: S, from: number, to: number, supply: Supply): Issue<S>;
}

/** @throws RangeError unless 0 <= from <= to are whole seconds and no amount is negative */
export function checkInterval(from: number, to: number, supply: Supply): void {
  if (!(Number.isSafeInteger(from) && from >= 0)) {
    throw new RangeError(`from, expected whole seconds of 0 or more, got ${from}`);
  }
  if (!(Number.isSafeInteger(to) && to >= from)) {
    throw new RangeError(`to, expected whole seconds of ${from} or more, got ${to}`);
  }
  for (const part of ['total', 'staked', 'circulating'] as const) {
    if (supply[part] < 0n) {
      throw new RangeError(`${part} supply, expected 0 or more, got ${supply[part]}`);
    }
  }
}
