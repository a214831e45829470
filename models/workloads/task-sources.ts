import { agentTasks } from './agent-tasks.ts';
import { batchTasks } from './batch-tasks.ts';
import { chatTasks } from './chat-tasks.ts';
import type { TaskSource } from './task.ts';
import { traceTasks } from './trace-tasks.ts';
import { trainingTasks } from './training-tasks.ts';

/** Every source of tasks; add one here and its name in `task-source-names.ts`. */
export const taskSources: readonly TaskSource[] = [
  agentTasks,
  chatTasks,
  batchTasks,
  trainingTasks,
  traceTasks,
];

/** @throws RangeError for an unknown name */
export function taskSourceByName(name: string): TaskSource {
  const source = taskSources.find((candidate) => candidate.name === name);
  if (source === undefined) {
    const names = taskSources.map((candidate) => candidate.name).join(', ');
    throw new RangeError(`source of tasks, expected one of ${names}, got ${name}`);
  }
  return source;
}
