/** Results of a run, beside what the closed forms expect. */
import { TICKS_PER_SECOND, type Tick } from '../../sim/time.ts';
import type { Measures } from '../measures.ts';
import { breakdown, HALT, herfindahl, nakamoto } from '../operators/concentration.ts';
import { TOKEN } from '../token/unlocks/amounts.ts';
import { fraction, portion } from '../token/unlocks/fraction.ts';
import { PUBLISHED_MACHINE, probeLimits, reexecution } from './bounds.ts';
import type { Court } from './court.ts';
import { expectedByChart, expectedFalseCharts } from './drift-laws.ts';
import {
  expectedAccused,
  expectedByQuorum,
  expectedCoverage,
  expectedFalseChecks,
  expectedTraffic,
  silentDelay,
} from './laws.ts';
import { type LicenceTerms, licenceDay, licenceRewards, PENALTY_DAYS } from './licences.ts';
import { licencesByOperator } from './operators.ts';
import type { AlignmentValues } from './parameters.ts';
import type { Effort } from './watch.ts';
import type { World } from './world.ts';

const tokens = (units: bigint): number => Number(units) / Number(TOKEN);

/** What was found, how soon, and whom the watchers wronged. */
export function reportFindings(
  measures: Measures,
  { values, incidents, targets }: World,
  court: Court,
  duration: Tick,
): void {
  const observe = measures.durations('alignment.detection_delay');
  for (const { target, from, to } of incidents.values()) {
    observe(((court.found.get(target) ?? to) - from) as Tick);
  }
  if (incidents.size > 0) {
    measures.value('alignment.detected', '1', court.found.size / incidents.size);
  }
  const { lazy } = values.operators;
  const drifts = values.fault.kind === 'drift' && values.fault.shift > 0;
  // Copied scores are no sample of anything: the law of the chart is that of scores on their own.
  if (!drifts || lazy === 0) {
    const { delay, detected } = drifts ? expectedByChart(values) : expectedByQuorum(values);
    measures.value('alignment.detection_delay_theory', 's', delay);
    measures.value('alignment.detected_theory', '1', detected);
  }
  measures.value('alignment.silent_delay_theory', 's', silentDelay(values));
  const { well } = court;
  const all = targets.filter((_, target) => !incidents.has(target));
  const services = all.filter((kind) => kind === 'compute').length;
  const nodes = all.length - services;
  const seconds = duration / TICKS_PER_SECOND;
  // In the fast mode some stand for all of their sort.
  const scaled = (alarms: number, of: number, played: number): number =>
    played > 0 ? (alarms * of) / played / seconds : 0;
  const checks =
    scaled(well.checks.service, services, well.services) +
    scaled(well.checks.node, nodes, well.targets - well.services);
  measures.value('alignment.false_alarms[check]', '1/s', checks);
  const charts = scaled(well.charts, services, well.services);
  measures.value('alignment.false_alarms[drift]', '1/s', charts);
  const expected = expectedFalseChecks(values, all.length);
  measures.value('alignment.false_alarms_theory[check]', '1/s', expected);
  if (lazy === 0) {
    const drift = expectedFalseCharts(values, services);
    measures.value('alignment.false_alarms_theory[drift]', '1/s', drift);
  }
  measures.value('alignment.accused', '1', well.verdicts > 0 ? well.accused / well.verdicts : 0);
  measures.value('alignment.accused_theory', '1', expectedAccused(values));
  measures.value('alignment.coverage', '1', court.coverage);
  measures.value('alignment.coverage_theory', '1', expectedCoverage(values));
}

/** What watching takes of a machine, and what the machine could do. */
export function reportEffort(
  measures: Measures,
  values: AlignmentValues,
  { traffic, uptime }: Effort,
): void {
  const { count, memory, bandwidth, held, work, weights } = values.operators;
  const { question, answer, verdict, rtt } = values.network;
  measures.value('alignment.traffic[all]', 'B/s', traffic);
  measures.value('alignment.traffic[operator]', 'B/s', traffic / count);
  measures.value('alignment.traffic_theory[operator]', 'B/s', expectedTraffic(values));
  measures.value('alignment.uptime', '1', uptime);
  const machine = { ...PUBLISHED_MACHINE, memory, bandwidth };
  const limits = probeLimits(machine, {
    bytes: Math.max(question + verdict, answer),
    held,
    waits: rtt / TICKS_PER_SECOND,
    work: work / TICKS_PER_SECOND,
  });
  for (const [resource, rate] of Object.entries(limits)) {
    measures.value(`alignment.probe_limit[${resource}]`, '1/s', rate);
  }
  const again = reexecution(machine, weights);
  measures.value('alignment.reexecution[memory]', '1', again.memory);
  measures.value('alignment.reexecution[disk]', '1', again.disk);
  measures.value('alignment.reexecution_token', 's', again.token);
}

const MONTHS = 12;
const DAYS = 365;

/** What licences are paid, who holds them, and the price of the token at which an operator breaks even. */
export function reportRewards(measures: Measures, values: AlignmentValues, uptime: number): void {
  const { sold, unsold, late, skew } = values.licences;
  const running = fraction(BigInt(Math.round(uptime * 1e9)), 1_000_000_000n);
  const terms: LicenceTerms = { sold, unsold, late: Math.round(sold * late), uptime: running };
  for (const [who, day] of [
    ['early', 0],
    ['late', PENALTY_DAYS],
  ] as const) {
    const { first, penalty, daily, unsold: extra } = licenceRewards(terms, day);
    measures.value(`alignment.rewards.first[${who}]`, 'token', tokens(first));
    measures.value(`alignment.rewards.penalty[${who}]`, 'token', tokens(penalty));
    measures.value(`alignment.rewards.unsold[${who}]`, 'token', tokens(extra));
    measures.value(`alignment.rewards[${who}]`, 'token', tokens(first + daily + extra));
    if (who === 'late') measures.value('alignment.rewards.daily', 'token', tokens(daily));
  }
  const perDay = tokens(portion(TOKEN, licenceDay()));
  measures.value('alignment.rewards.licence_day', 'token', perDay);
  const { count, price } = values.operators;
  const held = licencesByOperator(count, sold, skew);
  const owners = breakdown(
    held.map((_, operator) => `${operator}`),
    held.map(BigInt),
  );
  measures.value('alignment.operators.largest_share', '1', held[0] / sold);
  measures.value('alignment.operators.hhi', '1', herfindahl(owners));
  measures.value('alignment.operators.nakamoto', '1', nakamoto(owners, HALT));
  const year = price * MONTHS;
  measures.value('alignment.cost[operator_year]', 'USD', year);
  measures.value('alignment.cost[licence_year]', 'USD', (year * count) / sold);
  const even = (licences: number): number => year / (DAYS * perDay * uptime * licences);
  if (uptime > 0) {
    measures.value('alignment.break_even_price[largest]', 'USD', even(held[0]));
    measures.value('alignment.break_even_price[smallest]', 'USD', even(held[held.length - 1]));
  }
}
