import { unitPrice, type Work } from '../../../../models/compute/market/admission.ts';
import { TOKEN } from '../../../../models/compute/market/books.ts';
import { DirectDesk } from '../../../../models/compute/market/direct.ts';
import { ComputeMarket, type Refused } from '../../../../models/compute/market/market.ts';
import { RouterDesk } from '../../../../models/compute/market/router.ts';
import { Verifier } from '../../../../models/compute/market/verifier.ts';
import { languageModel } from '../../../../models/compute/serving/models.ts';
import { type CheatName, cheats } from '../../../../models/compute/verification/cheats.ts';
import type { ModeName } from '../../../../models/compute/verification/mode-names.ts';
import { verificationModes } from '../../../../models/compute/verification/modes.ts';
import { defaultSettings } from '../../../../models/compute/verification/settings.ts';
import { Simulation } from '../../../../sim/engine/simulation.ts';
import { gpuProfile } from '../../../../sim/hardware/profiles.ts';
import { hours, seconds, type Tick, ZERO } from '../../../../sim/time.ts';

export interface Options {
  readonly mode: 'direct' | 'router';
  readonly providers: number;
  readonly users: number;
  /** Tokens. */
  readonly deposit: number;
  readonly hop: Tick;
  readonly queue: number;
  readonly verification: ModeName;
  /** Seconds. */
  readonly window: number;
  /** Of every answer of a cheat, by each challenger. */
  readonly sampled: number;
  /** Number of the provider that cheats, and how. */
  readonly cheat: readonly [number, CheatName] | null;
  /** Numbers of users who want the first provider: all weight is on it. */
  readonly favourite: boolean;
  readonly holdsReserves: boolean;
}

const USUAL: Options = {
  mode: 'direct',
  providers: 1,
  users: 1,
  deposit: 10,
  hop: ZERO,
  queue: 64,
  verification: 'none',
  window: 3600,
  sampled: 0.01,
  cheat: null,
  favourite: true,
  holdsReserves: true,
};

/** 0.1 tokens for a million in, 1 for a million out: the reserve is 1 token. */
export const PRICE = { input: unitPrice(0.1), output: unitPrice(1) };
export const WORK: Work = { inputTokens: 1000, outputTokens: 100 };
/** 1000 x 10^11 + 100 x 10^12. */
export const FEE = 200_000_000_000_000n;
export const SECOND = seconds(1);

/** A market of few, its clock, and what became of its requests. */
export function smallMarket(options: Partial<Options> = {}) {
  const all = { ...USUAL, ...options };
  const simulation = new Simulation({ seed: '1' });
  const { opml } = defaultSettings;
  const settings = {
    ...defaultSettings,
    opml: { ...opml, window: all.window, sampled: all.sampled },
  };
  const machine = {
    gpu: gpuProfile('h100-80g-sxm'),
    cards: 1,
    model: languageModel('qwen2.5-7b'),
    slowdown: 1,
  };
  const market = new ComputeMarket(simulation, 'market', {
    providers: Array.from({ length: all.providers }, (_, i) => ({
      machine,
      price: PRICE,
      cheat: all.cheat?.[0] === i ? cheats[all.cheat[1]] : null,
      queue: all.queue,
    })),
    holdsReserves: all.holdsReserves,
    verifier: new Verifier(verificationModes[all.verification], settings, (provider) =>
      simulation.streams.stream(`caught/${provider}`),
    ),
    hop: () => all.hop,
    timeout: SECOND,
    blockTime: SECOND,
    lockTime: hours(1),
    by: 'totals',
    desk: (books, providers) => {
      const deposit = BigInt(all.deposit) * TOKEN;
      const common = { books, providers, users: all.users, deposit, transfer: 2n * TOKEN };
      if (all.mode === 'router')
        return new RouterDesk({ ...common, probe: seconds(30), now: () => simulation.now });
      return new DirectDesk({
        ...common,
        lockTime: hours(1),
        weights: providers.map((_, i) => (all.favourite && i > 0 ? 1e-9 : 1)),
        choices: (user) => simulation.streams.stream(`choice/${user}`),
      });
    },
  });
  const answers: { user: number; provider: number; at: Tick }[] = [];
  const refusals: { user: number; reason: Refused; at: Tick }[] = [];
  const verdicts: { accepted: boolean; at: Tick }[] = [];
  const ask = (user = 0, work = WORK) =>
    market.request(user, work, {
      responded: ({ number }) => answers.push({ user, provider: number, at: simulation.now }),
      refused: (reason) => refusals.push({ user, reason, at: simulation.now }),
      verified: (accepted) => verdicts.push({ accepted, at: simulation.now }),
    });
  const until = (span: Tick) => simulation.run(span);
  return { simulation, market, answers, refusals, verdicts, ask, until };
}
