import type { Stream } from '../../../sim/random.ts';
import { seconds, type Tick } from '../../../sim/time.ts';
import type { Cheat } from '../verification/cheats.ts';
import type { Catch, VerificationMode } from '../verification/mode.ts';
import type { VerificationSettings } from '../verification/settings.ts';
import type { Provider } from './provider.ts';

/** What became of an answer. */
export interface Verdict {
  readonly accepted: boolean;
  /** From the answer until its user knows. */
  readonly delay: Tick;
  /** The provider loses its stake. */
  readonly slashed: boolean;
}

/** How the market verifies: sessions between payers and providers, and verdicts on answers. */
export class Verifier {
  readonly mode: VerificationMode;
  private readonly settings: VerificationSettings;
  private readonly streams: (provider: number) => Stream;
  /** Requests left in the session of a payer with a provider. */
  private readonly left = new Map<Provider, Map<number, number>>();

  /** @param streams chance of one provider to be caught */
  constructor(
    mode: VerificationMode,
    settings: VerificationSettings,
    streams: (provider: number) => Stream,
  ) {
    this.mode = mode;
    this.settings = settings;
    this.streams = streams;
  }

  /**
   * A payer asks a provider: within a session, or in a new one.
   * @returns how long that takes, and whether the provider is seen to be another than it says
   */
  enter(payer: number, provider: Provider): { readonly delay: Tick; readonly caught: boolean } {
    const { mode, settings } = this;
    const delay = mode.sessionDelay(settings);
    if (delay === 0) return { delay: 0 as Tick, caught: false };
    const sessions = this.left.get(provider) ?? new Map<number, number>();
    this.left.set(provider, sessions);
    const left = sessions.get(payer) ?? 0;
    if (left > 0) {
      sessions.set(payer, left - 1);
      return { delay: 0 as Tick, caught: false };
    }
    sessions.set(payer, settings.tee.sessionRequests - 1);
    const caught = this.hits(provider, ({ session }) => session);
    if (caught) sessions.delete(payer);
    return { delay: seconds(delay, 'nearest'), caught };
  }

  /** A provider starts anew, and so do its sessions. */
  forget(provider: Provider): void {
    this.left.delete(provider);
  }

  /** Draws what becomes of an answer. */
  verdict(provider: Provider): Verdict {
    const { mode, settings } = this;
    if (this.hits(provider, ({ request }) => request)) {
      const { delay, slashed } = this.catches(provider.cheat as Cheat);
      return { accepted: false, delay: seconds(delay, 'nearest'), slashed };
    }
    const delay = seconds(mode.verdictDelay(settings) ?? 0, 'nearest');
    return { accepted: true, delay, slashed: false };
  }

  /** When the world learns of a provider that cheats, by other ways than its answers; null if never. */
  exposure(provider: Provider): Tick | null {
    if (provider.cheat === null) return null;
    const { rate } = this.catches(provider.cheat);
    if (rate === 0) return null;
    return seconds(this.streams(provider.number).exponential(1 / rate), 'nearest');
  }

  /** Whether a user ever learns that an answer is right. */
  get verifies(): boolean {
    return this.mode.verdictDelay(this.settings) !== null;
  }

  private catches(cheat: Cheat): Catch {
    return this.mode.catches(cheat, this.settings);
  }

  private hits(provider: Provider, chance: (how: Catch) => number): boolean {
    if (provider.cheat === null) return false;
    const p = chance(this.catches(provider.cheat));
    return p > 0 && this.streams(provider.number).chance(p);
  }
}
