/** One light probe over the network: a small signed question and its answer, asked again when late. */
import { log, normalCdf } from '../../sim/math.ts';
import type { Stream } from '../../sim/random.ts';
import type { Tick } from '../../sim/time.ts';

export interface Path {
  /** Median round trip and time to answer, ticks, and the standard deviation of its logarithm. */
  readonly rtt: number;
  readonly sigma: number;
  /** Chance that a message is lost, each way. */
  readonly loss: number;
  /** An answer after this many ticks is none. */
  readonly timeout: number;
  /** Times that a watcher asks before it gives up. */
  readonly tries: number;
  /** Chance that a watcher's own path is broken when it wakes, so that all its probes fail. */
  readonly trouble: number;
}

/** Chance that one try gets no answer in time from a target that is well. */
export function tryFails({ rtt, sigma, loss, timeout }: Path): number {
  const inTime = sigma > 0 ? normalCdf(log(timeout / rtt) / sigma) : Number(rtt <= timeout);
  return 1 - (1 - loss) * (1 - loss) * inTime;
}

/** Chance that a probe of a target that is well gets no answer: own trouble, or every try fails. */
export function probeFails(path: Path): number {
  const fails = tryFails(path);
  let all = 1;
  for (let i = 0; i < path.tries; i++) all *= fails;
  return path.trouble + (1 - path.trouble) * all;
}

/** Mean number of questions of a probe. @param answering whether the target answers at all */
export function meanTries(path: Path, answering: boolean): number {
  const fails = tryFails(path);
  let untroubled = 0;
  let reached = 1;
  for (let i = 0; i < path.tries; i++) {
    untroubled += reached;
    if (answering) reached *= fails;
  }
  return path.trouble * path.tries + (1 - path.trouble) * untroubled;
}

export interface Probed {
  readonly answered: boolean;
  /** Until the answer, or until the last time-out. */
  readonly took: Tick;
  readonly tries: number;
}

/** Plays one probe, message by message. @param reachable false for a silent target or own trouble */
export function playProbe(path: Path, reachable: boolean, stream: Stream): Probed {
  let waited = 0;
  for (let asked = 1; asked <= path.tries; asked++) {
    const lost = stream.chance(path.loss) || stream.chance(path.loss);
    const trip = Math.round(stream.lognormal(path.rtt, path.sigma));
    if (reachable && !lost && trip <= path.timeout) {
      return { answered: true, took: (waited + trip) as Tick, tries: asked };
    }
    waited += path.timeout;
  }
  return { answered: false, took: waited as Tick, tries: path.tries };
}
