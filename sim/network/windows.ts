import type { Stream } from '../random.ts';
import { TICKS_PER_SECOND, type Tick } from '../time.ts';
import type { Latency } from './latency.ts';
import type { Message } from './message.ts';
import { flowRateLimit, INITIAL_WINDOW_BYTES, SEGMENT_BYTES, windowRound } from './transfer.ts';

/*
 * Windows of the connections between nodes: slow start, receive window, loss. They decide when the next
 * chunk of a message may leave; the laws are in `transfer.ts`.
 */

export interface Transport {
  /** Receive window in bytes. */
  readonly receiveWindow: number;
  /** Packet loss probability. */
  readonly loss: number;
  readonly slowStart: boolean;
  /** After this long without a byte a connection starts slowly again. */
  readonly idleReset: Tick;
}

interface Connection {
  window: number;
  lastUsed: number;
  /** Lives of both ends when it was opened: a restart of either forgets it. */
  lives: number;
}

export class Windows {
  private readonly nodes: number;
  private readonly transport: Transport;
  private readonly latency: Latency;
  /** How often each node has gone down. */
  private readonly lives: Uint32Array;
  /** One a sending node; empty without loss. */
  private readonly lossStreams: readonly Stream[];
  private readonly connections = new Map<number, Connection>();

  constructor(
    transport: Transport,
    latency: Latency,
    lives: Uint32Array,
    lossStreams: readonly Stream[],
  ) {
    this.nodes = lives.length;
    this.transport = transport;
    this.latency = latency;
    this.lives = lives;
    this.lossStreams = lossStreams;
  }

  /** A message is sent: what may leave of it, and when. */
  open(message: Message, now: Tick): void {
    const { transport } = this;
    const { from, to } = message;
    const rtt = this.latency.rtt(from, to);
    message.roundTrip = rtt * TICKS_PER_SECOND;
    if (rtt > 0) {
      const allowed = rtt * flowRateLimit(rtt, transport.loss, transport.receiveWindow);
      message.cap = Math.max(SEGMENT_BYTES, Math.floor(allowed));
    }
    message.window = message.cap;
    if (transport.slowStart) {
      const pair = from * this.nodes + to;
      const lives = this.lives[from] + this.lives[to];
      let connection = this.connections.get(pair);
      if (connection === undefined) {
        connection = { window: INITIAL_WINDOW_BYTES, lastUsed: now, lives };
        this.connections.set(pair, connection);
      } else if (now - connection.lastUsed > transport.idleReset || connection.lives !== lives) {
        connection.window = INITIAL_WINDOW_BYTES;
        connection.lives = lives;
      }
      connection.lastUsed = now;
      message.window = connection.window;
    }
    message.eligibleAt = now;
    if (transport.loss > 0) {
      const segments = Math.ceil(message.bytes / SEGMENT_BYTES);
      // A lost tail costs one round trip more; losses inside are in the rate limit.
      const tail = Math.min(segments, 3);
      if (this.lossStreams[from].chance(tail * transport.loss)) {
        message.delay = (message.delay + Math.ceil(message.roundTrip)) as Tick;
      }
    }
  }

  /**
   * A chunk has left: when may the next one go?
   * @param began when the chunk began to leave
   */
  moved(message: Message, chunk: number, last: boolean, began: number, now: Tick): void {
    const { window, cap, roundTrip, startedAt } = message;
    if (last) {
      if (this.transport.slowStart) this.grow(message, now);
      return;
    }
    message.eligibleAt = startedAt + windowRound(message.offset, window, cap).rounds * roundTrip;
    if (cap === Number.POSITIVE_INFINITY) return;
    // Held up by other transfers, it makes up for one window, not for more.
    message.pacedUntil = Math.max(message.pacedUntil, began) + (chunk / cap) * roundTrip;
    const paced = message.pacedUntil - roundTrip;
    if (paced > message.eligibleAt) message.eligibleAt = paced;
  }

  private grow(message: Message, now: Tick): void {
    const connection = this.connections.get(message.from * this.nodes + message.to);
    if (connection === undefined) return;
    const { receiveWindow } = this.transport;
    const reached = Math.min(message.window + message.bytes, receiveWindow);
    if (reached > connection.window) connection.window = reached;
    connection.lastUsed = now;
  }
}
