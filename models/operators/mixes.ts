import type { Status } from '../../sim/parameters.ts';
import { INDEPENDENT, providerOf } from './providers.ts';

/*
 * Which providers a network runs on. Own compilation from public reports, which needs no licence.
 */

export interface ProviderMix {
  readonly name: string;
  /** One line for people. */
  readonly about: string;
  /** What was counted: a share of nodes says little about a share of stake. */
  readonly of: 'nodes' | 'stake';
  /** Provider to share, the sum is 1; `independent` is the sum of all that are too small to be named. */
  readonly shares: Readonly<Record<string, number>>;
  /** How many hosts `independent` stands for. */
  readonly independentHosts: number;
  readonly status: Status;
  readonly source: string;
}

/**
 * Every mix; add one here. Where a source does not count the small hosts, they are taken to hold about
 * 1 % each (estimate).
 */
export const providerMixes: readonly ProviderMix[] = [
  {
    name: '0g-estimate',
    about: 'a CometBFT and EVM validator set; 0G has published none of its own',
    of: 'nodes',
    shares: {
      ...{ hetzner: 0.25, aws: 0.15, ovh: 0.12, alibaba: 0.1, google: 0.07 },
      ...{ digitalocean: 0.05, contabo: 0.05, [INDEPENDENT]: 0.21 },
    },
    independentHosts: 21,
    status: 'estimate',
    source: '0g-da-chain-compute 5.2, default mix',
  },
  {
    name: 'cosmos-peers',
    about: '9,176 public peers on more than 117 Cosmos chains',
    of: 'nodes',
    shares: {
      // Amazon is two networks: 5.4 % and 5.1 %.
      ...{ hetzner: 0.275, ovh: 0.108, aws: 0.105, contabo: 0.047, google: 0.047 },
      ...{ digitalocean: 0.044, allnodes: 0.034, [INDEPENDENT]: 0.34 },
    },
    independentHosts: 34,
    status: 'published',
    source: 'lucag.dev analysis, 0g-da-chain-compute 5.2; the unnamed 34 % are an estimate',
  },
  {
    name: 'ethereum-2022',
    about: 'hosted nodes among 4,653 Ethereum nodes, August 2022',
    of: 'nodes',
    shares: {
      ...{ aws: 0.5, hetzner: 0.15, ovh: 0.041, oracle: 0.041, alibaba: 0.039, google: 0.035 },
      [INDEPENDENT]: 0.194,
    },
    independentHosts: 19,
    status: 'published',
    source: 'Messari and Ethernodes: AWS above 50 %, Hetzner above 15 %, three largest 69 %',
  },
  {
    name: 'solana-2024-stake',
    about: 'stake of 1,414 Solana validators with 135 providers, October 2024',
    of: 'stake',
    shares: { teraswitch: 0.24, latitude: 0.19, [INDEPENDENT]: 0.57 },
    independentHosts: 133,
    status: 'published',
    source: 'Helius decentralization report, epoch 685; the 133 others in equal parts (estimate)',
  },
  {
    name: 'solana-2022',
    about: 'stake on Solana, August 2022: three providers hold 65 %',
    of: 'stake',
    shares: { hetzner: 0.2, equinix: 0.225, aws: 0.225, [INDEPENDENT]: 0.35 },
    independentHosts: 35,
    status: 'estimate',
    source: 'decrypt.co 113558: Hetzner 20 %, with Equinix and AWS 65 %; halves are an estimate',
  },
  {
    name: 'solana-2022-nodes',
    about: 'validators on Solana, August 2022: one provider hosts 40 % of them',
    of: 'nodes',
    shares: { hetzner: 0.4, [INDEPENDENT]: 0.6 },
    independentHosts: 60,
    status: 'estimate',
    source: 'decrypt.co 113558: Hetzner 40 %; the others unnamed',
  },
  {
    name: 'filecoin-2025',
    about: '223 reachable Filecoin nodes with 116 providers, November 2025',
    of: 'nodes',
    // Only the sum of the three is published; these parts give the published HHI of 0.024.
    shares: { 'unnamed-1': 0.12, 'unnamed-2': 0.05, 'unnamed-3': 0.04, [INDEPENDENT]: 0.79 },
    independentHosts: 113,
    status: 'estimate',
    source: 'geobeat.xyz: 116 providers, three largest 21 %, HHI 0.024; the split is fitted',
  },
];

export const mixNames: readonly string[] = providerMixes.map(({ name }) => name);

/** @throws RangeError that lists the names there are */
export function providerMix(name: string): ProviderMix {
  const found = providerMixes.find((mix) => mix.name === name);
  if (found !== undefined) return found;
  throw new RangeError(`provider mix, expected one of ${mixNames.join(', ')}, got "${name}"`);
}

/** What a scenario says of its mix. */
export interface MixChoice {
  readonly mix: string;
  /** Shares of the user's own by provider, instead of the mix. */
  readonly providers: Readonly<Record<string, number>> | null;
  /** What the shares are of; null leaves it to the mix, and to nodes for shares of the user's own. */
  readonly by: 'nodes' | 'stake' | null;
}

/**
 * The mix that a scenario asks for.
 * @throws RangeError for a mix or provider that does not exist, or shares without a positive sum
 */
export function chosenMix({ mix, providers, by }: MixChoice): ProviderMix {
  if (providers === null) {
    const named = providerMix(mix);
    return { ...named, of: by ?? named.of };
  }
  let total = 0;
  for (const [id, share] of Object.entries(providers)) {
    if (id !== INDEPENDENT) providerOf(id);
    total += share;
  }
  if (!(total > 0)) throw new RangeError(`provider shares, expected a positive sum, got ${total}`);
  const independent = (providers[INDEPENDENT] ?? 0) / total;
  return {
    name: 'own',
    about: 'shares of the scenario',
    of: by ?? 'nodes',
    shares: Object.fromEntries(Object.entries(providers).map(([id, s]) => [id, s / total])),
    independentHosts: Math.max(1, Math.round(independent * 100)),
    status: 'choice',
    source: '',
  };
}
