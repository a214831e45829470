import { cos } from '../../sim/math.ts';
import type { Stream } from '../../sim/random.ts';

/**
 * Arrival times of requests to inference services. Source of laws and figures: hardware-network-workloads
 * D2; "measured" figures were computed from the first 40 minutes of the Azure traces of 2023.
 */

/** Instants in seconds since the start, rising, without end. */
export type ArrivalTimes = Generator<number, never, void>;

/** Factor on the rate at that second. */
export type RateCurve = (second: number) => number;

export interface ChatLaw {
  /** Requests per second. */
  readonly rate: number;
  /** Length in seconds of the windows in which the rate stays. */
  readonly window: number;
  /** Variance over mean of the requests in a window; above 1. */
  readonly dispersion: number;
}

/** Measured: 5.91 /s, variance over mean of 3.5 in windows of 10 s. */
export const CHAT: ChatLaw = { rate: 5.91, window: 10, dispersion: 3.5 };

export interface CodeLaw {
  /** Silences in seconds: lognormal of this median and standard deviation of the logarithm, and the longest. */
  readonly silenceMedian: number;
  readonly silenceSigma: number;
  readonly silenceMost: number;
  /** Mean length in seconds of a burst; exponential. */
  readonly burst: number;
  /** Requests per second in a burst. */
  readonly rate: number;
  /** Within a burst the rate is drawn anew after so many seconds, from a Gamma law of that shape. */
  readonly window: number;
  readonly shape: number;
}

/**
 * Measured: of the 45 gaps above 5 s (median 23 s, log-deviation 0.92), of what lies between them (17.6 s,
 * 9.2 /s, and counts in 1 s: a Gamma shape of 1.44). The window is an estimate: counts of single seconds are
 * correlated by 0.6 over 1 s and by 0.1 over 5 s.
 */
export const CODE: CodeLaw = {
  silenceMedian: 23,
  silenceSigma: 0.92,
  silenceMost: 220,
  burst: 17.6,
  rate: 9.2,
  window: 4,
  shape: 1.44,
};

/** Requests per second of the code trace over bursts and silences. Measured: 7,491 in 2,393 s. */
export const CODE_RATE = 3.13;

const DAY = 86_400;

/** The same all day. */
export function flat(): number {
  return 1;
}

/**
 * 0.3 at three at night and 1.5 at three in the afternoon; second 0 is midnight. The hours, and a cosine
 * between them, are estimates.
 */
export function dayCurve(second: number): number {
  const turn = (second - 15 * 3600) / DAY;
  return 0.9 + 0.6 * cos(2 * Math.PI * (turn - Math.floor(turn)));
}

/** Poisson arrivals at `rate` per second in [from, to). */
function* poisson(stream: Stream, rate: number, from: number, to: number): Generator<number> {
  if (!(rate > 0)) return;
  for (let at = from; ; ) {
    at += stream.exponential(1 / rate);
    if (at >= to) return;
    yield at;
  }
}

/**
 * Shape of the Gamma law of the rate, mean 1, that disperses the counts: with m requests expected in a window
 * their variance is m + m^2 / shape, so shape = m / (dispersion - 1). For the trace 59.1 / 2.5 = 23.6;
 * shapes of 0.5 to 4, which the fact sheet names beside it, would give dispersions of 119 to 16.
 * @throws RangeError unless the dispersion is above 1
 */
export function gammaShape({ rate, window, dispersion }: ChatLaw): number {
  if (!(dispersion > 1)) throw new RangeError(`dispersion, expected above 1, got ${dispersion}`);
  return (rate * window) / (dispersion - 1);
}

/** Chat: Poisson arrivals whose rate is drawn anew for each window from a Gamma law. */
export function* chatArrivals(stream: Stream, law: ChatLaw, curve: RateCurve): ArrivalTimes {
  const shape = gammaShape(law);
  for (let window = 0; ; window++) {
    const from = window * law.window;
    const rate = law.rate * curve(from) * stream.gamma(shape, 1);
    yield* poisson(stream, rate, from, from + law.window);
  }
}

/** Coding assistants: silences, and bursts whose rate is drawn anew for each of their windows. */
export function* codeArrivals(stream: Stream, law: CodeLaw, curve: RateCurve): ArrivalTimes {
  for (let from = 0; ; ) {
    const end = from + stream.exponential(law.burst);
    for (; from < end; from += law.window) {
      const rate = law.rate * curve(from) * stream.gamma(law.shape, 1);
      yield* poisson(stream, rate, from, Math.min(from + law.window, end));
    }
    const silence = stream.lognormal(law.silenceMedian, law.silenceSigma);
    from = end + Math.min(silence, law.silenceMost);
  }
}
