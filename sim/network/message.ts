import type { Tick } from '../time.ts';
import type { Connection } from './windows.ts';

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
  /** Its connection's window; undefined without a transport. */
  readonly connection: Connection | undefined;
  /** One-way delay, drawn when the message is sent. */
  delay: Tick;
  /** Which life of the receiver took the first chunk; -1 before that. */
  life: number;
  /** A chunk was lost. */
  broken: boolean;
}
