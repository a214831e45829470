import { pow } from '../math.ts';

/*
 * Laws of one TCP-like transfer, as pure functions. Bytes, seconds, bytes per second.
 * Sources: Mathis et al. 1997; RFC 8312 (CUBIC); RFC 6928 (initial window of 10 segments).
 */

export const SEGMENT_BYTES = 1460;
export const INITIAL_WINDOW_BYTES = 10 * SEGMENT_BYTES;

/** Mathis bound on Reno throughput: 1.22 MSS / (RTT sqrt p), bytes per second. */
export function mathisRate(rtt: number, loss: number): number {
  return (1.22 * SEGMENT_BYTES) / (rtt * Math.sqrt(loss));
}

/** Average CUBIC window in segments: 1.054 RTT^0.75 / p^0.75, never below the Reno window. */
export function cubicWindow(rtt: number, loss: number): number {
  const cubic = (1.054 * pow(rtt, 0.75)) / pow(loss, 0.75);
  const reno = 1.22 / Math.sqrt(loss);
  return Math.max(cubic, reno);
}

export function cubicRate(rtt: number, loss: number): number {
  return (cubicWindow(rtt, loss) * SEGMENT_BYTES) / rtt;
}

/** The most that one flow gets, whatever the links offer: receive window and loss. */
export function flowRateLimit(rtt: number, loss: number, receiveWindow: number): number {
  if (rtt <= 0) return Number.POSITIVE_INFINITY;
  const windowed = receiveWindow / rtt;
  if (loss <= 0) return windowed;
  const lossy = cubicRate(rtt, loss);
  return Math.min(lossy, windowed);
}

/**
 * The round trip in which byte `offset` (counted from 0) may leave, and the offset at which that round
 * ends. One window leaves a round trip: `window` bytes first, then twice as many each time, up to `cap`.
 */
export function windowRound(
  offset: number,
  window: number,
  cap = Number.POSITIVE_INFINITY,
): { rounds: number; end: number } {
  let size = Math.min(window, cap);
  let rounds = 0;
  let end = size;
  while (offset >= end && size < cap) {
    size = Math.min(2 * size, cap);
    end += size;
    rounds++;
  }
  if (offset >= end) {
    const full = Math.floor((offset - end) / cap) + 1;
    rounds += full;
    end += full * cap;
  }
  return { rounds, end };
}

/** Round trips of slow start that must pass before byte `offset` may leave; see `windowRound`. */
export function slowStartRounds(offset: number, window: number): number {
  return windowRound(offset, window).rounds;
}

/**
 * Seconds from the first byte sent to the last byte received, on an idle path.
 * Each round sends one window; a window that takes longer than a round trip to send fills the pipe.
 */
export function transferTime(bytes: number, rate: number, rtt: number, window: number): number {
  let sent = 0;
  let size = window;
  let time = 0;
  while (sent + size < bytes && size / rate < rtt) {
    sent += size;
    size *= 2;
    time += rtt;
  }
  return time + (bytes - sent) / rate + rtt / 2;
}
