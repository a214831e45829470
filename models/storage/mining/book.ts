import { SECTOR_BYTES } from '../flow/spec.ts';
import { type PoolTotals, RewardPools } from '../rewards/pools.ts';
import { baseFee, pricePerSector, releaseSeconds, WEI_PER_TOKEN } from '../rewards/price.ts';
import { Ingest } from './ingest.ts';
import { startLength } from './kinds.ts';
import type { StorageValues } from './parameters.ts';

const GWEI = 1_000_000_000;
const BASIS_POINTS = 10_000;
const TOKEN = Number(WEI_PER_TOKEN);

/** Tokens of an amount in wei, for reports. */
export function inTokens(wei: bigint): number {
  return Number(wei) / TOKEN;
}

/** What users pay and miners get: the flow, its reward pools, the income of each group. */
export class Book {
  readonly pools: RewardPools;
  readonly ingest: Ingest;
  /** Wei by machine. */
  readonly income: bigint[];
  /** Wei that a proof costs in gas, accepted or not. */
  readonly gasCost: bigint;
  private readonly price: bigint;
  private readonly chunkSectors: number;
  private readonly rate: number;
  /** Length of the flow at the start. */
  private readonly first: number;
  private since = 0;

  constructor(values: StorageValues, machines: number, proofGas: number) {
    const { release, lifetime, pricingChunk, serviceFee, baseReward, donation } = values;
    this.chunkSectors = pricingChunk / SECTOR_BYTES;
    this.pools = new RewardPools({
      release:
        release === 'linear'
          ? { law: 'linear', seconds: releaseSeconds(lifetime) }
          : { law: 'decay' },
      pricingSectors: this.chunkSectors,
      serviceFeeRate: Math.round(serviceFee * BASIS_POINTS),
      baseReward: BigInt(Math.round(baseReward * GWEI)) * BigInt(GWEI),
    });
    this.pools.donate(BigInt(Math.round(donation * GWEI)) * BigInt(GWEI));
    this.price = pricePerSector(lifetime, values.unitPrice);
    this.rate = values.ingest;
    this.income = new Array<bigint>(machines).fill(0n);
    this.gasCost = BigInt(Math.round(values.gasPrice * proofGas)) * BigInt(GWEI);
    // Position 0 holds the identifier of the flow.
    const length = startLength(values);
    this.first = length;
    this.ingest = new Ingest(length, values.fileBytes);
    this.pools.fill(1, length - 1, baseFee(length - 1, this.price), 0);
  }

  /** Length of the flow with what has come in up to that second. */
  lengthAt(at: number): number {
    const { start, end, paid } = this.ingest.add(this.rate * (at - this.since));
    this.since = at;
    if (end > start) this.pools.fill(start, end - start, baseFee(paid, this.price), Math.floor(at));
    return end;
  }

  /** Sectors that new files brought beside their payload, as a share of it. */
  padding(): number {
    const { length, payload } = this.ingest;
    return ((length - this.first) * SECTOR_BYTES) / payload - 1;
  }

  /** Pays an accepted proof. @param at second */
  pay(machine: number, position: number, at: number): void {
    const chunk = Math.floor(position / this.chunkSectors);
    this.income[machine] += this.pools.pay(chunk, Math.floor(at));
  }

  totals(): PoolTotals {
    this.pools.assertConserved();
    return this.pools.totals;
  }
}
