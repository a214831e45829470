import type { Status } from '../parameters.ts';
import { azureGeography } from './regions.ts';

/** A named spread of nodes over the regions of the measured matrix. */
export interface RegionPreset {
  readonly name: string;
  /** One line for people. */
  readonly about: string;
  /** Region to share; the sum is 1. */
  readonly shares: Readonly<Record<string, number>>;
  readonly status: Status;
  /** Empty only for a choice. */
  readonly source: string;
}

/** Shares of countries (ISO 3166), each split evenly over its regions. */
function overCountries(countries: Readonly<Record<string, number>>): Record<string, number> {
  const geography = azureGeography();
  const shares: Record<string, number> = {};
  for (const [country, share] of Object.entries(countries)) {
    const regions = [...geography].filter(([, place]) => place.country === country);
    for (const [region] of regions) shares[region] = share / regions.length;
  }
  return shares;
}

function even(regions: readonly string[]): Record<string, number> {
  return Object.fromEntries(regions.map((region) => [region, 1 / regions.length]));
}

/** Every preset; add one here. Within a country the split is an estimate. */
export const regionPresets: readonly RegionPreset[] = [
  {
    name: 'everywhere',
    about: 'the same number in each of the 54 regions',
    shares: even([...azureGeography().keys()]),
    status: 'choice',
    source: '',
  },
  {
    name: 'single-region',
    about: 'all in one region, 1 ms apart',
    shares: { 'West Europe': 1 },
    status: 'choice',
    source: '',
  },
  {
    name: 'thirteen-regions',
    about: 'evenly over 13 regions on five continents, as a multi-region cloud test does',
    shares: even([
      'East US',
      'North Central US',
      'West US',
      'West US 2',
      'Canada Central',
      'Brazil South',
      'North Europe',
      'UK South',
      'Germany West Central',
      'Central India',
      'Southeast Asia',
      'Japan East',
      'Australia East',
    ]),
    status: 'choice',
    source: '',
  },
  {
    name: 'cloud-europe-heavy',
    about: 'weighted nodes of a large validator set, October 2024: Europe 68 %, North America 20 %',
    // US, NL, GB, DE and the sums of the continents are published; the other countries are estimates.
    shares: overCountries({
      ...{ US: 0.183, CA: 0.017 },
      ...{ NL: 0.137, GB: 0.137, DE: 0.132 },
      ...{ FR: 0.06, IE: 0.04, PL: 0.04, CH: 0.035, SE: 0.025, AT: 0.02, IT: 0.015, ES: 0.015 },
      ...{ BE: 0.008, DK: 0.008, NO: 0.008 },
      ...{ JP: 0.035, SG: 0.035, HK: 0.015, KR: 0.01, ZA: 0.008, BR: 0.01, AU: 0.007 },
    }),
    status: 'estimate',
    source:
      'Helius decentralization report, epoch 685: US 18.3 %, NL 13.7, GB 13.7, DE 13.2, Europe 68, North America 20',
  },
  {
    name: 'hosted-us-heavy',
    about: 'nodes of a large public network, August 2022: United States 46 %, Germany 13 %',
    // US and DE are published, the rest is an estimate.
    shares: overCountries({
      ...{ US: 0.464, CA: 0.03 },
      ...{ DE: 0.134, GB: 0.045, FR: 0.045, NL: 0.03, IE: 0.02, PL: 0.02, SE: 0.015, CH: 0.012 },
      ...{ AT: 0.01, IT: 0.01, ES: 0.01, NO: 0.005 },
      ...{ SG: 0.04, JP: 0.03, KR: 0.02, HK: 0.02, IN: 0.012, AU: 0.02, BR: 0.008 },
    }),
    status: 'estimate',
    source: 'Ethernodes by way of Messari, 4,653 nodes: US 46.4 %, DE 13.4 %',
  },
];

/** @throws RangeError that lists the names there are */
export function regionPreset(name: string): RegionPreset {
  const found = regionPresets.find((preset) => preset.name === name);
  if (found !== undefined) return found;
  const names = regionPresets.map((preset) => preset.name).join(', ');
  throw new RangeError(`region preset, expected one of ${names}, got "${name}"`);
}
