import type { Tick } from '../time.ts';

/** A message on its way. */
export interface Message {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly bytes: number;
  readonly argument: number;
  readonly payload: unknown;
  readonly sentAt: Tick;
  /** Bytes that have left. */
  offset: number;
  /** When its window lets the next chunk leave. */
  eligibleAt: number;
  /** One-way delay, drawn when the message is sent. */
  delay: Tick;
  /** Bytes that may leave in its first round trip; 0 without a transport. */
  window: number;
  /** The largest window, in bytes: what the receiver and loss allow. */
  cap: number;
  /** Until when the bytes that have left use up one `cap` a round trip. */
  pacedUntil: number;
  /** When the first chunk began to leave. */
  startedAt: number;
  /** Round trip in ticks, for the windows. */
  roundTrip: number;
  /** Which life of the receiver took the first chunk; -1 before that. */
  life: number;
  /** A chunk was lost. */
  broken: boolean;
}
