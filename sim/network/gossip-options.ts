import { TICKS_PER_SECOND, type Tick } from '../time.ts';
import type { Latency } from './latency.ts';

export interface GossipOptions {
  /** Neighbours that get each message at once. */
  readonly mesh: readonly (readonly number[])[];
  /** All connected peers, mesh included. */
  readonly connections: readonly (readonly number[])[];
  /** Peers outside the mesh that hear of recent messages at each heartbeat. */
  readonly lazy: number;
  /** At least this share of the peers outside the mesh hears of them. */
  readonly lazyShare: number;
  readonly heartbeat: Tick;
  /** Heartbeats during which a message is announced. */
  readonly history: number;
  /** Messages of at least this size are followed by IDONTWANT; infinity switches it off. */
  readonly idontwantBytes: number;
  /** The publisher sends to every connected peer instead of its mesh. */
  readonly floodPublish: boolean;
  /** Checking a message before it is passed on. */
  readonly validation: Tick;
  /** Envelope of a message: topic, signature, framing. */
  readonly envelopeBytes: number;
  /** A control message without ids, and one id in it. */
  readonly controlBytes: number;
  readonly idBytes: number;
  /** Peers hear of a large message that is coming in, and keep theirs back; see `Preambles`. */
  readonly preamble?: PreambleOptions;
  /** Most of the mesh hears of a message instead of getting it; see `Announcements`. */
  readonly announce?: AnnounceOptions;
}

export interface PreambleOptions {
  /** Messages of at least this size have a preamble. */
  readonly leastBytes: number;
  /** Bytes per second at which a message is expected to come in, above 0. */
  readonly rate: number;
}

export interface AnnounceOptions {
  /** Mesh peers, drawn anew for each message, that get it at once: D - D_announce. */
  readonly eager: number;
  /** Bytes per second at which an asked-for message is expected to come in, above 0. */
  readonly rate: number;
}

/** What became of one message. */
export interface Spread {
  readonly id: number;
  readonly bytes: number;
  readonly publisher: number;
  readonly publishedAt: Tick;
  /** Tick of the first copy by node, -1 before it; the publisher has its own at once. */
  readonly firstAt: Float64Array;
  reached: number;
  /** Full copies received, the first ones included. */
  copies: number;
  /** Full copies that the publisher itself sent. */
  publisherCopies: number;
}

/** A message on its way, as the parts of the protocol see it. */
export interface Spreading extends Spread {
  readonly payload: unknown;
  /** By node: peers that said IDONTWANT. */
  readonly unwanted: (number[] | undefined)[];
}

/** Length of a message in a control message: tag and varint of up to 2^28. Source: protobuf encoding. */
export const LENGTH_BYTES = 5;

/**
 * Ticks after which a copy that a peer was told of is overdue: a round trip, and its bytes at the rate at
 * which messages are expected to come in.
 * @param rate bytes per second
 */
export function patience(
  latency: Latency,
  node: number,
  peer: number,
  bytes: number,
  rate: number,
): Tick {
  const seconds = latency.rtt(node, peer) + bytes / rate;
  return Math.ceil(seconds * TICKS_PER_SECOND) as Tick;
}
