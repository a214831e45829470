import { regionPreset } from '../../sim/network/region-presets.ts';
import type { Status } from '../../sim/parameters.ts';

/** Who owns the machines on which nodes run. */
export interface Provider {
  readonly id: string;
  /** Region of the latency matrix to share of the provider's nodes; the sum is 1. */
  readonly regions: Readonly<Record<string, number>>;
  /** Tenancies in which its customers keep signing and other privileged keys. */
  readonly keyHosts: readonly string[];
  readonly status: Status;
  readonly source: string;
}

/** Where hosts of unknown places are: like the nodes of a large validator set. */
const ANYWHERE = regionPreset('cloud-europe-heavy').shares;

/**
 * Tenancies a large provider's nodes are dealt to. Status: estimate; an operator runs its nodes from one
 * account, so a tenancy that is broken into gives up the keys of one operator and not of the provider.
 */
const TENANCIES = 5;

function provider(
  id: string,
  regions: Readonly<Record<string, number>>,
  source = 'places of its public data-centre list, nearest region of the matrix; shares and tenancies are estimates',
): Provider {
  const keyHosts = Array.from({ length: TENANCIES }, (_, i) => `${id}/tenancy-${i + 1}`);
  return { id, regions, keyHosts, status: 'estimate', source };
}

/** Every named provider; add one here. Regions of the matrix stand in for the provider's own. */
export const providers: readonly Provider[] = [
  // Falkenstein and Nuremberg, Helsinki, Ashburn, Hillsboro, Singapore.
  provider('hetzner', {
    'Germany West Central': 0.6,
    'Sweden Central': 0.3,
    'East US': 0.06,
    'West US 2': 0.02,
    'Southeast Asia': 0.02,
  }),
  // us-east-1 is East US, us-east-2 North Central US, us-west-2 West US 2, eu-west-1 North Europe.
  provider('aws', {
    'East US': 0.3,
    'North Central US': 0.1,
    'West US 2': 0.12,
    'North Europe': 0.14,
    'Germany West Central': 0.14,
    'UK South': 0.04,
    'Japan East': 0.06,
    'Southeast Asia': 0.06,
    'Australia East': 0.02,
    'Brazil South': 0.02,
  }),
  // Gravelines, Roubaix and Strasbourg, Beauharnois, Limburg, Warsaw, London, Vint Hill, Singapore.
  provider('ovh', {
    'France Central': 0.5,
    'Canada East': 0.2,
    'Germany West Central': 0.1,
    'Poland Central': 0.08,
    'UK South': 0.07,
    'East US': 0.03,
    'Southeast Asia': 0.02,
  }),
  // Hong Kong first; the matrix has no region on the mainland.
  provider('alibaba', {
    'East Asia': 0.4,
    'Southeast Asia': 0.3,
    'Germany West Central': 0.1,
    'Japan East': 0.08,
    'East US': 0.06,
    'West US': 0.06,
  }),
  // us-central1, europe-west1, europe-west4, us-east4, Singapore, Tokyo.
  provider('google', {
    'Central US': 0.3,
    'Belgium Central': 0.2,
    'West Europe': 0.15,
    'East US': 0.15,
    'Southeast Asia': 0.1,
    'Japan East': 0.1,
  }),
  provider('azure', {
    'West Europe': 0.3,
    'East US': 0.3,
    'North Europe': 0.1,
    'UK South': 0.1,
    'West US 2': 0.1,
    'Southeast Asia': 0.1,
  }),
  provider('digitalocean', {
    'East US': 0.3,
    'West Europe': 0.2,
    'Germany West Central': 0.2,
    'West US': 0.1,
    'UK South': 0.08,
    'Southeast Asia': 0.08,
    'Canada Central': 0.04,
  }),
  provider('contabo', {
    'Germany West Central': 0.6,
    'Central US': 0.15,
    'Southeast Asia': 0.1,
    'UK South': 0.05,
    'Japan East': 0.04,
    'East US': 0.03,
    'Australia East': 0.03,
  }),
  provider('oracle', {
    'East US': 0.4,
    'West US 3': 0.2,
    'Germany West Central': 0.2,
    'UK South': 0.1,
    'Japan East': 0.1,
  }),
  provider('teraswitch', {
    'West Europe': 0.3,
    'UK South': 0.25,
    'East US': 0.2,
    'Germany West Central': 0.1,
    'West US': 0.05,
    'Southeast Asia': 0.05,
    'Japan East': 0.05,
  }),
  provider('latitude', {
    'UK South': 0.2,
    'West Europe': 0.2,
    'Germany West Central': 0.2,
    'East US': 0.2,
    'Brazil South': 0.1,
    'Japan East': 0.1,
  }),
  provider('equinix', {
    'West Europe': 0.3,
    'Germany West Central': 0.2,
    'East US': 0.2,
    'UK South': 0.15,
    'West US': 0.05,
    'Southeast Asia': 0.05,
    'Japan East': 0.05,
  }),
  ...['allnodes', 'unnamed-1', 'unnamed-2', 'unnamed-3'].map((id) =>
    provider(id, ANYWHERE, 'no places published: those of a large validator set'),
  ),
];

/**
 * The key of a mix for all hosts too small to be named: bare metal and small providers that fail one by
 * one. Each is a provider of its own with one key host.
 */
export const INDEPENDENT = 'independent';

/** Where independent hosts are; the number of them is the mix's. */
export const independentRegions = ANYWHERE;

/**
 * Networks that stand in front of RPC end points, with their share of all nodes; the others answer
 * themselves. No figure for RPC end points was found. Status: estimate.
 */
export const edgeShares: Readonly<Record<string, number>> = {
  cloudflare: 0.2,
  'azure-front-door': 0.03,
};

/** @throws RangeError that lists the names there are */
export function providerOf(id: string): Provider {
  const found = providers.find((one) => one.id === id);
  if (found !== undefined) return found;
  const names = [...providers.map((one) => one.id), INDEPENDENT].join(', ');
  throw new RangeError(`provider, expected one of ${names}, got "${id}"`);
}
