/** A day before its trades, as all desks see it. Tokens, and USD per token. */
export interface Today {
  day: number;
  /** After the last trade of the day before. */
  price: number;
  /** Without trades. */
  reference: number;
  /** Of the day. */
  volume: number;
  /** Released and free to be traded, by whoever holds it. */
  float: number;
  /** The float less what is staked or locked. */
  free: number;
  /** Part of the usual demand that there is. */
  demand: number;
  /** Whether the treasury sells under a commitment when it may. */
  short: boolean;
}

/** Somebody who trades along one path by a rule of his own. */
export interface Desk {
  /** Key of what it sells in `token.sell_pressure`; null when others count it. */
  readonly id: string | null;
  /** Tokens of the float that nobody can trade because of it. */
  readonly locked: number;
  /** Tokens bought on a day, sold when below 0. */
  trade(today: Today): number;
  /** Takes note of the price and the volume of the day. */
  close(day: number, price: number, volume: number): void;
  /** Posts to the ledger what happened in the month that ends. */
  post(month: number): void;
  /** Tells what came of it at the horizon. @param price USD per token, the last one */
  report?(add: Add, price: number): void;
}

/** Takes a figure of a path; the outcome is its mean over the paths that have it. */
export type Add = (name: string, unit: string, value: number) => void;
