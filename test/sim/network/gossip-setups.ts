import type { MeshDegrees } from '../../../sim/network/mesh.ts';
import type { Status } from '../../../sim/parameters.ts';

/*
 * Set-ups of published gossip measurements, as plain data: base units are bytes, seconds and bytes per
 * second. Each group has one set of protocol parameters; only what its publication varies differs
 * between its rows.
 */

/** One-way delays of pairs of nodes, in seconds. */
export type DelayLaw =
  /** Nodes take the classes in turn; a pair waits the mean of its two. */
  | { readonly law: 'classes'; readonly classes: readonly number[] }
  /** Each pair draws its own once, uniform. */
  | { readonly law: 'uniform'; readonly low: number; readonly high: number };

export interface GossipSetup {
  readonly name: string;
  readonly about: string;
  readonly nodes: number;
  /** Connections that each node opens; the others open as many to it on average. */
  readonly dials: number;
  readonly degrees: MeshDegrees;
  readonly lazy: number;
  readonly lazyShare: number;
  /** Seconds. */
  readonly heartbeat: number;
  readonly history: number;
  readonly idontwant: boolean;
  readonly floodPublish: boolean;
  /** Links of the nodes, which take the classes in turn, up = down. */
  readonly bandwidth: readonly number[];
  readonly delay: DelayLaw;
  /** Windows of connections: of warm ones, and segments that the set-up of new ones had acknowledged. */
  readonly transport: { readonly receiveWindow: number; readonly setupSegments: number } | null;
  readonly publishers: number;
  readonly messages: number;
  /** Seconds between messages. */
  readonly interval: number;
  readonly chunkBytes: number;
  readonly envelopeBytes: number;
  readonly controlBytes: number;
  readonly idBytes: number;
  readonly status: Status;
  readonly source: string;
}

const MBIT = 125_000;

/** Framing of libp2p over TCP: signed envelope, control frame, 32-byte ids with their framing. */
const framing = { envelopeBytes: 100, controlBytes: 20, idBytes: 40, chunkBytes: 65_536 } as const;

/** Fast enough that no message waits for a link: the publications had no bandwidth limit. */
const UNLIMITED = [100_000 * MBIT];

/** 2,000 peers on five classes of links under Shadow. Dials and framing are estimates. */
export const shadowTwoThousand: GossipSetup = {
  name: 'shadow-2000',
  about: '2,000 peers, 50-150 Mbit/s, 40-130 ms, ten publishers four seconds apart',
  nodes: 2000,
  dials: 10,
  degrees: { degree: 8, low: 6, high: 12 },
  lazy: 6,
  lazyShare: 0.25,
  heartbeat: 1,
  history: 3,
  idontwant: true,
  floodPublish: false,
  bandwidth: [50, 75, 100, 125, 150].map((rate) => rate * MBIT),
  delay: { law: 'classes', classes: [0.04, 0.0625, 0.085, 0.1075, 0.13] },
  transport: { receiveWindow: 6 * 1_048_576, setupSegments: 10 },
  publishers: 10,
  messages: 10,
  interval: 4,
  ...framing,
  status: 'estimate',
  source: 'Vac gossipsub experiments, nim-libp2p under Shadow; read off plots, 5 %',
};

/** 1,000 relay nodes, one message of 1 KB a second. */
export const relayTraffic: GossipSetup = {
  name: 'relay-traffic-1000',
  about: '1,000 relay nodes, 1 KB a second',
  nodes: 1000,
  dials: 10,
  degrees: { degree: 6, low: 4, high: 12 },
  lazy: 6,
  lazyShare: 0.25,
  heartbeat: 1,
  history: 3,
  idontwant: false,
  floodPublish: false,
  bandwidth: UNLIMITED,
  delay: { law: 'uniform', low: 0.01, high: 0.16 },
  transport: null,
  publishers: 30,
  messages: 30,
  interval: 1,
  ...framing,
  status: 'estimate',
  source: 'Waku documentation, bandwidth of 1,000 relay nodes',
};
