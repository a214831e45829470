import { toSeconds } from '../../sim/time.ts';
import type { Measures } from '../measures.ts';
import type { LaneName } from '../workloads/task.ts';
import { type EndedTask, laneNames, type StackFindings } from './stack-run.ts';

const good = (tasks: readonly EndedTask[]) => tasks.filter(({ ok }) => ok);

function sumOf(tasks: readonly EndedTask[], of: (task: EndedTask) => number): number {
  return tasks.reduce((sum, task) => sum + of(task), 0);
}

/** USD of a task, machines by the hour left out. */
const feesOf = ({ cost }: EndedTask): number => {
  let sum = 0;
  for (const usd of cost.values()) sum += usd;
  return sum;
};

/**
 * USD of a task for machines that are paid by the hour: their rent over all tasks that were answered, safe or not,
 * since those that are on their way to be safe at the end have used them too.
 */
function rentOf({ answers, span, rent }: StackFindings): number {
  return answers.length === 0 ? 0 : (rent * span) / answers.length;
}

const meanOf = (tasks: readonly EndedTask[], of: (task: EndedTask) => number): number =>
  sumOf(tasks, of) / tasks.length;

/** The busiest resource. */
export function bottleneck({ uses }: StackFindings): { name: string; use: number } {
  return uses.reduce((most, use) => (use.use > most.use ? use : most), { name: 'nothing', use: 0 });
}

export function reportStack(measures: Measures, found: StackFindings): void {
  const { tasks, span, rent } = found;
  const ended = good(tasks);
  const latency = measures.durations('daios.task.latency');
  for (const task of ended) latency(task.latency);
  const answer = measures.durations('daios.task.answer');
  for (const after of found.answers) answer(after);
  const count = ended.length;
  const rate = span > 0 ? found.answers.length / span : 0;
  measures.value('daios.task.rate', '1/s', rate);
  measures.value('daios.task.safe', '1', count);
  measures.value('daios.task.failed', '1', tasks.length - count);
  measures.value('daios.task.unfinished', '1', found.unfinished);
  reportUses(measures, found, rate);
  measures.value('daios.machine_cost', 'USD/s', found.machineCost);
  const { work } = found;
  const verified = found.verifies ? work.answered / span : 0;
  measures.value('daios.verified_per_second', '1/s', verified);
  measures.value('daios.gas', '1/s', work.gas / span);
  measures.value('daios.stored', 'B/s', work.storedBytes / span);
  measures.value('daios.log.throughput', 'B/s', work.publishedBytes / span);
  if (count === 0) return;

  measures.value('daios.task.cost', 'USD', meanOf(ended, feesOf) + rentOf(found));
  const whole = sumOf(ended, (task) => toSeconds(task.latency));
  const income = new Map<LaneName, number>();
  for (const lane of laneNames) {
    const spent = sumOf(ended, ({ path }) => path.get(lane) ?? 0) / 1e7;
    measures.value(`daios.task.share[${lane}]`, '1', whole > 0 ? spent / whole : 0);
    const paid = sumOf(ended, ({ cost }) => cost.get(lane) ?? 0);
    const hourly = lane === 'inference' ? rent * span : 0;
    income.set(lane, (paid + hourly) / span);
    measures.value(`daios.income[${lane}]`, 'USD/s', (paid + hourly) / span);
  }
  measures.label('daios.earns_most', largest(income));
  measures.label('daios.slowest_lane', slowest(ended));
  reportLanes(measures, ended);
}

function reportUses(measures: Measures, found: StackFindings, rate: number): void {
  for (const { name, use } of found.uses) measures.value(`daios.use[${name}]`, '1', use);
  const { name, use } = bottleneck(found);
  measures.label('daios.bottleneck', name);
  if (use > 0) measures.value('daios.task.ceiling', '1/s', rate / use);
}

/** The lane on which the critical paths spend most. */
function slowest(tasks: readonly EndedTask[]): string {
  return largest(
    new Map(laneNames.map((lane) => [lane, sumOf(tasks, ({ path }) => path.get(lane) ?? 0)])),
  );
}

/** The first of the lanes with the largest value. */
function largest(values: ReadonlyMap<LaneName, number>): LaneName {
  const of = (lane: LaneName) => values.get(lane) ?? 0;
  return laneNames.reduce((most, lane) => (of(lane) > of(most) ? lane : most));
}

/** How long steps take in each lane, on the critical path or beside it. */
function reportLanes(measures: Measures, tasks: readonly EndedTask[]): void {
  const record = Object.fromEntries(
    laneNames.map((lane) => [lane, measures.durations(`daios.lane.latency[${lane}]`)]),
  );
  for (const { spans } of tasks) for (const { lane, ticks } of spans) record[lane](ticks);
}

/**
 * What the first stack has over the second, in tasks that both ended well: the same work of the same users, drawn
 * the same way. Positive is better.
 */
export function reportAdvantage(
  measures: Measures,
  one: StackFindings,
  other: StackFindings,
): void {
  const key = ({ user, index }: EndedTask) => `${user}/${index}`;
  const theirs = new Map(good(other.tasks).map((task) => [key(task), task]));
  let [pairs, latency, answer, fees] = [0, 0, 0, 0];
  for (const task of good(one.tasks)) {
    const pair = theirs.get(key(task));
    if (pair === undefined) continue;
    pairs++;
    latency += toSeconds(pair.latency) - toSeconds(task.latency);
    answer += toSeconds(pair.answer) - toSeconds(task.answer);
    fees += feesOf(pair) - feesOf(task);
  }
  measures.value('daios.advantage.pairs', '1', pairs);
  if (pairs === 0) return;
  measures.value('daios.advantage.latency', 's', latency / pairs);
  measures.value('daios.advantage.answer', 's', answer / pairs);
  measures.value('daios.advantage.cost', 'USD', fees / pairs + rentOf(other) - rentOf(one));
  const ended = good(other.tasks);
  const latencyOf = (task: EndedTask) => toSeconds(task.latency);
  measures.value('daios.other.latency', 's', meanOf(ended, latencyOf));
  measures.value('daios.other.cost', 'USD', meanOf(ended, feesOf) + rentOf(other));
  measures.value('daios.other.rate', '1/s', other.answers.length / other.span);
}
