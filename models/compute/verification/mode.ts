import type { Status } from '../../../sim/parameters.ts';
import type { Cheat } from './cheats.ts';
import type { ModeName } from './mode-names.ts';
import type { VerificationSettings } from './settings.ts';
import type { Work } from './work.ts';

/** How a mode finds one kind of cheat. All chances and rates are independent of each other. */
export interface Catch {
  /** Chance at the start of each session, before a request is served. */
  readonly session: number;
  /** Chance for each request that was cheated. */
  readonly request: number;
  /** Rate per second at which the world learns of the cheat by other ways. */
  readonly rate: number;
  /** Seconds from the answer until a request that is caught is known to be wrong. */
  readonly delay: number;
  /** The provider's bond is lost; otherwise a caught answer is only refused. */
  readonly slashed: boolean;
}

/** Nothing finds the cheat. */
export const UNSEEN: Catch = { session: 0, request: 0, rate: 0, delay: 0, slashed: false };

/** A way for users to know that an answer came from the model that they pay for. */
export interface VerificationMode {
  readonly name: ModeName;
  readonly about: string;
  readonly knowledge: Status;
  readonly source: string;
  /** Factor on the machine's time for that work; 1 costs nothing. */
  slowdown(work: Work, settings: VerificationSettings): number;
  /** Seconds before the first request of a session. */
  sessionDelay(settings: VerificationSettings): number;
  /** Seconds from an answer until its user may rely on it; null where nothing ever says so. */
  verdictDelay(settings: VerificationSettings): number | null;
  /** Bytes beside the answer, the share of a request in those of its session included. */
  extraBytes(settings: VerificationSettings): number;
  /** Machine seconds that others than the provider spend on a request that takes it `plain` seconds. */
  othersSeconds(plain: number, settings: VerificationSettings): number;
  /** How the mode finds that cheat. */
  catches(cheat: Cheat, settings: VerificationSettings): Catch;
}
