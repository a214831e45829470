import type { StorageProfile } from '../../../sim/hardware/storage-profile.ts';
import type { ParameterTable, Values } from '../../../sim/parameters.ts';
import { TICKS_PER_SECOND } from '../../../sim/time.ts';
import type { Machine } from './machine.ts';

/** What money buys; prices, watts and capacity of the devices stand in their profiles. */
export const machineCostParameters = {
  priceYear: {
    kind: 'choice',
    options: ['2024', '2026'],
    default: '2026',
    about: 'Year whose price per TB of drives holds; processors and GPUs cost what they do in 2026',
    status: 'choice',
  },
  wholeDrives: {
    kind: 'flag',
    default: true,
    about: 'Drives are bought whole; otherwise a miner pays for the bytes that it uses',
    status: 'choice',
  },
  lifetime: {
    kind: 'duration',
    default: '1825 days',
    min: 1,
    about: 'Time over which what is bought is written off, in equal parts',
    status: 'estimate',
    source: 'five years, a usual life of drives and servers; no fact sheet gives one',
  },
  electricity: {
    kind: 'number',
    default: 0.12,
    min: 0,
    about: 'USD for a kWh, cooling included',
    status: 'estimate',
    source: 'between industrial and household prices of the United States and Europe',
  },
  linkPrice: {
    kind: 'number',
    default: 3.6,
    min: 0,
    about: 'USD a year for each Mbit/s of a link to a remote copy',
    status: 'estimate',
    source:
      '0.30 USD a month for a Mbit/s of transit at a large data centre; no fact sheet gives one',
  },
} as const satisfies ParameterTable;

export type MachinePrices = Values<typeof machineCostParameters>;

/** USD a year. */
export interface MachineCost {
  readonly storage: number;
  readonly processor: number;
  readonly gpu: number;
  readonly power: number;
  readonly link: number;
  readonly total: number;
}

const DAYS_PER_YEAR = 365;
const HOURS_PER_YEAR = 24 * DAYS_PER_YEAR;
const TICKS_PER_YEAR = 3600 * HOURS_PER_YEAR * TICKS_PER_SECOND;
const TERA = 1e12;
const BITS_PER_BYTE = 8;
const MEGA = 1e6;
const WATTS_PER_KILOWATT = 1000;

/**
 * What a machine costs a year: its drives or volumes, the share of the processor that its cores are,
 * its GPU, power, its link. The rest of a server, replacements and labour are left out.
 *
 * @param storageBytes bytes that it keeps, all copies together
 * @param activeShare share of the time in which it mines, 0 to 1; drives idle otherwise, cores and GPU
 *   then draw nothing on its account
 * @throws RangeError for a storage profile without a price in that year
 */
export function machineCost(
  machine: Machine,
  storageBytes: number,
  activeShare: number,
  prices: MachinePrices,
): MachineCost {
  const { storage: profile, processor: cpu, gpu: card, link: way } = machine;
  const years = prices.lifetime / TICKS_PER_YEAR;
  const coreShare = machine.cores / cpu.cores;
  const bought = profile.priceBasis === 'purchase';
  const drives = bought ? drivesFor(machine, storageBytes, prices.wholeDrives) : 0;
  const paidBytes = bought ? drives * profile.capacity : storageBytes;
  const storage =
    ((paidBytes / TERA) * pricePerTb(profile, prices.priceYear)) / (bought ? years : 1);
  const processor = (cpu.price2026 * coreShare) / years;
  const gpu = card === null ? 0 : card.profile.price2026 / years;
  const driveWatts = profile.wattsIdle + activeShare * (profile.wattsActive - profile.wattsIdle);
  const hashWatts = card === null ? cpu.watts * coreShare : card.profile.watts;
  const watts = drives * driveWatts + activeShare * hashWatts;
  const power = (watts / WATTS_PER_KILOWATT) * HOURS_PER_YEAR * prices.electricity;
  const link = way === null ? 0 : ((way.rate * BITS_PER_BYTE) / MEGA) * prices.linkPrice;
  return { storage, processor, gpu, power, link, total: storage + processor + gpu + power + link };
}

/** Drives that the bytes need, at least those of the machine; a fraction when they are shared. */
function drivesFor({ storage, drives }: Machine, bytes: number, whole: boolean): number {
  const needed = bytes / storage.capacity;
  return whole ? Math.max(drives, Math.ceil(needed)) : needed;
}

function pricePerTb({ id, pricePerTb }: StorageProfile, year: MachinePrices['priceYear']): number {
  const price = pricePerTb[year];
  if (price === null) {
    throw new RangeError(`storage profile ${id}, expected a price per TB in ${year}, got none`);
  }
  return price;
}
