import type { Tick } from '../../../sim/time.ts';
import type { Provider, Refusal } from './provider.ts';

/** Why a provider did not answer: it refused, lost the request, or was seen to cheat. */
export type Failure = Refusal | 'lost' | 'attestation' | 'rejected';

/** How users reach providers, and whose money pays. */
export interface Desk {
  /** The account on the chain that pays for a user. */
  payer(user: number): number;
  /** The provider to ask next; undefined when no other is left. */
  next(user: number, tried: ReadonlySet<number>): Provider | undefined;
  /** Sees to it that the payer's sub-account covers one more request, if the money is there. */
  secure(user: number, provider: Provider): boolean;
  /** A request failed at a provider. */
  failed(user: number, provider: Provider, failure: Failure): void;
  /** Base units are set aside for a request of the user, or no longer (below 0). */
  reserve(user: number, amount: bigint): void;
  /** The user is charged for a response, or paid back (below 0), base units. */
  charge(user: number, fee: bigint): void;
  /** The user wants all money back. */
  drain(user: number, now: Tick): void;
  /** Takes what an earlier `drain` has freed by then. */
  takeBack(user: number, now: Tick): void;
  /** @throws RangeError when its own books do not add up */
  check(): void;
}
