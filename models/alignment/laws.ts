/** The closed forms of a section: what watchers find by agreement, how soon, and how often they are wrong. */
import { TICKS_PER_SECOND } from '../../sim/time.ts';
import { type Fault, faultOf } from './faults.ts';
import type { AlignmentValues } from './parameters.ts';
import { meanTries, probeFails } from './probe.ts';
import { accusedShare, alarmsPerVerdict, survival, type VerdictChain } from './quorum-law.ts';
import { listTargets } from './targets.ts';
import { coverage, meanVisits, type Visits } from './visit-law.ts';

/** Chance that an honest watcher says that a target is at fault. @param fault null for one that is well */
export function honestBad(
  { network, watch, fault: terms }: AlignmentValues,
  fault: Fault | null,
): number {
  if (fault?.silent) return 1;
  const silent = probeFails(network);
  const shown = fault?.shown(terms) ?? 0;
  return silent + (1 - silent) * (1 - (1 - shown) * (1 - watch.mistaken));
}

/** Verdicts on a target over all operators, in mean shares. */
export function chainOf(values: AlignmentValues, fault: Fault | null): VerdictChain {
  const { lazy, colluding, collusion } = values.operators;
  const honest = Math.max(0, 1 - lazy - colluding);
  const said = honest * honestBad(values, fault) + (collusion === 'slander' ? colluding : 0);
  // Copies of copies only repeat the first verdict, which is that nothing is wrong.
  return { bad: lazy < 1 ? said / (1 - lazy) : 0, copied: lazy };
}

export function visitsOf({ operators, targets, watch }: AlignmentValues): Visits {
  return {
    operators: operators.count,
    up: operators.uptime,
    share: watch.sampled / listTargets(targets).length,
    period: watch.period / TICKS_PER_SECOND,
  };
}

/** Verdicts per second on one target. */
export function verdictRate(values: AlignmentValues): number {
  const { operators, up, share, period } = visitsOf(values);
  return (operators * up * share) / period;
}

export interface Expected {
  /** Seconds that a fault goes unnoticed, until found or over, and the share that is found. */
  readonly delay: number;
  readonly detected: number;
}

/** What becomes of faults that are found by agreement. */
export function expectedByQuorum(values: AlignmentValues): Expected {
  const fault = faultOf(values.fault.kind);
  const { network, watch, fault: terms } = values;
  const rate = verdictRate(values);
  const waits = fault.silent ? network.tries * network.timeout : 0;
  const late = (watch.report + waits) / TICKS_PER_SECOND;
  const lasts = terms.lasts / TICKS_PER_SECOND - late;
  const most = Math.ceil(rate * lasts);
  const curve = survival(chainOf(values, null), chainOf(values, fault), watch, most);
  return waited(curve, 1 / rate, lasts, late);
}

/** Sums a curve of survival over equal steps of seconds. @param late seconds that come on top */
export function waited(
  curve: readonly number[],
  step: number,
  lasts: number,
  late: number,
): Expected {
  let delay = late;
  for (let n = 0; n < curve.length && n * step < lasts; n++) {
    delay += curve[n] * Math.min(step, lasts - n * step);
  }
  return { delay, detected: 1 - curve[Math.min(curve.length - 1, Math.floor(lasts / step))] };
}

/** Seconds until enough honest watchers have come by a silent target, and have waited and told. */
export function silentDelay(values: AlignmentValues): number {
  const { network, watch, fault } = values;
  const { lazy, colluding, count } = values.operators;
  const visits = { ...visitsOf(values), operators: Math.round(count * (1 - lazy - colluding)) };
  const late = (network.timeout * network.tries + watch.report) / TICKS_PER_SECOND;
  const lasts = fault.lasts / TICKS_PER_SECOND;
  return visits.operators < watch.agree
    ? lasts
    : late + meanVisits(visits, watch.agree, lasts - late);
}

export function expectedCoverage(values: AlignmentValues): number {
  const { of, window } = values.watch;
  return coverage(visitsOf(values), of, window / TICKS_PER_SECOND);
}

/** Share of verdicts after which a target that is well stands accused. */
export function expectedAccused(values: AlignmentValues): number {
  return accusedShare(chainOf(values, null), values.watch);
}

/** False alarms per second by the quorum on `targets` that are well. */
export function expectedFalseChecks(values: AlignmentValues, targets: number): number {
  return targets * verdictRate(values) * alarmsPerVerdict(chainOf(values, null), values.watch);
}

/** Bytes per second of one operator in the mean, both ways, while targets are well. */
export function expectedTraffic({ operators, network, watch }: AlignmentValues): number {
  const { lazy, uptime } = operators;
  const asked = meanTries(network, true) * network.question;
  const probed = asked + (1 - probeFails(network)) * network.answer + network.verdict;
  const copied = 2 * network.verdict;
  const verdict = (1 - lazy) * probed + lazy * copied;
  return (uptime * watch.sampled * verdict) / (watch.period / TICKS_PER_SECOND);
}
