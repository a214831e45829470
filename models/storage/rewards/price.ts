import type { Status } from '../../../sim/parameters.ts';

/*
 * What storing costs: 0g-storage 6, from deploy_market_enabled_initialization.ts and FixedPrice.sol.
 * Amounts are wei, 10^18 to a token. A fee is paid once, for the whole lifetime.
 */

export const WEI_PER_TOKEN = 1_000_000_000_000_000_000n;
/** A month of the contracts: 31 days (0g-storage 1, ZgsSpec.sol). */
export const MONTH_SECONDS = 2_678_400;
/** A year of the contracts: 12 such months, 372 days. */
export const YEAR_SECONDS = 32_140_800;
/** Basis points of 1. */
export const BASIS_POINTS = 10_000n;

/** A price list that 0G has deployed. */
export interface MarketPreset {
  /** Months of 31 days that a fee pays for. */
  readonly lifetimeMonths: number;
  /** Tokens for 2^30 sectors (256 GiB) and a year of 12 months. */
  readonly unitPrice: number;
  readonly status: Status;
  readonly source: string;
}

const SOURCE = '0g-storage 4 and 6; src/networks of 0g-storage-contracts';

export const marketPresets = {
  turbo: { lifetimeMonths: 12, unitPrice: 33, status: 'from source', source: SOURCE },
  standard: { lifetimeMonths: 12, unitPrice: 24, status: 'from source', source: SOURCE },
  older: { lifetimeMonths: 3, unitPrice: 1, status: 'from source', source: SOURCE },
} as const satisfies Readonly<Record<string, MarketPreset>>;

/**
 * Wei for one sector of 256 B: months x unit price x 10^18, divided by 1024, 1024, 1024 and 12, each
 * division rounded down before the next.
 * @throws RangeError for values that are not whole or below 0
 */
export function pricePerSector(lifetimeMonths: number, unitPrice: number): bigint {
  checkCount('lifetime in months', lifetimeMonths);
  checkCount('unit price', unitPrice);
  const wei = BigInt(lifetimeMonths) * BigInt(unitPrice) * WEI_PER_TOKEN;
  return wei / 1024n / 1024n / 1024n / 12n;
}

/**
 * Seconds over which a linear pool releases the fees of that lifetime: months of 31 days.
 * @throws RangeError for a lifetime that is not whole or below 0
 */
export function releaseSeconds(lifetimeMonths: number): number {
  checkCount('lifetime in months', lifetimeMonths);
  return lifetimeMonths * MONTH_SECONDS;
}

/**
 * Wei that an upload must pay. Sectors that align its place in the flow are not charged.
 * @param paddedSectors sectors of the file with its own padding
 * @param price wei for a sector
 * @throws RangeError for sectors that are not whole, or amounts below 0
 */
export function baseFee(paddedSectors: number, price: bigint): bigint {
  checkCount('padded sectors', paddedSectors);
  checkAmount('price of a sector', price);
  return BigInt(paddedSectors) * price;
}

/** What becomes of the wei sent with an upload: base = padding + upload, and base + bonus is all of it. */
export interface FeeSplit {
  /** The price of the upload. */
  readonly base: bigint;
  /** What was paid above it. */
  readonly bonus: bigint;
  /** Share of the base fee for the sectors that align: base x padding / (padding + upload), down. */
  readonly padding: bigint;
  /** The rest of the base fee. The bonus goes with it. */
  readonly upload: bigint;
}

/**
 * Splits what a user sent. The contracts fill the pools with `padding` over the aligning sectors, then
 * with `upload` and the bonus over the sectors of the upload.
 * @param sent wei
 * @param padding sectors skipped to align the upload in the flow
 * @param upload padded sectors of the file
 * @param price wei for a sector
 * @throws RangeError when less was sent than the base fee, or sectors are not whole
 */
export function splitFee(sent: bigint, padding: number, upload: number, price: bigint): FeeSplit {
  const base = baseFee(upload, price);
  checkCount('aligning sectors', padding);
  if (sent < base) throw new RangeError(`fee, expected at least ${base} wei, got ${sent}`);
  const sectors = BigInt(padding) + BigInt(upload);
  const part = sectors === 0n ? 0n : (base * BigInt(padding)) / sectors;
  return { base, bonus: sent - base, padding: part, upload: base - part };
}

/** @throws RangeError unless `value` is a whole number of 0 or more */
export function checkCount(what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw new RangeError(`${what}, expected a whole number of 0 or more, got ${value}`);
  }
}

/** @throws RangeError for an amount below 0 */
export function checkAmount(what: string, amount: bigint): void {
  if (amount < 0n) throw new RangeError(`${what}, expected 0 wei or more, got ${amount}`);
}
