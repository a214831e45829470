import { TICKS_PER_SECOND, type Tick } from '../time.ts';
import type { Latency } from './latency.ts';
import { flowRateLimit, INITIAL_WINDOW_BYTES, SEGMENT_BYTES } from './transfer.ts';

/*
 * Windows of the connections between nodes: slow start, receive window, loss. A connection may send one
 * window a round trip. A round that used more than half of its window makes the next one larger by what
 * it sent (slow start), up to what the receiver and loss allow.
 */

export interface Transport {
  /** Receive window in bytes. */
  readonly receiveWindow: number;
  /** Packet loss probability. */
  readonly loss: number;
  readonly slowStart: boolean;
  /**
   * Window of a connection before its first message, in bytes; ten segments (RFC 6928) if not given. Slow
   * start may add a segment for each acknowledgement (RFC 5681), those of setting up the connection included.
   */
  readonly initialWindow?: number;
  /**
   * After this long without a byte a connection starts slowly again; a window of which less than half was
   * used for this long shrinks half-way to what was used (RFC 2861). Both never for `FOREVER`.
   */
  readonly idleReset: Tick;
}

/** One direction between two nodes. Times in ticks, windows in bytes. */
export interface Connection {
  /** When its window lets the next byte leave. */
  eligibleAt: number;
  /** Bytes that may leave in this round. */
  window: number;
  roundStart: number;
  sentInRound: number;
  lastUsed: number;
  /** When a round last used more than half of its window, or the window was last changed. */
  neededAt: number;
  /** Largest window: what the receiver and loss allow. */
  readonly cap: number;
  readonly roundTrip: number;
  /** How often both ends had gone down when it was opened: a restart of either forgets it. */
  readonly lives: number;
}

export class Windows {
  private readonly nodes: number;
  private readonly transport: Transport;
  private readonly latency: Latency;
  private readonly connections = new Map<number, Connection>();

  constructor(transport: Transport, latency: Latency, nodes: number) {
    this.nodes = nodes;
    this.transport = transport;
    this.latency = latency;
  }

  /** @param lives how often both ends have gone down */
  connect(from: number, to: number, lives: number): Connection {
    const pair = from * this.nodes + to;
    let connection = this.connections.get(pair);
    if (connection === undefined || connection.lives !== lives) {
      connection = this.open(from, to, lives);
      this.connections.set(pair, connection);
    }
    return connection;
  }

  private open(from: number, to: number, lives: number): Connection {
    const { loss, receiveWindow, slowStart, initialWindow = INITIAL_WINDOW_BYTES } = this.transport;
    const rtt = this.latency.rtt(from, to);
    const allowed = rtt > 0 ? rtt * flowRateLimit(rtt, loss, receiveWindow) : receiveWindow;
    const cap = Math.max(SEGMENT_BYTES, Math.floor(allowed));
    return {
      eligibleAt: 0,
      window: slowStart ? Math.min(initialWindow, cap) : cap,
      roundStart: Number.NEGATIVE_INFINITY,
      sentInRound: 0,
      lastUsed: Number.NEGATIVE_INFINITY,
      neededAt: 0,
      cap,
      roundTrip: rtt * TICKS_PER_SECOND,
      lives,
    };
  }

  /** Bytes that may leave now; more than 0 when `eligibleAt` is not after `now`. */
  allowance(connection: Connection, now: number): number {
    if (now >= connection.roundStart + connection.roundTrip) this.nextRound(connection, now);
    return connection.window - connection.sentInRound;
  }

  private nextRound(connection: Connection, now: number): void {
    const { slowStart, idleReset } = this.transport;
    if (slowStart) {
      const least = Math.min(INITIAL_WINDOW_BYTES, connection.cap);
      const { window, sentInRound } = connection;
      if (connection.lastUsed < 0) {
        connection.neededAt = now;
      } else if (now - connection.lastUsed > idleReset) {
        connection.window = least;
        connection.neededAt = now;
      } else if (sentInRound * 2 > window) {
        connection.window = Math.min(window + sentInRound, connection.cap);
        connection.neededAt = now;
      } else if (now - connection.neededAt > idleReset) {
        connection.window = Math.max(least, Math.ceil((window + sentInRound) / 2));
        connection.neededAt = now;
      }
    }
    // A round that waited for its window follows the last one without a gap.
    const due = connection.roundStart + connection.roundTrip;
    connection.roundStart = now - due < 1 ? due : now;
    connection.sentInRound = 0;
    connection.eligibleAt = 0;
  }

  /** Bytes have begun to leave. */
  took(connection: Connection, bytes: number, now: number): void {
    connection.sentInRound += bytes;
    connection.lastUsed = now;
    if (connection.sentInRound >= connection.window) {
      connection.eligibleAt = connection.roundStart + connection.roundTrip;
    }
  }
}
