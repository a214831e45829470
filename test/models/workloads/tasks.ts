import type { LaneName, Task, Work } from '../../../models/workloads/task.ts';
import { type TaskValues, taskParameters } from '../../../models/workloads/task-parameters.ts';
import { type TaskSettings, taskSettings } from '../../../models/workloads/task-settings.ts';
import { taskSourceByName } from '../../../models/workloads/task-sources.ts';
import { Streams } from '../../../sim/random.ts';
import { resolveText } from '../../scenarios/fixtures/laboratory.ts';

export type Sets = Readonly<Record<string, string | number | boolean>>;

/** The section with its defaults and what `sets` change, as a scenario gives it to a component. */
export function taskValues(sets: Sets = {}): TaskValues {
  const options = {
    sections: { tasks: { about: 'Tasks', parameters: taskParameters } },
    sets: Object.entries(sets).map(([name, value]) => `tasks.${name}=${value}`),
  };
  return resolveText('name: a\ntasks: {}\n', options).components.tasks as TaskValues;
}

export function settingsOf(sets: Sets = {}, trace = ''): TaskSettings {
  return taskSettings(taskValues(sets), { './trace.csv': trace });
}

export interface Draw {
  readonly sets?: Sets;
  /** Content of `./trace.csv`. */
  readonly trace?: string;
  readonly seed?: string;
  readonly number?: number;
  readonly of?: number;
}

/** Tasks of client `number` of `of`, from the stream of that seed. */
export function draw(source: string, options: Draw = {}): Generator<Task, void> {
  const { sets = {}, trace = '', seed = 'tasks', number = 0, of = 1 } = options;
  const stream = new Streams(seed, 0).stream(`${source}/${number}`);
  return taskSourceByName(source).tasks(stream, settingsOf(sets, trace), { number, of });
}

/** The first `count` of them, or all if there are fewer. */
export function tasksOf(source: string, count: number, options: Draw = {}): Task[] {
  const found: Task[] = [];
  for (const task of draw(source, options)) if (found.push(task) === count) break;
  return found;
}

export function worksOf<L extends LaneName>(
  tasks: readonly Task[],
  lane: L,
): Extract<Work, { lane: L }>[] {
  return tasks.flatMap(({ steps }) =>
    steps.flatMap(({ work }) => (work.lane === lane ? [work as Extract<Work, { lane: L }>] : [])),
  );
}

/** When each step ends, if lanes take as long as `seconds` says and nothing ever queues. */
export function ends({ steps }: Task, seconds: (work: Work) => number): number[] {
  const times: number[] = [];
  for (const { work, after } of steps) {
    times.push(Math.max(0, ...after.map((index) => times[index])) + seconds(work));
  }
  return times;
}
