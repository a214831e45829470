import type { Status } from '../../sim/parameters.ts';
import type { ImpliedValue } from '../component.ts';
import type { GossipValues } from './gossip-parameters.ts';

/** What peers do in a version of gossipsub, as far as versions differ here. */
export interface GossipBehaviour {
  readonly idontwant: boolean;
  /** At least this share of the peers outside the mesh gets IHAVE, 0 to 1. */
  readonly lazyShare: number;
  readonly floodPublish: boolean;
  /** Large messages have preambles. */
  readonly preamble: boolean;
  /** Most of the mesh gets IANNOUNCE instead of the message. */
  readonly announce: boolean;
}

type VersionName = NonNullable<GossipValues['version']>;

interface Version extends GossipBehaviour {
  readonly status: Status;
  readonly source: string;
}

const V1_0: Version = {
  ...{ idontwant: false, lazyShare: 0, floodPublish: false, preamble: false, announce: false },
  ...{ status: 'published', source: 'libp2p gossipsub v1.0 specification' },
};
const V1_1: Version = {
  ...V1_0,
  ...{ lazyShare: 0.25, floodPublish: true },
  source: 'libp2p gossipsub v1.1 specification: adaptive gossip, flood publishing',
};
const V1_2: Version = {
  ...V1_1,
  ...{ idontwant: true, source: 'libp2p gossipsub v1.2 specification: v1.1 with IDONTWANT' },
};
const draft = (source: string) => ({ status: 'estimate' as const, source });

/** Every version; each one keeps what the one that it builds on does. */
const versions: Readonly<Record<VersionName, Version>> = {
  '1.0': V1_0,
  '1.1': V1_1,
  '1.2': V1_2,
  preamble: {
    ...{ ...V1_2, preamble: true },
    ...draft('proposal for gossipsub v1.4: message preamble and IMRECEIVING, on top of v1.2'),
  },
  announce: {
    ...{ ...V1_2, announce: true },
    ...draft('proposal for gossipsub v2.0: IANNOUNCE and INEED, on top of v1.2'),
  },
};

const NO_VERSION: Version = { ...V1_2, floodPublish: false, status: 'choice', source: '' };

const ABOUT: Readonly<Record<keyof GossipBehaviour, string>> = {
  idontwant: 'Peers that have a message say so, to be spared further copies',
  lazyShare: 'Least share of the peers outside the mesh that hears of recent messages',
  floodPublish: 'A publisher sends to every connected peer instead of its mesh',
  preamble: 'Peers hear of a large message that is coming in, and keep their copies back',
  announce: 'Mesh peers beyond `degree` - `announceDegree` hear of a message and ask for it',
};

type Choices = Pick<GossipValues, 'version' | 'idontwant' | 'lazyShare' | 'floodPublish'>;

function versionOf({ version }: Choices): Version {
  return version === null ? NO_VERSION : versions[version];
}

/** What peers do: as the version says, unless the section says it. */
export function behaviourOf(values: Choices): GossipBehaviour {
  const { idontwant, lazyShare, floodPublish, preamble, announce } = versionOf(values);
  return {
    idontwant: values.idontwant ?? idontwant,
    lazyShare: values.lazyShare ?? lazyShare,
    floodPublish: values.floodPublish ?? floodPublish,
    ...{ preamble, announce },
  };
}

/** What `gossip.version` stands for, without what the section sets itself. */
export function impliedByVersion(values: Choices): ImpliedValue[] {
  const version = versionOf(values);
  const { status, source } = version;
  const given: Readonly<Record<string, unknown>> = values;
  return (Object.keys(ABOUT) as (keyof GossipBehaviour)[])
    .filter((name) => (given[name] ?? null) === null)
    .map((name) => {
      const stands = version[name];
      const value = typeof stands === 'number' ? `${stands * 100} %` : String(stands);
      return { path: `gossip.version.${name}`, value, status, source, about: ABOUT[name] };
    });
}
