import type { Simulation } from '../../sim/engine/simulation.ts';
import type { Tick } from '../../sim/time.ts';
import type { LaneName, Task } from '../workloads/task.ts';
import type { StackLane } from './lanes/context.ts';

export interface StepSpan {
  readonly lane: LaneName;
  readonly ticks: Tick;
}

/** How a task went. Ticks. */
export interface TaskOutcome {
  readonly ok: boolean;
  readonly begun: Tick;
  readonly latency: Tick;
  /** Until the last of reading, inference and tools, what its user sees; 0 after a failure before it. */
  readonly answer: Tick;
  /** Time on the critical path by lane; their sum is the latency. */
  readonly path: ReadonlyMap<LaneName, number>;
  /** Time of each step that was begun, others beside it or not. */
  readonly spans: readonly StepSpan[];
  /** USD by lane, of the steps that were begun. */
  readonly cost: ReadonlyMap<LaneName, number>;
}

export interface TaskPlace {
  readonly user: number;
  readonly node: number;
  /** Number among all tasks of the run. */
  readonly task: number;
}

/** Lanes that a user waits for; the others may go on behind it. */
const FOREGROUND: ReadonlySet<LaneName> = new Set<LaneName>(['read', 'inference', 'local']);

export interface TaskHooks {
  /** All steps that a user waits for are done; called once, before `ended`. @param after ticks since the start */
  answered?(after: Tick): void;
  /** No step is under way any more; called once. */
  ended(outcome: TaskOutcome): void;
}

/** Takes a task through the lanes: each step begins when those before it are done; after a failure none begins. */
export function runTask(
  simulation: Simulation,
  lanes: { readonly [L in LaneName]: StackLane },
  place: TaskPlace,
  { steps }: Task,
  hooks: TaskHooks,
): void {
  const begun = simulation.now;
  const endedAt: number[] = [];
  const missing = steps.map(({ after }) => after.length);
  const followers: number[][] = steps.map(() => []);
  steps.forEach(({ after }, index) => {
    for (const before of after) followers[before].push(index);
  });
  const cost = new Map<LaneName, number>();
  const spans: StepSpan[] = [];
  let underWay = 0;
  let left = steps.length;
  let awaited = steps.filter(({ work }) => FOREGROUND.has(work.lane)).length;
  let answer = 0 as Tick;
  let ok = true;
  let last = 0;

  const begin = (index: number): void => {
    const { work } = steps[index];
    const lane = lanes[work.lane];
    const beganAt = simulation.now;
    underWay++;
    cost.set(work.lane, (cost.get(work.lane) ?? 0) + lane.cost(work));
    lane.perform({ ...place, work }, (good) => {
      endedAt[index] = simulation.now;
      spans.push({ lane: work.lane, ticks: (simulation.now - beganAt) as Tick });
      last = index;
      underWay--;
      left--;
      ok &&= good;
      if (FOREGROUND.has(work.lane) && --awaited === 0 && ok) answered();
      if (ok) {
        for (const next of followers[index]) if (--missing[next] === 0) begin(next);
      }
      if (left === 0 || (!ok && underWay === 0)) end();
    });
  };
  const answered = (): void => {
    answer = (simulation.now - begun) as Tick;
    hooks.answered?.(answer);
  };
  const end = (): void => {
    const latency = (simulation.now - begun) as Tick;
    const path = criticalPath(steps, endedAt, last, begun);
    hooks.ended({ ok, begun, latency, answer, spans, cost, path });
  };
  steps.forEach(({ after }, index) => {
    if (after.length === 0) begin(index);
  });
}

/** Time by lane, back from the step that ended last over those that it waited for. */
export function criticalPath(
  steps: Task['steps'],
  endedAt: readonly number[],
  last: number,
  begun: number,
): Map<LaneName, number> {
  const path = new Map<LaneName, number>();
  let at: number | undefined = last;
  while (at !== undefined) {
    const { work, after }: Task['steps'][number] = steps[at];
    let before: number | undefined;
    for (const index of after)
      if (before === undefined || endedAt[index] > endedAt[before]) before = index;
    const from = before === undefined ? begun : endedAt[before];
    path.set(work.lane, (path.get(work.lane) ?? 0) + (endedAt[at] - from));
    at = before;
  }
  return path;
}
